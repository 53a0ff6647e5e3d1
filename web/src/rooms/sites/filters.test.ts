import { expect, test } from 'vitest';
import {
	conditionCount, filterOf, PROGRAMMES_FILTER, SITES_FILTER,
} from './filters';

test.each<[string, object]>([
	['', {}],
	['q=%20드론%20&kind=company&page=2', { q: '드론', kind: 'company', page: 2 }],
	['kind=castle&order=price&page=0', {}],
	['step_free=true&certified=false&closed=yes', { step_free: true }],
	['region=0&school=12x', {}],
	['region=4611686018427387904', { region: '4611686018427387904' }],
	[`q=${'가'.repeat(80)}`, { q: '가'.repeat(60) }],
])('sites: %s', (address, want) => {
	expect(filterOf(SITES_FILTER, new URLSearchParams(address)))
		.toEqual(want);
});

test.each<[string, object]>([
	['grade=8&minutes=120&stage=middle', {
		grade: 8, minutes: 120, stage: 'middle',
	}],
	['grade=4&minutes=1.5&free=true', { free: true }],
	['kind=FIELD&order=soon', { kind: 'FIELD', order: 'soon' }],
])('programmes: %s', (address, want) => {
	expect(filterOf(PROGRAMMES_FILTER, new URLSearchParams(address)))
		.toEqual(want);
});

test('conditions are counted', () => {
	expect(conditionCount({ q: 'a', kind: 'FIELD', page: 2 },
		['q', 'kind', 'grade'])).toBe(2);
});
