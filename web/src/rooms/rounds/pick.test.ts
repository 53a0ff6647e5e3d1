import { expect, test } from 'vitest';
import { byProgramme, matching, picked } from './pick';
import type { EventRow } from '../sites/types';

const event = (id: string, programme: string, starts: number) => ({
	id, programme, starts, programme_name: `Drone ${programme}`,
	site_name: '한빛 공방', address: '수원시', kind_name: '', grade_from: 7,
	grade_to: 9,
}) as EventRow;
const events = [event('c', '2', 3), event('a', '1', 1), event('b', '2', 2)];

test('programmes come in the order of their first event', () => {
	expect(byProgramme(events).map((one) =>
		[one.programme, ...one.events.map((e) => e.id)]))
		.toEqual([['1', 'a'], ['2', 'b', 'c']]);
});

test.each([
	['drone 2', ['c', 'b']], ['한빛', ['c', 'a', 'b']], ['없음', []],
	[undefined, ['c', 'a', 'b']],
])('%s finds', (words, want) => {
	expect(matching(events, words).map((one) => one.id)).toEqual(want);
});

test('many are picked and let go at once', () => {
	expect(picked(['a', 'x'], ['a', 'b'], true)).toEqual(['x', 'a', 'b']);
	expect(picked(['a', 'x'], ['a', 'b'], false)).toEqual(['x']);
});
