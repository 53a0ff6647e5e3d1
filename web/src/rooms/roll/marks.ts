/*
 * The roll as marks change it. Of a person at a point the mark counts that was
 * made last, here as on the server.
 */
import type { Mark, Marked, MarkState, Person, Point, RollAnswer } from './types';

export const POINTS: readonly Point[] = ['depart', 'arrive', 'leave', 'home'];

const HALF_HOUR_MS = 30 * 60_000;

export function markAt(person: Person, point: Point): Mark | undefined {
	return person.marks.find((mark) => mark.point === point);
}

/* One tap is here, the second missing, and so on. */
export function stateAfter(state: MarkState | undefined): MarkState {
	return state === 'here' ? 'missing' : 'here';
}

/* Later than what was said before, though another phone's clock may be ahead. */
export function markMake(
	person: Person, point: Point, state: MarkState, reason: string,
	now = Date.now(),
): Marked {
	const before = person.marks.map((mark) => mark.at + 1);

	return {
		pupil: person.pupil, point, state, reason,
		at: Math.max(now, ...before),
	};
}

function personWith(person: Person, marks: readonly Marked[]): Person {
	const all = new Map(person.marks.map((mark) => [mark.point, mark]));

	for (const { pupil, ...mark } of marks) {
		if (pupil === person.pupil && mark.at > (all.get(mark.point)?.at ?? -1))
			all.set(mark.point, mark);
	}
	return { ...person, marks: [...all.values()] };
}

export function rollWith(
	roll: RollAnswer, marks: readonly Marked[],
): RollAnswer {
	return {
		...roll, people: roll.people.map((person) => personWith(person, marks)),
	};
}

export interface Counts {
	here: number;
	missing: number;
	excused: number;
	unseen: number;
}

export function countsAt(people: readonly Person[], point: Point): Counts {
	const counts = { here: 0, missing: 0, excused: 0, unseen: 0 };

	for (const person of people)
		counts[markAt(person, point)?.state ?? 'unseen'] += 1;
	return counts;
}

/* The last mark of all points says missing; in doubt somebody is. */
export function missingMark(person: Person): Mark | undefined {
	const last = Math.max(...person.marks.map((mark) => mark.at));

	return person.marks.find((mark) =>
		mark.at === last && mark.state === 'missing');
}

/* Where a roll is called at this moment, most likely. */
export function pointNow(
	event: { starts: number; ends: number }, now = Date.now(),
): Point {
	if (now < event.starts - HALF_HOUR_MS)
		return 'depart';
	if (now < (event.starts + event.ends) / 2)
		return 'arrive';
	return now < event.ends + HALF_HOUR_MS ? 'leave' : 'home';
}
