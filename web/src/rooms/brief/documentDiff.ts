/* Which parts of a brief differ between what was shown and what is there now. */
import type { Document } from './types';

export const PARTS = [
	'profile', 'lists', 'moved', 'decisions', 'own', 'sections', 'ai', 'rest',
] as const;
export type Part = (typeof PARTS)[number];

function same(one: unknown, other: unknown): boolean {
	return JSON.stringify(one ?? null) === JSON.stringify(other ?? null);
}

export function documentDiff(before: Document, now: Document): Part[] {
	const found = PARTS.filter((part) =>
		part !== 'rest' && !same(before[part], now[part]));

	return found.length > 0 || same(before, now) ? found : ['rest'];
}
