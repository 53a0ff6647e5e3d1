/*
 * What was acknowledged is kept: the server is killed while two hundred answers
 * are being saved, twenty times, and asked to end while it is busy. After each
 * start the database is whole, every acknowledged answer is there, and no other
 * has appeared from nowhere.
 */
import assert from 'node:assert/strict';
import { Agent, request } from 'node:http';
import test from 'node:test';

import { enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, inHouse, setUp } from '../lib/database.mjs';
import { printCards } from '../lib/pdf.mjs';
import { serve } from '../lib/server.mjs';

const PUPILS = 12, ITEMS = 17, ROUNDS = 20;
const consent = { purpose: 'test', wording: '1', method: 'form' };

/* Children, who have all their items at once, and have begun: { client, sheet, items, known }. */
async function beginners(server, demo) {
	const teacher = await enterStaff(server, demo.staff.teacher);
	const { classes } = await teacher.get('/api/today');
	const group = classes.find(one => one.grade <= 6).id;
	const { pupils } = await teacher.get(`/api/classes/${group}`);
	const chosen = pupils.slice(-PUPILS).map(pupil => pupil.id);
	const found = [];

	for (const card of await printCards(teacher, group, chosen)) {
		const client = await enterPupil(server, card, true);
		const { pupil } = await client.get('/api/session');

		await teacher.post(`/api/pupils/${pupil}/consents`, consent);
		const { sheet, items } = await client.post('/api/test',
			{ lang: 'ko' });

		found.push({ client, sheet, items: items.slice(0, ITEMS),
			known: new Map(items.map(item => [item.id, new Set([0])])) });
	}
	return found;
}

/*
 * One save on a connection that is open. What may stand there afterwards: the
 * new value once it is acknowledged, else the old or the new one.
 */
function save(agent, server, { client, sheet, known }, item, value) {
	const body = JSON.stringify({ value });

	return new Promise(done => {
		const asked = request(new URL(
			`/api/sheets/${sheet}/answers/${item.id}`, server.url), {
			method: 'PUT', agent, headers: {
				'content-type': 'application/json',
				'content-length': Buffer.byteLength(body),
				'x-csrf-token': client.csrf,
				cookie: [...client.cookies].map(pair => pair.join('='))
					.join('; '),
			},
		}, answer => {
			answer.resume();
			answer.on('close', () => {
				if (answer.complete && answer.statusCode === 200)
					known.set(item.id, new Set([value]));
				done(answer.complete ? answer.statusCode : 0);
			});
		});

		known.get(item.id).add(value);
		asked.on('error', () => done(0));
		asked.end(body);
	});
}

/* All at once; `when` so many are acknowledged, `then` is called once. */
function saveAll(agent, server, pupils, when, then) {
	let acknowledged = 0;

	return Promise.all(pupils.flatMap(pupil => pupil.items.map(async item => {
		const value = 1 + Math.floor(Math.random() * 5);
		const status = await save(agent, server, pupil, item, value);

		if (status === 200 && ++acknowledged === when)
			then();
		return status;
	})));
}

async function assertKept(house, server, pupils) {
	for (const { client, known } of pupils) {
		client.server = server;
		for (const { id, value } of (await client.get('/api/test')).items) {
			assert.ok(known.get(id).has(value), `${id} is ${value}, not ` +
				[...known.get(id)].join(' or '));
			known.set(id, new Set([value]));
		}
	}
	assert.deepEqual(await house.ask('PRAGMA integrity_check'),
		[{ integrity_check: 'ok' }]);
}

test('killed while answers are saved, twenty times', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	let server = await serve(house);
	const pupils = await beginners(server, demoOf(house));
	let cut = 0;

	t.after(() => server.kill());
	for (let round = 0; round < ROUNDS; round++) {
		const agent = new Agent({ keepAlive: true });
		const when = 1 + Math.floor(Math.random() * PUPILS * ITEMS * 0.7);
		const statuses = await saveAll(agent, server, pupils, when,
			() => server.child.kill('SIGKILL'));

		agent.destroy();
		await server.kill();
		cut += statuses.filter(status => status !== 200).length;
		server = await serve(house);
		await assertKept(house, server, pupils);
	}
	assert.ok(cut > ROUNDS, `only ${cut} saves were cut off`);
	await inHouse(house, ['ledger', 'verify']);
});

test('asked to end while it is busy, it answers what it took', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	let server = await serve(house);
	const pupils = await beginners(server, demoOf(house));

	for (let round = 0; round < 3; round++) {
		const agent = new Agent({ keepAlive: true });
		let ended;

		/* The first time opens the connections that the second uses. */
		await saveAll(agent, server, pupils, 0, () => {});
		const statuses = await saveAll(agent, server, pupils, 1, () => {
			ended = server.stop();
		});

		agent.destroy();
		await ended;
		assert.deepEqual(statuses.filter(status => status !== 200), []);
		server = await serve(house);
		await assertKept(house, server, pupils);
	}
	await server.stop();
});
