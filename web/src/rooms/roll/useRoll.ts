/*
 * The roll of an event as it is known here: what was last loaded, also from this
 * device, with the marks that were made since. It is looked at again twice a
 * minute, since others mark, too.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import { keep, keptDrop, keptRead } from '../../app/kept';
import { sessionNow } from '../../app/session';
import { markQueue, type MarkQueue, type Refused } from './markQueue';
import { rollWith } from './marks';
import type { Marked, Place, RollAnswer } from './types';

const AGAIN_MS = 30_000;
/* Names go half a day after the event; marks that wait name nobody. */
const ROLL_STAYS_MS = 12 * 3600_000;
const MARKS_STAY_MS = 7 * 24 * 3600_000;

const nameOf = ({ event, class: group = '' }: Place) => `${event}.${group}`;
const owner = () => sessionNow().account?.id ?? '';

function useRollGet(place: Place) {
	return place.class === undefined
		? useGet('/api/events/{event}/roll', { path: { event: place.event } })
		: useGet('/api/classes/{class}/events/{event}/roll',
			{ path: { class: place.class, event: place.event } });
}

function marksSend(place: Place, marked: readonly Marked[]) {
	const body = { marks: [...marked] };

	return place.class === undefined
		? api.post('/api/events/{event}/marks',
			{ path: { event: place.event }, body })
		: api.post('/api/classes/{class}/events/{event}/marks',
			{ path: { class: place.class, event: place.event }, body });
}

function marksKept(place: Place): Marked[] {
	const kept = keptRead(`marks.${nameOf(place)}`, owner());

	return Array.isArray(kept) ? kept as Marked[] : [];
}

function marksKeep(place: Place, waiting: readonly Marked[]) {
	const name = `marks.${nameOf(place)}`;

	if (waiting.length === 0)
		keptDrop(name);
	else
		keep(name, {
			owner: owner(), until: Date.now() + MARKS_STAY_MS, value: waiting,
		});
}

function rollKeep(place: Place, roll: RollAnswer) {
	keep(`roll.${nameOf(place)}`, {
		owner: owner(), until: roll.event.ends + ROLL_STAYS_MS, value: roll,
	});
}

export interface Roll {
	/* With every mark that was made, sent or not. */
	roll: RollAnswer | undefined;
	/* Why there is none. */
	error: unknown;
	reload: () => void;
	waiting: readonly Marked[];
	refused: readonly Refused[];
	put: (mark: Marked) => void;
}

function useAgain(reload: () => void) {
	useEffect(() => {
		const timer = setInterval(() => {
			if (document.visibilityState === 'visible' && navigator.onLine)
				reload();
		}, AGAIN_MS);

		window.addEventListener('online', reload);
		return () => {
			clearInterval(timer);
			window.removeEventListener('online', reload);
		};
	}, [reload]);
}

export function useRoll(place: Place): Roll {
	const { data, error, reload } = useRollGet(place);
	const [roll, setRoll] = useState(() =>
		keptRead(`roll.${nameOf(place)}`, owner()) as RollAnswer | undefined);
	const [waiting, setWaiting] = useState(() => marksKept(place));
	const queue = useRef<MarkQueue>();

	useAgain(reload);
	useEffect(() => {
		const mine = markQueue({
			from: marksKept(place),
			send: (marked) => marksSend(place, marked),
			/* An answer that was asked for before knows nothing of them. */
			onSent: (marked) => {
				setRoll((shown) => shown && rollWith(shown, marked));
				reload();
			},
			onChange: (left) => {
				marksKeep(place, left);
				setWaiting([...left]);
			},
		});

		queue.current = mine;
		return () => mine.close();
	}, [nameOf(place)]);
	useEffect(() => {
		if (data)
			setRoll(data);
	}, [data]);
	useEffect(() => {
		if (roll)
			rollKeep(place, roll);
	}, [roll]);
	return {
		roll: roll && rollWith(roll, waiting), error, reload, waiting,
		refused: queue.current?.refused() ?? [],
		put: (mark) => queue.current?.put(mark),
	};
}
