/* The states of a round in the order of its life, with words. */
import type { BadgeKind } from '../../parts/Badge';
import { dateTimeText, t } from '../../words/all';
import type { RoundRow, RoundState } from './types';

export const STATES: readonly {
	value: RoundState; wordId: string; badge: BadgeKind;
}[] = [
	{ value: 'draft', wordId: 'rounds.state.draft', badge: 'gray' },
	{
		value: 'published', wordId: 'rounds.state.published',
		badge: 'information',
	},
	{ value: 'open', wordId: 'rounds.state.open', badge: 'primary' },
	{ value: 'closed', wordId: 'rounds.state.closed', badge: 'warning' },
	{ value: 'frozen', wordId: 'rounds.state.frozen', badge: 'warning' },
	{ value: 'drawn', wordId: 'rounds.state.drawn', badge: 'warning' },
	{ value: 'announced', wordId: 'rounds.state.announced', badge: 'success' },
];

export function placeOf(state: RoundState): number {
	return STATES.findIndex((one) => one.value === state);
}

export function stateText(state: RoundState): string {
	return t(STATES[placeOf(state)]!.wordId);
}

export function isBefore(state: RoundState, other: RoundState): boolean {
	return placeOf(state) < placeOf(other);
}

/* The centre still has something to do with it, or the pupils have. */
export function isUnderWay(
	round: Pick<RoundRow, 'state' | 'answers_until'>, now: number,
): boolean {
	return round.state !== 'announced' || round.answers_until > now;
}

const DUE: Record<RoundState, {
	wordId: string; when: (round: RoundRow) => number | null;
}> = {
	draft: { wordId: 'rounds.due.draft', when: (one) => one.opens },
	published: { wordId: 'rounds.due.published', when: (one) => one.opens },
	open: { wordId: 'rounds.due.open', when: (one) => one.closes },
	closed: { wordId: 'rounds.due.closed', when: () => null },
	frozen: { wordId: 'rounds.due.frozen', when: () => null },
	drawn: { wordId: 'rounds.due.drawn', when: () => null },
	announced: {
		wordId: 'rounds.due.announced', when: (one) => one.answers_until,
	},
};

/* What comes next, and by when. */
export function dueText(round: RoundRow): string {
	const { wordId, when } = DUE[round.state];
	const moment = when(round);

	return moment === null ? t(wordId)
		: t(wordId, { when: dateTimeText(moment) });
}
