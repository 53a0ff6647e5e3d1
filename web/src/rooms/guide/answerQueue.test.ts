import { beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { answerQueue, answersKept, type Given } from './answerQueue';

const given = (value: Given['value']): Given => ({ value, milliseconds: 900 });
const lost = new Problem({ status: 0, id: 'network' });

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

function queueOf(send: (item: string, one: Given) => Promise<unknown>) {
	return answerQueue({
		sheet: '7', send, storage, onChange: () => undefined, pause: () => 1,
	});
}

test('answers go one after the other, and are then safe', async () => {
	const sent: string[] = [];
	const queue = queueOf(async (item) => {
		sent.push(item);
	});

	queue.put('a', given(3));
	queue.put('b', given(4));
	expect(queue.state()).toMatchObject({
		pending: 2, items: { a: 'saving', b: 'saving' },
	});
	await queue.settled();
	expect(sent).toEqual(['a', 'b']);
	expect(queue.state()).toMatchObject({
		pending: 0, failing: false, items: { a: 'saved', b: 'saved' },
	});
	expect(answersKept('7', storage)).toEqual([]);
});

test('what is lost on the way is sent again', async () => {
	const send = vi.fn()
		.mockRejectedValueOnce(lost)
		.mockRejectedValueOnce(new Problem({ status: 503, id: 'busy' }))
		.mockResolvedValue(undefined);
	const queue = queueOf(send);

	queue.put('a', given(5));
	await queue.settled();
	expect(send).toHaveBeenCalledTimes(3);
	expect(queue.state().pending).toBe(0);
});

test('a newer answer to the same item replaces one that waits', async () => {
	const values: number[] = [];
	let first: () => void = () => undefined;
	const queue = queueOf((_, one) => {
		values.push(one.value);
		return values.length === 1 ? new Promise<void>((resolve) => {
			first = resolve;
		}) : Promise.resolve();
	});

	queue.put('a', given(1));
	queue.put('a', given(2));
	queue.put('a', given(4));
	first();
	await queue.settled();
	expect(values).toEqual([1, 4]);
});

test('a reload goes on with what was kept', async () => {
	const before = queueOf(() => Promise.reject(lost));

	before.put('a', given(2));
	before.put('b', given(3));
	before.close();
	const sent: [string, number][] = [];
	const after = queueOf(async (item, one) => {
		sent.push([item, one.value]);
	});
	await after.settled();
	expect(sent).toEqual([['a', 2], ['b', 3]]);
});

test('a refusal stops and is told; nothing is thrown away', async () => {
	const finished = new Problem({ status: 409, id: 'test.finished' });
	const queue = queueOf(() => Promise.reject(finished));

	queue.put('a', given(2));
	await expect(queue.settled()).rejects.toBe(finished);
	expect(queue.state()).toMatchObject({ pending: 1, refusal: finished });
	expect(answersKept('7', storage)).toHaveLength(1);
});
