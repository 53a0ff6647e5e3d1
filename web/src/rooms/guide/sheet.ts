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

/* An answer is timed from when the item was seen, or the one before given. */
const LONGEST_MS = 24 * 3600 * 1000;

function pointOf(value: number): ScalePoint | null {
	return SCALE_POINTS.find((point) => point === value) ?? null;
}

export interface Sheet {
	valueOf: (item: Item) => ScalePoint | null;
	answered: number;
	/* The first item without an answer, counted from 0; -1: none. */
	firstOpen: number;
	give: (item: Item, value: ScalePoint) => void;
	/* Starts the clock of what is shown now. */
	seen: () => void;
	queue: AnswerQueue;
	state: QueueState;
}

export function useSheet(sheet: string, items: readonly Item[]): Sheet {
	const [, draw] = useState(0);
	const given = useRef(new Map<string, ScalePoint>());
	const since = useRef(performance.now());
	const queue = useRef<AnswerQueue | null>(null);

	if (queue.current === null) {
		for (const [item, one] of answersKept(sheet))
			given.current.set(item, one.value);
		queue.current = answerQueue({
			sheet,
			send: (item, one) => api.put(
				'/api/sheets/{sheet}/answers/{item}',
				{ path: { sheet, item }, body: one }),
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

	return {
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
