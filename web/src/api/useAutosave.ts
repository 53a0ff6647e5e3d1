/*
 * Saves as you go: waits until the person pauses, saves, saves what is left
 * on leaving, and lets the browser warn while something is not yet safe.
 * What it returns goes straight into <SaveState>.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

const PAUSE_MS = 800;

export type SaveStatus = 'idle' | 'saving' | 'saved' | 'failed';

export interface Autosave {
	status: SaveStatus;
	savedAt: number | undefined;
	error: unknown;
	saveNow: () => void;
}

export function useAutosave<T>(
	value: T, save: (value: T) => Promise<unknown>,
): Autosave {
	const text = JSON.stringify(value);
	const safe = useRef(text);
	const latest = useRef({ value, save, text });
	const [state, setState] = useState<Omit<Autosave, 'saveNow'>>({
		status: 'idle', savedAt: undefined, error: undefined,
	});

	latest.current = { value, save, text };

	function saveNow() {
		const { value: now, save: write, text: written } = latest.current;

		if (written === safe.current)
			return;
		setState((s) => ({ ...s, status: 'saving' }));
		write(now).then(() => {
			safe.current = written;
			setState({
				status: 'saved', savedAt: Date.now(), error: undefined,
			});
		}, (error: unknown) => {
			setState((s) => ({ ...s, status: 'failed', error }));
		});
	}

	useEffect(() => {
		const timer = setTimeout(saveNow, PAUSE_MS);

		return () => clearTimeout(timer);
	}, [text]);
	useEffect(() => {
		const warn = (event: BeforeUnloadEvent) => {
			if (latest.current.text !== safe.current)
				event.preventDefault();
		};

		window.addEventListener('beforeunload', warn);
		return () => {
			window.removeEventListener('beforeunload', warn);
			saveNow();
		};
	}, []);
	return { ...state, saveNow };
}
