/*
 * Coming in: staff with two factors, pupils with a card and pictures, guardians
 * with a code that works once; too many tries; where one is signed in and
 * signing out; what a stranger's page cannot send.
 */
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import test from 'node:test';

import { accountAdd, firstEntry, newStaff, password } from '../lib/accounts.mjs';
import {
	Client, enterGuardian, enterPupil, enterStaff,
} from '../lib/client.mjs';
import { demoOf, houseFor, inHouse } from '../lib/database.mjs';
import { printCards } from '../lib/pdf.mjs';
import { giljabi } from '../lib/program.mjs';
import { demoServed } from '../lib/server.mjs';
import { totp } from '../lib/totp.mjs';

async function provinceFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);

	return { house, server, demo: demoOf(house) };
}

/* A pupil of the teacher's and the class. */
async function pupilOf(teacher, grade) {
	const { classes } = await teacher.get('/api/today');
	const group = classes.find(one => one.grade === grade).id;
	const { pupils } = await teacher.get(`/api/classes/${group}`);

	return { group, pupil: pupils[1].id, other: pupils[2].id };
}

test('staff come in with a password and a code', async t => {
	const { house, server } = await provinceFor(t);
	const enter = async () => {
		const client = new Client(server);
		const session = await client.post('/api/session/password',
			{ login: 'somebody', password });

		return { client, session };
	};

	await accountAdd(house, 'centre', 'somebody', '--region', '41110');
	const { client: half, session } = await enter();

	assert.equal(session.needs, 'totp_setup');
	assert.equal(session.role, 'centre');
	await half.refused(403, 'GET', '/api/schools');
	await half.refused(409, 'PUT', '/api/account/totp', { code: '000000' });

	const { client: first, secret } = await firstEntry(server, 'somebody');

	await first.get('/api/schools');
	await half.refused(401, 'GET', '/api/schools');

	const { client, session: second } = await enter();

	assert.equal(second.needs, 'totp');
	await client.refused(403, 'GET', '/api/schools');
	/* Only the password must not be enough for a new second factor. */
	await client.refused(403, 'POST', '/api/account/totp');
	const used = await client.refused(422, 'POST', '/api/session/totp',
		{ code: totp(secret) });

	assert.equal(used.fields[0].name, 'code');
	const token = client.cookies.get('giljabi_session');

	await client.post('/api/session/totp',
		{ code: totp(secret, Date.now() + 30000) });
	assert.notEqual(client.cookies.get('giljabi_session'), token,
		'a new token after the second factor');
	await client.get('/api/schools');
	const old = new Client(server);

	old.cookies.set('giljabi_session', token);
	await old.refused(401, 'GET', '/api/schools');
});

test('a wrong login and a wrong password are one answer', async t => {
	const { server, demo } = await provinceFor(t);
	const tell = async body => {
		const { fields, detail } = await new Client(server).refused(422,
			'POST', '/api/session/password', body);

		return { fields, detail };
	};

	assert.deepEqual(
		await tell({ login: 'nobody-here', password: 'not this one' }),
		await tell({ ...demo.staff.centre, password: 'not this one' }));
});

test('too many tries wait, and nobody is locked out for good', async t => {
	const { server, demo } = await provinceFor(t);
	const wrong = { ...demo.staff.teacher, password: 'not this one' };
	const statuses = [];

	for (let tries = 0; tries < 8; tries++) {
		const { status, headers, body } = await new Client(server).ask('POST',
			'/api/session/password', { body: wrong });

		statuses.push(status);
		if (status !== 429)
			continue;
		assert.equal(body.id, 'throttled');
		assert.ok(Number(headers.get('retry-after')) >= 1);
		assert.ok(Number(headers.get('retry-after')) <= 60);
	}
	assert.ok(statuses.includes(429));
	assert.ok(statuses.indexOf(429) >= 3, 'three tries are free');
	/* Another account is not hindered by it. */
	await enterStaff(server, demo.staff.engineer);
});

test('a card opens the own pages and nothing else', async t => {
	const { server, demo } = await provinceFor(t);
	const teacher = await enterStaff(server, demo.staff.teacher);
	const { pupil: other } = await pupilOf(teacher, 7);
	const code = demo.cards.middle;
	const pupil = await enterPupil(server, code.toLowerCase()
		.replaceAll('-', ' '));
	const { pupil: own, needs } = await pupil.get('/api/session');

	assert.equal(needs, 'pin_setup');
	await pupil.get(`/api/pupils/${own}`);
	await pupil.get('/api/way');
	for (const path of ['', '/result', '/briefs', '/looks'])
		await pupil.refused(404, 'GET', `/api/pupils/${other}${path}`);
	await pupil.refused(403, 'GET', '/api/today');

	const wrong = new Client(server);

	for (const bad of ['too short a code here', `${code.slice(0, -1)}X`])
		assert.equal((await wrong.refused(422, 'POST', '/api/session/card',
			{ code: bad })).fields[0].name, 'code');
});

test('from the second device on a card asks for the pictures', async t => {
	const { server, demo } = await provinceFor(t);
	const teacher = await enterStaff(server, demo.staff.teacher);
	const code = demo.cards.high;
	const pictures = [3, 1, 4, 1];
	const first = await enterPupil(server, code, true);
	const { pupil } = await first.get('/api/session');

	await first.put('/api/session/pin', { pictures });
	const device = first.cookies.get('giljabi_device');

	assert.ok(device);
	const second = await enterPupil(server, code, true);

	assert.equal((await second.get('/api/session')).needs, 'pin');
	await second.refused(403, 'GET', '/api/way');
	await second.refused(422, 'POST', '/api/session/pin',
		{ pictures: [1, 1, 1, 1] });
	await second.post('/api/session/pin', { pictures });
	await second.get('/api/way');

	/* The first knows the pupil again without asking. */
	const back = new Client(server);

	back.cookies.set('giljabi_device', device);
	assert.equal((await back.post('/api/session/card', { code })).needs, null);

	/* What the teacher forgets is signed out, and starts anew. */
	await teacher.delete(`/api/pupils/${pupil}/devices`);
	for (const client of [first, second, back])
		await client.refused(401, 'GET', '/api/way');
	assert.equal((await (await enterPupil(server, code))
		.get('/api/session')).needs, 'pin_setup');
});

test('a new card ends the old one', async t => {
	const { server, demo } = await provinceFor(t);
	const teacher = await enterStaff(server, demo.staff.teacher);
	const { group, pupil, other } = await pupilOf(teacher, 12);
	const [first] = await printCards(teacher, group, [pupil]);
	const client = await enterPupil(server, first);
	const [second] = await printCards(teacher, group, [pupil]);

	assert.notEqual(first, second);
	await client.refused(401, 'GET', '/api/way');
	await client.refused(422, 'POST', '/api/session/card', { code: first });
	await enterPupil(server, second);

	/* Nobody named: those who have none. */
	const { pupils } = await teacher.get(`/api/classes/${group}`);
	const rest = await printCards(teacher, group);

	assert.equal(rest.length, pupils.filter(one => !one.card).length);
	await enterPupil(server, second);
	await teacher.refused(409, 'POST', `/api/classes/${group}/cards`, {});
	assert.equal((await printCards(teacher, group, [pupil, other])).length,
		2);
});

test('a guardian\'s code works once and for one child', async t => {
	const { server, demo } = await provinceFor(t);
	const teacher = await enterStaff(server, demo.staff.teacher);
	const { pupil, other } = await pupilOf(teacher, 5);
	const guardian = await enterGuardian(server, demo.guardian);
	const [ward] = (await guardian.get('/api/wards')).wards;

	await guardian.get(`/api/pupils/${ward.id}`);
	await guardian.refused(404, 'GET', `/api/pupils/${other}`);
	await new Client(server).refused(422, 'POST', '/api/session/link',
		{ code: demo.guardian, name: '다른 사람' });

	/* A second code adds a second child to the same account. */
	const { code } = await teacher.post(`/api/pupils/${pupil}/invitations`);

	await guardian.post('/api/session/link', { code, name: '보호자' });
	assert.deepEqual((await guardian.get('/api/wards')).wards
		.map(one => one.id).sort(), [ward.id, pupil].sort());
	const stranger = await enterGuardian(server,
		(await teacher.post(`/api/pupils/${other}/invitations`)).code);

	await stranger.refused(404, 'GET', `/api/pupils/${pupil}`);
});

test('sessions are listed, ended one by one and all at once', async t => {
	const { server, demo } = await provinceFor(t);
	const agents = ['Mozilla/5.0 (Windows NT 10.0) Firefox/130',
		'Mozilla/5.0 (Linux; Android 14) Chrome/126', 'other'];
	const [desk, phone, other] = await Promise.all(agents.map(agent =>
		enterStaff(server, demo.staff.teacher, { 'user-agent': agent })));
	const list = async () => (await desk.get('/api/sessions')).sessions;
	const sessions = await list();

	assert.equal(sessions.length, 3);
	assert.ok(sessions.some(one => /Firefox.*Windows/.test(one.device) &&
		one.this_one));
	await desk.delete(`/api/sessions/${sessions.find(one =>
		/Android/.test(one.device)).id}`);
	await phone.refused(401, 'GET', '/api/today');
	await other.get('/api/today');

	const stranger = await enterStaff(server, demo.staff.engineer);

	await stranger.refused(404, 'DELETE', `/api/sessions/${sessions[0].id}`);
	await desk.delete('/api/sessions');
	await other.refused(401, 'GET', '/api/today');
	assert.equal((await list()).length, 1);
	await desk.delete('/api/session');
	assert.equal((await desk.get('/api/session')).signed_in, false);
	await desk.refused(401, 'GET', '/api/today');
});

test('a new password ends the other sessions', async t => {
	const { server, demo } = await provinceFor(t);
	const { login, password: old } = demo.staff.supervisor;
	const one = await enterStaff(server, demo.staff.supervisor);
	const two = await enterStaff(server, demo.staff.supervisor);

	await one.refused(422, 'PUT', '/api/account/password',
		{ old: 'not this one', new: 'a much longer one' });
	await one.put('/api/account/password', { old, new: 'a much longer one' });
	await two.refused(401, 'GET', '/api/overview');
	await one.get('/api/overview');
	await new Client(server).refused(422, 'POST', '/api/session/password',
		{ login, password: old });
	await enterStaff(server, { login, password: 'a much longer one' });
});

test('a closed account is out at once, a reset one starts anew', async t => {
	const { house, server, demo } = await provinceFor(t);
	const engineer = await enterStaff(server, demo.staff.engineer);
	const teacher = await newStaff(house, server, 'teacher', 'other',
		'--school', 'demo-9');
	const { accounts } = await engineer.get('/api/accounts?q=other');
	const enter = secret => new Client(server).ask('POST',
		'/api/session/password',
		{ body: { login: 'other', password: secret } });

	await engineer.put(`/api/accounts/${accounts[0].id}/state`,
		{ state: 'closed' });
	await teacher.refused(401, 'GET', '/api/today');
	assert.equal((await enter(password)).status, 422);
	await engineer.put(`/api/accounts/${accounts[0].id}/state`,
		{ state: 'active' });
	assert.equal((await enter(password)).body.needs, 'totp');

	const { password: next } = await engineer.post(
		`/api/accounts/${accounts[0].id}/reset`);

	assert.equal((await enter(password)).status, 422);
	assert.equal((await enter(next)).body.needs, 'totp_setup');

	const own = await engineer.get('/api/session');

	await engineer.refused(409, 'PUT', `/api/accounts/${own.account}/state`,
		{ state: 'closed' });
});

test('accounts on the command line', async t => {
	const house = await houseFor(t);
	const add = (...options) => giljabi(['account', 'add', '--name', 'Name',
		...options], { env: house.env });
	const first = ['--role', 'engineer', '--login', 'first'];

	await inHouse(house, ['setup']);
	const made = await add(...first, '--lang', 'en');

	assert.equal(made.status, 0, made.stderr);
	assert.match(made.stdout, /([0-9A-Z]{4}-){3}[0-9A-Z]{4}/);
	assert.equal((await add(...first)).status, 1, 'the login is taken');
	assert.equal((await add('--role', 'teacher', '--login', 'second',
		'--school', 'no-such-school')).status, 1);
	assert.equal((await add('--role', 'engineer', '--login', 'third',
		'--password-stdin')).status, 1, 'an empty password');
	assert.match(await inHouse(house, ['account', 'list']),
		/^first\tengineer\tactive\t-\tName$/m);
	await inHouse(house, ['account', 'close', '--login', 'first']);
	assert.match(await inHouse(house, ['account', 'list']), /\tclosed\t/);
});

/* Bytes as they are, which no client of HTTP would send. */
const askRaw = (server, text) => new Promise((done, failed) => {
	const { port } = new URL(server.url);
	const socket = connect(Number(port), '127.0.0.1');
	let said = '';

	socket.on('data', data => {
		said += data;
	});
	socket.on('error', failed);
	socket.on('close', () => done(said));
	socket.end(text);
});

test('heads that could be read in two ways are refused', async t => {
	const { server } = await provinceFor(t);
	const head = ['GET /api/session HTTP/1.1', 'Host: localhost'];
	const refused = [
		['GET /api/session HTTP/1.1'],
		[...head, 'Host: other'],
		[...head, 'Content-Length: 1', 'Content-Length: 1'],
		[...head, 'Content-Length: 1', 'Transfer-Encoding: chunked'],
		[...head, 'Cookie: a=1', 'Cookie: b=2'],
	];

	assert.match(await askRaw(server,
		[...head, 'Connection: close', '', ''].join('\r\n')),
	/^HTTP\/1\.1 200/);
	for (const lines of refused)
		assert.match(await askRaw(server, [...lines, '', ''].join('\r\n')),
			/^HTTP\/1\.1 400/, lines.join(' | '));
});

test('every answer keeps the policy', async t => {
	const { server } = await provinceFor(t);

	for (const path of ['/api/session', '/api/today', '/no/such/page']) {
		const { headers } = await new Client(server).ask('GET', path);

		assert.match(headers.get('content-security-policy'),
			/default-src 'self'/);
		assert.equal(headers.get('x-content-type-options'), 'nosniff');
		assert.equal(headers.get('server'), null);
	}
});

test('the session\'s cookie is out of reach of scripts', async t => {
	const { server, demo } = await provinceFor(t);
	const enter = async headers => (await new Client(server, headers).ask(
		'POST', '/api/session/password', { body: demo.staff.centre }))
		.headers.getSetCookie().join('\n');

	assert.match(await enter(), /HttpOnly/);
	assert.match(await enter(), /SameSite=Lax/);
	assert.doesNotMatch(await enter(), /Secure/);
	assert.match(await enter({ 'x-forwarded-proto': 'https' }), /Secure/);
});
