import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import {
	addressOf, api as typed, csrfSet, isAbort, onSessionEnded,
} from './client';
import { Problem } from './problem';

/* Paths made up here are in no schema. */
const api = typed as unknown as Record<keyof typeof typed,
	(path: string, options?: object) => Promise<any>>;

const answer = (status: number, body = '') =>
	new Response(status === 204 ? null : body, { status });
const fetchMock = vi.fn();

beforeEach(() => {
	vi.stubGlobal('fetch', fetchMock);
	csrfSet('token-1');
});
afterEach(() => {
	fetchMock.mockReset();
	vi.unstubAllGlobals();
});

test.each([
	['/api/rounds', {}, '/api/rounds'],
	['/api/rounds/{round}', { path: { round: '7/8' } }, '/api/rounds/7%2F8'],
	['/api/pupils', { query: { q: '김', page: 2, sort: '' } },
		'/api/pupils?q=%EA%B9%80&page=2'],
	['/api/pupils', { query: { stage: ['a', 'b'], x: undefined } },
		'/api/pupils?stage=a&stage=b'],
])('%s with %o is %s', (template, call, want) => {
	expect(addressOf(template, call)).toBe(want);
});

test('a missing path value is our bug', () => {
	expect(() => addressOf('/api/rounds/{round}')).toThrow('{round}');
});

test('a GET carries no token, a PUT does', async () => {
	fetchMock.mockImplementation(async () => answer(200, '{"n":1}'));
	expect(await api.get('/api/x')).toEqual({ n: 1 });
	await api.put('/api/x', { body: { a: 1 } });
	const [get, put] = fetchMock.mock.calls.map(([, init]) => init);
	expect(get.headers['X-CSRF-Token']).toBeUndefined();
	expect(put.headers['X-CSRF-Token']).toBe('token-1');
	expect(put.body).toBe('{"a":1}');
});

test('an empty answer is undefined', async () => {
	fetchMock.mockResolvedValue(answer(204));
	expect(await api.delete('/api/x')).toBeUndefined();
});

describe('failures', () => {
	test('a problem keeps its id, fields and reference', async () => {
		fetchMock.mockResolvedValue(answer(422, JSON.stringify({
			id: 'round.invalid', reference: 'A1B2',
			fields: [{ name: 'title', id: 'field.required' }],
		})));
		const error = await api.post('/api/x', { body: {} }).catch((e) => e);
		expect(error).toBeInstanceOf(Problem);
		expect(error).toMatchObject({
			status: 422, id: 'round.invalid', reference: 'A1B2',
		});
		expect(error.fields[0].name).toBe('title');
	});

	test('a page that is not JSON still has a status', async () => {
		fetchMock.mockResolvedValue(answer(502, '<html>'));
		await expect(api.get('/api/x')).rejects.toMatchObject({
			status: 502, id: 'status.502',
		});
	});

	test('401 tells the shell', async () => {
		const ended = vi.fn();
		onSessionEnded(ended);
		fetchMock.mockResolvedValue(answer(401, '{}'));
		await expect(api.get('/api/x')).rejects.toMatchObject({ status: 401 });
		expect(ended).toHaveBeenCalledOnce();
	});

	test('a lost GET is asked twice, a lost POST once', async () => {
		fetchMock.mockRejectedValue(new TypeError('network'));
		await expect(api.get('/api/x')).rejects.toMatchObject({ status: 0 });
		expect(fetchMock).toHaveBeenCalledTimes(2);
		fetchMock.mockClear();
		await expect(api.post('/api/x')).rejects.toMatchObject({ status: 0 });
		expect(fetchMock).toHaveBeenCalledTimes(1);
	});

	test('a call that was called off is not repeated', async () => {
		fetchMock.mockRejectedValue(new DOMException('x', 'AbortError'));
		const error = await api.get('/api/x').catch((e) => e);
		expect(isAbort(error)).toBe(true);
		expect(fetchMock).toHaveBeenCalledTimes(1);
	});
});
