/*
 * Days and times as people in Seoul write them, and back. Seoul is nine hours
 * ahead of UTC all year.
 */
const AHEAD_MS = 9 * 3600_000;
const DAY_MS = 24 * 3600_000;

/* "2026-05-14" */
export function dayOf(moment: number): string {
	return new Date(moment + AHEAD_MS).toISOString().slice(0, 10);
}

/* "09:30" */
export function clockOf(moment: number): string {
	return new Date(moment + AHEAD_MS).toISOString().slice(11, 16);
}

export function dayAfter(day: string, days: number): string {
	const at = Date.parse(`${day}T00:00:00Z`) + days * DAY_MS;

	return new Date(at).toISOString().slice(0, 10);
}

export function daysBetween(from: string, to: string): number {
	return Math.round((Date.parse(`${to}T00:00:00Z`)
		- Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/* 0 is a Sunday. */
export function weekdayOf(day: string): number {
	return new Date(`${day}T00:00:00Z`).getUTCDay();
}

/* "9:30", "09:30", "0930" and "930" are all half past nine. */
export function clockRead(text: string): string | undefined {
	const [, hour, minute] =
		/^\s*(\d{1,2}):?(\d{2})\s*$/.exec(text) ?? [];

	if (hour === undefined || Number(hour) > 23 || Number(minute) > 59)
		return undefined;
	return `${hour.padStart(2, '0')}:${minute}`;
}

/* A real day: 2026-02-30 is none. */
export function isDay(text: string): boolean {
	const at = Date.parse(`${text}T00:00:00Z`);

	return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at)
		&& new Date(at).toISOString().startsWith(text);
}

export function momentOf(day: string, clock: string): number | undefined {
	const read = clockRead(clock);

	return isDay(day) && read !== undefined
		? Date.parse(`${day}T${read}:00Z`) - AHEAD_MS : undefined;
}

/* A day of the calendar as a moment for dateText(). */
export function noonOf(day: string): number {
	return momentOf(day, '12:00')!;
}
