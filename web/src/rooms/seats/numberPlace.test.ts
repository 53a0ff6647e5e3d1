import { expect, test } from 'vitest';
import { lanesOf, shareOf } from './numberPlace';

test.each([
	['0000000000000000', 0], ['8000000000000000', 0.5],
	['c000000000000000', 0.75], ['', 0],
])('%s lies at %d', (number, share) => {
	expect(shareOf(number)).toBe(share);
});

const half = '8000000000000000';
const late = 'c000000000000000';

test('in the same band one lane holds both', () => {
	expect(lanesOf({ band: 0, number: half }, { band: 0, number: late }))
		.toEqual([{ band: 0, reached: 0.5, own: 0.75 }]);
});

test('in a later band the seats ran out before it', () => {
	expect(lanesOf({ band: 0, number: half }, { band: 2, number: late }))
		.toEqual([{ band: 0, reached: 0.5, own: null },
			{ band: 2, reached: 0, own: 0.75 }]);
});

test('in an earlier band all would have had one', () => {
	expect(lanesOf({ band: 1, number: half }, { band: 0, number: late })[0])
		.toEqual({ band: 0, reached: 1, own: 0.75 });
});
