import { expect, test } from 'vitest';
import {
	countsAt, markMake, missingMark, pointNow, rollWith, stateAfter,
} from './marks';
import type { Mark, Person, RollAnswer } from './types';

const mark = (
	point: Mark['point'], state: Mark['state'], at: number,
): Mark => ({ point, state, at, reason: '' });

const person = (pupil: string, ...marks: Mark[]): Person => ({
	pupil, name: `이름 ${pupil}`, school_name: '길잡이중', class_name: '1반',
	number: 1, needs: [], code: '', marks,
});

const roll = (...people: Person[]) => ({ people }) as unknown as RollAnswer;

test('one tap is here, the second missing, the third here again', () => {
	expect([undefined, 'here', 'missing', 'excused'].map((state) =>
		stateAfter(state as Mark['state'] | undefined)))
		.toEqual(['here', 'missing', 'here', 'here']);
});

test('a mark is later than what was said, whatever the clocks say', () => {
	const ahead = person('1', mark('depart', 'missing', 900));

	expect(markMake(ahead, 'arrive', 'here', '', 100).at).toBe(901);
	expect(markMake(ahead, 'arrive', 'here', '', 1000).at).toBe(1000);
	expect(markMake(person('1'), 'home', 'excused', '병원', 7)).toEqual({
		pupil: '1', point: 'home', state: 'excused', reason: '병원', at: 7,
	});
});

test('the last mark counts, of its own pupil and point', () => {
	const shown = rollWith(
		roll(person('1', mark('arrive', 'here', 5)), person('2')), [
			{ pupil: '1', ...mark('arrive', 'missing', 4) },
			{ pupil: '2', ...mark('arrive', 'here', 6) },
			{ pupil: '2', ...mark('arrive', 'missing', 8) },
			{ pupil: '2', ...mark('home', 'here', 1) },
			{ pupil: '3', ...mark('home', 'here', 1) },
		]);

	expect(shown.people[0]!.marks).toEqual([mark('arrive', 'here', 5)]);
	expect(shown.people[1]!.marks).toEqual(
		[mark('arrive', 'missing', 8), mark('home', 'here', 1)]);
	expect(shown.people).toHaveLength(2);
});

test('they are counted by point', () => {
	expect(countsAt([
		person('1', mark('arrive', 'here', 1)), person('2'),
		person('3', mark('arrive', 'missing', 1)),
		person('4', mark('arrive', 'excused', 1)),
		person('5', mark('depart', 'here', 1)),
	], 'arrive')).toEqual({ here: 1, missing: 1, excused: 1, unseen: 2 });
});

test.each([
	[[], false],
	[[mark('depart', 'missing', 1)], true],
	[[mark('depart', 'missing', 1), mark('arrive', 'here', 2)], false],
	[[mark('depart', 'missing', 3), mark('arrive', 'here', 2)], true],
	[[mark('depart', 'missing', 2), mark('arrive', 'here', 2)], true],
	[[mark('depart', 'missing', 1), mark('arrive', 'excused', 2)], false],
])('missing by %j: %s', (marks, is) => {
	expect(missingMark(person('1', ...marks)) !== undefined).toBe(is);
});

test.each([
	[-61, 'depart'], [-29, 'arrive'], [59, 'arrive'], [61, 'leave'],
	[149, 'leave'], [151, 'home'],
])('%i minutes after the start the roll is called at %s', (minute, point) => {
	expect(pointNow({ starts: 0, ends: 120 * 60_000 }, minute * 60_000))
		.toBe(point);
});
