import { expect, test } from 'vitest';
import {
	briefHref, fits, nextReady, showOf, type ClassPupil, type Show,
} from './classFilter';

const pupil = (id: string, change: Partial<ClassPupil> = {}): ClassPupil => ({
	id, name: id, test: 'done', answered: 48, notices: [], brief: 'none',
	ai: true, consent: 'given', card: true, ...change,
});

test.each<[Partial<ClassPupil>, Show[]]>([
	[{}, ['ready']],
	[{ brief: 'draft' }, ['ready']],
	[{ brief: 'signed' }, ['signed']],
	[{ test: 'running' }, ['unanswered']],
	[{ test: 'none', consent: 'guardian' }, ['unanswered', 'consent']],
	[{ ai: false }, ['ready', 'refused']],
])('%o is shown under %o', (change, want) => {
	const shows: Show[] = [
		'unanswered', 'ready', 'signed', 'refused', 'consent'];

	expect(shows.filter((show) => fits(pupil('a', change), show)))
		.toEqual(want);
});

test('an unknown filter shows all', () => {
	expect(showOf('nonsense')).toBe('');
	expect(fits(pupil('a'), '')).toBe(true);
});

test('the next to read comes after this one, around the class', () => {
	const pupils = [
		pupil('a'), pupil('b', { brief: 'signed' }), pupil('c'), pupil('d'),
	];

	expect(nextReady(pupils)?.id).toBe('a');
	expect(nextReady(pupils, 'b')?.id).toBe('c');
	expect(nextReady(pupils, 'd')?.id).toBe('a');
	expect(nextReady([pupil('a')], 'a')).toBeUndefined();
});

test('the way to a brief remembers the class', () => {
	expect(briefHref('1', '2')).toBe('/pupils/1/brief?class=2');
	expect(briefHref('1')).toBe('/pupils/1/brief');
});
