/* A month as weeks of days, what is on each day, and how keys move in it. */
import { dayAfter, dayOf, isDay, weekdayOf } from './seoul';

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/* Of the address; else the month of today. */
export function monthOf(text: string | null, today: string): string {
	return text !== null && MONTH.test(text) ? text : today.slice(0, 7);
}

export function monthAfter(month: string, months: number): string {
	const [year, number] = month.split('-').map(Number) as [number, number];
	const count = year * 12 + number - 1 + months;

	return `${Math.floor(count / 12)}-${String(count % 12 + 1)
		.padStart(2, '0')}`;
}

/* Whole weeks from Sunday on, with the ends of the months beside. */
export function weeksOf(month: string): string[][] {
	const first = `${month}-01`;
	const next = `${monthAfter(month, 1)}-01`;
	const weeks: string[][] = [];

	for (let day = dayAfter(first, -weekdayOf(first)); day < next;
		day = dayAfter(day, 7)) {
		weeks.push(Array.from({ length: 7 }, (_, i) => dayAfter(day, i)));
	}
	return weeks;
}

/* The day of the address, if it lies in the month; else today or the first. */
export function dayChosen(
	text: string | null, month: string, today: string,
): string {
	if (text !== null && isDay(text) && text.startsWith(month))
		return text;
	return today.startsWith(month) ? today : `${month}-01`;
}

/* What lasts several days stands on each of them. */
export function byDay<E extends { starts: number; ends: number }>(
	events: readonly E[],
): Map<string, E[]> {
	const days = new Map<string, E[]>();

	for (const event of [...events].sort((a, b) => a.starts - b.starts)) {
		const last = dayOf(event.ends - 1);

		for (let day = dayOf(event.starts); day <= last;
			day = dayAfter(day, 1)) {
			days.set(day, [...days.get(day) ?? [], event]);
		}
	}
	return days;
}

/* Where a key leads in the grid; PageUp and PageDown turn the month. */
export function dayMoved(day: string, key: string): string | undefined {
	switch (key) {
	case 'ArrowLeft': return dayAfter(day, -1);
	case 'ArrowRight': return dayAfter(day, 1);
	case 'ArrowUp': return dayAfter(day, -7);
	case 'ArrowDown': return dayAfter(day, 7);
	case 'Home': return dayAfter(day, -weekdayOf(day));
	case 'End': return dayAfter(day, 6 - weekdayOf(day));
	case 'PageUp': return `${monthAfter(day.slice(0, 7), -1)}-01`;
	case 'PageDown': return `${monthAfter(day.slice(0, 7), 1)}-01`;
	default: return undefined;
	}
}
