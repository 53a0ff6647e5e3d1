/*
 * A province's round, from the lists of wishes in the database to the announced
 * result: 1.6 million pupils with 4 to 10 wishes each, 5,000 events of 20 seats,
 * a fifth of them reserved. Freezing (numbers of seats so far, groups from the
 * vault), files, draw, check, keeping; meanwhile somebody else saves something
 * small again and again, and says how long it had to wait at the most.
 */
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, setUp } from '../lib/database.mjs';
import { pause } from '../lib/program.mjs';
import { close, draft, draw, eventsFor, open, regionOf, step }
	from '../lib/rounds.mjs';
import { figure, note, number, people } from './figures.mjs';
import { bench, serve, timed } from './house.mjs';
import { chance } from './sheets.mjs';

const PUPILS = people(1600000), EVENTS = 5000, SCHOOLS = 2500;
const FIRST = 3500000000000000000n;

/* Rows into a file, a table's columns. */
async function written(path, count, row) {
	const file = createWriteStream(path, { highWaterMark: 1 << 22 });

	for (let at = 0; at < count;) {
		const end = Math.min(count, at + 5000), rows = [];

		for (; at < end; at++) {
			const line = row(at);

			if (line !== null)
				rows.push(line);
		}
		if (!file.write(rows.join('')))
			await once(file, 'drain');
	}
	file.end();
	await once(file, 'close');
}

const pupilOf = at => FIRST + BigInt(at) * 16n;

/* Some events are wished by many: a share of all squared. */
function wishesFrom(events) {
	const next = chance(7);

	return () => {
		const list = new Set(), length = 4 + Math.floor(next() * 7);

		while (list.size < length)
			list.add(events[Math.floor(next() ** 2 * events.length)]);
		return [...list].join('>');
	};
}

/* The province's pupils in one region, their groups, their lists. */
async function fill(house, round, events) {
	const region = await regionOf(house), now = Date.now();
	const at = name => join(house.folder, name);
	const next = chance(3), wishes = wishesFrom(events);
	const school = one => 4000000000000000000n +
		BigInt(Math.floor(one * SCHOOLS / PUPILS));

	await written(at('schools'), SCHOOLS, one =>
		`${4000000000000000000n + BigInt(one)},bench-${one},${region},` +
		`${region},학교 ${one},,middle,public,open,,${37 + next()},` +
		`${126.5 + next()},0\n`);
	await written(at('pupils'), PUPILS, one => `${pupilOf(one)},` +
		`${school(one)},${7 + one % 3}\n`);
	await written(at('vault'), PUPILS, one => next() < 0.1 ?
		`${pupilOf(one)},groups,${1 << Math.floor(next() * 4)}\n` : null);
	await written(at('wishes'), PUPILS, one =>
		`${round},${pupilOf(one)},0,${region},${wishes()},${now}\n`);
	await timed('sqlite3', ['-batch', house.path, '.mode csv',
		'PRAGMA foreign_keys = OFF', 'PRAGMA synchronous = OFF',
		'CREATE TEMP TABLE pupils (id INTEGER, school INTEGER, grade INTEGER)',
		`.import ${at('schools')} school`,
		`.import ${at('pupils')} pupils`,
		`INSERT INTO pupil (id, region, school, name, number, grade, changed)
			SELECT id, ${region}, school, '이름', 1, grade, ${now}
			FROM pupils`,
		`.import ${at('vault')} vault`,
		`.import ${at('wishes')} wish`]);
}

/* Saves again and again until it is told to end; the longest wait, ms. */
function saving(client) {
	const state = { longest: 0, count: 0, end: false };

	state.done = (async () => {
		while (!state.end) {
			const began = performance.now();

			await client.put('/api/account/lang', { lang: 'ko' });
			state.longest = Math.max(state.longest,
				performance.now() - began);
			state.count++;
			await pause(20);
		}
	})();
	return state;
}

const peak = server => Number(/VmHWM:\s+(\d+)/.exec(
	readFileSync(`/proc/${server.child.pid}/status`, 'latin1'))[1]) / 1024;
const anonymous = server => Number(/RssAnon:\s+(\d+)/.exec(
	readFileSync(`/proc/${server.child.pid}/status`, 'latin1'))[1]) / 1024;

/* Seconds of cores that it used so far. */
const coreOf = server => {
	const fields = readFileSync(`/proc/${server.child.pid}/stat`, 'latin1')
		.split(') ')[1].split(' ');

	return (Number(fields[11]) + Number(fields[12])) / 100;
};

async function took(work) {
	const began = performance.now();

	await work();
	return (performance.now() - began) / 1000;
}

await bench(async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const server = await serve(t, house);
	const { staff } = demoOf(house);
	const centre = await enterStaff(server, staff.centre);
	const other = await enterStaff(server, staff.teacher);
	const { events } = await eventsFor(house, Array(EVENTS).fill(20));
	const round = await draft(centre, house, events, { most: 20,
		reserves: [{ group: 'care', percent: 20 }] });

	await step(centre, round, 'published');
	await open(house, round);
	await fill(house, round, events);
	await close(house, round);

	let most = 0;
	const watch = setInterval(() => {
		most = Math.max(most, anonymous(server));
	}, 50);
	const others = saving(other);

	others.done.catch(() => {});	/* told below, where it is waited for */
	const parts = [], before = coreOf(server);

	for (const [name, work] of [
		['freezing', () => step(centre, round, 'frozen')],
		['draw', () => draw(centre, round)],
		['announcing', () => step(centre, round, 'announced')],
	])
		parts.push([name, await took(work)]);
	others.end = true;
	await others.done;
	clearInterval(watch);

	figure({ what: `${number(PUPILS)} lists to an announced result`,
		value: parts.reduce((sum, [, seconds]) => sum + seconds, 0),
		unit: 's', bar: { most: 60 } });
	for (const [what, value] of parts)
		figure({ what, value, unit: 's' });
	figure({ what: 'of that at work on a core',
		value: coreOf(server) - before, unit: 's' });
	figure({ what: 'memory of the server beyond its files', value: most,
		unit: 'MB', bar: { below: 1500 } });
	figure({ what: 'longest wait of another save', value: others.longest,
		unit: 'ms' });
	const told = readFileSync(join(house.folder, 'serve.log'), 'utf8')
		.split('\n').filter(line => line.includes('"seats.part"'))
		.map(line => JSON.parse(line));

	note(`of the draw: ${told.map(({ part, ms }) => `${part} ` +
		`${number(ms / 1000)} s`).join(', ')}`);
	note(`${others.count} other saves meanwhile; at most ` +
		`${number(peak(server))} MB with mapped files`);
});
