import { expect, test } from 'vitest';
import { byGrade, needsFrom } from './roundNeeds';
import { sorted } from './sorted';
import type { TodayClass } from '../teacher/todayRows';
import type { OwnRound } from './types';

const group = (id: string, school: string, grade: number) =>
	({ id, school, grade }) as TodayClass;
const round = (id: string, state: string, more: object = {}) =>
	({ id, state, closes: 0, ...more }) as OwnRound;

test('one class of each grade of a school is asked', () => {
	const classes = [group('1', 'a', 1), group('2', 'a', 1),
		group('3', 'a', 2), group('4', 'b', 1)];

	expect(byGrade(classes).map((grade) => grade.map((one) => one.id)))
		.toEqual([['1', '2'], ['3'], ['4']]);
});

test('only open rounds ask, and each once for all its classes', () => {
	const needs = needsFrom([
		{
			classes: [group('1', 'a', 1), group('2', 'a', 1)],
			rounds: [round('7', 'open', { closes: 20 }), round('8', 'drawn')],
		},
		{
			classes: [group('3', 'a', 2)],
			rounds: [round('9', 'open', { closes: 10 }),
				round('7', 'open', { closes: 20 })],
		},
	]);

	expect(needs.map((need) =>
		[need.round.id, need.classes.map((one) => one.id).join('')]))
		.toEqual([['9', '3'], ['7', '123']]);
});

test('rounds are sorted by what they ask of the reader', () => {
	const event = (starts: number, ends: number) => ({ starts, ends });
	const parts = sorted([
		round('soon', 'published'),
		round('second', 'open', { closes: 9 }),
		round('first', 'open', { closes: 8 }),
		round('was', 'announced', { seat: 'accepted', event: event(1, 2) }),
		round('missed', 'announced', { seat: 'absent', event: event(3, 4) }),
		round('mine', 'announced', { seat: 'offered', event: event(20, 30) }),
		round('gone', 'announced', { seat: 'declined', event: event(20, 30) }),
		round('none', 'announced'),
	], 10);

	expect(Object.entries(parts).map(([name, rounds]: [string, OwnRound[]]) =>
		[name, rounds.map((one) => one.id).join(' ')])).toEqual([
		['open', 'first second'], ['held', 'mine'], ['past', 'missed was'],
		['other', 'soon gone none'],
	]);
});
