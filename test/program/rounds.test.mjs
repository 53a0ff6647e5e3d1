/*
 * Rounds of seats over HTTP: the whole way from a draft to the announcement, the
 * files that anybody can check, what is refused and what is undone, and the
 * simulation.
 */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { Client, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, kinds } from '../lib/database.mjs';
import { folderFor, giljabi } from '../lib/program.mjs';
import { close, draft, draw, eventsFor, frozen, open, settings, step, wish }
	from '../lib/rounds.mjs';
import { demoServed } from '../lib/server.mjs';

const sha256 = text => createHash('sha256').update(text).digest('hex');

async function place(t, kind) {
	const house = await houseFor(t, kind);
	const server = await demoServed(t, house);
	const { staff } = demoOf(house);

	return { house, server,
		centre: await enterStaff(server, staff.centre),
		supervisor: await enterStaff(server, staff.supervisor),
		nobody: new Client(server) };
}

const stateOf = async (centre, round) =>
	(await centre.get(`/api/rounds/${round}`)).state;
const wrongOf = answer => answer.body.fields?.map(field => field.name);

/* All files of a draw into a folder; answers the options of `allot check`. */
async function filesOf(t, client, round) {
	const folder = folderFor(t), options = [];

	for (const name of ['sessions', 'applicants', 'held', 'placements', 'log']) {
		const path = join(folder, name);

		writeFileSync(path,
			await bytesOf(client, `/api/rounds/${round}/files/${name}`));
		options.push(`--${name}`, path);
	}
	return { folder, options };
}

async function bytesOf(client, path) {
	const answer = await client.ask('GET', path);

	assert.equal(answer.status, 200, answer.told);
	return answer.bytes;
}

for (const kind of kinds) {
	test(`from a draft to the announcement (${kind})`, async t => {
		const { house, centre, supervisor, nobody } = await place(t, kind);
		const { round, events, pupils } = await frozen(centre, house);
		const before = await centre.get(`/api/rounds/${round}`);

		assert.equal(before.state, 'frozen');
		assert.match(before.seed_hash, /^[0-9a-f]{64}$/);
		assert.equal(before.seed, null);
		assert.ok(before.words.length > 10);
		assert.ok(before.words.some(words => words.includes(before.seed_hash)));

		const results = await draw(centre, round);

		assert.equal(results.checked, true);
		assert.equal(results.applicants, pupils.length);
		assert.ok(results.placed > 0 && results.placed <= 32);
		assert.equal(results.events.length, events.length);
		assert.equal(results.events.reduce((sum, one) => sum + one.taken, 0),
			results.placed);

		const drawn = await centre.get(`/api/rounds/${round}`);

		assert.equal(sha256(Buffer.from(drawn.seed, 'hex')), drawn.seed_hash);
		await t.test('the files check, and one changed byte fails', async t => {
			const { folder, options } = await filesOf(t, supervisor, round);
			const check = () => giljabi(['allot', 'check', ...options,
				'--lang', 'en']);
			const sound = await check();

			assert.equal(sound.status, 0, sound.stdout + sound.stderr);
			assert.equal(sha256(readFileSync(join(folder, 'log'))),
				drawn.log_hash);
			for (const name of ['placements', 'log', 'applicants']) {
				const path = join(folder, name), text = readFileSync(path);
				const bytes = Buffer.from(text);
				const at = bytes.length - 12;

				bytes[at] = bytes[at] === 0x31 ? 0x32 : 0x31;
				writeFileSync(path, bytes);
				assert.notEqual((await check()).status, 0, name);
				writeFileSync(path, text);
			}
		});
		await t.test('numbers are what they say they are', async () => {
			const text = (await bytesOf(supervisor,
				`/api/rounds/${round}/files/applicants`)).toString();
			const rows = await house.ask(`SELECT pseudonym, number
				FROM applicant WHERE round = ${round}`);

			assert.equal(rows.length, pupils.length);
			for (const { pseudonym, number } of rows) {
				assert.ok(text.includes(`\n${pseudonym},`));
				assert.equal(number, createHmac('sha256',
					Buffer.from(drawn.seed, 'hex'))
					.update(`${round}\n${drawn.public_number}\n${pseudonym}`)
					.digest('hex').slice(0, 16));
			}
		});
		await t.test('nothing of it is public before it is announced',
			async () => {
				const told = await nobody.get(`/api/public/rounds/${round}`);

				assert.deepEqual(told.files, ['sessions']);
				await nobody.refused(404, 'GET',
					`/api/public/rounds/${round}/files/placements`);
			});
		await t.test('the announcement', async () => {
			await step(centre, round, 'announced');
			const told = await nobody.get(`/api/public/rounds/${round}`);

			assert.deepEqual(told.files, ['sessions', 'placements', 'log']);
			assert.equal(told.applicants, pupils.length);
			assert.equal(told.seed, drawn.seed);
			const log = (await bytesOf(nobody,
				`/api/public/rounds/${round}/files/log`)).toString();

			assert.equal(JSON.parse(log).sessions.length, events.length);
			assert.ok(!/care|reserved/.test(log.replace(
				/"(seats|caps)":\[[^\]]*\],\n/g, '')), log);
			await nobody.refused(404, 'GET',
				`/api/public/rounds/${round}/files/applicants`);
			await centre.refused(409, 'POST', `/api/rounds/${round}/steps`,
				{ to: 'frozen' });
		});
	});

	test(`the same seed draws the same (${kind})`, async t => {
		const { house, centre } = await place(t, kind);
		const { round } = await frozen(centre, house);
		const drawn = () => house.ask(`SELECT a.pseudonym, s.event
			FROM applicant a LEFT JOIN seat s ON s.round = a.round
			AND s.applicant = a.applicant WHERE a.round = ${round}
			ORDER BY a.pseudonym`);

		await step(centre, round, 'closed');
		assert.deepEqual(await house.ask(`SELECT COUNT(*) AS n FROM applicant
			WHERE round = ${round}`).then(rows => Number(rows[0].n)), 0);
		await step(centre, round, 'frozen');
		const sealed = (await house.ask(`SELECT seed FROM round
			WHERE id = ${round}`))[0].seed;

		await draw(centre, round);
		const first = await drawn();

		await house.ask(`DELETE FROM seat WHERE round = ${round}`);
		await house.ask(`DELETE FROM cutoff WHERE round = ${round}`);
		await house.ask(`UPDATE round SET state = 'frozen', seed = '${sealed}'
			WHERE id = ${round}`);
		await draw(centre, round);
		assert.deepEqual(await drawn(), first);
	});
}

test('what settings are refused', async t => {
	const { house, centre } = await place(t, 'sqlite');
	const { site, events } = await eventsFor(house, [5, 5]);
	const path = `/api/regions/${(await house.ask(`SELECT region FROM site
		WHERE id = ${site}`))[0].region}/rounds`;
	const now = Date.now(), reserve = (group, percent) => ({ group, percent });
	const rows = [
		['grade_to', { grade_from: 9, grade_to: 7 }],
		['closes', { opens: now + 9, closes: now + 9 }],
		['answers_until', { answers_until: now }],
		['class_unit', { class_unit: 1 }],
		['reserves', { reserves: [reserve('care', 10), reserve('care', 10)] }],
		['reserves', { reserves: [reserve('care', 50),
			reserve('rural', 50), reserve('special', 1)] }],
		['bands', { bands: [{ by: 'fewer', value: 10 }] }],
		['bands', { bands: [{ by: 'fewer', value: 2 },
			{ by: 'fewer', value: 3 }] }],
		['caps', { caps: [{ site, most: 3 }, { site, most: 4 }] }],
		['caps', { caps: [{ site: '5', most: 3 }] }],
		['events', { events: [events[0], events[0]] }],
		['events', { events: ['5'] }],
		['events', { answers_until: now + 90 * 86400000 }],
		['events', { grade_from: 10, grade_to: 12 }],
	];

	for (const [name, more] of rows) {
		const answer = await centre.ask('POST', path,
			{ body: settings(events, more) });

		assert.equal(answer.status, 422, answer.told);
		assert.deepEqual(wrongOf(answer), [name], answer.told);
	}
	await draft(centre, house, events, { caps: [{ most: 3 },
		{ site, most: 2 }] });
});

test('steps, each way', async t => {
	const { house, centre } = await place(t, 'sqlite');
	const { events } = await eventsFor(house, [5, 5]);
	const round = await draft(centre, house, events);
	const refused = to => centre.refused(409, 'POST',
		`/api/rounds/${round}/steps`, { to });

	for (const to of ['draft', 'frozen', 'closed', 'announced'])
		await refused(to);
	await step(centre, round, 'published');
	await step(centre, round, 'draft');
	assert.equal((await centre.get(`/api/rounds/${round}`)).seed_hash, null);
	await step(centre, round, 'published');
	await refused('frozen');
	const later = settings(events, { name: '시험 모집' });
	const is = await centre.get(`/api/rounds/${round}`);
	const put = more => centre.ask('PUT', `/api/rounds/${round}`, { body: {
		...later, opens: is.opens, closes: is.closes,
		answers_until: is.answers_until, ...more } });

	assert.equal((await put({ closes: is.closes - 1 })).status, 409);
	assert.equal((await put({ most: 4 })).status, 409);
	assert.equal((await put({ events: [events[0]] })).status, 409);
	assert.equal((await put({ closes: is.closes + 1 })).status, 204);
	await open(house, round);
	assert.equal(await stateOf(centre, round), 'open');
	await refused('draft');
	await refused('frozen');
	await wish(house, round, events, 10);
	await close(house, round);
	assert.equal(await stateOf(centre, round), 'closed');
	await centre.refused(409, 'POST', `/api/rounds/${round}/draw`,
		{ public_number: '1' });
	await step(centre, round, 'frozen');
	await step(centre, round, 'closed');
	await step(centre, round, 'frozen');
	await draw(centre, round);
	await refused('closed');
	await step(centre, round, 'announced');
});

test('a draw that was begun ends with the number it was begun with', async t => {
	const { house, centre } = await place(t, 'sqlite');
	const { round } = await frozen(centre, house);
	const again = number => centre.ask('POST', `/api/rounds/${round}/draw`,
		{ body: { public_number: number } });

	/* as a draw leaves it that breaks off */
	await house.ask(`UPDATE round SET public_number = '1'
		WHERE id = ${round}`);
	const refused = await again('2');

	assert.equal(refused.status, 409);
	assert.equal(refused.body.id, 'round.number_set');
	await centre.refused(409, 'POST', `/api/rounds/${round}/steps`,
		{ to: 'closed' });
	assert.equal((await again('1')).status, 200);
});

test('nothing lapses before the announcement; dates move on', async t => {
	const { house, centre } = await place(t, 'sqlite');
	const { round, pupils, events } = await frozen(centre, house);
	const offered = async () => (await house.ask(`SELECT COUNT(*) AS n
		FROM seat WHERE round = ${round} AND state = 'offered'`))[0].n;

	await draw(centre, round);
	const before = await offered();

	await house.ask(`UPDATE seat SET until = 1 WHERE round = ${round}`);
	await house.ask(`UPDATE event SET state = 'cancelled'
		WHERE id = ${events[0]}`);
	/* a look that lets lapse what is due */
	assert.equal((await centre.ask('GET',
		`/api/events/${events[1]}/people`)).status, 200);
	const is = await centre.get(`/api/rounds/${round}`);
	const later = await centre.ask('PUT', `/api/rounds/${round}`, { body: {
		...settings(events, { name: is.name }),
		...Object.fromEntries(['kind', 'grade_from', 'grade_to', 'most',
			'class_unit', 'opens', 'closes', 'reserves', 'bands', 'caps']
			.map(name => [name, is[name]])),
		answers_until: is.answers_until + 86400000 } });

	assert.equal(later.status, 204, later.told);
	await step(centre, round, 'announced');
	assert.ok(pupils.length > 0 && before > 0);
	assert.equal(await offered(), before);
});

test('a simulation, made up and from the last round', async t => {
	const { house, centre } = await place(t, 'sqlite');
	const { events } = await eventsFor(house, [5, 5]);
	const trial = await draft(centre, house, events);

	/* no round of before to learn from */
	await house.ask(`UPDATE round SET state = 'drawn'
		WHERE state = 'announced'`);
	const made = await centre.post(`/api/rounds/${trial}/simulation`);

	assert.equal(made.wishes, 'made_up');
	assert.ok(made.applicants > 20 && made.placed <= 10 && made.placed > 0);
	assert.deepEqual(await centre.post(`/api/rounds/${trial}/simulation`),
		made);
	for (const share of made.shares)
		if (share.applicants === undefined)
			assert.equal(share.placed ?? null, null);
		else
			assert.ok(share.applicants >= 5);

	const { round, pupils } = await frozen(centre, house);

	await draw(centre, round);
	await step(centre, round, 'announced');
	const again = await centre.post(`/api/rounds/${trial}/simulation`);

	assert.equal(again.wishes, 'last_year');
	assert.equal(again.applicants, pupils.length);
	assert.equal((await house.ask(`SELECT COUNT(*) AS n FROM seat s
		JOIN round r ON r.id = s.round WHERE r.id = ${trial}`))[0].n, 0);
});
