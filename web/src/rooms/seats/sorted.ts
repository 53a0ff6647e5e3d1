/* Rounds by what they ask of the reader now. */
import { isHeld } from './stateText';
import type { OwnRound } from './types';

export interface Sorted {
	/* Wishes can be changed, the one that closes next first. */
	open: OwnRound[];
	/* A seat is held and its day is still to come, the next one first. */
	held: OwnRound[];
	/* The day is over. */
	past: OwnRound[];
	other: OwnRound[];
}

function isPast(round: OwnRound, now: number): boolean {
	return (round.seat === 'accepted' || round.seat === 'absent')
		&& !!round.event && round.event.ends < now;
}

function isComing(round: OwnRound, now: number): boolean {
	return isHeld(round.seat) && !!round.event && round.event.ends >= now;
}

const starts = (round: OwnRound) => round.event?.starts ?? 0;

export function sorted(rounds: readonly OwnRound[], now: number): Sorted {
	const open = rounds.filter((round) => round.state === 'open');
	const held = rounds.filter((round) => isComing(round, now));
	const past = rounds.filter((round) => isPast(round, now));
	const shown = new Set([...open, ...held, ...past]);

	return {
		open: open.sort((a, b) => a.closes - b.closes),
		held: held.sort((a, b) => starts(a) - starts(b)),
		past: past.sort((a, b) => starts(b) - starts(a)),
		other: rounds.filter((round) => !shown.has(round)),
	};
}
