/* Choosing and ranking in one round; read by guardians, and by all once closed. */
import type { PageProps } from '../../app/routes';
import { Alert } from '../../parts/Alert';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { Choices } from './Choices';
import { ClassPupils } from './ClassPupils';
import { useHolder, useRound, type Holder } from './holder';
import { HolderPage } from './HolderPage';
import { MyList } from './MyList';
import { ReadList } from './ReadList';
import { RuleFold } from './RuleFold';
import { roundText } from './stateText';
import type { RoundAnswer, SeatEvent } from './types';
import { useRanking } from './useRanking';

function listTitle(holder: Holder): string {
	switch (holder.reader) {
	case 'pupil': return t('seats.list.mine');
	case 'guardian': return t('seats.list.ward');
	case 'teacher': return t('seats.list.class');
	}
}

/* May this one have a list of the own in this round? */
function applies({ kind }: Holder, { round }: RoundAnswer): boolean {
	return round.kind === 'both'
		|| (round.kind === 'classes') === (kind === 'class');
}

function Notes({ holder, data }: { holder: Holder; data: RoundAnswer }) {
	const { round } = data;

	if (holder.kind === 'class' && round.kind === 'pupils')
		return <Alert kind="info">{t('seats.note.pupils_only')}</Alert>;
	if (holder.kind === 'class') {
		return (
			<Alert kind="info">
				{t('seats.note.class_holds', { count: data.size ?? 0 })}
			</Alert>
		);
	}
	if (round.kind === 'classes')
		return <Alert kind="info">{t('seats.note.classes_only')}</Alert>;
	if (round.by_class)
		return <Alert kind="info">{t('seats.note.by_class')}</Alert>;
	return null;
}

/* On a phone the list lies far below: how long it is, and the way there. */
function Jump({ count, most }: { count: number; most: number }) {
	return (
		<a class="list-jump krds-btn large tertiary no-print" href="#my-list">
			{t('seats.list.jump', { count, most })}
		</a>
	);
}

function eventsOf({ choices }: RoundAnswer): (id: string) => SeatEvent {
	const events = new Map(choices.map(({ event }) => [event.id, event]));

	return (id) => events.get(id)!;
}

function Rank({ holder, data }: { holder: Holder; data: RoundAnswer }) {
	const ranking = useRanking(holder, data);
	const { most } = data.round;

	return (
		<div class="rank">
			<Choices
				choices={data.choices} list={ranking.list} most={most}
				short={holder.child}
				before={<Jump count={ranking.list.length} most={most} />}
				onAdd={(id) => ranking.change({ kind: 'add', id })}
			/>
			<MyList
				ranking={ranking} eventOf={eventsOf(data)} most={most}
				title={listTitle(holder)}
			/>
		</div>
	);
}

function Read({ holder, data }: { holder: Holder; data: RoundAnswer }) {
	return (
		<div class="stack wide-gap">
			<ReadList
				title={listTitle(holder)} list={data.list}
				eventOf={eventsOf(data)}
			/>
			<Choices
				choices={data.choices} list={data.list} most={data.round.most}
				short={holder.child}
			/>
		</div>
	);
}

/* A round in which this one has no list: what is on offer, and who wishes. */
function Look({ holder, data }: { holder: Holder; data: RoundAnswer }) {
	return (
		<>
			<Pupils holder={holder} data={data} />
			<Choices
				choices={data.choices} list={[]} most={data.round.most}
				short={holder.child}
			/>
		</>
	);
}

function Pupils({ holder, data }: { holder: Holder; data: RoundAnswer }) {
	return holder.kind === 'class' && data.pupils.length > 0
		&& data.round.kind !== 'classes'
		? <ClassPupils pupils={data.pupils} /> : null;
}

function Loaded({ holder, data }: { holder: Holder; data: RoundAnswer }) {
	const own = applies(holder, data);
	const may = own && holder.ranks && data.round.state === 'open';

	return (
		<>
			<Notes holder={holder} data={data} />
			<RuleFold
				round={data.round.id} words={data.words} hash={data.seed_hash}
			/>
			{!own && <Look holder={holder} data={data} />}
			{may && <Rank holder={holder} data={data} />}
			{own && !may && <Read holder={holder} data={data} />}
			{own && <Pupils holder={holder} data={data} />}
		</>
	);
}

export default function Round({ params }: PageProps) {
	const holder = useHolder(params);
	const round = params.round ?? '';
	const got = useRound(holder, round);
	const { data } = got;
	const title = data?.round.name ?? t('app.page.seats');
	const here = `${holder.at}/${encodeURIComponent(round)}`;

	return (
		<HolderPage
			holder={holder} title={title}
			lead={data && roundText(data.round)}
			crumbs={[{ text: title, href: here }]}
			actions={data?.round.state === 'announced' && (
				<LinkButton href={`${here}/outcome`}>
					{t('seats.outcome.open')}
				</LinkButton>
			)}
		>
			<Fetched got={got}>
				{(answer) => <Loaded holder={holder} data={answer} />}
			</Fetched>
		</HolderPage>
	);
}
