/*
 * Setting up, serving and ending, copies of the database, the ledger's own
 * check: what the office's engineer does.
 */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import test from 'node:test';

import { Client, enterStaff } from '../lib/client.mjs';
import {
	demoOf, houseFor, inHouse, kinds, setUp,
} from '../lib/database.mjs';
import { giljabi } from '../lib/program.mjs';
import { serve, served } from '../lib/server.mjs';

const inWrong = (house, args) => giljabi(args,
	{ cwd: house.folder, env: house.env });

const counts = house => house.ask(`SELECT
	(SELECT COUNT(*) FROM region) AS regions,
	(SELECT COUNT(*) FROM office) AS offices,
	(SELECT COUNT(*) FROM school) AS schools,
	(SELECT COUNT(*) FROM pupil) AS pupils,
	(SELECT COUNT(*) FROM sheet) AS sheets,
	(SELECT COUNT(*) FROM account) AS accounts,
	(SELECT COUNT(*) FROM ledger) AS ledger`);

for (const kind of kinds) {
	test(`setup twice changes nothing over ${kind}`, async t => {
		const house = await houseFor(t, kind);

		await setUp(house, '--demo');
		const [before] = await counts(house);
		const entries = demoOf(house);

		assert.equal(Number(before.regions), 31);
		assert.equal(Number(before.offices), 25);
		assert.equal(Number(before.schools), 31 * 3);
		assert.ok(Number(before.sheets) > 1000);
		await setUp(house, '--demo');
		await setUp(house);
		assert.deepEqual(await counts(house), [before]);
		assert.deepEqual(demoOf(house), entries);
	});

	test(`serve without setup is refused over ${kind}`, async t => {
		const house = await houseFor(t, kind);
		const { status, stderr } = await inWrong(house,
			['serve', '--port', '0', '--lang', 'en']);

		assert.equal(status, 1);
		assert.match(stderr, /giljabi setup/);
	});

	test(`ledger verify names the row that was changed: ${kind}`, async t => {
		const house = await houseFor(t, kind);
		const verify = () => inWrong(house,
			['ledger', 'verify', '--lang', 'en']);

		await setUp(house, '--demo');
		const [{ count }] = await house.ask(
			'SELECT COUNT(*) AS count FROM ledger');
		const whole = await verify();

		assert.equal(whole.status, 0, whole.stdout + whole.stderr);
		assert.match(whole.stdout, new RegExp(`\\b${count}\\b`));

		const [{ chain }] = await house.ask('SELECT chain FROM ledger ' +
			'WHERE chain > 0 GROUP BY chain ORDER BY chain LIMIT 1');
		const tampering = [
			[`UPDATE ledger SET detail = '{"x":1}'`, 5],
			[`UPDATE ledger SET hash = 'a'`, 4],
			['UPDATE ledger SET at = at + 1', 3],
			['DELETE FROM ledger', 2],
		];

		for (const [change, seq] of tampering) {
			await house.ask(`${change} WHERE chain = ${chain} ` +
				`AND seq = ${seq}`);
			const broken = await verify();

			assert.equal(broken.status, 1);
			assert.match(broken.stdout, new RegExp(`\\b${chain}\\b`));
			assert.match(broken.stdout, new RegExp(`\\b${seq}\\b`));
		}
	});
}

test('the key and the demonstration accounts are the owner\'s alone',
	async t => {
		const house = await houseFor(t);

		await setUp(house, '--demo');
		for (const name of ['giljabi.db', 'giljabi.db.key', 'giljabi.db.demo'])
			assert.equal(statSync(join(house.folder, name)).mode & 0o777,
				0o600, name);
	});

test('a server without its key does not start', async t => {
	const house = await houseFor(t);

	await setUp(house);
	writeFileSync(join(house.folder, 'giljabi.db.key'), 'too short');
	const { status, stderr } = await inWrong(house, ['serve', '--port', '0']);

	assert.equal(status, 1);
	assert.match(stderr, /giljabi\.db\.key/);
});

test('healthz, readyz, metrics; the log holds no name', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const server = await serve(house);
	const { staff } = demoOf(house);
	const teacher = await enterStaff(server, staff.teacher);
	const { classes } = await teacher.get('/api/today');
	const { pupils } = await teacher.get(`/api/classes/${classes[0].id}`);

	await teacher.get(`/api/pupils?q=${encodeURIComponent(pupils[0].name)}`);
	for (const path of ['/healthz', '/readyz'])
		assert.equal((await teacher.ask('GET', path)).status, 200);
	const { bytes } = await teacher.ask('GET', '/metrics');

	assert.match(bytes.toString(), /^# (HELP|TYPE) \w+/m);
	await server.stop();
	for (const line of server.log().trim().split('\n'))
		JSON.parse(line);
	assert.ok(!server.log().includes(pupils[0].name));
	assert.ok(!server.log().includes(staff.teacher.password));
	assert.ok(!server.log().includes('%'));
});

/* fetch speaks to no unix socket. */
const askSocket = (socketPath, path) => new Promise((done, failed) => {
	request({ socketPath, path, agent: false }, answer => {
		answer.resume();
		answer.on('end', () => done(answer.statusCode));
	}).on('error', failed).end();
});

test('serve listens at a unix socket', async t => {
	const house = await houseFor(t);
	const socket = join(house.folder, 'socket');

	await setUp(house);
	const server = await serve(house, { listen: ['--listen',
		`unix:${socket}`] });

	assert.equal(await askSocket(socket, '/healthz'), 200);
	await server.stop();
	assert.ok(!existsSync(socket));
});

test('SIGTERM lets the open requests end and nobody new in', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const server = await serve(house);
	const { staff } = demoOf(house);
	/* Each takes a tenth of a second and more: they are open at the end. */
	const entering = Object.values(staff).map(body => new Client(server)
		.ask('POST', '/api/session/password', { body }));

	await new Promise(done => {
		setTimeout(done, 60);
	});
	await server.stop();
	for (const { status } of await Promise.all(entering))
		assert.equal(status, 200);
	await assert.rejects(new Client(server).ask('GET', '/healthz'));
});

test('backup while it serves, restore when it does not', async t => {
	const house = await houseFor(t);
	const copy = join(house.folder, 'copy.db');

	await setUp(house, '--demo');
	const server = await served(t, house);
	const { staff } = demoOf(house);
	const engineer = await enterStaff(server, staff.engineer);
	const person = login => ({ name: '새 사람', role: 'engineer', login });

	await engineer.post('/api/accounts', person('before-copy'));
	await inHouse(house, ['backup', copy]);
	await engineer.post('/api/accounts', person('after-copy'));

	const again = await inWrong(house, ['backup', copy]);

	assert.equal(again.status, 1, 'a backup replaces nothing');
	const whileServed = await inWrong(house, ['restore', copy]);

	assert.equal(whileServed.status, 1, 'no restore while it serves');
	await engineer.get('/api/accounts?q=after-copy');
	await server.stop();

	writeFileSync(join(house.folder, 'torn.db'),
		readFileSync(copy).subarray(0, 200000));
	writeFileSync(join(house.folder, 'other.db'), 'no database at all');
	for (const name of ['torn.db', 'other.db', 'none.db'])
		assert.equal((await inWrong(house,
			['restore', join(house.folder, name)])).status, 1, name);
	await inHouse(house, ['restore', copy]);
	assert.deepEqual((await house.ask('SELECT login FROM account ' +
		`WHERE login LIKE '%-copy' ORDER BY login`)),
	[{ login: 'before-copy' }]);

	const restored = await served(t, house);

	await enterStaff(restored, staff.engineer);
});
