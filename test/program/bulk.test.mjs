/*
 * giljabi brief: a province in one night. Every pupil who answered once, also
 * when the run was cut off; PDF files; answers from elsewhere.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
	existsSync, readdirSync, readFileSync, statSync, writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { houseFor, inHouse, kinds, setUp } from '../lib/database.mjs';
import { pdfText } from '../lib/pdf.mjs';
import {
	data, giljabi, pause, program, until, withoutShared,
} from '../lib/program.mjs';

const items = [...'RIASEC'].flatMap(letter =>
	Array.from({ length: 8 }, (_, at) => `${letter}${at + 1}`));

/* So many people's answers, all different enough. */
function answerFile(people) {
	const rows = Array.from({ length: people }, (_, person) => [
		`p${person}`, ...items.map((_, item) =>
			1 + (person * 31 + item * 17 + person * item) % 5),
	].join(','));

	return [`person,${items.join(',')}`, ...rows, ''].join('\n');
}

async function houseWith(t, kind, people) {
	const house = await houseFor(t, kind);
	const file = join(house.folder, 'answers.csv');

	await setUp(house);
	writeFileSync(file, answerFile(people));
	await inHouse(house, ['import', 'answers', file, '--bank', 'riasec48',
		'--school', '시험고등학교']);
	return house;
}

const linesOf = folder => {
	const file = join(folder, 'briefs.jsonl');

	return existsSync(file) ?
		readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
};

/* Every pupil once, and each line whole. */
function assertEverybody(lines, people) {
	const pupils = lines.map(line => {
		assert.ok(line.startsWith('{"pupil":'), line.slice(0, 40));
		return JSON.parse(line).pupil;
	});

	assert.equal(pupils.length, people);
	assert.equal(new Set(pupils).size, people);
}

for (const kind of kinds)
	test(`brief --all, a school, a pupil over ${kind}`, async t => {
		const house = await houseWith(t, kind, 300);
		const out = join(house.folder, 'out');
		const brief = (...args) => inHouse(house, ['brief', ...args]);

		await brief('--all', '--format', 'json', '--out', out);
		assertEverybody(linesOf(out), 300);
		await brief('--all', '--format', 'json', '--out', out);
		assertEverybody(linesOf(out), 300);
		assert.equal(statSync(join(out, 'briefs.jsonl')).mode & 0o777, 0o600);

		const [{ school, id }] = await house.ask(
			'SELECT school, id FROM pupil ORDER BY id LIMIT 1');
		const one = join(house.folder, 'one');

		await brief('--pupil', String(id), '--format', 'json', '--out', one);
		assert.deepEqual(linesOf(one), [linesOf(out)[0]]);
		const again = join(house.folder, 'school');

		await brief('--school', String(school), '--format', 'json', '--out',
			again, '--threads', '1');
		assert.deepEqual(linesOf(again), linesOf(out));
		const [{ exports }] = await house.ask('SELECT COUNT(*) AS exports ' +
			`FROM ledger WHERE kind = 'brief.exported'`);

		assert.equal(Number(exports), 4);
	});

test('brief --format pdf makes a file a pupil, and goes on', async t => {
	const house = await houseWith(t, 'sqlite', 8);
	const out = join(house.folder, 'out');
	const run = () => inHouse(house, ['brief', '--all', '--format', 'pdf',
		'--out', out]);
	const files = () => readdirSync(out, { recursive: true })
		.filter(name => name.endsWith('.pdf'));

	await run();
	assert.equal(files().length, 8);
	for (const name of files().slice(0, 2))
		assert.match(await pdfText(readFileSync(join(out, name))), /[가-힣]/);

	const before = files().map(name => statSync(join(out, name)).mtimeMs);

	await run();
	assert.deepEqual(files().map(name => statSync(join(out, name)).mtimeMs),
		before);
});

/* How far it has come when it is killed is left to chance, as a night is. */
async function killedRun(house, out, least) {
	const child = spawn(program, ['brief', '--all', '--format', 'json',
		'--out', out, '--threads', '1'], { env: house.env, stdio: 'ignore' });
	const ended = new Promise(done => {
		child.on('close', done);
	});

	await until('some lines', () => linesOf(out).length >= least ||
		child.exitCode !== null);
	await pause(Math.random() * 20);
	child.kill('SIGKILL');
	await ended;
	return linesOf(out).length;
}

test('a run that was killed goes on: every pupil once', async t => {
	const people = 12000;
	const house = await houseWith(t, 'sqlite', people);
	const out = join(house.folder, 'out'), whole = join(house.folder, 'whole');

	const first = await killedRun(house, out, 1000);
	const second = await killedRun(house, out, first + 1);

	assert.ok(first > 0 && second >= first);
	assert.ok(first < people, 'the run was over before it was killed');
	/* A line that was cut in the middle, too. */
	const file = join(out, 'briefs.jsonl');

	writeFileSync(file, readFileSync(file).subarray(0, -7));
	await inHouse(house, ['brief', '--all', '--format', 'json', '--out', out]);
	assertEverybody(linesOf(out), people);
	await inHouse(house, ['brief', '--all', '--format', 'json', '--out',
		whole]);
	assert.ok(readFileSync(join(whole, 'briefs.jsonl'))
		.equals(readFileSync(file)), 'the same bytes as in one go');
});

test('import answers is all or nothing, and names the lines', async t => {
	const house = await houseFor(t);
	const file = join(house.folder, 'answers.csv');
	const run = () => giljabi(['import', 'answers', file, '--bank', 'riasec48',
		'--school', '시험고등학교', '--lang', 'en'], { env: house.env });
	const lines = answerFile(20).split('\n');

	await setUp(house);
	lines[4] = lines[4].replace(/,\d,/, ',9,');
	lines[7] = lines[7].replace(/,\d$/, ',many');
	writeFileSync(file, lines.join('\n'));
	const refused = await run();

	assert.equal(refused.status, 1);
	assert.match(refused.stderr, /\b5\b/);
	assert.match(refused.stderr, /\b8\b/);
	assert.deepEqual(await house.ask('SELECT id FROM pupil'), []);
	assert.deepEqual(await house.ask('SELECT id FROM school'), []);

	writeFileSync(file, answerFile(20));
	assert.equal((await run()).status, 0);
	assert.equal((await run()).status, 0);
	assert.equal((await house.ask('SELECT id FROM pupil')).length, 20);
});

const validation = 'riasec/validation.csv';

test('real answers: 2,633 people and their briefs',
	{ skip: withoutShared(validation) }, async t => {
		const house = await houseFor(t);
		const out = join(house.folder, 'out');

		await setUp(house);
		const said = await inHouse(house, ['import', 'answers',
			join(data, validation), '--bank', 'riasec48', '--school',
			'시험고등학교', '--lang', 'en']);

		assert.match(said, /2,?633/);
		await inHouse(house, ['brief', '--all', '--format', 'json', '--out',
			out]);
		assertEverybody(linesOf(out), 2633);
	});

test('O*NET figures come in with their source',
	{ skip: withoutShared('onet') }, async t => {
		const house = await houseFor(t);

		await setUp(house);
		const run = () => inHouse(house, ['import', 'onet',
			join(data, 'onet'), '--lang', 'en']);

		await run();
		const before = await house.ask('SELECT * FROM onet_interest ' +
			'ORDER BY occupation');

		assert.ok(before.length > 100);
		for (const row of before)
			assert.match(row.made_by, /Machine Learning/);
		await run();
		assert.deepEqual(await house.ask('SELECT * FROM onet_interest ' +
			'ORDER BY occupation'), before);
	});
