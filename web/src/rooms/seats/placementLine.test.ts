import { expect, test } from 'vitest';
import { placementOf } from './placementLine';

const file = 'applicant,session,rank\n00aa,7,2\n00ab,,\n';

test.each([
	['00aa', { session: '7', rank: '2' }],
	['00ab', { session: '', rank: '' }],
	['00ac', undefined],
	['', undefined],
])('%s', (pseudonym, placement) => {
	expect(placementOf(file, pseudonym)).toEqual(placement);
});

test('columns may stand in any order, and a file may be empty', () => {
	expect(placementOf('rank,applicant,session\n3,x,9\n', 'x'))
		.toEqual({ session: '9', rank: '3' });
	expect(placementOf('', 'x')).toBeUndefined();
});
