import type { Answer } from '../../api/client';
import type { BadgeKind } from '../../parts/Badge';
import { t } from '../../words';

export type Bank = Answer<'/api/banks', 'get'>['banks'][number];

/* Whose items: the name of a bank without its version. */
const NAMES: Record<string, { wordId: string }> = {
	elementary: { wordId: 'model.name.elementary' },
	middle: { wordId: 'model.name.middle' },
};

export function nameText(name: string): string {
	const words = NAMES[name];

	return words ? t(words.wordId) : name;
}

export const STATES: Record<Bank['state'], {
	wordId: string; badge: BadgeKind;
}> = {
	built_in: { wordId: 'model.state.built_in', badge: 'gray' },
	published: { wordId: 'model.state.published', badge: 'success' },
	retired: { wordId: 'model.state.retired', badge: 'gray' },
};

/* What suggestions rest on that were made with this bank. */
export function cardHref(bank: string): string {
	return `/model/${encodeURIComponent(bank)}`;
}
