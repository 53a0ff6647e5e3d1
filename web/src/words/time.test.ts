import { beforeAll, expect, test } from 'vitest';
import { languageSet } from './index';
import { dateText, dateTimeText, numberText, timeText } from './time';

const rows: [string, 'ko' | 'en', string][] = [
	['2026-03-02T00:00:00Z', 'ko', '2026. 3. 2.(월) 09:00'],
	['2026-03-01T15:00:00Z', 'ko', '2026. 3. 2.(월) 00:00'],
	['2026-12-31T14:59:00Z', 'ko', '2026. 12. 31.(목) 23:59'],
	['2026-03-02T00:05:00Z', 'en', 'Mon 2 Mar 2026 09:05'],
];

test.each(rows)('%s in %s is %s', async (moment, language, want) => {
	await languageSet(language);
	expect(dateTimeText(moment)).toBe(want);
	expect(dateTimeText(Date.parse(moment))).toBe(want);
	expect(want).toBe(`${dateText(moment)} ${timeText(moment)}`);
});

beforeAll(() => languageSet('ko'));

test.each([
	[1234567, 0, '1,234,567'],
	[0.5, 2, '0.50'],
])('%d with %d digits is %s', (n, digits, want) => {
	expect(numberText(n, digits)).toBe(want);
});
