import { beforeEach, expect, test } from 'vitest';
import { keep, keptDrop, keptRead, keptSweep } from './kept';

let rows: Map<string, string>;
let storage: Storage;

beforeEach(() => {
	rows = new Map([['other', 'stays']]);
	storage = {
		get length() {
			return rows.size;
		},
		key: (i: number) => [...rows.keys()][i] ?? null,
		getItem: (name: string) => rows.get(name) ?? null,
		setItem: (name: string, text: string) => void rows.set(name, text),
		removeItem: (name: string) => void rows.delete(name),
	} as unknown as Storage;
	keep('a', { owner: 'me', until: 100, value: [1] }, storage);
	keep('b', { owner: 'you', until: 200, value: 'x' }, storage);
});

test('only the owner reads, and only for a while', () => {
	expect(keptRead('a', 'me', 99, storage)).toEqual([1]);
	expect(keptRead('a', 'you', 99, storage)).toBeUndefined();
	expect(keptRead('a', 'me', 100, storage)).toBeUndefined();
	keptDrop('a', storage);
	expect(keptRead('a', 'me', 99, storage)).toBeUndefined();
});

test('what is over, broken or of one who went is swept away', () => {
	rows.set('giljabi.kept.c', '{');
	keptSweep(undefined, 150, storage);
	expect([...rows.keys()]).toEqual(['other', 'giljabi.kept.b']);
	keptSweep('you', 150, storage);
	expect([...rows.keys()]).toEqual(['other']);
});

test('a storage that is forbidden breaks nothing', () => {
	const none = new Proxy({} as Storage, {
		get() {
			throw new Error('forbidden');
		},
	});

	keep('a', { owner: 'me', until: 1, value: 1 }, none);
	keptDrop('a', none);
	keptSweep('me', 1, none);
	expect(keptRead('a', 'me', 0, none)).toBeUndefined();
});
