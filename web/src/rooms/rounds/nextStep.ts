/* The one next step of a round, and the way back, with what each means. */
import type { RoundAnswer, RoundState, Step } from './types';

export interface NextStep {
	to: Step | 'drawn';
	labelId: string;
	titleId: string;
}

interface Way {
	/* What this state means. */
	wordId: string;
	next?: NextStep;
	back?: { to: Step; labelId: string; titleId: string };
}

export const WAYS: Record<RoundState, Way> = {
	draft: {
		wordId: 'rounds.now.draft',
		next: {
			to: 'published', labelId: 'rounds.next.published',
			titleId: 'rounds.next.published.text',
		},
	},
	published: {
		wordId: 'rounds.now.published',
		back: {
			to: 'draft', labelId: 'rounds.back.draft',
			titleId: 'rounds.back.draft.done',
		},
	},
	open: { wordId: 'rounds.now.open' },
	closed: {
		wordId: 'rounds.now.closed',
		next: {
			to: 'frozen', labelId: 'rounds.next.frozen',
			titleId: 'rounds.next.frozen.text',
		},
	},
	frozen: {
		wordId: 'rounds.now.frozen',
		next: {
			to: 'drawn', labelId: 'rounds.next.drawn',
			titleId: 'rounds.next.drawn.text',
		},
		back: {
			to: 'closed', labelId: 'rounds.back.closed',
			titleId: 'rounds.back.closed.done',
		},
	},
	drawn: {
		wordId: 'rounds.now.drawn',
		next: {
			to: 'announced', labelId: 'rounds.next.announced',
			titleId: 'rounds.next.announced.text',
		},
	},
	announced: { wordId: 'rounds.now.announced' },
};

export interface StepAsked {
	allowed: boolean;
	why: string | undefined;
}

/* What the server says of a step; what it does not name is not allowed. */
export function stepAsked(
	round: Pick<RoundAnswer, 'steps'>, to: string,
): StepAsked {
	const step = round.steps.find((one) => one.to === to);

	return { allowed: step?.allowed ?? false, why: step?.why ?? undefined };
}

/* Which part of the page fits a state: the tabs that it has. */
export function tabsOf(state: RoundState): readonly TabKey[] {
	switch (state) {
	case 'draft':
	case 'published':
	case 'open':
	case 'closed':
	case 'frozen':
		return ['rule', 'events', 'simulation'];
	default:
		return ['results', 'events', 'rule'];
	}
}

export type TabKey = 'rule' | 'events' | 'simulation' | 'results';
