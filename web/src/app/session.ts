/* Who sits in front of the screen. One session a tab; the shell draws it. */
import { useEffect, useState } from 'preact/hooks';
import { api, csrfSet } from '../api/client';
import { Problem } from '../api/problem';
import { toneSet } from '../words';

export const ROLES = [
	'pupil', 'guardian', 'teacher', 'manager', 'supervisor', 'site', 'mentor',
	'engineer',
] as const;
export type Role = (typeof ROLES)[number];

export interface Account {
	id: string;
	name: string;
	role: Role;
	/* Pupils only: how big and how simple the pages are. */
	stage?: 'elementary' | 'middle' | 'high';
}

export interface Session {
	csrf: string;
	account: Account | null;
}

const NOBODY: Session = { csrf: '', account: null };

let session = NOBODY;
const listeners = new Set<() => void>();

export function sessionNow(): Session {
	return session;
}

/* Pupils and guardians read 해요체; small children read bigger type. */
export function sessionSet(next: Session) {
	const role = next.account?.role;

	session = next;
	csrfSet(next.csrf);
	toneSet(role === 'pupil' || role === 'guardian' ? 'easy' : 'plain');
	document.documentElement.dataset.audience =
		next.account?.stage ?? (role === undefined ? 'anyone' : 'staff');
	listeners.forEach((listener) => listener());
}

/* Nobody signed in is an answer; a lost network leaves what was known. */
export async function sessionLoad() {
	try {
		const answer = await api.get('/api/session') as Session;

		sessionSet({ ...NOBODY, ...answer });
	} catch (error) {
		if (error instanceof Problem && error.status === 0)
			return;
		sessionSet(NOBODY);
	}
}

export async function signOut() {
	await api.delete('/api/session');
	sessionSet(NOBODY);
}

export function useSession(): Session {
	const [now, setNow] = useState(session);

	useEffect(() => {
		const listener = () => setNow(session);
		listeners.add(listener);
		listener();
		return () => {
			listeners.delete(listener);
		};
	}, []);
	return now;
}
