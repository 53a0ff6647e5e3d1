/* The own list on the screen: what changed last, what is safe. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { wishesSend, type Holder } from './holder';
import { ranked, rankingFrom, type Change, type Ranking } from './ranking';
import type { RoundAnswer } from './types';
import {
	wishesForget, wishesKept, wishQueue, type WishQueue, type WishState,
} from './wishQueue';

export interface RankingState {
	list: Ranking;
	change: (change: Change) => void;
	/* The last change that changed something; for what is read out. */
	last: Change | undefined;
	saving: WishState;
	retry: () => void;
	/* A list of this device that never arrived, while another was saved. */
	found: Ranking | undefined;
	foundTake: (wanted: boolean) => void;
}

interface Begun {
	list: Ranking;
	/* Never arrived, and the person meant it: it is sent again. */
	unsent: boolean;
	found: Ranking | undefined;
}

function begin(under: string, data: RoundAnswer): Begun {
	const known = new Set(data.choices.map((choice) => choice.event.id));
	const saved = rankingFrom(data.list, known, data.round.most);
	const kept = wishesKept(under, data.round.saved ?? undefined);
	const list = kept && rankingFrom(kept.list, known, data.round.most);

	if (!kept || !list || list.join() === saved.join())
		return { list: saved, unsent: false, found: undefined };
	return kept.sure
		? { list, unsent: true, found: undefined }
		: { list: saved, unsent: false, found: list };
}

function useWarning(queue: WishQueue) {
	useEffect(() => {
		const warn = (event: BeforeUnloadEvent) => {
			const { status } = queue.state();

			if (status === 'saving' || status === 'waiting')
				event.preventDefault();
		};

		window.addEventListener('beforeunload', warn);
		return () => {
			window.removeEventListener('beforeunload', warn);
			queue.close();
		};
	}, []);
}

export function useRanking(holder: Holder, data: RoundAnswer): RankingState {
	const under = `${holder.kind}.${holder.id}.${data.round.id}`;
	const [, draw] = useState(0);
	const [begun] = useState(() => begin(under, data));
	const [list, setList] = useState(begun.list);
	const [last, setLast] = useState<Change | undefined>(undefined);
	const [found, setFound] = useState(begun.found);
	const now = useRef(list);
	const queue = useRef<WishQueue | null>(null);

	if (queue.current === null) {
		queue.current = wishQueue({
			under, savedAt: data.round.saved ?? undefined,
			send: (events) => wishesSend(holder, data.round.id, events),
			onChange: () => draw((n) => n + 1),
		});
	}
	const { current } = queue;

	function take(next: Ranking) {
		now.current = next;
		setList(next);
		current.put(next);
	}

	useEffect(() => {
		if (begun.unsent)
			current.put(begun.list);
	}, []);
	useWarning(current);
	return {
		list, last, saving: current.state(), retry: current.retry, found,
		change(change) {
			const next = ranked(now.current, change, data.round.most);

			if (next === now.current)
				return;
			setLast(change);
			take(next);
		},
		foundTake(wanted) {
			if (wanted && found)
				take(found);
			else
				wishesForget(under);
			setFound(undefined);
		},
	};
}
