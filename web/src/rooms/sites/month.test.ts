import { expect, test } from 'vitest';
import {
	byDay, dayChosen, dayMoved, monthAfter, monthOf, weeksOf,
} from './month';
import { momentOf } from './seoul';

test.each([
	['2026-05', '2026-05'],
	['2026-13', '2026-03'],
	['May', '2026-03'],
	[null, '2026-03'],
])('the address %s shows %s', (text, month) => {
	expect(monthOf(text, '2026-03-02')).toBe(month);
});

test.each([
	['2026-01', -1, '2025-12'], ['2026-12', 1, '2027-01'],
	['2026-05', 14, '2027-07'],
])('%s and %i months is %s', (month, months, want) => {
	expect(monthAfter(month, months)).toBe(want);
});

test.each([
	/* month, first and last day shown, weeks */
	['2026-02', '2026-02-01', '2026-02-28', 4],
	['2026-05', '2026-04-26', '2026-06-06', 6],
	['2028-02', '2028-01-30', '2028-03-04', 5],
])('%s goes from %s to %s', (month, first, last, count) => {
	const weeks = weeksOf(month);

	expect([weeks[0]![0], weeks.at(-1)![6], weeks.length])
		.toEqual([first, last, count]);
	expect(weeks.every((week) => week.length === 7)).toBe(true);
});

test.each([
	['2026-05-14', '2026-05-14'],
	['2026-06-14', '2026-05-03'],
	[null, '2026-05-03'],
])('day %s of May is %s', (text, want) => {
	expect(dayChosen(text, '2026-05', '2026-05-03')).toBe(want);
});

test('another month than this begins with its first day', () => {
	expect(dayChosen(null, '2026-06', '2026-05-03')).toBe('2026-06-01');
});

test.each([
	['ArrowLeft', '2026-04-30'], ['ArrowRight', '2026-05-02'],
	['ArrowUp', '2026-04-24'], ['ArrowDown', '2026-05-08'],
	['Home', '2026-04-26'], ['End', '2026-05-02'],
	['PageUp', '2026-04-01'], ['PageDown', '2026-06-01'],
	['a', undefined],
])('%s from 1 May leads to %s', (key, want) => {
	expect(dayMoved('2026-05-01', key)).toBe(want);
});

test('a camp stands on each of its days, a day has its events in order', () => {
	const event = (id: string, from: string, start: string, to: string,
		end: string) => ({
		id, starts: momentOf(from, start)!, ends: momentOf(to, end)!,
	});
	const days = byDay([
		event('late', '2026-05-14', '14:00', '2026-05-14', '16:00'),
		event('camp', '2026-05-13', '10:00', '2026-05-15', '00:00'),
		event('early', '2026-05-14', '00:30', '2026-05-14', '02:00'),
	]);

	expect([...days].map(([day, list]) =>
		[day, ...list.map((one) => one.id)])).toEqual([
		['2026-05-13', 'camp'],
		['2026-05-14', 'camp', 'early', 'late'],
	]);
});
