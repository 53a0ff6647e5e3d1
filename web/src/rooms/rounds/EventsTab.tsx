/* The events of a round: who wishes them, and after the draw what came of it. */
import { useState } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Table, type Column } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import { whenText } from '../sites/eventText';
import type { EventRow } from '../sites/types';
import { ActError } from '../teacher/ActError';
import { FileButton } from '../teacher/FileButton';
import { useAct, type Act } from '../teacher/useAct';
import { sorted, useSort } from '../teacher/useSort';
import { Feedback } from './Feedback';
import { isBefore } from './states';
import type { EventResult, RoundAnswer, RoundEvents } from './types';

type Wished = RoundEvents['events'][number];

/* What every list of events begins with. */
function whatColumns<Row extends { event: EventRow }>(): Column<Row>[] {
	return [
		{
			key: 'name', title: t('sites.programme'), sortable: true,
			cell: (one) => (
				<>
					<a class="row-link" href={`/programmes/${one.event.programme}`}>
						{one.event.programme_name}
					</a>
					<span class="under">{one.event.site_name}</span>
				</>
			),
		},
		{
			key: 'when', title: t('sites.event.when'), sortable: true,
			cell: (one) => whenText(one.event),
		},
	];
}

function Wishes({ round }: { round: RoundAnswer }) {
	const got = useGet('/api/rounds/{round}/events',
		{ path: { round: round.id } });
	const [sort, setSort] = useSort({ key: 'when', descending: false });
	const figure = (key: keyof Wished & ('seats' | 'least' | 'first' | 'any'),
		title: string): Column<Wished> => ({
		key, title, number: true, sortable: true,
		cell: (one) => numberText(one[key]),
	});

	return (
		<Fetched got={got}>
			{(data) => (
				<Table
					caption={t('rounds.tab.events')} rowKey={(one) => one.event.id}
					rows={sorted(data.events, sort, {
						name: (one) => one.event.programme_name,
						when: (one) => one.event.starts,
						seats: (one) => one.seats, least: (one) => one.least,
						first: (one) => one.first, any: (one) => one.any,
					})}
					sort={sort} onSort={setSort} empty={t('rounds.events.none')}
					columns={[
						...whatColumns<Wished>(),
						figure('seats', t('rounds.seats')),
						figure('least', t('rounds.least')),
						figure('first', t('rounds.wish.first')),
						figure('any', t('rounds.wish.any')),
					]}
				/>
			)}
		</Fetched>
	);
}

function Papers({ one, act, onFeedback }: {
	one: EventResult; act: Act; onFeedback: () => void;
}) {
	const { id } = one.event;
	const over = one.event.ends < Date.now();

	return (
		<span class="row">
			<FileButton
				act={act} text={t('rounds.people')} size="small"
				wish={{
					address: `/api/events/${id}/people`, name: `event-${id}.xlsx`,
				}}
			/>
			<FileButton
				act={act} text={t('rounds.paper')} size="small"
				wish={{
					address: `/api/events/${id}/paper`, name: `event-${id}.pdf`,
				}}
			/>
			{!over && (
				<a class="row-link" href={`/events/${id}/roll`}>
					{t('rounds.roll')}
				</a>
			)}
			{over && (
				<Button kind="tertiary" size="small" onClick={onFeedback}>
					{t('rounds.feedback')}
				</Button>
			)}
		</span>
	);
}

/* What a draw gave, or would give, by event. */
export function EventResults({ rows, papers }: {
	rows: readonly EventResult[];
	/* Papers for those who come. */
	papers: boolean;
}) {
	const act = useAct();
	const [sort, setSort] = useSort({ key: 'when', descending: false });
	const [asked, setAsked] = useState<EventRow | null>(null);
	const figure = (key: 'seats' | 'taken' | 'accepted' | 'waiting',
		title: string): Column<EventResult> => ({
		key, title, number: true, sortable: true,
		cell: (one) => numberText(one[key]),
	});
	const columns: (Column<EventResult> | false)[] = [
		...whatColumns<EventResult>(),
		figure('seats', t('rounds.seats')),
		{
			key: 'taken', title: t('rounds.taken'), number: true, sortable: true,
			cell: (one) => (one.closed
				? <Badge kind="warning">{t('rounds.fell_short')}</Badge>
				: numberText(one.taken)),
		},
		papers && figure('accepted', t('rounds.accepted')),
		figure('waiting', t('rounds.waiting')),
		papers && {
			key: 'papers', title: t('rounds.papers'), titleHidden: true,
			cell: (one: EventResult) => (
				<Papers one={one} act={act} onFeedback={() => setAsked(one.event)} />
			),
		},
	];

	return (
		<>
			<ActError act={act} />
			<Table
				caption={t('rounds.results.events')} rowKey={(one) => one.event.id}
				rows={sorted(rows, sort, {
					name: (one) => one.event.programme_name,
					when: (one) => one.event.starts,
					seats: (one) => one.seats, taken: (one) => one.taken,
					accepted: (one) => one.accepted,
					waiting: (one) => one.waiting,
				})}
				sort={sort} onSort={setSort} empty={t('rounds.events.none')}
				columns={columns.filter((column) => !!column)}
			/>
			<Feedback event={asked} onClose={() => setAsked(null)} />
		</>
	);
}

function Results({ round, centre }: { round: RoundAnswer; centre: boolean }) {
	const got = useGet('/api/rounds/{round}/results',
		{ path: { round: round.id } });

	return (
		<Fetched got={got}>
			{(data) => (
				<EventResults
					rows={data.events}
					papers={centre && round.state === 'announced'}
				/>
			)}
		</Fetched>
	);
}

export function EventsTab({ round, centre }: {
	round: RoundAnswer; centre: boolean;
}) {
	return (
		<div class="stack tight">
			<h2>{t('rounds.tab.events')}</h2>
			{isBefore(round.state, 'drawn')
				? <Wishes round={round} />
				: <Results round={round} centre={centre} />}
		</div>
	);
}
