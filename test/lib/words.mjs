/* The pages' own words, so that tests select what a person reads. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { root } from './program.mjs';

function load(lang) {
	const folder = join(root, 'web/src/words', lang);
	const rows = {};

	for (const name of readdirSync(folder))
		for (const [id, text] of Object.entries(JSON.parse(
			readFileSync(join(folder, name), 'utf8'))))
			rows[`${name.replace('.json', '')}.${id}`] = text;
	return rows;
}

const tables = { ko: load('ko'), en: load('en') };
const variants = ['', '_easy', '_one', '_other', '_one_easy', '_other_easy'];

const escaped = text => text.replace(/[.*+?^$()|[\]\\]/g, '\\$&');

/* A text with what stands for its variables left open. */
const pattern = text => text.split(/\{\{[^}]*\}\}/)
	.map(part => escaped(part.replace(/[{}]/g, '\\$&'))).join('.*');

/*
 * Whatever a page may say for a message id: to staff or to pupils, of one or of
 * many. A label may go on, by a mark that a field is required.
 */
export function words(lang) {
	return (id, { label = false } = {}) => {
		const found = variants.map(end => tables[lang][id + end])
			.filter(text => text !== undefined);

		if (found.length === 0)
			throw new Error(`there are no words for ${id}`);
		return new RegExp(
			`^\\s*(${found.map(pattern).join('|')})${label ? '' : '\\s*$'}`);
	};
}
