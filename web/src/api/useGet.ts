/*
 * Reads one thing from the server for as long as a page is open; leaving the
 * page, or asking for something else, calls the request off. Answers hold words,
 * so another language asks again.
 */
import { useCallback, useEffect, useState } from 'preact/hooks';
import {
	addressOf, api, isAbort, type Answer, type Options, type PathOf,
} from './client';
import { useLanguage } from '../words';

export interface Got<T> {
	data: T | undefined;
	error: unknown;
	loading: boolean;
	/* Asks again and keeps what is shown until the answer is there. */
	reload: () => void;
}

export function useGet<P extends PathOf<'get'>>(
	path: P, options: Omit<Options<P, 'get'>, 'signal' | 'body'> = {},
): Got<Answer<P, 'get'>> {
	const [data, setData] = useState<Answer<P, 'get'> | undefined>(undefined);
	const [error, setError] = useState<unknown>(undefined);
	const [loading, setLoading] = useState(true);
	const [turn, setTurn] = useState(0);
	const address = addressOf(path, options as object);
	const lang = useLanguage();

	useEffect(() => {
		const leave = new AbortController();

		setLoading(true);
		api.get(path, { ...options, signal: leave.signal }).then(
			(answer) => {
				setData(() => answer);
				setError(undefined);
				setLoading(false);
			},
			(failure: unknown) => {
				if (isAbort(failure))
					return;
				setError(failure);
				setLoading(false);
			});
		return () => leave.abort();
	}, [address, turn, lang]);
	return {
		data, error, loading,
		reload: useCallback(() => setTurn((n) => n + 1), []),
	};
}
