import { expect, test } from 'vitest';
import {
	dropPlace, ranked, rankingFrom, stepAside, type Change, type Ranking,
} from './ranking';

const rows: [string, string, Change, string][] = [
	['to an empty list', '', { kind: 'add', id: 'a' }, 'a'],
	['at the end', 'ab', { kind: 'add', id: 'c' }, 'abc'],
	['not twice', 'ab', { kind: 'add', id: 'a' }, 'ab'],
	['not past the most', 'abcd', { kind: 'add', id: 'e' }, 'abcd'],
	['away', 'abc', { kind: 'remove', id: 'b' }, 'ac'],
	['away, never there', 'abc', { kind: 'remove', id: 'x' }, 'abc'],
	['back to its place', 'ac', { kind: 'insert', id: 'b', to: 1 }, 'abc'],
	['back, past the end', 'ac', { kind: 'insert', id: 'b', to: 9 }, 'acb'],
	['up', 'abc', { kind: 'move', id: 'c', to: 1 }, 'acb'],
	['down', 'abc', { kind: 'move', id: 'a', to: 1 }, 'bac'],
	['to the top', 'abcd', { kind: 'move', id: 'd', to: 0 }, 'dabc'],
	['above the top', 'abc', { kind: 'move', id: 'a', to: -1 }, 'abc'],
	['below the end', 'abc', { kind: 'move', id: 'c', to: 3 }, 'abc'],
	['what is not there', 'abc', { kind: 'move', id: 'x', to: 0 }, 'abc'],
];

test.each(rows)('%s', (_, before, change, after) => {
	expect(ranked([...before], change, 4).join('')).toBe(after);
});

test('what changes nothing is the same list', () => {
	const list: Ranking = ['a', 'b'];

	for (const change of [
		{ kind: 'add', id: 'a' }, { kind: 'move', id: 'a', to: 0 },
		{ kind: 'remove', id: 'c' }, { kind: 'move', id: 'b', to: 7 },
	] as Change[])
		expect(ranked(list, change, 4)).toBe(list);
});

test('a list that was kept is taken as far as it holds', () => {
	expect(rankingFrom(['a', 'x', 'b', 'a', 'c'], new Set('abc'), 2))
		.toEqual(['a', 'b']);
});

const even = [0, 100, 200, 300].map((top) => ({ top, height: 100 }));
const uneven = [{ top: 0, height: 40 }, { top: 40, height: 200 },
	{ top: 240, height: 60 }];

test.each([
	[even, 0, 0, 0], [even, 0, 49, 0], [even, 0, 101, 1], [even, 0, 999, 3],
	[even, 3, -101, 2], [even, 3, -999, 0], [even, 2, 20, 2],
	[uneven, 0, 121, 1], [uneven, 2, -100, 2], [uneven, 2, -140, 1],
])('row %# of a drag', (spans, dragged, moved, place) => {
	expect(dropPlace(spans, dragged, moved)).toBe(place);
});

test('rows between step aside by the height of the dragged one', () => {
	expect([0, 1, 2, 3].map((row) => stepAside(row, 0, 2, 50)))
		.toEqual([0, -50, -50, 0]);
	expect([0, 1, 2, 3].map((row) => stepAside(row, 3, 1, 50)))
		.toEqual([0, 50, 50, 0]);
});
