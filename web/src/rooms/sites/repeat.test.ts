import { expect, test } from 'vitest';
import { endClock, eventsOf, weekly, type Plan } from './repeat';
import { clockOf, clockRead, dayOf, isDay, momentOf } from './seoul';

const plan: Plan = {
	day: '2026-12-24', from: '10:00', to: '12:00', days: 1, weeks: 3,
	without: ['2026-12-31'], seats: 20, least: 8,
};

test('weekly, over the end of the year, without the days left out', () => {
	expect(weekly(plan.day, 3)).toEqual(
		['2026-12-24', '2026-12-31', '2027-01-07']);
	expect(eventsOf(plan)?.map((one) =>
		[dayOf(one.starts), clockOf(one.starts), clockOf(one.ends)]))
		.toEqual([
			['2026-12-24', '10:00', '12:00'], ['2027-01-07', '10:00', '12:00'],
		]);
});

test('a camp ends days later', () => {
	const [camp] = eventsOf({ ...plan, days: 3, weeks: 1 })!;

	expect(dayOf(camp!.ends)).toBe('2026-12-26');
});

test('what cannot be read makes nothing', () => {
	expect(eventsOf({ ...plan, from: '25:00' })).toBeUndefined();
	expect(eventsOf({ ...plan, day: '2026-02-30', weeks: 1 })).toBeUndefined();
});

test.each([
	['9:30', '09:30'], ['0930', '09:30'], ['930', '09:30'], [' 23:59 ', '23:59'],
	['24:00', undefined], ['9:60', undefined], ['noon', undefined],
	['', undefined],
])('%s is %s', (text, want) => {
	expect(clockRead(text)).toBe(want);
});

test.each([
	['2026-02-28', true], ['2026-02-30', false], ['2026-2-3', false],
	['', false],
])('%s is a day: %s', (text, want) => {
	expect(isDay(text)).toBe(want);
});

test('Seoul is nine hours ahead', () => {
	expect(momentOf('2026-01-01', '08:30')).toBe(
		Date.UTC(2025, 11, 31, 23, 30));
	expect(dayOf(Date.UTC(2025, 11, 31, 15))).toBe('2026-01-01');
});

test.each([
	['10:00', 90, '11:30'], ['23:00', 120, '23:59'],
])('from %s for %i minutes to %s', (from, minutes, want) => {
	expect(endClock(from, minutes)).toBe(want);
});
