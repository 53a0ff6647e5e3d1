import { expect, test } from 'vitest';
import { pagesShown } from './pagesShown';

test.each([
	[1, 1, '1'],
	[1, 3, '1 2 3'],
	[1, 9, '1 2 … 9'],
	[3, 9, '1 2 3 4 … 9'],		/* a gap of one shows the page itself */
	[4, 9, '1 2 3 4 5 … 9'],
	[5, 9, '1 … 4 5 6 … 9'],
	[9, 9, '1 … 8 9'],
])('page %d of %d shows %s', (page, pages, want) => {
	expect(pagesShown(page, pages).map((n) => n ?? '…').join(' ')).toBe(want);
});
