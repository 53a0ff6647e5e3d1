/*
 * Marks on their way to the server. They are sent at once where there is a
 * network; else they wait, also over a reload, and are tried again by
 * themselves. Sending one twice changes nothing, so none is ever taken off
 * before the server has answered. What the server refuses is set aside with its
 * reason and holds up nothing else.
 */
import { Problem } from '../../api/problem';
import type { Marked } from './types';

export interface Refused {
	mark: Marked;
	/* In the server's words; or the Problem that refused all. */
	why?: string;
	error?: unknown;
}

/* What the server says of marks that it read. */
export interface Sent {
	refused: readonly { pupil: string; point: string; why: string }[];
}

export interface MarkQueue {
	waiting: () => readonly Marked[];
	refused: () => readonly Refused[];
	put: (mark: Marked) => void;
	/* Does not wait for the next attempt. */
	retry: () => void;
	/* The page is left: what waits stays kept. */
	close: () => void;
}

export interface MarkQueueOptions {
	/* What waited when the page was last open. */
	from: readonly Marked[];
	send: (marks: readonly Marked[]) => Promise<Sent>;
	/* They are the server's now. */
	onSent: (marks: readonly Marked[]) => void;
	/* What waits or was refused has changed. */
	onChange: (waiting: readonly Marked[]) => void;
	/* Before attempt n + 1, in milliseconds. */
	pause?: (attempt: number) => number;
}

const MOST_AT_ONCE = 200;
const LONGEST_PAUSE_MS = 30_000;

function usualPause(attempt: number): number {
	return Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** attempt);
}

type Place = Pick<Marked, 'pupil'> & { point: string };

function isSame(a: Place, b: Place): boolean {
	return a.pupil === b.pupil && a.point === b.point;
}

/* The same again may work; whose session ended signs in again and goes on. */
export function worthAnother(error: unknown): boolean {
	return !(error instanceof Problem) || error.status >= 500
		|| [0, 401, 403, 429].includes(error.status);
}

export function markQueue(options: MarkQueueOptions): MarkQueue {
	let waiting = [...options.from];
	let refused: Refused[] = [];
	let running = false;
	let closed = false;
	let wake = () => undefined as void;

	function changed() {
		options.onChange(waiting);
	}

	function rest(ms: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve, ms);

			wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/* What was changed meanwhile is another mark and stays. */
	function drop(marks: readonly Marked[]) {
		waiting = waiting.filter((one) => !marks.includes(one));
	}

	function setAside(sent: readonly Marked[], faults: readonly Refused[]) {
		drop(sent);
		refused = [...refused, ...faults];
	}

	/* One attempt; answers whether something came of it. */
	async function attempt(sent: readonly Marked[]): Promise<boolean> {
		try {
			const answer = await options.send(sent);
			const faults = sent.flatMap((mark) => {
				const why = answer.refused.find((one) => isSame(one, mark))?.why;

				return why === undefined ? [] : [{ mark, why }];
			});

			setAside(sent, faults);
			options.onSent(sent.filter((mark) =>
				!faults.some((one) => one.mark === mark)));
		} catch (error) {
			if (worthAnother(error))
				return false;
			setAside(sent, sent.map((mark) => ({ mark, error })));
		}
		changed();
		return true;
	}

	async function run() {
		let failures = 0;

		if (running)
			return;
		running = true;
		while (waiting.length > 0 && !closed) {
			const went = await attempt(waiting.slice(0, MOST_AT_ONCE));

			failures = went ? 0 : failures + 1;
			if (!went && !closed)
				await rest((options.pause ?? usualPause)(failures - 1));
		}
		running = false;
	}

	const online = () => wake();

	if (typeof window !== 'undefined')
		window.addEventListener('online', online);
	void run();
	return {
		waiting: () => waiting,
		refused: () => refused,
		put(mark) {
			waiting = [...waiting.filter((one) => !isSame(one, mark)), mark];
			refused = refused.filter((one) => !isSame(one.mark, mark));
			changed();
			void run();
		},
		retry: () => wake(),
		close() {
			closed = true;
			wake();
			if (typeof window !== 'undefined')
				window.removeEventListener('online', online);
		},
	};
}
