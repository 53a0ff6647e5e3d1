import { useEffect, useRef, useState } from 'preact/hooks';
import type { Autosave } from '../../api/useAutosave';
import { saveQueueNew, type QueueState, type SaveQueue } from './saveQueue';

export interface Saving {
	queue: SaveQueue;
	/* Goes straight into <SaveState>. */
	state: Autosave;
}

/* One queue a page; leaving the page saves what is left. */
export function useSaveQueue(savedAt: number | undefined): Saving {
	const [state, setState] = useState<QueueState>({
		status: savedAt === undefined ? 'idle' : 'saved', savedAt,
		error: undefined,
	});
	const kept = useRef<SaveQueue>();

	kept.current ??= saveQueueNew(savedAt, setState);
	const queue = kept.current;

	useEffect(() => () => void queue.flush(), []);
	return { queue, state: { ...state, saveNow: () => void queue.flush() } };
}
