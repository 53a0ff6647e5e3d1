/*
 * A server that is killed while it draws leaves the round frozen, or drawn as a
 * whole, and whatever was killed before, the draw that ends is the same.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, inHouse, setUp } from '../lib/database.mjs';
import { pause } from '../lib/program.mjs';
import { draw, frozen } from '../lib/rounds.mjs';
import { serve } from '../lib/server.mjs';

const drawn = (house, round) => house.ask(`SELECT a.pseudonym, s.event
	FROM applicant a LEFT JOIN seat s ON s.round = a.round
	AND s.applicant = a.applicant AND s.source = 'draw'
	WHERE a.round = ${round} ORDER BY a.pseudonym`);
const one = async (house, sql) => Object.values((await house.ask(sql))[0])[0];

test('killed while it draws', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	let server = await serve(house);

	t.after(() => server.child.signalCode === null &&
		server.child.exitCode === null ? server.stop() : undefined);
	const login = async () => enterStaff(server, demoOf(house).staff.centre);
	const { round } = await frozen(await login(), house);
	const sealed = await one(house,
		`SELECT seed FROM round WHERE id = ${round}`);
	/* As if it had not been drawn. */
	const undo = async () => {
		for (const table of ['seat', 'cutoff', 'waiting', 'wish_crowd'])
			await house.ask(`DELETE FROM ${table} WHERE round = ${round}`);
		await house.ask(`UPDATE round SET state = 'frozen',
			seed = '${sealed}', log = NULL WHERE id = ${round}`);
	};

	await draw(await login(), round);
	const whole = await drawn(house, round);
	let killed = 0;

	for (let wait = 0; wait < 60; wait += 6) {
		await undo();
		const asked = draw(await login(), round).catch(() => {});

		await pause(wait);
		await server.kill();
		await asked;
		assert.match(await inHouse(house, ['ledger', 'verify']), /./);
		const state = await one(house,
			`SELECT state FROM round WHERE id = ${round}`);
		const seats = Number(await one(house,
			`SELECT COUNT(*) FROM seat WHERE round = ${round}`));

		assert.ok(['frozen', 'drawn'].includes(state), state);
		if (state === 'frozen') {
			killed++;
			assert.equal(seats, 0);
		}
		server = await serve(house);
		if (state === 'frozen')
			await draw(await login(), round);
		assert.deepEqual(await drawn(house, round), whole);
	}
	assert.ok(killed > 0, 'no draw was killed in time');
});
