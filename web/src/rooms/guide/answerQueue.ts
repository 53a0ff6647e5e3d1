/*
 * Answers on their way to the server: each is sent at once, one after the other,
 * the newest of an item wins. When the network is gone they wait, are tried
 * again by themselves and survive a reload; nothing is dropped silently.
 */
import { Problem } from '../../api/problem';
import type { ScalePoint } from '../../parts/ScalePoint';

export interface Given {
	value: ScalePoint;
	milliseconds: number;
}

export type AnswerState = 'saving' | 'saved';

export interface QueueState {
	/* By item; one that was never touched is in neither. */
	items: Readonly<Record<string, AnswerState>>;
	/* How many are not yet safe. */
	pending: number;
	/* The last attempt did not get through; another follows. */
	failing: boolean;
	/* The server will not take them: why. */
	refusal: unknown;
}

export interface AnswerQueue {
	state: () => QueueState;
	put: (item: string, given: Given) => void;
	/* Does not wait for the next attempt. */
	retry: () => void;
	/* Resolves when nothing is pending; rejects when it is refused. */
	settled: () => Promise<void>;
	close: () => void;
}

export interface QueueOptions {
	sheet: string;
	send: (item: string, given: Given) => Promise<unknown>;
	onChange: () => void;
	storage?: Storage;
	/* Before attempt n + 1, in milliseconds. */
	pause?: (attempt: number) => number;
}

const LONGEST_PAUSE_MS = 30_000;

function usualPause(attempt: number): number {
	return Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** attempt);
}

/* No network, a server that is busy or breaks: the same again may work. */
function worthAnother(error: unknown): boolean {
	return error instanceof Problem
		&& (error.status === 0 || error.status === 429 || error.status >= 500);
}

function storedUnder(sheet: string): string {
	return `giljabi.answers.${sheet}`;
}

export function answersKept(
	sheet: string, storage: Storage = localStorage,
): [string, Given][] {
	try {
		return Object.entries(JSON.parse(
			storage.getItem(storedUnder(sheet)) ?? '{}') as Record<string, Given>);
	} catch {
		return [];
	}
}

/* Of a sheet that takes no more answers. */
export function answersForget(sheet: string, storage: Storage = localStorage) {
	storage.removeItem(storedUnder(sheet));
}

export function answerQueue(options: QueueOptions): AnswerQueue {
	const storage = options.storage ?? localStorage;
	const pending = new Map<string, Given>(answersKept(options.sheet, storage));
	const items: Record<string, AnswerState> = {};
	const waiting: { resolve: () => void; reject: (e: unknown) => void }[] = [];
	let running = false;
	let closed = false;
	let failing = false;
	let refusal: unknown;
	let wake = () => undefined as void;

	/* A full or forbidden storage only loses the second line of defence. */
	function keep() {
		try {
			if (pending.size === 0)
				storage.removeItem(storedUnder(options.sheet));
			else
				storage.setItem(storedUnder(options.sheet),
					JSON.stringify(Object.fromEntries(pending)));
		} catch {
			/* It is still pending here. */
		}
	}

	function changed() {
		if (pending.size === 0)
			waiting.splice(0).forEach((one) => one.resolve());
		if (refusal !== undefined)
			waiting.splice(0).forEach((one) => one.reject(refusal));
		if (!closed)
			options.onChange();
	}

	function rest(attempt: number): Promise<void> {
		return new Promise((resolve) => {
			const timer = setTimeout(resolve,
				(options.pause ?? usualPause)(attempt));

			wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	function done(item: string, given: Given) {
		if (pending.get(item) === given) {
			pending.delete(item);
			items[item] = 'saved';
		}
		keep();
	}

	/* One attempt; answers whether to go on with the next. */
	async function attempt(item: string, given: Given): Promise<boolean> {
		try {
			await options.send(item, given);
			failing = false;
			done(item, given);
			return true;
		} catch (error) {
			failing = worthAnother(error);
			if (!failing)
				refusal = error;
			return false;
		}
	}

	async function run() {
		let failures = 0;

		if (running)
			return;
		running = true;
		while (pending.size > 0 && refusal === undefined && !closed) {
			const [item, given] = pending.entries().next().value!;
			const through = await attempt(item, given);

			failures = through ? 0 : failures + 1;
			changed();
			if (failing && !closed)
				await rest(failures - 1);
		}
		running = false;
	}

	const online = () => wake();

	for (const item of pending.keys())
		items[item] = 'saving';
	if (typeof window !== 'undefined')
		window.addEventListener('online', online);
	void run();
	return {
		state: () => ({
			items: { ...items }, pending: pending.size, failing, refusal,
		}),
		put(item, given) {
			pending.delete(item);
			pending.set(item, given);
			items[item] = 'saving';
			keep();
			changed();
			void run();
		},
		retry() {
			refusal = undefined;
			wake();
			void run();
		},
		settled: () => new Promise((resolve, reject) => {
			waiting.push({ resolve, reject });
			changed();
		}),
		close() {
			closed = true;
			wake();
			if (typeof window !== 'undefined')
				window.removeEventListener('online', online);
		},
	};
}
