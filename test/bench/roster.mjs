/*
 * A roster of invented schools, as OneRoster 1.2 in a deflated zip: read, checked
 * against the store, written and durable. The yardstick is SQLite's own command
 * line bringing users.csv alone into one table without a check or an index.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { houseFor, inHouse, setUp } from '../lib/database.mjs';
import { classOf, rosterFiles, schoolList } from '../lib/roster.mjs';
import { figure, note, number, people } from './figures.mjs';
import { bench, giljabiTimed, sqlite, timed } from './house.mjs';

const CLASS = 25, CLASSES = 24;		/* of a school; eight a grade */
const SIZES = [20000, 200000];

function school(at, pupils) {
	const code = `B${String(at + 1).padStart(9, '0')}`;
	const level = at % 2 ? 'high' : 'middle', first = at % 2 ? 10 : 7;
	const classes = Math.ceil(pupils / CLASS);

	return { code, level,
		name: `벤치${at + 1}${at % 2 ? '고등학교' : '중학교'}`,
		classes: Array.from({ length: classes }, (_, group) => classOf(
			`${code}-${group + 1}`, first + Math.floor(group / 8),
			Math.min(CLASS, pupils - group * CLASS))) };
}

function schoolsOf(count) {
	const most = CLASS * CLASSES;

	return Array.from({ length: Math.ceil(count / most) }, (_, at) =>
		school(at, Math.min(most, count - at * most)));
}

/* The archive's path; the files themselves lie beside it. */
async function archive(folder, schools) {
	const paths = [], zip = join(folder, 'roster.zip');

	mkdirSync(folder);
	for (const [name, text] of Object.entries(rosterFiles(schools))) {
		paths.push(join(folder, name));
		writeFileSync(paths.at(-1), text);
	}
	await timed('python3', ['-m', 'zipfile', '-c', zip, ...paths]);
	return zip;
}

/* Seconds of the yardstick. */
async function bare(folder) {
	const path = join(folder, 'bare.db');
	const { seconds } = await timed('sqlite3', ['-batch', path,
		'PRAGMA journal_mode=WAL', '.mode csv',
		`.import ${join(folder, 'users.csv')} users`]);
	const [[rows]] = await sqlite(path, 'SELECT COUNT(*) FROM users');

	return Number(rows) / seconds;
}

async function measure(t, count) {
	const house = await houseFor(t), folder = join(house.folder, 'roster');
	const schools = schoolsOf(count), list = join(house.folder, 'list.csv');
	const zip = await archive(folder, schools);

	await setUp(house);
	writeFileSync(list, schoolList(schools));
	await inHouse(house, ['import', 'schools', list]);
	const came = await giljabiTimed(house, ['import', 'roster', zip]);
	const [[kept]] = await sqlite(house.path, 'SELECT COUNT(*) FROM pupil');
	const again = await giljabiTimed(house, ['import', 'roster', zip]);

	if (Number(kept) !== count)
		throw new Error(`${kept} pupils of ${count}\n${came.stdout}`);
	figure({
		what: `roster of ${number(count)} pupils in ` +
			`${number(schools.length)} schools, read, checked, written`,
		value: count / came.seconds, unit: 'pupils a second',
		bar: { least: 20000 },
		yardstick: { what: 'users.csv by the sqlite3 command, rows',
			value: await bare(folder), unit: 'a second' },
	});
	figure({ what: `peak memory of the roster of ${number(count)} pupils`,
		value: came.megabytes, unit: 'MB', bar: { below: 300 } });
	note(`by processor time alone: ${number(count / came.core)} pupils a ` +
		'second; the same file again, nothing changes: ' +
		`${number(count / again.seconds)}`);
	rmSync(folder, { recursive: true });
}

await bench(async t => {
	for (const size of new Set(SIZES.map(people)))
		await measure(t, size);
});
