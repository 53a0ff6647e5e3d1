/*
 * Events that stand in another round already, which the server would refuse:
 * those of the region's published rounds that may still have some to come.
 */
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';

const DAYS_BACK = 200;

/* By event the name of its round. What cannot be read is left to the server. */
export function useTaken(
	round: string | undefined,
): ReadonlyMap<string, string> {
	const [taken, setTaken] = useState<ReadonlyMap<string, string>>(new Map());

	useEffect(() => {
		const leave = new AbortController();
		const { signal } = leave;
		const since = Date.now() - DAYS_BACK * 86400_000;

		async function read() {
			const { rounds } = await api.get('/api/rounds', { signal });
			const others = rounds.filter((one) => one.id !== round
				&& one.state !== 'draft' && one.answers_until > since);
			const lists = await Promise.all(others.map(async (one) => {
				const { events } = await api.get('/api/rounds/{round}/events',
					{ path: { round: one.id }, signal });

				return events.map(({ event }): [string, string] =>
					[event.id, one.name]);
			}));

			setTaken(new Map(lists.flat()));
		}

		read().catch(() => undefined);
		return () => leave.abort();
	}, [round]);
	return taken;
}
