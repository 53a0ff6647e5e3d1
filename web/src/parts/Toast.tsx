/*
 * A line at the foot that says what was done and lets it be undone. It waits
 * while it is pointed at or holds the focus, and never asks.
 */
import { useEffect, useState } from 'preact/hooks';
import { t } from '../words';
import { Button } from './Button';

export interface ToastMessage {
	text: string;
	onUndo?: () => void;
}

interface Shown extends ToastMessage {
	id: number;
}

const STAYS_MS = 8000;

let shown: Shown[] = [];
let last = 0;
const listeners = new Set<() => void>();

function changed(next: Shown[]) {
	shown = next;
	listeners.forEach((listener) => listener());
}

export function toast(message: ToastMessage) {
	changed([...shown, { ...message, id: ++last }].slice(-3));
}

function toastClose(id: number) {
	changed(shown.filter((one) => one.id !== id));
}

function ToastLine({ one }: { one: Shown }) {
	const [held, setHeld] = useState(false);

	useEffect(() => {
		if (held)
			return undefined;
		const timer = setTimeout(() => toastClose(one.id), STAYS_MS);
		return () => clearTimeout(timer);
	}, [held]);
	return (
		<div
			class="toast"
			onPointerEnter={() => setHeld(true)}
			onPointerLeave={() => setHeld(false)}
			onFocusCapture={() => setHeld(true)}
			onBlurCapture={() => setHeld(false)}
		>
			<span>{one.text}</span>
			{one.onUndo && (
				<button
					type="button" class="toast-undo"
					onClick={() => {
						one.onUndo?.();
						toastClose(one.id);
					}}
				>
					{t('parts.undo')}
				</button>
			)}
			<Button
				kind="icon" size="small" icon="close" label={t('parts.close')}
				onClick={() => toastClose(one.id)}
			/>
		</div>
	);
}

/* Stands once, in the shell. */
export function Toasts() {
	const [now, setNow] = useState(shown);

	useEffect(() => {
		const listener = () => setNow(shown);
		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	}, []);
	return (
		<div class="toasts no-print" role="status">
			{now.map((one) => <ToastLine key={one.id} one={one} />)}
		</div>
	);
}
