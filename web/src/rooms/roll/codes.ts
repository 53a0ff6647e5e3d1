/*
 * The code of a pupil's seat. The phone knows codes by their hashes alone; one
 * that was read or typed is hashed and looked for, without a network.
 */
import type { Person } from './types';

const LETTERS = 26;
const TAKEN_FOR: Record<string, string> = { O: '0', I: '1', L: '1' };

/* As it is meant; undefined: it cannot be one. */
export function codeRead(typed: string): string | undefined {
	const code = typed.toUpperCase().replace(/[\s-]/g, '')
		.replace(/[OIL]/g, (letter) => TAKEN_FOR[letter]!);

	return code.length === LETTERS && /^[0-9A-HJKMNP-TV-Z]+$/.test(code)
		? code : undefined;
}

async function hashOf(code: string): Promise<string> {
	const hash = await crypto.subtle.digest('SHA-256',
		new TextEncoder().encode(code));

	return Array.from(new Uint8Array(hash),
		(byte) => byte.toString(16).padStart(2, '0')).join('');
}

export async function personOf(
	people: readonly Person[], code: string,
): Promise<Person | undefined> {
	const hash = await hashOf(code);

	return people.find((person) => person.code === hash);
}

/* Browsers hash, and open the camera, only where the connection is safe. */
export const codesWork = () => globalThis.crypto?.subtle !== undefined;
