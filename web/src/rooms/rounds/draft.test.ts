import { expect, test } from 'vitest';
import {
	bodyOf, capsOfSites, datesProposed, draftNew, draftOf, gradesWith, movedUp,
	stepAt, stepOf, STEPS, unread, type Draft,
} from './draft';
import { momentOf, weekdayOf } from '../sites/seoul';
import type { RoundAnswer, RoundBody } from './types';

const now = momentOf('2026-05-13', '11:00')!;		/* a Wednesday */
const named = (change: Partial<Draft> = {}): Draft => ({
	...draftNew(now), name: '가을 모집', ...change,
});

test('two weeks from a Monday are proposed, and a week to answer', () => {
	expect(datesProposed(now)).toEqual({
		opens: { day: '2026-05-18', clock: '09:00' },
		closes: { day: '2026-06-01', clock: '18:00' },
		answers_until: { day: '2026-06-08', clock: '18:00' },
	});
});

test.each([
	'2026-05-10', '2026-05-11', '2026-05-12', '2026-05-13', '2026-05-14',
	'2026-05-15', '2026-05-16',
])('a draft of %s opens on a Monday, three days later at the least', (day) => {
	const { opens } = datesProposed(momentOf(day, '23:50')!);

	expect(weekdayOf(opens.day)).toBe(1);
	expect(momentOf(opens.day, '00:00')! - momentOf(day, '00:00')!)
		.toBeGreaterThanOrEqual(3 * 86400_000);
});

test('a proposal lacks nothing but a name', () => {
	expect(unread(draftNew(now))).toEqual(['name']);
	expect(unread(named())).toEqual([]);
});

test.each<[Partial<Draft>, string[]]>([
	[{ most: 'ten' }, ['most']],
	[{ class_unit: 'a' }, ['class_unit']],
	[{ bands: [{ by: 'fewer', value: '' }] }, ['bands']],
	[{ reserves: [{ group: 'care', percent: '5.5' }] }, ['reserves']],
	[{ caps: { 12: '', all: 'x' } }, ['caps']],
	[{ opens: { day: '2026-02-30', clock: '09:00' } }, ['opens']],
	[{ closes: { day: '2026-06-01', clock: '25:00' } }, ['closes']],
])('%o is found', (change, want) => {
	expect(unread(named(change))).toEqual(want);
});

test('what is saved comes back as it was', () => {
	const body: RoundBody = {
		name: '봄 모집', kind: 'both', grade_from: 7, grade_to: 12, most: 5,
		class_unit: 30, opens: momentOf('2026-05-18', '09:00')!,
		closes: momentOf('2026-06-01', '18:00')!,
		answers_until: momentOf('2026-06-08', '18:00')!,
		reserves: [
			{ group: 'rural', percent: 10 }, { group: 'care', percent: 20 },
		],
		bands: [{ by: 'remote', value: 15 }, { by: 'fewer', value: 2 }],
		caps: [{ site: '7', most: 40 }, { most: 1000 }],
		events: ['12', '11'],
	};

	expect(bodyOf(draftOf(body as unknown as RoundAnswer, body.events)))
		.toEqual(body);
});

test('the unit of classes is of no use where none apply', () => {
	expect(bodyOf(named({ class_unit: '30' })).class_unit).toBe(0);
	expect(bodyOf(named({ kind: 'both', class_unit: '30' })).class_unit)
		.toBe(30);
});

test.each([
	['who', 1], ['dates', 5], ['nonsense', 0], [null, 0],
])('step %s is number %s', (text, at) => {
	expect(stepAt(text)).toBe(at);
});

test.each([
	['reserves.0.percent', 'reserves'], ['answers_until', 'dates'],
	['events.3', 'events'], ['class_unit', 'who'],
])('%s is settled in step %s', (field, key) => {
	expect(STEPS[stepOf(field)]?.key).toBe(key);
});

test('each field of a draft is settled in one step', () => {
	expect(STEPS.flatMap((step) => [...step.fields]).sort())
		.toEqual(Object.keys(draftNew(now)).sort());
});

test('one place up', () => {
	expect(movedUp(['a', 'b', 'c'], 2)).toEqual(['a', 'c', 'b']);
	expect(movedUp(['a', 'b'], 0)).toEqual(['a', 'b']);
});

test.each<[string, number[][], boolean, string]>([
	['7-9', [[5, 6]], false, '5-6'],
	['7-9', [[5, 6], [10, 12]], false, '5-12'],
	['7-9', [], false, '7-9'],
	['7-9', [[8, 12]], true, '7-9'],
	['7-9', [[5, 6]], true, '6-9'],
	['7-9', [[10, 12]], true, '7-10'],
])('grades %s with events for %o, settled %s: %s', (was, spans, settled, want) => {
	const [grade_from = '', grade_to = ''] = was.split('-');
	const events = spans.map(([from, to]) => (
		{ grade_from: from!, grade_to: to! }));
	const now = gradesWith({ grade_from, grade_to }, events, settled);

	expect(`${now.grade_from}-${now.grade_to}`).toBe(want);
});

test('caps go with the last event of a site', () => {
	expect(capsOfSites({ 7: '40', 8: '20', all: '100' }, ['8']))
		.toEqual({ 8: '20', all: '100' });
});
