/*
 * Answer sheets of invented people: 48 items of six letters, each by a person's
 * own leaning and fixed chance, so that every run has the same ones.
 */
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

const letters = 'RIASEC', EACH = 8;
const items = [...letters].flatMap(letter =>
	Array.from({ length: EACH }, (_, at) => `${letter}${at + 1}`));

/* mulberry32, by Tommy Ettinger: numbers from 0 up to 1. */
export function chance(seed) {
	let state = seed;

	return () => {
		state = state + 0x6d2b79f5 | 0;
		let z = Math.imul(state ^ state >>> 15, state | 1);

		z ^= z + Math.imul(z ^ z >>> 7, z | 61);
		return ((z ^ z >>> 14) >>> 0) / 4294967296;
	};
}

/* A sum of four is normal enough for answers. */
const leaning = next => (next() + next() + next() + next() - 2) * 1.7;

function sheet(next) {
	const person = [...letters].map(() => leaning(next));

	return items.map((_, at) => Math.min(5, Math.max(1, Math.round(
		3 + person[Math.floor(at / EACH)] + leaning(next)))));
}

/* A CSV for `giljabi import answers --bank riasec48`. */
export async function writeSheets(path, count) {
	const out = createWriteStream(path), next = chance(48);

	out.write(`person,${items.join(',')}\n`);
	for (let person = 1; person <= count; person++)
		if (!out.write(`${person},${sheet(next).join(',')}\n`))
			await once(out, 'drain');
	out.end();
	await once(out, 'finish');
}
