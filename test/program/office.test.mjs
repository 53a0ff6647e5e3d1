/*
 * The office's own sign-in against a real OpenID provider: staff and pupils come
 * in, and whoever comes with something wrong does not.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import test from 'node:test';

import { Client, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, setUp } from '../lib/database.mjs';
import { officeFor, throughOffice } from '../lib/office.mjs';
import { served } from '../lib/server.mjs';

/* The address has to be known to the office before the server starts. */
const freePort = () => new Promise(done => {
	const listener = createServer().listen(0, '127.0.0.1', () => {
		const { port } = listener.address();

		listener.close(() => done(port));
	});
});

async function townFor(t, options) {
	const house = await houseFor(t);
	const port = await freePort();
	const office = await officeFor(t, `http://127.0.0.1:${port}`, options);

	await setUp(house, '--demo');
	await house.ask(`UPDATE pupil SET source = 'student-7' WHERE id =
		(SELECT pupil FROM card ORDER BY pupil LIMIT 1)`);
	Object.assign(office.people, {
		teacher: { preferred_username: 'teacher' },
		pupil: { student_id: 'student-7' },
		stranger: { preferred_username: 'no-such-login' },
		other: { preferred_username: 'teacher' },
	});
	const server = await served(t, house, { env: office.env,
		listen: ['--port', String(port)] });

	return { house, server, office };
}

/* To the office and back: the address that the browser comes back with. */
async function going({ server, office }, who) {
	const client = new Client(server);
	const { status, headers } = await client.ask('GET', '/api/session/office');

	assert.equal(status, 303);
	const address = headers.get('location');

	office.who = who;
	return { client, address, back: await throughOffice(office, address) };
}

async function entered(town, who) {
	const { client, back } = await going(town, who);
	const { status, headers, told } = await client.ask('GET', back);

	assert.equal(status, 303, told);
	assert.equal(headers.get('location'), '/');
	return { client, session: await client.get('/api/session') };
}

/* Nobody is signed in, and a page says so. */
async function refused(client, back) {
	const { status, type, bytes } = await client.ask('GET', back);

	assert.equal(status, 403);
	assert.match(type, /^text\/html/);
	assert.match(bytes.toString(), /<html lang="ko">/);
	assert.equal((await client.get('/api/session')).signed_in, false);
}

for (const inToken of [false, true])
	test(`staff and pupils, claims ${inToken ? 'in the token' : 'apart'}`,
		async t => {
			const town = await townFor(t, { inToken });
			const { client, session } = await entered(town, 'teacher');

			assert.equal(session.role, 'teacher');
			assert.equal(session.needs, null);
			assert.equal(session.office_sign_in, true);
			await client.get('/api/today');
			const pupil = await entered(town, 'pupil');

			assert.equal(pupil.session.role, 'pupil');
			await pupil.client.get('/api/way');
			/* Known again by subject, whatever the claims say now. */
			town.office.people.teacher = {};
			assert.equal((await entered(town, 'teacher')).session.account,
				session.account);
			const linked = await town.house.ask('SELECT kind FROM ledger ' +
				`WHERE kind = 'account.linked'`);

			assert.equal(linked.length, 2);
		});

test('the request has PKCE, a state and a nonce', async t => {
	const town = await townFor(t);
	const { address } = await going(town, 'teacher');
	const asked = new URL(address).searchParams;

	assert.equal(asked.get('response_type'), 'code');
	assert.equal(asked.get('code_challenge_method'), 'S256');
	assert.match(asked.get('code_challenge'), /^[\w-]{43}$/);
	assert.ok(asked.get('state').length >= 26);
	assert.ok(asked.get('nonce').length >= 26);
	assert.notEqual(asked.get('state'), asked.get('nonce'));
});

test('who comes with something wrong stays outside', async t => {
	const town = await townFor(t);
	const { server } = town;

	await t.test('a wrong state', async () => {
		const { client, back } = await going(town, 'teacher');
		const address = new URL(back);

		address.searchParams.set('state', 'A'.repeat(26));
		await refused(client, address.href);
		/* The state is used up by the try. */
		await refused(client, back);
	});
	await t.test('no cookie: another browser', async () => {
		const { back } = await going(town, 'teacher');

		await refused(new Client(server), back);
	});
	await t.test('the cookie of another going', async () => {
		const one = await going(town, 'teacher');
		const two = await going(town, 'pupil');

		await refused(one.client, two.back);
	});
	await t.test('another issuer', async () => {
		const { client, back } = await going(town, 'teacher');
		const address = new URL(back);

		address.searchParams.set('iss', 'http://127.0.0.1:1');
		await refused(client, address.href);
	});
	await t.test('refused at the office', async () => {
		const { client, back } = await going(town, null);

		assert.match(back, /error=access_denied/);
		await refused(client, back);
	});
	await t.test('somebody whom nobody knows here', async () => {
		const { client, back } = await going(town, 'stranger');

		await refused(client, back);
	});
	await t.test('a second subject that claims a bound login', async () => {
		await entered(town, 'teacher');
		const { client, back } = await going(town, 'other');

		await refused(client, back);
	});
	await t.test('a replay', async () => {
		const { client, back } = await going(town, 'teacher');
		const cookie = client.cookies.get('giljabi_office');

		assert.equal((await client.ask('GET', back)).status, 303);
		const thief = new Client(server);

		/* Even with the cookie: the office takes a code once. */
		thief.cookies.set('giljabi_office', cookie);
		const { status } = await thief.ask('GET', back);

		assert.ok(status === 403 || status === 503);
		assert.equal((await thief.get('/api/session')).signed_in, false);
	});
	await t.test('a code that is none', async () => {
		const { client, back } = await going(town, 'teacher');
		const address = new URL(back);

		address.searchParams.set('code', 'no-such-code');
		const { status } = await client.ask('GET', address.href);

		assert.ok(status === 403 || status === 503);
		assert.equal((await client.get('/api/session')).signed_in, false);
	});
});

test('a closed account does not come in by the office', async t => {
	const town = await townFor(t);
	const { session } = await entered(town, 'teacher');
	const engineer = await enterStaff(town.server,
		demoOf(town.house).staff.engineer);

	await engineer.put(`/api/accounts/${session.account}/state`,
		{ state: 'closed' });
	const { client, back } = await going(town, 'teacher');

	await refused(client, back);
});

test('an office that does not answer is told, other ways go on', async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const server = await served(t, house, { env: {
		GILJABI_OIDC_ISSUER: `http://127.0.0.1:${await freePort()}`,
		GILJABI_OIDC_CLIENT_ID: 'giljabi',
		GILJABI_OIDC_REDIRECT: 'http://127.0.0.1',
	} });
	const { status, type } = await new Client(server)
		.ask('GET', '/api/session/office');

	assert.equal(status, 503);
	assert.match(type, /^text\/html/);
	await enterStaff(server, demoOf(house).staff.teacher);
});
