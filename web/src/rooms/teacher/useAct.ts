/* One thing at a time that a button does: whether it goes on, what went wrong. */
import { useRef, useState } from 'preact/hooks';
import { isAbort } from '../../api/client';

export interface Act {
	busy: boolean;
	error: unknown;
	/* True when it was done. */
	run: (work: () => Promise<unknown>) => Promise<boolean>;
	forget: () => void;
}

export function useAct(): Act {
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(undefined);
	const going = useRef(false);

	async function run(work: () => Promise<unknown>) {
		if (going.current)
			return false;
		going.current = true;
		setBusy(true);
		setError(undefined);
		try {
			await work();
			return true;
		} catch (failure) {
			if (!isAbort(failure))
				setError(() => failure);
			return false;
		} finally {
			going.current = false;
			setBusy(false);
		}
	}

	return { busy, error, run, forget: () => setError(undefined) };
}
