/* A seat that was got: when, where, what to bring, and an answer by a date. */
import { useState } from 'preact/hooks';
import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { Card } from '../../parts/StructuredList';
import { toast } from '../../parts/Toast';
import { dateTimeText, t } from '../../words/all';
import { useAct } from '../teacher/useAct';
import { costText, eventFacts } from './eventFacts';
import { seatAnswer, useOutcome, type Holder } from './holder';
import { SeatCode } from './SeatCode';
import { SEAT_BADGES } from './stateText';
import type { OwnRound, SeatEvent, SeatState } from './types';

export interface Seat {
	round: string;
	event: SeatEvent;
	seat: SeatState;
	until: number | null | undefined;
	safety: string | null | undefined;
}

/* To accept or to decline; declining can be taken back for a while. */
function Answers({ holder, seat, main, onAnswered }: {
	holder: Holder; seat: Seat; main: boolean; onAnswered: () => void;
}) {
	const act = useAct();
	const offered = seat.seat === 'offered';

	async function answer(wanted: 'accept' | 'decline') {
		if (!await act.run(() => seatAnswer(holder, seat.round, wanted)))
			return;
		onAnswered();
		toast(wanted === 'accept' ? { text: t('seats.seat.accepted.now') } : {
			text: t('seats.seat.declined.now'),
			onUndo: () => void answer('accept'),
		});
	}

	return (
		<>
			{act.error !== undefined && (
				<Alert kind="danger">{problemText(act.error)}</Alert>
			)}
			{offered && (
				<Button
					size="medium" kind={main ? 'primary' : 'secondary'}
					busy={act.busy} onClick={() => void answer('accept')}
				>
					{t('seats.seat.accept')}
				</Button>
			)}
			<Button
				size="medium" kind="tertiary" busy={act.busy}
				onClick={() => void answer('decline')}
			>
				{t('seats.seat.decline')}
			</Button>
		</>
	);
}

export function SeatOf({ holder, seat, main, onAnswered, more }: {
	holder: Holder; seat: Seat;
	/* Accepting is what this page is for. */
	main: boolean;
	onAnswered: () => void;
	/* Where the whole outcome stands. */
	more?: string;
}) {
	const [code, setCode] = useState(false);
	const { event } = seat;
	const badge = SEAT_BADGES[seat.seat];
	const may = seat.until !== null && seat.until !== undefined
		&& seat.until > Date.now()
		&& (seat.seat === 'offered' || seat.seat === 'accepted');

	return (
		<Card
			title={event.programme_name} level={3}
			badges={<Badge kind={badge.kind}>{t(badge.wordId)}</Badge>}
			text={may && seat.until
				? t(seat.seat === 'offered' ? 'seats.seat.until'
					: 'seats.seat.decline_until',
				{ date: dateTimeText(seat.until) })
				: undefined}
			facts={[
				...eventFacts(event),
				{ name: t('seats.fact.cost'), value: costText(event.cost) },
				...(seat.safety
					? [{ name: t('seats.fact.bring'), value: seat.safety }] : []),
			]}
			actions={(
				<>
					{may && (
						<Answers
							holder={holder} seat={seat} main={main}
							onAnswered={onAnswered}
						/>
					)}
					{holder.kind === 'pupil' && (
						<Button
							kind="tertiary" size="medium"
							onClick={() => setCode(true)}
						>
							{t('seats.code.open')}
						</Button>
					)}
					{holder.kind === 'class' && (
						<LinkButton
							kind="tertiary" size="medium"
							href={`/classes/${holder.id}/events/${event.id}/roll`}
						>
							{t('seats.roll.open')}
						</LinkButton>
					)}
					{more && (
						<LinkButton kind="tertiary" size="medium" href={more}>
							{t('seats.outcome.open')}
						</LinkButton>
					)}
				</>
			)}
		>
			{code && (
				<SeatCode
					holder={holder} round={seat.round}
					onClose={() => setCode(false)}
				/>
			)}
		</Card>
	);
}

/* In the list of rounds; what to bring comes with the outcome. */
export function SeatCard({ holder, round, main, onAnswered }: {
	holder: Holder; round: OwnRound; main: boolean; onAnswered: () => void;
}) {
	const { data } = useOutcome(holder, round.id);

	if (!round.event || !round.seat)
		return null;
	return (
		<SeatOf
			holder={holder} main={main} onAnswered={onAnswered}
			more={`${holder.at}/${encodeURIComponent(round.id)}/outcome`}
			seat={{
				round: round.id, event: round.event, seat: round.seat,
				until: round.until, safety: data?.safety,
			}}
		/>
	);
}
