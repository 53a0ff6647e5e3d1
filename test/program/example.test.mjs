/*
 * The worked example of the page for the public (/how-seats): its numbers, its
 * steps and its outcome are what the published program says of the same files.
 */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { folderFor, giljabi, giljabiDone, root } from '../lib/program.mjs';

const here = join(root, 'test/allot/example');
const file = name => readFileSync(join(here, name), 'utf8');
const example = JSON.parse(readFileSync(
	join(root, 'web/src/rooms/seats/example.json'), 'utf8'));
const { seed, round, pupils, sessions, steps, placements } = example;
const lines = rows => rows.map(row => `${row.join(',')}\n`).join('');

test('the files are the example', () => {
	assert.equal(file('S.csv'), lines([
		['session', 'seats', 'min_open', 'node', 'site', 'slot', 'reserve'],
		...sessions.map(({ id, seats, reserve }) => [id, seats, 0, '', '', '',
			reserve ? `${reserve.group}:${reserve.seats}` : '']),
	]));
	assert.equal(file('A.csv'), lines([
		['applicant', 'size', 'node', 'groups', 'band', 'choices'],
		...pupils.map(({ id, groups, choices }) =>
			[id, 1, '', groups.join(';'), 0, choices.join('>')]),
	]));
	assert.equal(file('placements.csv'), lines([
		['applicant', 'session', 'rank'],
		...placements.map(({ pupil, session, rank }) =>
			[pupil, session ?? '', rank ?? '']),
	]));
});

test('the program draws what the page says', async t => {
	const folder = folderFor(t);
	const out = join(folder, 'placements.csv'), log = join(folder, 'draw.json');
	const files = ['--sessions', join(here, 'S.csv'),
		'--applicants', join(here, 'A.csv')];

	await giljabiDone(['allot', 'run', ...files, '--seed', seed,
		'--public', example.public, '--round', round, '--out', out,
		'--log', log]);
	assert.equal(readFileSync(out, 'utf8'), file('placements.csv'));
	assert.equal(readFileSync(log, 'utf8'), file('draw.json'));
	assert.equal((await giljabi(['allot', 'check', ...files,
		'--placements', join(here, 'placements.csv'),
		'--log', join(here, 'draw.json')])).status, 0);
});

test('the numbers are those of the seed', () => {
	const key = Buffer.from(seed, 'hex');

	assert.equal(createHash('sha256').update(key).digest('hex'),
		example.seed_hash);
	for (const { id, number } of pupils)
		assert.equal(number, createHmac('sha256', key)
			.update(`${round}\n${example.public}\n${id}`)
			.digest('hex').slice(0, 16), id);
});

const pupilOf = id => pupils.find(pupil => pupil.id === id);

/* Reserved seats first, to members; what is left to the smallest numbers. */
function kept({ seats, reserve }, asked) {
	const members = asked.filter(id => reserve &&
		pupilOf(id).groups.includes(reserve.group))
		.slice(0, reserve?.seats ?? 0);
	const others = asked.filter(id => !members.includes(id));

	return asked.filter(id => members.includes(id) ||
		others.slice(0, seats - members.length).includes(id));
}

test('the steps lead from the wishes to the outcome', () => {
	const at = new Map(pupils.map(({ id }) => [id, 0]));
	const wished = id => pupilOf(id).choices[at.get(id)];
	let moving = new Set(at.keys());

	for (const step of steps) {
		const away = [];

		assert.deepEqual(step.map(({ session }) => session),
			sessions.map(({ id }) => id).filter(id =>
				[...moving].some(pupil => wished(pupil) === id)));
		for (const { session, asked, ...said } of step) {
			const all = [...at.keys()].filter(id => wished(id) === session)
				.sort((a, b) =>
					pupilOf(a).number < pupilOf(b).number ? -1 : 1);
			const stay = kept(sessions.find(({ id }) => id === session), all);
			const refused = all.filter(id => !stay.includes(id));

			assert.deepEqual(asked, all);
			assert.deepEqual(said, { kept: stay, refused });
			away.push(...refused);
		}
		away.forEach(id => at.set(id, at.get(id) + 1));
		moving = new Set(away.filter(id => wished(id) !== undefined));
	}
	assert.equal(moving.size, 0);
	for (const { pupil, session, rank } of placements) {
		assert.equal(wished(pupil) ?? null, session);
		assert.equal(rank, session ? at.get(pupil) + 1 : null);
	}
});

/* What the page points out, in words that name these pupils. */
test('the example shows what the page says it shows', () => {
	const placed = id => placements.find(({ pupil }) => pupil === id);
	const numbers = pupils.map(({ number }) => number).sort();
	const [first] = steps;

	assert.equal(pupils.length, 6);
	assert.equal(sessions.length, 3);
	/* Moon: the last number, and yet a reserved seat. */
	assert.equal(pupilOf('moon').number, numbers.at(-1));
	assert.deepEqual(pupilOf('moon').groups, ['rural']);
	assert.equal(placed('moon').rank, 1);
	/* Star: the third wish, kept from Sky who had it as the first. */
	assert.equal(placed('star').rank, 3);
	assert.equal(pupilOf('sky').choices[0], placed('star').session);
	assert.ok(first.find(({ session }) => session === placed('star').session)
		.kept.includes('sky'));
	assert.equal(placed('sky').session, null);
	assert.ok(pupilOf('star').number < pupilOf('sky').number);
});
