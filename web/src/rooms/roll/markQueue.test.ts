import { expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { markQueue, worthAnother, type Sent } from './markQueue';
import type { Marked } from './types';

const lost = new Problem({ status: 0, id: 'network' });
const busy = new Problem({ status: 503, id: 'busy' });
const ended = new Problem({ status: 401, id: 'session.expired' });
const cancelled = new Problem({ status: 409, id: 'roll.cancelled' });
const done: Sent = { refused: [] };
const but = (...pupils: string[]): Sent => ({
	refused: pupils.map((pupil) => ({ pupil, point: 'arrive', why: '없음' })),
});

const mark = (pupil: string, at = 1, more: Partial<Marked> = {}): Marked => ({
	pupil, point: 'arrive', state: 'here', reason: '', at, ...more,
});

function queueOf(
	send: (marks: readonly Marked[]) => Promise<Sent>,
	from: readonly Marked[] = [],
) {
	const sent: Marked[] = [];
	const left: (readonly Marked[])[] = [];

	return {
		sent, left,
		queue: markQueue({
			from, send, pause: () => 2,
			onSent: (marks) => void sent.push(...marks),
			onChange: (waiting) => void left.push([...waiting]),
		}),
	};
}

test('a mark is sent at once and waits until the server has it', async () => {
	const send = vi.fn(async () => done);
	const { queue, sent, left } = queueOf(send);

	queue.put(mark('1'));
	expect(queue.waiting()).toEqual([mark('1')]);
	await vi.waitFor(() => expect(queue.waiting()).toEqual([]));
	expect(sent).toEqual([mark('1')]);
	expect(left).toEqual([[mark('1')], []]);
	expect(send).toHaveBeenCalledTimes(1);
});

test.each([[lost], [busy], [ended]])(
	'marks wait through %s and go together', async (error) => {
		let down = true;
		const send = vi.fn<(marks: readonly Marked[]) => Promise<Sent>>(() =>
			(down ? Promise.reject(error) : Promise.resolve(done)));
		const { queue, sent } = queueOf(send);

		queue.put(mark('1'));
		queue.put(mark('2'));
		queue.put(mark('1', 5, { state: 'missing' }));
		await vi.waitFor(() => expect(send.mock.calls.length)
			.toBeGreaterThan(2));
		expect(sent).toEqual([]);
		expect(queue.refused()).toEqual([]);
		down = false;
		await vi.waitFor(() => expect(queue.waiting()).toEqual([]));
		expect(sent).toEqual([mark('2'), mark('1', 5, { state: 'missing' })]);
	});

test('what is changed while it is sent is sent after it', async () => {
	let answer: (value: Sent) => void = () => undefined;
	const send = vi.fn<(marks: readonly Marked[]) => Promise<Sent>>()
		.mockReturnValueOnce(new Promise((resolve) => {
			answer = resolve;
		})).mockResolvedValue(done);
	const { queue } = queueOf(send);

	queue.put(mark('1', 1));
	queue.put(mark('1', 2, { state: 'missing' }));
	answer(done);
	await vi.waitFor(() => expect(queue.waiting()).toEqual([]));
	expect(send.mock.calls.map(([marks]) => marks.map((one) => one.at)))
		.toEqual([[1], [2]]);
});

test('what waited when the page was left is sent', async () => {
	const { queue, sent } = queueOf(async () => done, [mark('1'), mark('2')]);

	await vi.waitFor(() => expect(sent).toHaveLength(2));
	expect(queue.waiting()).toEqual([]);
});

test('one that is refused is set aside and holds up nothing', async () => {
	const send = vi.fn<(marks: readonly Marked[]) => Promise<Sent>>()
		.mockResolvedValueOnce(but('2', '9')).mockResolvedValue(done);
	const { queue, sent } = queueOf(send, [mark('1'), mark('2'), mark('3')]);

	await vi.waitFor(() => expect(queue.waiting()).toEqual([]));
	expect(sent).toEqual([mark('1'), mark('3')]);
	expect(queue.refused().map((one) => [one.mark.pupil, one.why]))
		.toEqual([['2', '없음']]);
	queue.put(mark('2', 9));
	await vi.waitFor(() => expect(queue.waiting()).toEqual([]));
	expect(queue.refused()).toEqual([]);
});

test('many go in pieces that the server takes', async () => {
	const send = vi.fn<(marks: readonly Marked[]) => Promise<Sent>>(
		async () => done);
	const all = Array.from({ length: 450 }, (_, i) => mark(String(i)));
	const { queue } = queueOf(send, all);

	await vi.waitFor(() => expect(queue.waiting()).toEqual([]));
	expect(send.mock.calls.map(([marks]) => marks.length))
		.toEqual([200, 200, 50]);
});

test('leaving tries no more and forgets nothing', async () => {
	const send = vi.fn(() => Promise.reject(lost));
	const { queue, left } = queueOf(send);

	queue.put(mark('1'));
	await vi.waitFor(() => expect(send).toHaveBeenCalled());
	queue.close();
	await new Promise((resolve) => {
		setTimeout(resolve, 20);
	});
	const calls = send.mock.calls.length;

	await new Promise((resolve) => {
		setTimeout(resolve, 20);
	});
	expect(send).toHaveBeenCalledTimes(calls);
	expect(left.at(-1)).toEqual([mark('1')]);
});

test('a refusal of all sets all aside', async () => {
	const { queue, sent } = queueOf(() => Promise.reject(cancelled),
		[mark('1'), mark('2')]);

	await vi.waitFor(() => expect(queue.refused()).toHaveLength(2));
	expect(queue.refused()[0]!.error).toBe(cancelled);
	expect([queue.waiting(), sent]).toEqual([[], []]);
});

test.each([
	[lost, true], [busy, true], [ended, true], [new TypeError('x'), true],
	[cancelled, false],
])('%s is worth another attempt: %s', (error, is) => {
	expect(worthAnother(error)).toBe(is);
});
