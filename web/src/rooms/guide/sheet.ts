/* One answer sheet on the screen: what is given, what is safe, where we are. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { api, type Answer } from '../../api/client';
import { addressWith, navigate, useLocation } from '../../app/location';
import { SCALE_POINTS, type ScalePoint } from '../../parts/ScalePoint';
import {
	answerQueue, answersKept, type AnswerQueue, type QueueState,
} from './answerQueue';

export type TestState = Answer<'/api/test', 'get'>;
export type Item = TestState['items'][number];
type Saved = Answer<'/api/sheets/{sheet}/answers/{item}', 'put'>;

/* An answer is timed from when the item was seen, or the one before given. */
const LONGEST_MS = 24 * 3600 * 1000;

function pointOf(value: number): ScalePoint | null {
	return SCALE_POINTS.find((point) => point === value) ?? null;
}

export interface Sheet {
	/* What has been asked so far, in that order. */
	items: readonly Item[];
	/* At the least; more are asked until the picture is clear enough. */
	total: number;
	/* Everything asked is answered and safe, and no more will be asked. */
	complete: boolean;
	valueOf: (item: Item) => ScalePoint | null;
	answered: number;
	/* The first item without an answer, counted from 0; -1: none. */
	firstOpen: number;
	give: (item: Item, value: ScalePoint) => void;
	/* Starts the clock of what is shown now. */
	seen: () => void;
	/* What the server told since this was drawn. */
	latest: () => { items: readonly Item[] };
	queue: AnswerQueue;
	state: QueueState;
}

/* The items and how far they are, as the server last told. */
function useAsked(test: TestState) {
	const asked = useRef({
		items: test.items, total: test.total, complete: test.complete,
	});

	return {
		asked,
		took(saved: Saved) {
			const known = new Set(asked.current.items.map(({ id }) => id));

			asked.current = {
				items: [...asked.current.items,
					...saved.more.filter(({ id }) => !known.has(id))],
				total: saved.total, complete: saved.complete,
			};
		},
	};
}

export function useSheet(sheet: string, test: TestState): Sheet {
	const [, draw] = useState(0);
	const { asked, took } = useAsked(test);
	const given = useRef(new Map<string, ScalePoint>());
	const since = useRef(performance.now());
	const queue = useRef<AnswerQueue | null>(null);

	if (queue.current === null) {
		for (const [item, one] of answersKept(sheet))
			given.current.set(item, one.value);
		queue.current = answerQueue({
			sheet,
			send: async (item, one) => took(await api.put(
				'/api/sheets/{sheet}/answers/{item}',
				{ path: { sheet, item }, body: one })),
			onChange: () => draw((n) => n + 1),
		});
	}
	const now = queue.current;

	useEffect(() => {
		const warn = (event: BeforeUnloadEvent) => {
			if (now.state().pending > 0)
				event.preventDefault();
		};

		window.addEventListener('beforeunload', warn);
		return () => {
			window.removeEventListener('beforeunload', warn);
			now.close();
		};
	}, []);

	const valueOf = (item: Item) =>
		given.current.get(item.id) ?? pointOf(item.value);

	const { items } = asked.current;

	return {
		...asked.current,
		valueOf,
		answered: items.filter((item) => valueOf(item) !== null).length,
		firstOpen: items.findIndex((item) => valueOf(item) === null),
		give(item, value) {
			const spent = Math.round(performance.now() - since.current);

			since.current = performance.now();
			given.current.set(item.id, value);
			now.put(item.id, {
				value, milliseconds: Math.min(LONGEST_MS, Math.max(0, spent)),
			});
		},
		seen() {
			since.current = performance.now();
		},
		latest: () => asked.current,
		queue: now,
		state: now.state(),
	};
}

/*
 * Which item or page is shown, from 0; the address counts from 1. Where it says
 * nothing, `otherwise` is shown and becomes the address.
 */
export function usePlace(
	name: string, count: number, otherwise: number,
): [number, (to: number) => void] {
	const { query } = useLocation();
	const asked = Number(query.get(name));
	const known = Number.isInteger(asked) && asked >= 1 && asked <= count;
	const first = Math.min(Math.max(otherwise, 0), count - 1);

	useEffect(() => {
		if (!known)
			navigate(addressWith({ [name]: String(first + 1) }),
				{ replace: true });
	}, [known]);
	return [
		known ? asked - 1 : first,
		(to) => navigate(addressWith({ [name]: String(to + 1) })),
	];
}

/* The keys 1 to 5 answer, wherever the focus is but in a field of text. */
export function useDigits(answer: (value: ScalePoint) => void) {
	const latest = useRef(answer);

	latest.current = answer;
	useEffect(() => {
		const listen = (event: KeyboardEvent) => {
			const value = pointOf(Number(event.key));
			const typing = (event.target as Element | null)?.closest?.(
				'input:not([type=radio]), textarea, select, dialog');

			if (value === null || typing || event.ctrlKey || event.metaKey
			    || event.altKey)
				return;
			event.preventDefault();
			latest.current(value);
		};

		document.addEventListener('keydown', listen);
		return () => document.removeEventListener('keydown', listen);
	}, []);
}

/* The focus goes to the step that is chosen, else to the first. */
export function focusIn(place: HTMLElement | null) {
	const steps = [...place?.querySelectorAll<HTMLInputElement>(
		'input[type=radio]') ?? []];

	(steps.find((step) => step.checked) ?? steps[0])?.focus();
}
