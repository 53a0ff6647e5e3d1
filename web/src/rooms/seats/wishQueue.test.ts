import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { wishesForget, wishesKept, wishQueue } from './wishQueue';

const lost = new Problem({ status: 0, id: 'network' });
const late = new Problem({ status: 409, id: 'round_closed' });

function memory(): Storage {
	const rows = new Map<string, string>();

	return {
		getItem: (key: string) => rows.get(key) ?? null,
		setItem: (key: string, text: string) => void rows.set(key, text),
		removeItem: (key: string) => void rows.delete(key),
	} as unknown as Storage;
}

let storage: Storage;

beforeEach(() => {
	storage = memory();
});

function queueOf(
	send: (list: readonly string[]) => Promise<number>, savedAt?: number,
	onChange: () => unknown = () => undefined,
) {
	return wishQueue({
		under: 'pupil.7.1', savedAt, send, storage, restMs: 2,
		onChange, pause: () => 2,
	});
}

const statusOf = (queue: ReturnType<typeof queueOf>) => queue.state().status;
const arrives = (queue: ReturnType<typeof queueOf>, status: string) =>
	vi.waitFor(() => expect(statusOf(queue)).toBe(status));

test('several changes in a row are one write of the newest list', async () => {
	const send = vi.fn(async () => 1000);
	const queue = queueOf(send);

	expect(statusOf(queue)).toBe('idle');
	queue.put(['a']);
	queue.put(['a', 'b']);
	queue.put(['b', 'a']);
	expect(statusOf(queue)).toBe('saving');
	await arrives(queue, 'saved');
	expect(send.mock.calls).toEqual([[['b', 'a']]]);
	expect(queue.state().savedAt).toBe(1000);
	expect(wishesKept('pupil.7.1', 1000, storage)).toBeUndefined();
});

test('without a network the list waits here and is sent again', async () => {
	const send = vi.fn<(list: readonly string[]) => Promise<number>>()
		.mockRejectedValueOnce(lost)
		.mockRejectedValueOnce(new Problem({ status: 503, id: 'busy' }))
		.mockResolvedValue(5);
	const seen: string[] = [];
	const queue = queueOf(send, undefined, () => seen.push(statusOf(queue)));

	queue.put(['a']);
	expect(wishesKept('pupil.7.1', undefined, storage))
		.toEqual({ list: ['a'], sure: true });
	await arrives(queue, 'saved');
	expect(seen).toEqual(['saving', 'waiting', 'waiting', 'saved']);
	expect(send).toHaveBeenCalledTimes(3);
});

test('what is changed while it is sent is sent after it', async () => {
	const sent: string[] = [];
	let first: (at: number) => void = () => undefined;
	const queue = queueOf((list) => {
		sent.push(list.join(''));
		return sent.length === 1 ? new Promise((resolve) => {
			first = resolve;
		}) : Promise.resolve(2);
	});

	queue.put(['a']);
	await vi.waitFor(() => expect(sent).toEqual(['a']));
	queue.put(['a', 'b']);
	first(1);
	await arrives(queue, 'saved');
	expect(sent).toEqual(['a', 'ab']);
	expect(queue.state().savedAt).toBe(2);
	expect(wishesKept('pupil.7.1', 2, storage)).toBeUndefined();
});

test('a refusal is told, and what was meant stays on the device', async () => {
	const send = vi.fn(() => Promise.reject(late));
	const queue = queueOf(send, 10);

	queue.put(['a']);
	await arrives(queue, 'refused');
	expect(queue.state().error).toBe(late);
	expect(send).toHaveBeenCalledTimes(1);
	expect(wishesKept('pupil.7.1', 10, storage)?.list).toEqual(['a']);
});

test('leaving sends what waits at once', async () => {
	const send = vi.fn(async () => 1);
	const queue = wishQueue({
		under: 'x', savedAt: undefined, send, storage, restMs: 60_000,
		onChange: () => undefined,
	});

	queue.put(['a']);
	queue.close();
	await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
	await vi.waitFor(() =>
		expect(wishesKept('x', 1, storage)).toBeUndefined());
});

test('leaving without a network keeps the list and tries no more', async () => {
	const send = vi.fn(() => Promise.reject(lost));
	const queue = queueOf(send);

	queue.put(['a']);
	await arrives(queue, 'waiting');
	queue.close();
	await new Promise((resolve) => {
		setTimeout(resolve, 20);
	});
	const calls = send.mock.calls.length;

	await new Promise((resolve) => {
		setTimeout(resolve, 20);
	});
	expect(send).toHaveBeenCalledTimes(calls);
	expect(wishesKept('pupil.7.1', undefined, storage)?.list).toEqual(['a']);
});

test('a kept list is sure only if nothing was saved elsewhere', async () => {
	const queue = queueOf(() => Promise.reject(lost), 10);

	queue.put(['a']);
	queue.close();
	expect(wishesKept('pupil.7.1', 10, storage))
		.toEqual({ list: ['a'], sure: true });
	expect(wishesKept('pupil.7.1', 11, storage)?.sure).toBe(false);
	expect(wishesKept('pupil.8.1', 10, storage)).toBeUndefined();
	wishesForget('pupil.7.1', storage);
	expect(wishesKept('pupil.7.1', 10, storage)).toBeUndefined();
});

test.each(['', 'null', '{}', '{"list":3}', '{"list":[1]}', '[[', '7'])(
	'what is kept and broken (%s) is nothing', (text) => {
		storage.setItem('giljabi.wishes.x', text);
		expect(wishesKept('x', undefined, storage)).toBeUndefined();
	});
