/*
 * Saves one thing after the other, in order, the newest words of each; what
 * failed stays and is tried again. It outlives the page, and the browser warns
 * for as long as something is not yet safe.
 */
import { Problem } from '../../api/problem';
import type { SaveStatus } from '../../api/useAutosave';

export interface QueueState {
	status: SaveStatus;
	savedAt: number | undefined;
	error: unknown;
}

export interface SaveQueue {
	/* `key` names what is saved: a later put takes the place of an earlier. */
	put: (key: string, work: () => Promise<unknown>, afterMs?: number) => void;
	/* True when all is safe. */
	flush: () => Promise<boolean>;
}

const AGAIN_MS = 5000;

function isLost(error: unknown): boolean {
	return error instanceof Problem
		&& (error.status === 0 || error.status === 429 || error.status >= 500);
}

export function saveQueueNew(
	savedAt: number | undefined, changed: (state: QueueState) => void,
): SaveQueue {
	const waiting = new Map<string, () => Promise<unknown>>();
	let state: QueueState = {
		status: savedAt === undefined ? 'idle' : 'saved', savedAt,
		error: undefined,
	};
	let running: Promise<boolean> | undefined;
	let timer: ReturnType<typeof setTimeout> | undefined;
	let warned = false;

	function warn(event: Event) {
		event.preventDefault();
	}

	function tell(change: Partial<QueueState>) {
		const wanted = waiting.size > 0 || running !== undefined;

		state = { ...state, ...change };
		if (wanted !== warned && typeof window !== 'undefined') {
			warned = wanted;
			if (wanted)
				window.addEventListener('beforeunload', warn);
			else
				window.removeEventListener('beforeunload', warn);
		}
		changed(state);
	}

	function later(ms: number) {
		clearTimeout(timer);
		timer = setTimeout(() => void flush(), ms);
	}

	/* One failure ends the round: what is left keeps its place. */
	async function round(): Promise<boolean> {
		for (;;) {
			const [next] = waiting;

			if (!next)
				return true;
			const [key, work] = next;

			waiting.delete(key);
			try {
				await work();
				state = { ...state, savedAt: Date.now() };
			} catch (error) {
				if (!waiting.has(key))
					waiting.set(key, work);
				state = { ...state, error };
				if (isLost(error))
					later(AGAIN_MS);
				return false;
			}
		}
	}

	async function flush(): Promise<boolean> {
		clearTimeout(timer);
		if (running)
			return running;
		if (waiting.size === 0)
			return state.status !== 'failed';
		running = round();
		tell({ status: 'saving' });
		const safe = await running;

		running = undefined;
		tell(safe
			? { status: 'saved', error: undefined } : { status: 'failed' });
		return safe;
	}

	function put(key: string, work: () => Promise<unknown>, afterMs = 0) {
		waiting.set(key, work);
		tell({ status: 'saving' });
		later(afterMs);
	}

	return { put, flush };
}
