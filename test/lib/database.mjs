/*
 * A fresh database per test: SQLite in a folder that goes with it, or one of its
 * own in the PostgreSQL of GILJABI_TEST_POSTGRES. Both can be asked past the
 * program, for what no page tells and for tampering.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { command, environment, folderFor, giljabiDone } from './program.mjs';

const postgres = process.env.GILJABI_TEST_POSTGRES;

export const kinds = postgres ? ['sqlite', 'postgresql'] : ['sqlite'];

async function ended(file, args, input) {
	const result = await command(file, args, { input });

	assert.equal(result.status, 0, `${file}: ${result.stderr}`);
	return result.stdout;
}

const psql = (url, sql, ...more) => ended('psql', [
	'-X', '-q', '-v', 'ON_ERROR_STOP=1', ...more, '-d', url, '-c', sql,
]);

async function postgresFresh(t) {
	const name = `test_${randomBytes(6).toString('hex')}`;

	await psql(postgres, `CREATE DATABASE ${name} TEMPLATE template0 ` +
		`ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
	t.after(() => psql(postgres,
		`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
	return postgres.replace(/^(postgresql:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

const python = `
import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.row_factory = sqlite3.Row
found = [dict(row) for row in db.execute(sys.stdin.read())]
db.commit()
json.dump(found, sys.stdout,
    default=str, ensure_ascii=False)
`;

/* 63 bits do not fit into a JavaScript number: ids come as text. */
const idsAsText = text => text.replace(/(?<=[:[,]\s*)-?\d{16,}(?=[,}\]\s])/g,
	'"$&"');

/*
 * A place to keep house in: { kind, url, folder, path, env, ask }. `path` is of
 * SQLite alone. ask(sql) answers rows as objects.
 */
export async function houseFor(t, kind = 'sqlite') {
	const folder = folderFor(t);
	const path = kind === 'sqlite' ? join(folder, 'giljabi.db') : null;
	const url = path ? `sqlite:${path}` : await postgresFresh(t);
	const env = environment({ GILJABI_DB: url, GILJABI_RATE: '100000' });

	async function ask(sql) {
		if (path)
			return JSON.parse(idsAsText(await ended('python3',
				['-c', python, path], sql)));
		if (!/^\s*select/i.test(sql)) {
			await psql(url, sql);
			return [];
		}
		return JSON.parse(idsAsText(await psql(url,
			`SELECT COALESCE(json_agg(r), '[]') FROM (${sql}) r`,
			'-A', '-t')));
	}

	return { kind, url, folder, path, env, ask };
}

export const inHouse = (house, args, options = {}) =>
	giljabiDone(args, { cwd: house.folder, env: house.env, ...options });

export async function setUp(house, ...options) {
	await inHouse(house, ['setup', ...options]);
}

/* Who can enter the demonstration, from the file beside the database. */
export function demoOf(house) {
	const text = readFileSync(house.path ? `${house.path}.demo` :
		join(house.folder, 'giljabi.demo'), 'utf8');
	const staff = {}, cards = {};
	let guardian;

	for (const line of text.trim().split('\n')) {
		const words = line.trim().split(/\s+/);

		if (words[2] === '/')
			staff[words[0]] = { login: words[1], password: words[3] };
		else if (words[0] === 'pupil')
			cards[words[1]] = words[2];
		else
			guardian = words[1];
	}
	return { staff, cards, guardian };
}
