/*
 * A list of wishes on its way to the server: the newest list is sent after a
 * short rest. When the network is gone it waits on this device, is tried again
 * by itself and survives a reload; it is forgotten once it was acknowledged.
 */
import { Problem } from '../../api/problem';
import type { Ranking } from './ranking';

export type WishStatus = 'idle' | 'saving' | 'waiting' | 'saved' | 'refused';

export interface WishState {
	status: WishStatus;
	/* When the server last took a list. */
	savedAt: number | undefined;
	/* Why the last attempt failed; of a refusal, what the server says. */
	error: unknown;
}

export interface WishQueue {
	state: () => WishState;
	put: (list: Ranking) => void;
	/* Does not wait for the next attempt. */
	retry: () => void;
	/* The page is left: what waits is sent at once, and stays kept. */
	close: () => void;
}

export interface WishQueueOptions {
	/* Round and applicant: the key of what is kept. */
	under: string;
	savedAt: number | undefined;
	/* Resolves with the time at which the list was made safe. */
	send: (list: Ranking) => Promise<number>;
	onChange: () => unknown;
	storage?: Storage;
	/* Before attempt n + 1, in milliseconds. */
	pause?: (attempt: number) => number;
	/* How long a list has to stay as it is before it is sent. */
	restMs?: number;
}

interface Kept {
	list: Ranking;
	/* What the server had when this list was begun. */
	after: number | null;
}

const LONGEST_PAUSE_MS = 30_000;
const REST_MS = 700;

function usualPause(attempt: number): number {
	return Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** attempt);
}

function storedUnder(under: string): string {
	return `giljabi.wishes.${under}`;
}

/* No network, a server that is busy or breaks: the same again may work. */
function worthAnother(error: unknown): boolean {
	return error instanceof Problem
		&& (error.status === 0 || error.status === 429 || error.status >= 500);
}

function isKept(value: unknown): value is Kept {
	const { list } = (value ?? {}) as Partial<Kept>;

	return Array.isArray(list) && list.every((id) => typeof id === 'string');
}

/*
 * A list that never arrived. `sure`: nothing was saved from elsewhere since, so
 * it is what the person meant last; else the person has to say.
 */
export function wishesKept(
	under: string, savedAt: number | undefined, storage: Storage = localStorage,
): { list: Ranking; sure: boolean } | undefined {
	try {
		const kept: unknown = JSON.parse(
			storage.getItem(storedUnder(under)) ?? 'null');

		if (!isKept(kept))
			return undefined;
		return {
			list: kept.list, sure: kept.after === (savedAt ?? null),
		};
	} catch {
		return undefined;
	}
}

export function wishesForget(under: string, storage: Storage = localStorage) {
	try {
		storage.removeItem(storedUnder(under));
	} catch {
		/* Then nothing was kept. */
	}
}

export function wishQueue(options: WishQueueOptions): WishQueue {
	const storage = options.storage ?? localStorage;
	let waiting: Ranking | undefined;
	let running = false;
	let closed = false;
	let wake = () => undefined as void;
	let state: WishState = {
		status: options.savedAt === undefined ? 'idle' : 'saved',
		savedAt: options.savedAt, error: undefined,
	};

	function tell(change: Partial<WishState>) {
		state = { ...state, ...change };
		if (!closed)
			options.onChange();
	}

	/* A full or forbidden storage only loses the second line of defence. */
	function keep(list: Ranking) {
		try {
			storage.setItem(storedUnder(options.under),
				JSON.stringify({ list, after: state.savedAt ?? null }));
		} catch {
			/* It is still waiting here. */
		}
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

	function acknowledged(list: Ranking, savedAt: number) {
		state = { ...state, savedAt };
		if (waiting === list) {
			waiting = undefined;
			wishesForget(options.under, storage);
			tell({ status: 'saved', error: undefined });
		} else if (waiting) {
			keep(waiting);
		}
	}

	/* One attempt; answers whether it came to an end, well or not. */
	async function attempt(list: Ranking): Promise<boolean> {
		try {
			acknowledged(list, await options.send(list));
			return true;
		} catch (error) {
			if (worthAnother(error)) {
				tell({ status: 'waiting', error });
				return false;
			}
			if (waiting === list) {
				waiting = undefined;
				tell({ status: 'refused', error });
			}
			return true;
		}
	}

	/* Rests until the list stays the same, so that ten moves are one write. */
	async function settled() {
		for (let seen; seen !== waiting && !closed;) {
			seen = waiting;
			await rest(options.restMs ?? REST_MS);
		}
	}

	async function run() {
		let failures = 0;

		if (running)
			return;
		running = true;
		await settled();
		while (waiting) {
			const ended = await attempt(waiting);

			failures = ended ? 0 : failures + 1;
			if (waiting && closed)
				break;
			if (waiting)
				await rest(ended ? 0
					: (options.pause ?? usualPause)(failures - 1));
		}
		running = false;
	}

	const online = () => wake();

	if (typeof window !== 'undefined')
		window.addEventListener('online', online);
	return {
		state: () => state,
		put(list) {
			waiting = list;
			keep(list);
			if (state.status !== 'waiting')
				tell({ status: 'saving', error: undefined });
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
