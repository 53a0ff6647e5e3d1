/* Who sits in front of the screen. One session a tab; the shell draws it. */
import { useEffect, useState } from 'preact/hooks';
import { api, csrfSet, type Answer } from '../api/client';
import { Problem } from '../api/problem';
import { toneSet } from '../words';
import { keptSweep } from './kept';
import { languageChosen, languageUse } from './language';
import { navigate } from './location';

export const ROLES = [
	'pupil', 'guardian', 'teacher', 'centre', 'supervisor', 'engineer',
] as const;
export type Role = (typeof ROLES)[number];
export type Stage = 'elementary' | 'middle' | 'high';

export interface School {
	id: string;
	name: string;
	level: Stage;
}

export interface Account {
	id: string;
	name: string;
	role: Role;
	/* Pupils only: the own record, and how big and how simple pages are. */
	pupil?: string | null;
	grade?: number | null;
	stage?: Stage | null;
	/* How far staff reach. */
	region?: string | null;
	office?: string | null;
	schools?: readonly School[];
}

/* The first three keep everything else closed; pin_setup only invites. */
export const NEEDS = ['totp', 'totp_setup', 'pin', 'pin_setup'] as const;
export type Need = (typeof NEEDS)[number];

export interface Session {
	csrf: string;
	/* Nobody until all that is needed has been given. */
	account: Account | null;
	needs: Need | null;
	/* Who is half signed in, while `needs` keeps the pages closed. */
	half?: { name: string; role: Role } | null;
	/* The office's own sign-in is offered. */
	officeSignIn?: boolean;
	/* A demonstration province: nobody in it is real. */
	demo?: boolean;
}

export type SessionAnswer = Answer<'/api/session', 'get'>;

const NOBODY: Session = { csrf: '', account: null, needs: null };

let session = NOBODY;
const listeners = new Set<() => void>();

export function sessionNow(): Session {
	return session;
}

/* Pupils and guardians read 해요체; small children read bigger type. */
export function sessionSet(next: Session) {
	const role = next.account?.role ?? next.half?.role;

	session = next;
	csrfSet(next.csrf);
	toneSet(role === 'pupil' || role === 'guardian' ? 'easy' : 'plain');
	document.documentElement.dataset.audience =
		next.account?.stage ?? (role === undefined ? 'anyone' : 'staff');
	listeners.forEach((listener) => listener());
}

function oneOf<T extends string>(
	all: readonly T[], text: string | null | undefined,
): T | null {
	return all.find((one) => one === text) ?? null;
}

function sessionFrom(answer: SessionAnswer): Session {
	const role = oneOf(ROLES, answer.role);
	const needs = oneOf(NEEDS, answer.needs);
	const closed = needs !== null && needs !== 'pin_setup';
	const shared = {
		csrf: answer.csrf ?? '', officeSignIn: answer.office_sign_in,
		demo: answer.demo,
	};

	if (!answer.signed_in || role === null)
		return { ...NOBODY, ...shared };
	if (closed)
		return {
			...shared, account: null, needs,
			half: { name: answer.name ?? '', role },
		};
	return {
		...shared, needs,
		account: {
			id: answer.account ?? '', name: answer.name ?? '', role,
			pupil: answer.pupil, grade: answer.grade, stage: answer.stage,
			region: answer.region, office: answer.office,
			schools: answer.schools,
		},
	};
}

/*
 * What every step of signing in answers. The account's own language is spoken,
 * unless another was chosen on this page just now: then it becomes the account's.
 */
export async function sessionTake(answer: SessionAnswer) {
	const next = sessionFrom(answer);
	const chosen = languageChosen();

	csrfSet(next.csrf);
	if (next.account && chosen && chosen !== answer.lang)
		void api.put('/api/account/lang', { body: { lang: chosen } })
			.catch(() => undefined);
	else if (next.account && !chosen && answer.lang)
		await languageUse(answer.lang);
	sessionSet(next);
}

/* Nobody signed in is an answer; a lost network leaves what was known. */
export async function sessionLoad() {
	try {
		await sessionTake(await api.get('/api/session'));
	} catch (error) {
		if (error instanceof Problem && error.status === 0)
			return;
		sessionSet(NOBODY);
	}
}

/* What stays true when the person has gone. */
export function sessionForget() {
	const { officeSignIn, demo } = session;

	sessionSet({ ...NOBODY, officeSignIn, demo });
}

/* First away from the page, which may not be for nobody. */
export async function signOut() {
	await api.delete('/api/session');
	keptSweep(session.account?.id);
	navigate('/');
	sessionForget();
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
