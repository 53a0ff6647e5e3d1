import { expect, test } from 'vitest';
import {
	fieldsOf, PROGRAMME_NEW, programmeBody, unread, wholeRead,
} from './programmeFields';
import type { Programme } from './types';

test.each([
	['120', 120], ['10,000', 10000], [' 5 ', 5], ['0', 0],
	['1.5', undefined], ['-1', undefined], ['', undefined],
	['12345678901', undefined],
])('%s is %s', (text, want) => {
	expect(wholeRead(text)).toBe(want);
});

test('what is no number is named', () => {
	expect(unread(PROGRAMME_NEW)).toEqual([]);
	expect(unread({ ...PROGRAMME_NEW, minutes: '두 시간', cost: '' }))
		.toEqual(['minutes', 'cost']);
});

test('a programme goes into the form and out again as it was', () => {
	const body = {
		name: '드론 조종', kind: 'FIELD', field: 'transport', about: '날립니다',
		grade_from: 7, grade_to: 9, minutes: 120, cost: 3000,
		safety: '긴 바지', pupils_per_adult: 8, state: 'closed',
	} as const;
	const one = {
		...body, standards: [{ code: '9진로01-01', text: '글' }],
	} as unknown as Programme;

	expect(programmeBody(fieldsOf(one), one.state))
		.toEqual({ ...body, standards: ['9진로01-01'] });
});
