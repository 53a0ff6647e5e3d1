/*
 * The worked example of /how-seats. Its numbers stand in example.json; a test of
 * the program (test/program/example.test.mjs) draws them again.
 */
import { language, t } from '../../words/all';
import data from './example.json';

export interface ExampleSession {
	id: string;
	name: { ko: string; en: string };
	seats: number;
	reserve?: { group: string; seats: number };
}

export type ExampleStep = (typeof data)['steps'][number][number];
export type ExamplePupil = (typeof data)['pupils'][number];

export const example = { ...data, sessions: data.sessions as ExampleSession[] };

const pupils = new Map(data.pupils.map((pupil) => [pupil.id, pupil]));
const sessions = new Map(example.sessions.map((one) => [one.id, one]));

export const pupilOf = (id: string): ExamplePupil => pupils.get(id)!;
export const sessionOf = (id: string): ExampleSession => sessions.get(id)!;

export function pupilName(id: string): string {
	return pupilOf(id).name[language()];
}

export function sessionName(id: string): string {
	return sessionOf(id).name[language()];
}

export function pupilNames(ids: readonly string[]): string {
	return ids.map(pupilName).join(', ');
}

/* Who of those that were kept sits on a reserved seat. */
export function reservedIn({ session, kept }: ExampleStep): string[] {
	const { reserve } = sessionOf(session);

	return kept.filter((id) => reserve && pupilOf(id).groups.includes(
		reserve.group)).slice(0, reserve?.seats ?? 0);
}

/* What happened at one session, as a sentence. */
export function stepText(step: ExampleStep): string {
	const words = {
		session: sessionName(step.session), asked: pupilNames(step.asked),
		kept: pupilNames(step.kept), refused: pupilNames(step.refused),
	};
	const reserved = reservedIn(step);
	const told = step.refused.length === 0
		? t('seats.how.step.all', words) : t('seats.how.step.some', words);

	return reserved.length > 0 && step.refused.length > 0
		? `${told} ${t('seats.how.step.reserved',
			{ name: pupilNames(reserved) })}` : told;
}

/* The two tables as the program reads them. */
export function sessionsFile(): string {
	return ['session,seats,min_open,node,site,slot,reserve',
		...example.sessions.map(({ id, seats, reserve }) => `${id},${seats},0,,,,${
			reserve ? `${reserve.group}:${reserve.seats}` : ''}`)].join('\n');
}

export function applicantsFile(): string {
	return ['applicant,size,node,groups,band,choices',
		...example.pupils.map(({ id, groups, choices }) =>
			`${id},1,,${groups.join(';')},0,${choices.join('>')}`)].join('\n');
}
