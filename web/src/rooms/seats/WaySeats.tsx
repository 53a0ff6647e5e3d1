/* On "my way": the stop "try" as it stands now: my seat, or a round to enter. */
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { eventFacts } from './eventFacts';
import { sorted } from './sorted';
import { roundText } from './stateText';
import './seats.css';
import type { OwnRound } from './types';

function SeatLine({ round }: { round: OwnRound }) {
	return round.event ? (
		<Card
			title={round.event.programme_name} facts={eventFacts(round.event)}
			href={`/seats/${encodeURIComponent(round.id)}/outcome`}
			text={round.seat === 'offered'
				? t('seats.way.answer') : t('seats.way.seat')}
		/>
	) : null;
}

function OpenLine({ round }: { round: OwnRound }) {
	return (
		<Card
			title={round.name} href={`/seats/${encodeURIComponent(round.id)}`}
			text={`${roundText(round)} ${round.wishes === 0
				? t('seats.round.no_wish')
				: t('seats.round.wishes', {
					count: round.wishes, most: round.most,
				})}`}
		/>
	);
}

/* Nothing where there is nothing: the way goes on without it. */
export function WaySeats() {
	const { account } = useSession();
	const { data } = useGet('/api/pupils/{pupil}/rounds',
		{ path: { pupil: account?.pupil ?? '' } });

	if (!data || data.rounds.length === 0)
		return null;
	const { held, open } = sorted(data.rounds, Date.now());

	return (
		<section class="stack seats-part">
			<h2>{t('seats.way')}</h2>
			<StructuredList>
				{held.map((round) => <SeatLine key={round.id} round={round} />)}
				{open.map((round) => <OpenLine key={round.id} round={round} />)}
				<Card
					title={t('app.page.seats')} href="/seats"
					text={t('seats.way.text')}
				/>
			</StructuredList>
		</section>
	);
}
