/* All rounds of a pupil, a ward or a class: open ones, seats, what is past. */
import type { PageProps } from '../../app/routes';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words/all';
import { CalendarAddress } from './CalendarAddress';
import { Feedback } from './Feedback';
import { useHolder, useRounds, type Holder } from './holder';
import { HolderPage } from './HolderPage';
import { SeatCard } from './SeatCard';
import { sorted, type Sorted } from './sorted';
import { ROUND_BADGES, roundText } from './stateText';
import type { OwnRound } from './types';

function listText(holder: Holder, round: OwnRound): string {
	if (holder.kind === 'pupil' && round.by_class)
		return t('seats.round.by_class');
	if (holder.kind === 'pupil' && round.kind === 'classes')
		return t('seats.round.classes');
	return round.wishes === 0
		? t('seats.round.no_wish')
		: t('seats.round.wishes', { count: round.wishes, most: round.most });
}

function RoundCard({ holder, round, main }: {
	holder: Holder; round: OwnRound; main: boolean;
}) {
	const badge = ROUND_BADGES[round.state];
	const href = `${holder.at}/${encodeURIComponent(round.id)}`;
	const announced = round.state === 'announced';
	const ranks = holder.ranks && round.state === 'open';

	return (
		<Card
			title={round.name} href={announced ? `${href}/outcome` : href}
			badges={<Badge kind={badge.kind}>{t(badge.wordId)}</Badge>}
			text={roundText(round)}
			actions={(
				<LinkButton
					size="medium" kind={main ? 'primary' : 'secondary'}
					href={announced ? `${href}/outcome` : href}
				>
					{announced ? t('seats.outcome.open')
						: ranks ? t('seats.round.rank') : t('seats.round.look')}
				</LinkButton>
			)}
		>
			{round.state !== 'published' && <p>{listText(holder, round)}</p>}
		</Card>
	);
}

function Rounds({ title, holder, rounds, main }: {
	title: string; holder: Holder; rounds: readonly OwnRound[];
	/* The first of them carries the page's one primary button. */
	main: boolean;
}) {
	if (rounds.length === 0)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{title}</h2>
			<StructuredList>
				{rounds.map((round, i) => (
					<RoundCard
						key={round.id} holder={holder} round={round}
						main={main && i === 0}
					/>
				))}
			</StructuredList>
		</section>
	);
}

function Held({ holder, rounds, main, reload }: {
	holder: Holder; rounds: readonly OwnRound[]; main: boolean;
	reload: () => void;
}) {
	if (rounds.length === 0)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{t('seats.held')}</h2>
			<StructuredList wide>
				{rounds.map((round) => (
					<SeatCard
						key={round.id} holder={holder} round={round}
						main={main} onAnswered={reload}
					/>
				))}
			</StructuredList>
			{holder.reader !== 'teacher' && <CalendarAddress holder={holder} />}
		</section>
	);
}

function Past({ holder, rounds }: {
	holder: Holder; rounds: readonly OwnRound[];
}) {
	if (rounds.length === 0)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{t('seats.past')}</h2>
			<StructuredList wide>
				{rounds.map((round) => (
					<Feedback key={round.id} holder={holder} round={round} />
				))}
			</StructuredList>
		</section>
	);
}

function Nothing() {
	return (
		<div class="stack empty-note">
			<p>{t('seats.none')}</p>
			<p>
				<LinkButton href="/how-seats" kind="secondary">
					{t('seats.rule.how')}
				</LinkButton>
			</p>
		</div>
	);
}

function Parts({ holder, parts, reload }: {
	holder: Holder; parts: Sorted; reload: () => void;
}) {
	const { open, held, past, other } = parts;

	return (
		<>
			<Rounds
				title={t('seats.open')} holder={holder} rounds={open} main
			/>
			<Held
				holder={holder} rounds={held} main={open.length === 0}
				reload={reload}
			/>
			<Rounds
				title={t('seats.other')} holder={holder} rounds={other}
				main={false}
			/>
			<Past holder={holder} rounds={past} />
		</>
	);
}

export default function Seats({ params }: PageProps) {
	const holder = useHolder(params);
	const got = useRounds(holder);

	return (
		<HolderPage
			holder={holder} title={t('app.page.seats')} lead={t('seats.lead')}
		>
			<Fetched got={got}>
				{({ rounds }) => (rounds.length === 0
					? <Nothing />
					: (
						<Parts
							holder={holder} parts={sorted(rounds, Date.now())}
							reload={got.reload}
						/>
					))}
			</Fetched>
			{holder.reader === 'teacher' && <CalendarAddress holder={holder} />}
		</HolderPage>
	);
}
