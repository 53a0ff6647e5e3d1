/* Which pupils of a class a link of the first page means. */
import type { Answer } from '../../api/client';

export type ClassAnswer = Answer<'/api/classes/{class}', 'get'>;
export type ClassPupil = ClassAnswer['pupils'][number];

export const SHOWS = [
	'unanswered', 'ready', 'signed', 'refused', 'consent',
] as const;
export type Show = (typeof SHOWS)[number];

export function showOf(text: string | null): Show | '' {
	return SHOWS.find((show) => show === text) ?? '';
}

export function fits(pupil: ClassPupil, show: Show | ''): boolean {
	switch (show) {
	case 'unanswered': return pupil.test !== 'done';
	case 'ready': return pupil.test === 'done' && pupil.brief !== 'signed';
	case 'signed': return pupil.brief === 'signed';
	case 'refused': return !pupil.ai;
	case 'consent':
		return pupil.consent !== 'given' && pupil.test !== 'done';
	default: return true;
	}
}

/* The next one to read after this one, around the class and not back to it. */
export function nextReady(
	pupils: readonly ClassPupil[], after?: string,
): ClassPupil | undefined {
	const at = pupils.findIndex((pupil) => pupil.id === after);
	const order = [...pupils.slice(at + 1), ...pupils.slice(0, at + 1)];

	return order.find((pupil) => pupil.id !== after && fits(pupil, 'ready'));
}

/* Where a pupil's open brief is, with the way on to the next in the class. */
export function briefHref(pupil: string, inClass?: string): string {
	const query = inClass ? `?class=${encodeURIComponent(inClass)}` : '';

	return `/pupils/${encodeURIComponent(pupil)}/brief${query}`;
}
