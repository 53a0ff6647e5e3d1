/* Which choices are shown: by day, kind, field, and what is looked for. */
import type { Choice } from './types';

export interface Filter {
	day: string;
	kind: string;
	field: string;
	q: string;
}

const DAY = new Intl.DateTimeFormat('en-CA', {
	timeZone: 'Asia/Seoul', year: 'numeric', month: '2-digit', day: '2-digit',
});

/* "2026-05-14", the day in Seoul. */
export function dayOf(moment: number): string {
	return DAY.format(moment);
}

export function filterFrom(query: URLSearchParams): Filter {
	return {
		day: query.get('day') ?? '', kind: query.get('kind') ?? '',
		field: query.get('field') ?? '', q: query.get('q') ?? '',
	};
}

function sounds(text: string, wanted: string): boolean {
	return text.toLocaleLowerCase().includes(wanted);
}

export function fits({ event }: Choice, filter: Filter): boolean {
	const q = filter.q.trim().toLocaleLowerCase();

	return (filter.day === '' || dayOf(event.starts) === filter.day)
		&& (filter.kind === '' || event.kind === filter.kind)
		&& (filter.field === '' || event.field === filter.field)
		&& (q === '' || sounds(event.programme_name, q)
			|| sounds(event.site_name, q) || sounds(event.address, q));
}

export interface Known {
	value: string;
	text: string;
}

/* Each value once, in the order of the texts. */
export function valuesOf(
	choices: readonly Choice[], of: (choice: Choice) => Known,
): Known[] {
	const known = new Map(choices.map(of).map((one) => [one.value, one]));

	return [...known.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}

/* Days in which something is, the first one first. */
export function daysOf(choices: readonly Choice[]): Map<string, number> {
	const starts = choices.map((choice) => choice.event.starts)
		.sort((a, b) => a - b);

	return new Map(starts.map((moment) => [dayOf(moment), moment]));
}

/* What could be liked comes first; else as the server has them. */
export function likedFirst(choices: readonly Choice[]): Choice[] {
	return [...choices].sort((a, b) => Number(!a.like) - Number(!b.like));
}
