/* What came of the wishes: a seat, or for each wish the reason. */
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { ClassLetters } from './ClassLetters';
import { costText, eventFacts } from './eventFacts';
import { useHolder, useOutcome, type Holder } from './holder';
import { HolderPage } from './HolderPage';
import { SeatOf } from './SeatCard';
import type { Outcome as Answer } from './types';
import { WishOutcome } from './WishOutcome';

function leadOf(holder: Holder, data: Answer): string {
	if (data.seat === 'offered' || data.seat === 'accepted')
		return t('seats.outcome.got');
	if (holder.kind === 'class' && data.round.kind === 'pupils')
		return t('seats.outcome.each');
	if (data.wishes.length === 0)
		return t('seats.outcome.no_wish');
	return holder.reader === 'teacher'
		? t('seats.outcome.none_class') : t('seats.outcome.none');
}

function Got({ holder, data, reload }: {
	holder: Holder; data: Answer; reload: () => void;
}) {
	if (!data.event || !data.seat)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{t('seats.outcome.seat')}</h2>
			<StructuredList wide>
				<SeatOf
					holder={holder} main onAnswered={reload}
					seat={{
						round: data.round.id, event: data.event, seat: data.seat,
						until: data.until, safety: data.safety,
					}}
				/>
			</StructuredList>
		</section>
	);
}

function Wishes({ data }: { data: Answer }) {
	if (data.wishes.length === 0)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{t('seats.outcome.wishes')}</h2>
			<ol class="wish-outcomes">
				{data.wishes.map((wish) => (
					<WishOutcome
						key={wish.event.id} wish={wish} band={data.band}
						number={data.number}
					/>
				))}
			</ol>
		</section>
	);
}

function Open({ events }: { events: Answer['open'] }) {
	if (events.length === 0)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{t('seats.outcome.free')}</h2>
			<p>{t('seats.outcome.free.text')}</p>
			<StructuredList>
				{events.map((event) => (
					<Card
						key={event.id} title={event.programme_name}
						facts={[
							...eventFacts(event),
							{
								name: t('seats.fact.cost'),
								value: costText(event.cost),
							},
						]}
					/>
				))}
			</StructuredList>
		</section>
	);
}

/* The own line in the files that anybody may take. */
function Checkable({ data }: { data: Answer }) {
	if (!data.pseudonym)
		return null;
	return (
		<section class="stack seats-part">
			<h2>{t('seats.outcome.check')}</h2>
			<p>{t('seats.outcome.check.text')}</p>
			<dl class="facts own-number">
				<div>
					<dt>{t('seats.outcome.pseudonym')}</dt>
					<dd><code>{data.pseudonym}</code></dd>
				</div>
				{data.number && (
					<div>
						<dt>{t('seats.outcome.number')}</dt>
						<dd><code>{data.number}</code></dd>
					</div>
				)}
				{data.band !== null && data.band !== undefined && (
					<div>
						<dt>{t('seats.outcome.band')}</dt>
						<dd>{data.band}</dd>
					</div>
				)}
			</dl>
			<p>
				<a
					class="row-link"
					href={`/draws/${encodeURIComponent(data.round.id)}`}
				>
					{t('seats.rule.public')}
				</a>
			</p>
		</section>
	);
}

export default function Outcome({ params }: PageProps) {
	const holder = useHolder(params);
	const round = params.round ?? '';
	const got = useOutcome(holder, round);
	const { data } = got;
	const here = `${holder.at}/${encodeURIComponent(round)}`;

	return (
		<HolderPage
			holder={holder} title={t('seats.outcome')}
			lead={data && leadOf(holder, data)}
			crumbs={[
				{ text: data?.round.name ?? t('seats.round'), href: here },
				{ text: t('seats.outcome'), href: `${here}/outcome` },
			]}
		>
			<Fetched got={got}>
				{(answer) => (
					<>
						<Got holder={holder} data={answer} reload={got.reload} />
						{holder.kind === 'class' && (
							<ClassLetters group={holder.id} round={answer.round} />
						)}
						<Wishes data={answer} />
						<Open events={answer.open} />
						<Checkable data={answer} />
					</>
				)}
			</Fetched>
		</HolderPage>
	);
}
