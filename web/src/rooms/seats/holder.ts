/*
 * Whose wishes and seats a page is about: a pupil's own, a ward's, a class's.
 * The same pages stand at three addresses; the person decides who is meant.
 */
import { api } from '../../api/client';
import { useGet, type Got } from '../../api/useGet';
import { useSession } from '../../app/session';
import type { OwnRound, Outcome, RoundAnswer, SeatState } from './types';

export interface Holder {
	kind: 'pupil' | 'class';
	id: string;
	/* The address of all rounds; a round lies under it. */
	at: string;
	/* Changes the list; others only read it. */
	ranks: boolean;
	/* A child reads bigger and fewer words. */
	child: boolean;
	reader: 'pupil' | 'guardian' | 'teacher';
}

export function useHolder(params: Record<string, string>): Holder {
	const { account } = useSession();
	const child = account?.stage === 'elementary';

	if (params.class !== undefined) {
		return {
			kind: 'class', id: params.class, ranks: true, child: false,
			at: `/classes/${encodeURIComponent(params.class)}/seats`,
			reader: 'teacher',
		};
	}
	if (params.pupil !== undefined) {
		return {
			kind: 'pupil', id: params.pupil, ranks: false, child: false,
			at: `/wards/${encodeURIComponent(params.pupil)}/seats`,
			reader: 'guardian',
		};
	}
	return {
		kind: 'pupil', id: account?.pupil ?? '', ranks: true, child,
		at: '/seats', reader: 'pupil',
	};
}

const PUPIL_ROUNDS = '/api/pupils/{pupil}/rounds';
const CLASS_ROUNDS = '/api/classes/{class}/rounds';

/* {pupil} or {class}, and {round}: one of them is not in the path's names. */
function placeOf(holder: Holder, round?: string) {
	return {
		pupil: holder.id, class: holder.id,
		...(round !== undefined && { round }),
	} as { pupil: string; class: string; round: string };
}

export function useRounds(holder: Holder): Got<{ rounds: OwnRound[] }> {
	return useGet(holder.kind === 'class' ? CLASS_ROUNDS : PUPIL_ROUNDS,
		{ path: placeOf(holder) });
}

export function useRound(holder: Holder, round: string): Got<RoundAnswer> {
	return useGet(holder.kind === 'class'
		? `${CLASS_ROUNDS}/{round}` as const
		: `${PUPIL_ROUNDS}/{round}` as const,
	{ path: placeOf(holder, round) });
}

export function useOutcome(holder: Holder, round: string): Got<Outcome> {
	return useGet(holder.kind === 'class'
		? `${CLASS_ROUNDS}/{round}/outcome` as const
		: `${PUPIL_ROUNDS}/{round}/outcome` as const,
	{ path: placeOf(holder, round) });
}

/* Resolves with the time at which the list was made safe. */
export async function wishesSend(
	holder: Holder, round: string, events: readonly string[],
): Promise<number> {
	const path = placeOf(holder, round);
	const body = { events: [...events] };
	const answer = holder.kind === 'class'
		? await api.put(`${CLASS_ROUNDS}/{round}/wishes`, { path, body })
		: await api.put(`${PUPIL_ROUNDS}/{round}/wishes`, { path, body });

	return answer.saved;
}

export async function seatAnswer(
	holder: Holder, round: string, answer: 'accept' | 'decline',
): Promise<SeatState> {
	const path = placeOf(holder, round);
	const { seat } = holder.kind === 'class'
		? await api.put(`${CLASS_ROUNDS}/{round}/seat`, { path, body: { answer } })
		: await api.put(`${PUPIL_ROUNDS}/{round}/seat`, { path, body: { answer } });

	return seat;
}

export async function calendarMake(holder: Holder): Promise<string> {
	const path = placeOf(holder);
	const { address } = holder.kind === 'class'
		? await api.post('/api/classes/{class}/calendar', { path })
		: await api.post('/api/pupils/{pupil}/calendar', { path });

	return new URL(address, window.location.href).href;
}

export function feedbackGive(
	holder: Holder, event: string, stars: number, text: string,
): Promise<unknown> {
	const path = { ...placeOf(holder), event };
	const body = { stars, text };

	return holder.kind === 'class'
		? api.put('/api/classes/{class}/events/{event}/feedback', { path, body })
		: api.put('/api/pupils/{pupil}/events/{event}/feedback', { path, body });
}

