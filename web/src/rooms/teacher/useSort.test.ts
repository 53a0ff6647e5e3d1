import { expect, test } from 'vitest';
import { sorted } from './useSort';

const rows = [
	{ name: '다', n: 2 }, { name: '가', n: null }, { name: '나', n: 10 },
];
const values = {
	name: (row: typeof rows[number]) => row.name,
	n: (row: typeof rows[number]) => row.n,
};

test.each([
	['name', false, '가나다'],
	['name', true, '다나가'],
	['n', false, '다나가'],		/* what is not known stands last … */
	['n', true, '나다가'],		/* … in either order */
	['nothing', false, '다가나'],
])('by %s, descending %s', (key, descending, want) => {
	expect(sorted(rows, { key, descending }, values)
		.map((row) => row.name).join('')).toBe(want);
});
