/*
 * School lists and rosters on the command line: a dry run, all or nothing, the
 * same again, pupils who move, what is wrong by file, line and column.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { houseFor, inHouse, kinds, setUp } from '../lib/database.mjs';
import { command, data, giljabi, withoutShared } from '../lib/program.mjs';
import {
	classOf, roster, rosterFiles, schoolList, town,
} from '../lib/roster.mjs';
import { fileIn, people, placesFor } from '../lib/town.mjs';
import { zip } from '../lib/zip.mjs';

/* The figures of the table that is printed: { pupils: { added, … } }. */
function figures(said) {
	const [head, ...lines] = said.split('\n')
		.map(line => line.trim().split(/\s+/));
	const rows = lines.filter(([, count]) => /^\d+$/.test(count));

	assert.deepEqual(head, ['added', 'changed', 'moved', 'left', 'same']);
	return Object.fromEntries(rows.map(([what, ...counts]) => [what,
		Object.fromEntries(head.map((name, at) =>
			[name, Number(counts[at])]))]));
}

const run = (house, what, file, ...options) => giljabi(['import', what, file,
	'--lang', 'en', ...options], { env: house.env });

async function imported(house, what, file, ...options) {
	const { status, stdout, stderr } = await run(house, what, file,
		...options);

	assert.equal(status, 0, stderr);
	return figures(stdout);
}

/* Lines "file:line:column: what", as [file, line, column]. */
const places = stderr => stderr.split('\n')
	.map(line => /^([^:\s]+):(\d+):(?:(\d+):)? \S/.exec(line))
	.filter(found => found !== null)
	.map(([, file, line, column]) =>
		[file.split('/').pop(), Number(line), Number(column ?? 0)]);

const everything = async house => {
	const found = {};

	for (const table of ['school', 'class', 'pupil', 'enrolment', 'account',
		'duty', 'class_teacher'])
		found[table] = await house.ask(`SELECT * FROM ${table} ORDER BY ` +
			(table === 'enrolment' ? 'pupil, class' : table === 'duty' ||
				table === 'class_teacher' ? 'account' : 'id'));
	return found;
};

for (const kind of kinds)
	test(`a roster comes in, again, changed, moved over ${kind}`, async t => {
		const house = await placesFor(t, kind);
		const schools = people();
		const file = fileIn(house, 'one.zip', roster(schools));
		const before = await everything(house);

		const dry = await imported(house, 'roster', file, '--dry-run');

		assert.equal(dry.pupils.added, 12);
		assert.equal(dry.classes.added, 3);
		assert.deepEqual(await everything(house), before);
		assert.deepEqual(await imported(house, 'roster', file), dry);
		const first = await everything(house);

		assert.equal(first.pupil.length, 12);
		assert.equal(first.account.length, 2, 'the teachers');
		const again = await imported(house, 'roster', file);

		assert.equal(again.pupils.same, 12);
		assert.equal(again.pupils.added + again.pupils.changed +
			again.pupils.moved + again.pupils.left, 0);
		assert.deepEqual(await everything(house), first);

		/* One leaves, one comes, one is renamed, one moves to the other. */
		const [middle, high] = schools;
		const moving = middle.classes[1].pupils.pop();

		middle.classes[0].pupils.pop();
		middle.classes[0].pupils[0].name = '고온누리';
		middle.classes[0].pupils.push({ id: 'm1-9', name: '나은별' });
		high.classes[0].pupils.push(moving);
		const second = await imported(house, 'roster',
			fileIn(house, 'two.zip', roster(schools)));

		assert.deepEqual(second.pupils,
			{ added: 1, changed: 1, moved: 1, left: 1, same: 9 });
		const kept = await house.ask(`SELECT id, school, state FROM pupil
			WHERE source = '${moving.id}'`);

		assert.equal(kept.length, 1);
		const old = first.pupil.find(one => one.source === moving.id);

		assert.equal(kept[0].id, old.id);
		assert.notEqual(kept[0].school, old.school);
		assert.equal((await house.ask(`SELECT class FROM enrolment
			WHERE pupil = ${kept[0].id}`)).length, 2);
		assert.deepEqual(await house.ask(`SELECT state FROM pupil
			WHERE source = 'm1-4'`), [{ state: 'left' }]);
		await inHouse(house, ['ledger', 'verify']);
	});

/* A change to one file of the roster, and where it has to be found. */
const faults = [
	['an unknown class', 'enrollments.csv', /m1(,\w+,m1-2,)/, 'no$1', 4],
	['a bad date', 'demographics.csv', /(\d{4})-04-05/, '$1-13-45', 4],
	['an unknown role', 'roles.csv', ',student,', ',emperor,', 6],
	['no name', 'users.csv', /(m1-1,,)[^,]+,/, '$1,', 7],
	['a broken quote', 'users.csv', /(m1-2,,)([^,]+),/, '$1"$2,', 7],
	['a NUL', 'users.csv', /(m1-3,,)([^,]+),/, '$1$2\0,', 7],
	['grade 25', 'users.csv', /(m1-3,.*,)07,/, '$125,', 15],
];

test('what is wrong is told by file, line and column', async t => {
	const house = await placesFor(t);
	const before = await everything(house);

	for (const [what, name, from, to, column] of faults)
		await t.test(what, async () => {
			const files = rosterFiles(people());
			const line = files[name].split('\r\n').findIndex(text =>
				text.search(from) >= 0) + 1;

			files[name] = files[name].replace(from, to);
			const { status, stdout, stderr } = await run(house, 'roster',
				fileIn(house, 'faulty.zip', zip(files)));

			assert.equal(status, 1);
			assert.equal(stdout, '');
			assert.ok(places(stderr).some(place =>
				String(place) === String([name, line, column])),
			`no ${name}:${line}:${column} in\n${stderr}`);
			assert.doesNotMatch(stderr, /import\.(error|column)/);
		});
	assert.deepEqual(await everything(house), before);
});

test('only the first thousand errors are shown', async t => {
	const house = await placesFor(t);
	const group = classOf('m1', 7, 1500);

	for (const pupil of group.pupils)
		pupil.birth = 'yesterday';
	const { status, stderr } = await run(house, 'roster', fileIn(house,
		'many.zip', roster([{ ...town.middle, classes: [group] }])));

	assert.equal(status, 1);
	assert.equal(places(stderr).length, 1000);
	assert.match(stderr, /1,?500/);
});

test('what is no roster is refused with a word', async t => {
	const house = await placesFor(t);
	const whole = roster(people());
	const files = {
		'empty.zip': '', 'text.zip': 'no archive', 'text.xlsx': 'no sheet',
		'torn.zip': whole.subarray(0, whole.length / 2),
		'none.zip': zip({ 'readme.txt': 'nothing' }),
		'delta.zip': zip({ ...rosterFiles(people()), 'manifest.csv':
			rosterFiles(people())['manifest.csv']
				.replaceAll(',bulk', ',delta') }),
	};

	for (const [name, bytes] of Object.entries(files)) {
		const { status, stdout, stderr } = await run(house, 'roster',
			fileIn(house, name, bytes));

		assert.equal(status, 1, name);
		assert.equal(stdout, '');
		assert.match(stderr, /^giljabi: .+/m);
	}
	assert.equal((await run(house, 'roster', 'no-such-file')).status, 1);
	assert.deepEqual(await house.ask('SELECT id FROM pupil'), []);
});

test('a school list: Gwangju of Gyeonggi, twice, faults', async t => {
	const house = await houseFor(t);
	const file = fileIn(house, 'schools.csv', schoolList());

	await setUp(house);
	assert.equal((await imported(house, 'schools', file, '--dry-run'))
		.schools.added, 2);
	assert.deepEqual(await house.ask('SELECT id FROM school'), []);
	assert.equal((await imported(house, 'schools', file)).schools.added, 2);
	assert.equal((await imported(house, 'schools', file)).schools.same, 2);
	const found = await house.ask(`SELECT s.name, r.code, o.code AS office,
		s.latitude FROM school s JOIN region r ON r.id = s.region
		JOIN office o ON o.id = s.office ORDER BY s.code`);

	assert.deepEqual(found.map(one => [one.name, one.code, one.office,
		Number(one.latitude)]), [
		['햇살중학교', '41610', 'gwangju-hanam', 37.41],
		['햇살고등학교', '41610', 'gwangju-hanam', 37.41],
	]);
	const { status, stderr } = await run(house, 'schools', fileIn(house,
		'faulty.csv', schoolList().replace('햇살중학교,중학교', ',중학교')
			.replace('고등학교,,공립', '대학교,,공립')));

	assert.equal(status, 1);
	assert.deepEqual(places(stderr), [['faulty.csv', 2, 2],
		['faulty.csv', 3, 3]]);
});

const list = 'schools/gyeonggi.csv', maker = '../bench/make_oneroster.py';

test('the real school list: 2,558 schools in 31 regions',
	{ skip: withoutShared(list) }, async t => {
		const house = await houseFor(t);

		await setUp(house);
		assert.equal((await imported(house, 'schools', join(data, list)))
			.schools.added, 2558);
		const [{ regions, nowhere }] = await house.ask(`SELECT
			COUNT(DISTINCT region) AS regions,
			SUM(CASE WHEN latitude IS NULL THEN 1 ELSE 0 END) AS nowhere
			FROM school`);

		assert.equal(Number(regions), 31);
		assert.equal(Number(nowhere), 0);
		assert.equal((await imported(house, 'schools', join(data, list)))
			.schools.same, 2558);
	});

test('rosters made from it, and one with ten errors',
	{ skip: withoutShared(list, maker) }, async t => {
		const house = await houseFor(t);
		const make = async (name, ...options) => {
			const path = join(house.folder, name);
			const { status, stderr } = await command('python3',
				[join(data, maker), join(data, list), path, ...options]);

			assert.equal(status, 0, stderr);
			return path;
		};

		await setUp(house);
		await imported(house, 'schools', join(data, list));
		const { status, stderr } = await run(house, 'roster',
			await make('faults.zip', '--faults'));
		const found = places(stderr);

		assert.equal(status, 1);
		assert.ok(found.length >= 10, stderr);
		for (const [file, line, column] of found)
			assert.ok(line > 1 && column >= 1, `${file}:${line}:${column}`);
		for (const file of ['orgs', 'users', 'roles', 'enrollments',
			'demographics', 'academicSessions'])
			assert.ok(found.some(([name]) => name === `${file}.csv`), file);
		assert.deepEqual(await house.ask('SELECT id FROM pupil'), []);

		const whole = await make('whole.zip');

		assert.equal((await imported(house, 'roster', whole)).pupils.added,
			900);
		assert.equal((await imported(house, 'roster', whole)).pupils.same,
			900);
	});
