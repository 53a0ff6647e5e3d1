import { expect, test } from 'vitest';
import { daysOf, dayOf, fits, likedFirst, valuesOf } from './choiceFilter';
import type { Choice } from './types';

const HOUR = 3_600_000;
const MAY_14 = Date.UTC(2026, 4, 14);

function choice(id: string, starts: number, more: object = {}): Choice {
	return {
		event: {
			id, starts, programme_name: '로봇 팔 움직이기',
			site_name: '새솔 로봇 공방', address: '새솔시 강변로 3',
			kind: 'PRACTICE', field: 'engineering', field_name: '공학',
			...more,
		},
		seats: 10, held: false,
	} as Choice;
}

const none = { day: '', kind: '', field: '', q: '' };

test('a day begins at midnight in Seoul, not in London', () => {
	expect(dayOf(MAY_14 + 14.9 * HOUR)).toBe('2026-05-14');
	expect(dayOf(MAY_14 + 15 * HOUR)).toBe('2026-05-15');
});

test.each([
	[{}, true], [{ day: '2026-05-14' }, true], [{ day: '2026-05-15' }, false],
	[{ kind: 'PRACTICE' }, true], [{ kind: 'TALK' }, false],
	[{ field: 'arts' }, false], [{ q: '로봇' }, true], [{ q: ' 강변 ' }, true],
	[{ q: '빵' }, false], [{ kind: 'PRACTICE', q: '빵' }, false],
])('%j', (filter, shown) => {
	expect(fits(choice('1', MAY_14), { ...none, ...filter })).toBe(shown);
});

test('days stand once and in order', () => {
	const all = [choice('1', MAY_14 + 24 * HOUR), choice('2', MAY_14),
		choice('3', MAY_14 + HOUR)];

	expect([...daysOf(all).keys()]).toEqual(['2026-05-14', '2026-05-15']);
	expect(valuesOf(all, ({ event }) =>
		({ value: event.field, text: event.field_name })))
		.toEqual([{ value: 'engineering', text: '공학' }]);
});

test('what could be liked comes first, the rest stays in order', () => {
	const all = [choice('1', 0), choice('2', 0), choice('3', 0)];

	all[2]!.like = 'because';
	expect(likedFirst(all).map((one) => one.event.id)).toEqual(['3', '1', '2']);
});
