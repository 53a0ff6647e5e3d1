import { expect, test } from 'vitest';
import { stepAsked, tabsOf, WAYS } from './nextStep';
import { isUnderWay, placeOf, STATES } from './states';
import type { RoundState } from './types';

test('each next step leads one state on, each way back one back', () => {
	for (const { value } of STATES) {
		const { next, back } = WAYS[value];
		const at = placeOf(value);

		if (next)
			expect(placeOf(next.to as RoundState)).toBe(at + 1);
		if (back)
			expect(placeOf(back.to as RoundState)).toBe(at - 1);
	}
});

test('nothing leads back from the draw on', () => {
	expect([WAYS.drawn.back, WAYS.announced.back]).toEqual(
		[undefined, undefined]);
});

test('what the server does not name is not allowed', () => {
	const round = {
		steps: [
			{ to: 'published', allowed: false, why: '회차가 없습니다' },
			{ to: 'draft', allowed: true },
		],
	} as Parameters<typeof stepAsked>[0];

	expect(stepAsked(round, 'published')).toEqual(
		{ allowed: false, why: '회차가 없습니다' });
	expect(stepAsked(round, 'draft')).toEqual(
		{ allowed: true, why: undefined });
	expect(stepAsked(round, 'drawn').allowed).toBe(false);
});

test.each<[RoundState, boolean]>([
	['draft', false], ['frozen', false], ['drawn', true], ['announced', true],
])('%s has results: %s', (state, has) => {
	expect(tabsOf(state).includes('results')).toBe(has);
	expect(tabsOf(state).includes('simulation')).toBe(!has);
});

test.each<[RoundState, number, boolean]>([
	['draft', 5, true], ['announced', 15, true], ['announced', 5, false],
])('%s, to be answered by %i, is under way at 10: %s', (state, until, want) => {
	expect(isUnderWay({ state, answers_until: until }, 10)).toBe(want);
});
