/*
 * What rounds ask of a teacher today. Classes of one grade of a school may enter
 * the same rounds: one of them is asked for all.
 */
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import type { TodayClass } from '../teacher/todayRows';
import type { OwnRound } from './types';

export interface RoundNeed {
	round: OwnRound;
	classes: TodayClass[];
}

/* The classes of each grade of a school, in their order. */
export function byGrade(classes: readonly TodayClass[]): TodayClass[][] {
	const grades = new Map<string, TodayClass[]>();

	for (const one of classes) {
		const key = `${one.school} ${one.grade}`;

		grades.set(key, [...grades.get(key) ?? [], one]);
	}
	return [...grades.values()];
}

/* Open rounds, the one that closes next first, with all who may enter them. */
export function needsFrom(
	asked: readonly { classes: TodayClass[]; rounds: readonly OwnRound[] }[],
): RoundNeed[] {
	const needs = new Map<string, RoundNeed>();

	for (const { classes, rounds } of asked) {
		for (const round of rounds.filter((one) => one.state === 'open')) {
			const need = needs.get(round.id) ?? { round, classes: [] };

			need.classes.push(...classes);
			needs.set(round.id, need);
		}
	}
	return [...needs.values()].sort((a, b) => a.round.closes - b.round.closes);
}

/* Empty until they are known; a page that tells needs does not wait for it. */
export function useRoundNeeds(classes: readonly TodayClass[]): RoundNeed[] {
	const [needs, setNeeds] = useState<RoundNeed[]>([]);
	const key = classes.map((one) => one.id).join(' ');

	useEffect(() => {
		const leave = new AbortController();
		const asked = byGrade(classes).map(async (grade) => ({
			classes: grade,
			...await api.get('/api/classes/{class}/rounds', {
				path: { class: grade[0]!.id }, signal: leave.signal,
			}),
		}));

		Promise.all(asked).then((all) => setNeeds(needsFrom(all)),
			() => undefined);
		return () => leave.abort();
	}, [key]);
	return needs;
}
