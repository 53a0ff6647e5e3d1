/* Where a round stands, in the words of whoever takes part. */
import type { BadgeKind } from '../../parts/Badge';
import { dateTimeText, t } from '../../words/all';
import type { OwnRound, SeatState } from './types';

export function roundText(round: OwnRound): string {
	switch (round.state) {
	case 'draft':
	case 'published':
		return t('seats.state.soon', { date: dateTimeText(round.opens) });
	case 'open':
		return t('seats.state.open', { date: dateTimeText(round.closes) });
	case 'closed':
	case 'frozen':
	case 'drawn':
		return t('seats.state.waits');
	case 'announced':
		return t('seats.state.announced');
	}
}

export const ROUND_BADGES: Record<OwnRound['state'],
	{ wordId: string; kind: BadgeKind }> = {
	draft: { wordId: 'seats.badge.soon', kind: 'gray' },
	published: { wordId: 'seats.badge.soon', kind: 'gray' },
	open: { wordId: 'seats.badge.open', kind: 'primary' },
	closed: { wordId: 'seats.badge.closed', kind: 'gray' },
	frozen: { wordId: 'seats.badge.closed', kind: 'gray' },
	drawn: { wordId: 'seats.badge.closed', kind: 'gray' },
	announced: { wordId: 'seats.badge.announced', kind: 'success' },
};

export const SEAT_BADGES: Record<SeatState,
	{ wordId: string; kind: BadgeKind }> = {
	offered: { wordId: 'seats.seat.offered', kind: 'warning' },
	accepted: { wordId: 'seats.seat.accepted', kind: 'success' },
	declined: { wordId: 'seats.seat.declined', kind: 'gray' },
	lapsed: { wordId: 'seats.seat.lapsed', kind: 'gray' },
	moved: { wordId: 'seats.seat.moved', kind: 'gray' },
	cancelled: { wordId: 'seats.seat.cancelled', kind: 'danger' },
	absent: { wordId: 'seats.seat.absent', kind: 'gray' },
};

/* A seat that somebody has, or may still have. */
export function isHeld(seat: SeatState | null | undefined): boolean {
	return seat === 'offered' || seat === 'accepted';
}

/* When wishes are taken: from, until. */
export function openText({ opens, closes }: {
	opens: number; closes: number;
}): string {
	return `${dateTimeText(opens)} – ${dateTimeText(closes)}`;
}

/* Where a round stands, for anybody. */
export function publicText({ state }: { state: OwnRound['state'] }): string {
	switch (state) {
	case 'draft':
	case 'published': return t('seats.public.soon');
	case 'open': return t('seats.public.open');
	case 'closed':
	case 'frozen': return t('seats.public.closed');
	case 'drawn': return t('seats.public.drawn');
	case 'announced': return t('seats.public.announced');
	}
}
