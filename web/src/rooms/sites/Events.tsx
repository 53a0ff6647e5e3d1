/* The events of a programme: those of the last month and all to come. */
import { useState } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Table, type Column } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import { EventCancel } from './EventCancel';
import { EventChange } from './EventChange';
import { EventsAdd } from './EventsAdd';
import { whenText } from './eventText';
import { dayAfter, dayOf } from './seoul';
import type { EventRow, Programme } from './types';

const DAYS_BEFORE = 30;
const DAYS_SHOWN = 400;

function State({ one }: { one: EventRow }) {
	if (one.state === 'cancelled')
		return <Badge kind="danger">{t('sites.event.cancelled')}</Badge>;
	return isOver(one)
		? <Badge>{t('sites.event.over')}</Badge>
		: <Badge kind="success">{t('sites.event.planned')}</Badge>;
}

function RowButtons({ one, onChange, onCancel }: {
	one: EventRow; onChange: () => void; onCancel: () => void;
}) {
	const about = <span class="sr-only">{` ${whenText(one)}`}</span>;

	if (one.state === 'cancelled' || isOver(one))
		return null;
	return (
		<span class="row">
			<Button kind="tertiary" size="small" onClick={onChange}>
				{t('sites.event.change')}
				{about}
			</Button>
			<Button kind="tertiary" size="small" onClick={onCancel}>
				{t('sites.event.cancel')}
				{about}
			</Button>
		</span>
	);
}

function isOver(one: EventRow): boolean {
	return one.ends < Date.now();
}

/* What is to come; what is over is one press away. */
function ComingAndPast({ events, columns }: {
	events: readonly EventRow[]; columns: readonly Column<EventRow>[];
}) {
	const past = events.filter(isOver);

	return (
		<>
			<Table
				caption={t('sites.events')} columns={columns}
				rows={events.filter((one) => !isOver(one))}
				rowKey={(one) => one.id} empty={t('sites.events.none')}
			/>
			{past.length > 0 && (
				<details>
					<summary>
						{t('sites.events.past', { count: past.length })}
					</summary>
					<Table
						caption={t('sites.events.past', { count: past.length })}
						columns={columns} rows={past} rowKey={(one) => one.id}
					/>
				</details>
			)}
		</>
	);
}

export function Events({ programme }: { programme: Programme }) {
	const from = dayAfter(dayOf(Date.now()), -DAYS_BEFORE);
	const got = useGet('/api/events', {
		query: {
			programme: programme.id, from, to: dayAfter(from, DAYS_SHOWN),
			cancelled: true,
		},
	});
	const [adding, setAdding] = useState(false);
	const [changing, setChanging] = useState<EventRow | null>(null);
	const [cancelling, setCancelling] = useState<EventRow | null>(null);
	const columns: Column<EventRow>[] = [
		{ key: 'when', title: t('sites.event.when'), cell: whenText },
		{
			key: 'seats', title: t('sites.event.seats'), number: true,
			cell: (one) => numberText(one.seats),
		},
		{
			key: 'least', title: t('sites.event.least'), number: true,
			cell: (one) => (one.least > 0 ? numberText(one.least) : '–'),
		},
		{
			key: 'state', title: t('sites.event.state'),
			cell: (one) => <State one={one} />,
		},
	];

	if (programme.may_change) {
		columns.push({
			key: 'actions', title: t('sites.event.actions'), titleHidden: true,
			cell: (one) => (
				<RowButtons
					one={one} onChange={() => setChanging(one)}
					onCancel={() => setCancelling(one)}
				/>
			),
		});
	}
	return (
		<section class="stack">
			<div class="section-head">
				<h2>{t('sites.events')}</h2>
				{programme.may_change && programme.state === 'active' && (
					<Button size="medium" icon="plus" onClick={() => setAdding(true)}>
						{t('sites.events.add')}
					</Button>
				)}
			</div>
			<Fetched got={got}>
				{(data) => (
					<ComingAndPast events={data.events} columns={columns} />
				)}
			</Fetched>
			{programme.may_change && (
				<>
					<EventsAdd
						programme={programme} open={adding}
						onClose={() => setAdding(false)} onAdded={got.reload}
					/>
					<EventChange
						event={changing} onClose={() => setChanging(null)}
						onChanged={got.reload}
					/>
					<EventCancel
						event={cancelling} onClose={() => setCancelling(null)}
						onCancelled={got.reload}
					/>
				</>
			)}
		</section>
	);
}
