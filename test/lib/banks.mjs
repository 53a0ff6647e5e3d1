/* Bank files as `interest calibrate` writes them, over the catalogue's items. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './program.mjs';

const scales = ['R', 'I', 'A', 'S', 'E', 'C'];

/* The items of catalog/items/FILE.csv; texts between may hold commas. */
function itemsOf(file) {
	const [, ...lines] = readFileSync(join(root, 'catalog/items', file),
		'utf8').trim().split('\n');

	return lines.map(line => line.split(',')).map(cells => ({
		id: cells[0], scale: cells[1], slope: Number(cells.at(-5)),
		thresholds: cells.slice(-4).map(Number),
	}));
}

/* Slopes a little steeper than the experts'; items in another order. */
export function bankText(file = 'middle.csv', change = bank => bank) {
	const items = itemsOf(file).map(item =>
		({ ...item, slope: item.slope + 0.2 })).reverse();
	const correlation = scales.map((_, row) => scales.map((_, column) =>
		row === column ? 1 : 0.3));

	return JSON.stringify(change({ format: 'giljabi-bank-1', people: 1234,
		scales, items, correlation }));
}

export const auditText = (bank, passed = true) => JSON.stringify({
	format: 'giljabi-audit-1', passed, gates: [], bank: { file: 'bank.json',
		sha256: createHash('sha256').update(bank).digest('hex') } });
