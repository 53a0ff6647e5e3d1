import type { Answer } from '../../api/client';
import type { BadgeKind } from '../../parts/Badge';
import { t } from '../../words';

export type Bank = Answer<'/api/banks', 'get'>['banks'][number];

/* Whose items: the name of a bank without its version. */
const NAMES: Record<string, { wordId: string }> = {
	elementary: { wordId: 'model.name.elementary' },
	middle: { wordId: 'model.name.middle' },
	riasec48: { wordId: 'model.name.riasec48' },
};

export function nameText(name: string): string {
	const words = NAMES[name];

	return words ? t(words.wordId) : name;
}

export const KINDS: Record<Bank['kind'], { wordId: string }> = {
	bank: { wordId: 'model.kind.bank' },
	model: { wordId: 'model.kind.model' },
};

export const STATES: Record<Bank['state'], {
	wordId: string; badge: BadgeKind;
}> = {
	built_in: { wordId: 'model.state.built_in', badge: 'gray' },
	published: { wordId: 'model.state.published', badge: 'success' },
	retired: { wordId: 'model.state.retired', badge: 'gray' },
};

/* Of what suggestions were made with, that whose card tells most. */
export function restsOn(versions: {
	bank: string; model: string; list?: string | null;
} | null | undefined): string | undefined {
	return versions?.list === 'explore' || versions?.list === 'own'
		? versions.model : versions?.bank;
}

/* What suggestions rest on that were made with this bank or model. */
export function cardHref(bank: string): string {
	return `/model/${encodeURIComponent(bank)}`;
}
