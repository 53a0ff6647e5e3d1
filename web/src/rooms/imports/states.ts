import type { Answer } from '../../api/client';

export type Import = Answer<'/api/imports/{import}', 'get'>;
export type Counts = NonNullable<Import['pupils']>;

interface StateRow {
	wordId: string;
	badge: 'information' | 'success' | 'danger' | 'gray' | 'warning';
	/* The server is still at it. */
	goes: boolean;
}

const STATES: Record<string, StateRow> = {
	checking: {
		wordId: 'imports.state.checking', badge: 'information', goes: true,
	},
	checked: { wordId: 'imports.state.checked', badge: 'warning', goes: false },
	refused: { wordId: 'imports.state.refused', badge: 'danger', goes: false },
	writing: {
		wordId: 'imports.state.writing', badge: 'information', goes: true,
	},
	done: { wordId: 'imports.state.done', badge: 'success', goes: false },
	failed: { wordId: 'imports.state.failed', badge: 'danger', goes: false },
	cancelled: {
		wordId: 'imports.state.cancelled', badge: 'gray', goes: false,
	},
};

export function stateOf(state: string): StateRow {
	return STATES[state] ?? STATES.checking!;
}

export const KINDS: Record<string, { wordId: string }> = {
	roster: { wordId: 'imports.kind.roster' },
	schools: { wordId: 'imports.kind.schools' },
};
