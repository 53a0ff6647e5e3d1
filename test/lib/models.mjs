/* Model files as `match train` writes them, over the catalogue's items. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './program.mjs';

const CLASSES = ['computer-engineering', 'economics', 'law', 'nursing'];

function itemsOf(file) {
	const [, ...lines] = readFileSync(join(root, 'catalog/items', file),
		'utf8').trim().split('\n');

	return lines.map(line => line.split(',').slice(0, 2))
		.map(([id, letter]) => ({ id, letter, first: 3, second: 10 }));
}

/* Made-up weights, the same for the same turn; with a list to explore. */
export function modelText(turn = 1, file = 'middle.csv') {
	const items = itemsOf(file), features = items.length * 3 + 14;
	const number = (row, at, size) =>
		Math.round(Math.sin(row * 91 + at * turn + turn) * size * 1e6) / 1e6;
	const row = (length, at, size) => Array.from({ length },
		(_, place) => number(at, place, size));
	const shifts = size => CLASSES.map((_, at) => row(2, at, size));

	return JSON.stringify({
		format: 'giljabi-model-1', label: 'field', classes: CLASSES, items,
		features: 'relative-1', means: Array(features).fill(0),
		weights: CLASSES.map((_, at) => row(features, at, 0.3)),
		bases: row(CLASSES.length, 1, 0.3), temperature: 1.25,
		prior: { kind: 'none', scale: 0, strength: 32 },
		source: { people: 4321, sha256: 'a'.repeat(64) },
		explore: { groups: ['gender'], first: 3, floor: 0.8,
			directions: [row(features, 7, 0.3)],
			points: [{ floor: 0, shifts: shifts(0) },
				{ floor: 0.8, shifts: shifts(1) }], chosen: 1 },
	});
}

/* The audit of this very file. */
export const modelAudit = (model, passed = true) => JSON.stringify({
	format: 'giljabi-audit-1', passed, gates: [], n: 987,
	accuracy_model: { top3: 0.81 }, accuracy_list: { top3: 0.78 },
	groups: { gender: { exposure_list: [{ ratio: 0.86, enough: true },
		{ ratio: 0.2, enough: false }] } },
	model: { file: 'model.json',
		sha256: createHash('sha256').update(model).digest('hex') } });
