import { Badge, type BadgeKind } from '../../parts/Badge';
import { t } from '../../words';
import { eventFacts } from './eventFacts';
import { NumberPicture, SeatsPicture } from './OutcomePicture';
import type { OutcomeWish } from './types';

const OUTCOMES: Record<string, { wordId: string; kind: BadgeKind }> = {
	got: { wordId: 'seats.wish.got', kind: 'success' },
	better: { wordId: 'seats.wish.better', kind: 'gray' },
	full: { wordId: 'seats.wish.full', kind: 'warning' },
	closed: { wordId: 'seats.wish.closed', kind: 'gray' },
	held: { wordId: 'seats.wish.held', kind: 'gray' },
	small: { wordId: 'seats.wish.small', kind: 'gray' },
	cancelled: { wordId: 'seats.wish.cancelled', kind: 'danger' },
};

/* One wish: what came of it and why, in words and as a picture. */
export function WishOutcome({ wish, band, number }: {
	wish: OutcomeWish;
	/* The own ones in this round. */
	band: number | null | undefined; number: string | null | undefined;
}) {
	const { event } = wish;
	const outcome = OUTCOMES[wish.outcome];
	const when = eventFacts(event)[0]!.value;
	const drawn = wish.outcome === 'got' || wish.outcome === 'full';

	return (
		<li class="wish-outcome">
			<div class="wish-outcome-head">
				<span class="wish-place figures">{wish.place}</span>
				<div>
					<h3>{event.programme_name}</h3>
					<p class="wish-when">{when}</p>
				</div>
				<div class="wish-outcome-badges">
					{outcome && (
						<Badge kind={outcome.kind}>{t(outcome.wordId)}</Badge>
					)}
					{wish.waiting !== null && wish.waiting !== undefined && (
						<Badge kind="information">
							{t('seats.wish.waiting', { place: wish.waiting })}
						</Badge>
					)}
				</div>
			</div>
			<p>{wish.words}</p>
			{drawn && (
				<SeatsPicture seats={wish.seats} wished={wish.wished} />
			)}
			{wish.outcome === 'full' && wish.cut_number && number && (
				<NumberPicture
					cut={{ band: wish.cut_band ?? 0, number: wish.cut_number }}
					own={{ band: band ?? 0, number }}
				/>
			)}
		</li>
	);
}
