import { createHash, webcrypto } from 'node:crypto';
import { beforeAll, expect, test, vi } from 'vitest';
import { codeRead, personOf } from './codes';
import type { Person } from './types';

const CODE = '01ABCDEFGHJKMNPQRSTVWXYZ23';

beforeAll(() => {
	vi.stubGlobal('crypto', webcrypto);
});

test.each([
	[CODE, CODE],
	['01ab cdef-ghjk mnpq rstv wxyz 23', CODE],
	['oiABCDEFGHJKMNPQRSTVWXYZ23', CODE],
	[`${CODE}4`, undefined],
	[CODE.slice(1), undefined],
	[`U${CODE.slice(1)}`, undefined],
	['', undefined],
])('%s is read as %s', (typed, code) => {
	expect(codeRead(typed)).toBe(code);
});

test('a code finds its person by the hash', async () => {
	const hash = createHash('sha256').update(CODE).digest('hex');
	const people = [{ pupil: '1', code: 'x' }, { pupil: '2', code: hash }] as
		unknown as Person[];

	expect((await personOf(people, CODE))?.pupil).toBe('2');
	expect(await personOf(people, `9${CODE.slice(1)}`)).toBeUndefined();
});
