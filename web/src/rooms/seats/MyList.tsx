/*
 * The own list: ranked by dragging, by the arrow keys on a row's handle, and by
 * buttons. Every move is read out; the focus goes with what was moved.
 */
import { useEffect, useId, useRef } from 'preact/hooks';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { classes } from '../../parts/classes';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import type { Change } from './ranking';
import { useDrag } from './useDrag';
import type { SeatEvent } from './types';
import type { RankingState } from './useRanking';
import { WishRow, type Control } from './WishRow';
import { WishSave } from './WishSave';

/* What a move did, for those who do not see it. */
function changeText(
	change: Change, list: RankingState['list'], name: string, most: number,
): string {
	if (change.kind === 'remove')
		return t('seats.said.removed', { name });
	const place = list.indexOf(change.id) + 1;

	if (change.kind === 'move')
		return t('seats.said.moved', { name, place });
	return list.length >= most
		? t('seats.said.added_last', { name, place })
		: t('seats.said.added', { name, place });
}

/* A list that stayed on this device while another one was saved. */
function Found({ ranking }: { ranking: RankingState }) {
	if (!ranking.found)
		return null;
	return (
		<Alert kind="info">
			<p>{t('seats.list.found')}</p>
			<div class="row">
				<Button
					kind="secondary" size="small"
					onClick={() => ranking.foundTake(true)}
				>
					{t('seats.list.found.take')}
				</Button>
				<Button
					kind="text" size="small"
					onClick={() => ranking.foundTake(false)}
				>
					{t('seats.list.found.leave')}
				</Button>
			</div>
		</Alert>
	);
}

export interface MyListProps {
	ranking: RankingState;
	eventOf: (id: string) => SeatEvent;
	most: number;
	title: string;
}

export function MyList({ ranking, eventOf, most, title }: MyListProps) {
	const { list, change, last } = ranking;
	const id = useId();
	const focus = useRef<{ id: string; control: Control } | null>(null);
	const drag = useDrag((row, place) => moveTo(list[row]!, place, 'handle'));

	function moveTo(event: string, to: number, control: Control) {
		focus.current = { id: event, control };
		change({ kind: 'move', id: event, to });
	}

	function remove(event: string, at: number) {
		const next = list[at + 1] ?? list[at - 1];

		focus.current = next ? { id: next, control: 'handle' } : null;
		change({ kind: 'remove', id: event });
		toast({
			text: t('seats.said.removed', { name: eventOf(event).programme_name }),
			onUndo: () => change({ kind: 'insert', id: event, to: at }),
		});
	}

	/* A row that moves in the page loses the focus; it is given back. */
	useEffect(() => {
		if (focus.current) {
			drag.list.current?.querySelector<HTMLElement>(
				`[data-wish="${focus.current.id}"] `
				+ `[data-control="${focus.current.control}"]`)?.focus();
		}
		focus.current = null;
	}, [list]);
	return (
		<section class="my-list" id="my-list" aria-labelledby={`${id}-title`}>
			<div class="my-list-head">
				<h2 id={`${id}-title`}>{title}</h2>
				<span class="figures my-list-count">
					{t('seats.list.count', { count: list.length, most })}
				</span>
			</div>
			<WishSave ranking={ranking} />
			<Found ranking={ranking} />
			{list.length === 0
				? <p class="empty-note">{t('seats.list.none')}</p>
				: (
					<>
						<p class="my-list-how" id={`${id}-how`}>
							{t('seats.list.how')}
						</p>
						<ol
							class={classes('wishes',
								drag.dragged !== undefined && 'is-dragging')}
							ref={drag.list}
						>
							{list.map((wish, at) => (
								<WishRow
									key={wish} event={eventOf(wish)} place={at + 1}
									of={list.length} how={`${id}-how`}
									held={drag.dragged === at}
									offset={drag.offset(at)}
									onHold={(press) => drag.start(at, press)}
									onMove={(to, control) =>
										moveTo(wish, to, control)}
									onRemove={() => remove(wish, at)}
								/>
							))}
						</ol>
					</>
				)}
			<p class="sr-only" aria-live="polite">
				{last && changeText(last, list,
					eventOf(last.id).programme_name, most)}
			</p>
		</section>
	);
}
