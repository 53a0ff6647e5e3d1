/*
 * Quick pages of a teacher while eight clients keep signing in with passwords
 * (argon2id over 64 MiB, a tenth of a second of a core each), and the same
 * without them, in turn.
 */
import { accountAdd, password } from '../lib/accounts.mjs';
import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, setUp } from '../lib/database.mjs';
import { figure, median, note, number, percentile, seconds }
	from './figures.mjs';
import { bench, serve, sqlite } from './house.mjs';
import { asked, closedLoop, Connection, cookieOf, request } from './load.mjs';

const ROUNDS = 3, CLIENTS = 16, SIGNING_IN = 8;

/* What a teacher's page asks for again and again. */
async function quickPages(house, teacher) {
	const [[pupil]] = await sqlite(house.path, `SELECT p.id FROM pupil p
		JOIN duty d ON d.school = p.school
		JOIN account a ON a.id = d.account WHERE a.login = 'teacher' LIMIT 1`);
	const headers = { cookie: cookieOf(teacher) };

	return ['/api/session', '/api/sessions', `/api/pupils/${pupil}`,
		`/api/pupils/${pupil}/briefs`]
		.map(path => request('GET', path, headers));
}

/* Signs in over and over until stopped; answers how often. */
async function signingIn(where, login, stopped) {
	const connection = new Connection(where);
	const enter = request('POST', '/api/session/password', {},
		{ login, password });
	let count = 0;

	for (; !stopped(); count++)
		await asked(connection, enter);
	connection.end();
	return count;
}

/* { times, signed }: the sorted times of pages, and sign-ins meanwhile. */
async function measure(where, requests, logins) {
	let stop = false;
	const [times, ...counts] = await Promise.all([
		closedLoop({ where, clients: CLIENTS, seconds: seconds(10), requests })
			.finally(() => { stop = true; }),
		...logins.map(login => signingIn(where, login, () => stop)),
	]);

	return { times, signed: counts.reduce((sum, count) => sum + count, 0) };
}

const medianOf = (runs, share) =>
	median(runs.map(({ times }) => percentile(times, share)));

await bench(async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const logins = Array.from({ length: SIGNING_IN }, (_, at) => `staff${at}`);

	for (const login of logins)
		await accountAdd(house, 'engineer', login);
	const server = await serve(t, house,
		{ env: { GILJABI_RATE: '1000000' } });
	const where = { host: '127.0.0.1', port: server.port };
	const teacher = await enterStaff(server, demoOf(house).staff.teacher);
	const requests = await quickPages(house, teacher);
	const quiet = [], busy = [];

	await closedLoop({ where, clients: CLIENTS, seconds: 0.5, requests });
	for (let round = 0; round < ROUNDS; round++) {
		quiet.push(await measure(where, requests, []));
		busy.push(await measure(where, requests, logins));
	}
	for (const [name, share, bar] of [['p50', 0.5], ['p99', 0.99,
		{ below: 10 }]])
		figure({
			what: `${name} of quick pages, ${CLIENTS} clients without ` +
				`pause, while ${SIGNING_IN} keep signing in`,
			value: medianOf(busy, share), unit: 'ms', bar,
			yardstick: { what: 'without them',
				value: medianOf(quiet, share) },
		});
	const rate = runs => number(median(runs.map(({ times }) =>
		times.length / seconds(10))));

	note(`pages a second: ${rate(busy)}, without sign-ins ${rate(quiet)}; ` +
		`sign-ins a second: ${number(median(busy.map(({ signed }) =>
			signed / seconds(10))))}`);
});
