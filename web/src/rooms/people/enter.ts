/* What every way of signing in does with the server's answer. */
import { useState } from 'preact/hooks';
import { sessionTake, type SessionAnswer } from '../../app/session';

export interface Entering {
	busy: boolean;
	error: unknown;
	/* Sends once; what is wrong is kept until the next attempt. */
	enter: (send: () => Promise<SessionAnswer>) => Promise<boolean>;
	clear: () => void;
}

export function useEntering(): Entering {
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(undefined);

	async function enter(send: () => Promise<SessionAnswer>) {
		setBusy(true);
		setError(undefined);
		try {
			await sessionTake(await send());
			return true;
		} catch (failure) {
			setError(() => failure);
			return false;
		} finally {
			setBusy(false);
		}
	}

	return { busy, error, enter, clear: () => setError(undefined) };
}
