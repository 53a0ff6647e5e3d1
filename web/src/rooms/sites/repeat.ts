/* Several events of a programme at once: one a week, from a first day on. */
import { dayAfter, isDay, momentOf } from './seoul';
import type { EventBody } from './types';

export const WEEKS_MOST = 60;

export interface Plan {
	day: string;
	/* When it begins and ends, "09:30"; an end before the start is of no use. */
	from: string;
	to: string;
	/* How many days it lasts: a camp up to three. */
	days: number;
	weeks: number;
	/* Days that are left out: holidays, exams. */
	without: readonly string[];
	seats: number;
	least: number;
}

export function weekly(day: string, weeks: number): string[] {
	return Array.from({ length: weeks }, (_, i) => dayAfter(day, 7 * i));
}

/* None when a day or a time cannot be read. */
export function eventsOf(plan: Plan): EventBody[] | undefined {
	const { seats, least } = plan;
	const events: EventBody[] = [];

	if (!isDay(plan.day))
		return undefined;
	for (const day of weekly(plan.day, plan.weeks)) {
		const starts = momentOf(day, plan.from);
		const ends = momentOf(dayAfter(day, plan.days - 1), plan.to);

		if (starts === undefined || ends === undefined)
			return undefined;
		if (!plan.without.includes(day))
			events.push({ starts, ends, seats, least });
	}
	return events;
}

/* The end that a programme of so many minutes would have. */
export function endClock(from: string, minutes: number): string {
	const [hour, minute] = from.split(':').map(Number) as [number, number];
	const at = Math.min(hour * 60 + minute + minutes, 23 * 60 + 59);

	return `${String(Math.floor(at / 60)).padStart(2, '0')}:${
		String(at % 60).padStart(2, '0')}`;
}
