/*
 * The opening hour, small: five hundred pupils save their lists while the server
 * is killed and started again. What was acknowledged is there, whole, in the
 * order that was sent; whoever was cut off sends again and is kept, too.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Connection, request } from '../bench/load.mjs';
import { chance } from '../bench/sheets.mjs';
import { houseFor, inHouse, setUp } from '../lib/database.mjs';
import { pause } from '../lib/program.mjs';
import { serve } from '../lib/server.mjs';
import { homeOf, listOf, listsKept, lost, pupilsFor, roundFor }
	from '../lib/wishes.mjs';

const PUPILS = 500, CLIENTS = 24;

const saving = (round, pupil, list) => request('PUT',
	`/api/pupils/${pupil.id}/rounds/${round.round}/wishes`,
	{ cookie: pupil.cookie, 'x-csrf-token': pupil.csrf }, { events: list });

/* Sends until it is acknowledged, as the page does. */
async function saveUntil(where, round, pupil, list) {
	for (let tries = 0; tries < 200; tries++) {
		const connection = new Connection(where());

		try {
			const { status, body } = await connection.ask(
				saving(round, pupil, list));

			assert.equal(status, 200, body.toString());
			return tries;
		} catch (error) {
			if (error.code === 'ERR_ASSERTION')
				throw error;
			await pause(50);
		} finally {
			connection.end();
		}
	}
	throw new Error('never acknowledged');
}

test('killed while lists are saved', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const home = await homeOf(house);
	const round = await roundFor(house, { region: home.region, events: 30 });
	let server = await serve(house), again = 0;
	const pupils = await pupilsFor(house, { ...home, people: PUPILS,
		keyPath: `${house.path}.key` });
	const said = new Map(), next = chance(7), waiting = [...pupils];
	const where = () => ({ host: '127.0.0.1',
		port: Number(new URL(server.url).port) });
	let restarted;

	t.after(() => server.kill());

	async function restart() {
		await server.kill();
		const before = new Map(said);

		server = await serve(house);
		assert.deepEqual(lost(before, await listsKept(house, round)), []);
	}

	await Promise.all(Array.from({ length: CLIENTS }, async () => {
		for (let pupil; (pupil = waiting.pop());) {
			const list = listOf(round, next);

			again += await saveUntil(where, round, pupil, list);
			said.set(pupil.id, list);
			if (said.size === PUPILS / 2)
				restarted = restart();
		}
	}));
	await restarted;
	const kept = await listsKept(house, round);

	assert.ok(again > 0, 'nobody was cut off');
	assert.equal(kept.size, PUPILS);
	assert.deepEqual(lost(said, kept), []);
	assert.deepEqual(await house.ask('PRAGMA integrity_check'),
		[{ integrity_check: 'ok' }]);
	await inHouse(house, ['ledger', 'verify']);
});
