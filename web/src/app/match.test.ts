import { expect, test } from 'vitest';
import { routeMatch } from './match';

const routes = [
	{ path: '/' },
	{ path: '/rounds/new' },
	{ path: '/rounds/{round}' },
	{ path: '/rounds/{round}/seats/{seat}' },
];

test.each([
	['/', '/', {}],
	['/rounds/new', '/rounds/new', {}],
	['/rounds/7', '/rounds/{round}', { round: '7' }],
	['/rounds/7/', '/rounds/{round}', { round: '7' }],
	['/rounds/%EA%B9%80', '/rounds/{round}', { round: '김' }],
	['/rounds/7/seats/3', '/rounds/{round}/seats/{seat}',
		{ round: '7', seat: '3' }],
	['/rounds', undefined, undefined],
	['/rounds/%E0%A4', undefined, undefined],
	['/nowhere', undefined, undefined],
])('%s is %s', (path, route, params) => {
	const match = routeMatch(routes, path);

	expect(match?.route.path).toBe(route);
	expect(match?.params).toEqual(params);
});
