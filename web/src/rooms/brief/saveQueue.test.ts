import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Problem } from '../../api/problem';
import { saveQueueNew, type QueueState } from './saveQueue';

let state: QueueState | undefined;
const queue = () => saveQueueNew(undefined, (next) => {
	state = next;
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('the newest words of each are saved once, in order', async () => {
	const saved: string[] = [];
	const q = queue();
	const save = (text: string) => async () => {
		saved.push(text);
	};

	q.put('summary', save('가'), 800);
	q.put('summary', save('가나'), 800);
	q.put('talk', save('다'), 800);
	expect(state?.status).toBe('saving');
	await vi.advanceTimersByTimeAsync(800);
	expect(saved).toEqual(['가나', '다']);
	expect(state?.status).toBe('saved');
});

test('what was lost is tried again by itself', async () => {
	const work = vi.fn()
		.mockRejectedValueOnce(new Problem({ status: 0, id: 'network' }))
		.mockResolvedValue(undefined);
	const q = queue();

	q.put('a', work);
	expect(await q.flush()).toBe(false);
	expect(state?.status).toBe('failed');
	await vi.advanceTimersByTimeAsync(5000);
	expect(work).toHaveBeenCalledTimes(2);
	expect(state?.status).toBe('saved');
});

test('what was refused stays and is told', async () => {
	const work = vi.fn().mockRejectedValue(
		new Problem({ status: 409, id: 'brief.signed' }));
	const q = queue();

	q.put('a', work);
	expect(await q.flush()).toBe(false);
	await vi.advanceTimersByTimeAsync(60_000);
	expect(work).toHaveBeenCalledTimes(1);
	expect(state?.error).toMatchObject({ id: 'brief.signed' });
});

test('what is changed while it is being saved is saved after it', async () => {
	const saved: string[] = [];
	const q = queue();
	let go: () => void = () => undefined;

	q.put('a', () => new Promise<void>((resolve) => {
		go = () => {
			saved.push('first');
			resolve();
		};
	}));
	const done = q.flush();
	q.put('a', async () => {
		saved.push('second');
	});
	go();
	expect(await done).toBe(true);
	expect(saved).toEqual(['first', 'second']);
});
