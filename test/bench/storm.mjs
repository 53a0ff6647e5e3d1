/*
 * The opening hour: more than 200 pupils a second come with their cards through
 * nginx, each over a new connection, from 60 schools of one address each: the
 * card, its session, the first page. They come at fixed times, whether or not
 * those before are in. A teacher's quick pages run on meanwhile. The limits by
 * address are those that an office has; nginx writes its access log; without TLS.
 */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, inHouse, setUp } from '../lib/database.mjs';
import { figure, note, number, percentile, seconds } from './figures.mjs';
import { bench, nginx, residentOf, serve, sqlite } from './house.mjs';
import { asked, closedLoop, Connection, cookieOf, openLoop, request, sorted }
	from './load.mjs';
import { chance, writeSheets } from './sheets.mjs';

const RATE = 210, SCHOOLS = 60, TEACHERS = 4, TEACHER_RESTS = 20;
const SECONDS = seconds(60), PUPILS = RATE * SECONDS;

/* As docs/operations.md has it, but for TLS. */
const front = (house, socket) => ({
	http: `access_log ${house.folder}/access.log;
	upstream giljabi { server unix:${socket}; keepalive 64; }`,
	server: `client_max_body_size 520m;
		location / {
			proxy_pass http://giljabi;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_set_header Host $host;
			proxy_set_header X-Forwarded-For $remote_addr;
			proxy_set_header X-Forwarded-Proto $scheme;
			proxy_request_buffering off;
		}`,
});

/* Cards */

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const codesFrom = next => Array.from({ length: PUPILS }, () =>
	Array.from({ length: 26 }, () => letters[Math.floor(next() * 32)])
		.join(''));

/* The keyed hash of a card as the server makes it (people/card.c). */
function cardHash(house, code) {
	const key = Buffer.from(readFileSync(`${house.path}.key`, 'latin1').trim(),
		'hex');

	return createHmac('sha256', key).update(`card:${code}`).digest('hex');
}

/* Pupils with finished answers, a card each; answers the codes. */
async function cardsFor(house) {
	const file = join(house.folder, 'answers.csv');
	const codes = codesFrom(chance(26));

	await writeSheets(file, PUPILS);
	await inHouse(house, ['import', 'answers', file, '--bank', 'riasec48',
		'--school', '벤치고등학교']);
	const pupils = await sqlite(house.path, `SELECT p.id FROM pupil p
		JOIN school s ON s.id = p.school WHERE s.name = '벤치고등학교'`);
	const rows = pupils.map(([pupil], at) => `(${pupil}, ` +
		`'${cardHash(house, codes[at])}', ${Date.now()})`);

	await sqlite(house.path, 'BEGIN; INSERT INTO card ' +
		`(pupil, hash, issued) VALUES ${rows.join(',\n')}; COMMIT`);
	return codes;
}

/* One pupil's way in; milliseconds from when it was due to the first page. */
async function comeIn(where, code, school, due) {
	const connection = new Connection({ ...where,
		localAddress: `127.1.${school + 1}.1` });
	const { answer, took: card } = await asked(connection,
		request('POST', '/api/session/card', {}, { code,
			own_device: false }), due);
	const [, cookie] = /\r\nset-cookie: *(giljabi_session=[^;]+)/i
		.exec(answer.head);
	const { took: page } = await asked(connection,
		request('GET', '/api/way', { cookie }), due);

	connection.end();
	return { card, page };
}

const teachersAt = (where, teacher, time) => closedLoop({
	where, clients: TEACHERS, rest: TEACHER_RESTS, seconds: time,
	requests: ['/api/session', '/api/sessions', '/api/today']
		.map(path => request('GET', path, { cookie: cookieOf(teacher) })),
});

/* `in`: how many a second were in before the time was over. */
async function storm(where, codes) {
	const came = await openLoop({ rate: RATE, seconds: SECONDS,
		one: (at, due) => comeIn(where, codes[at], at % SCHOOLS, due) });

	return { in: came.filter(({ page }, at) => at / RATE + page / 1000 <
		SECONDS).length / SECONDS,
		cards: sorted(came.map(({ card }) => card)),
		pages: sorted(came.map(({ page }) => page)) };
}

/* The same connections for a page that asks for nothing. */
async function nothingAsked(where) {
	const health = request('GET', '/healthz');
	const took = await openLoop({ rate: RATE, seconds: Math.min(SECONDS, 10),
		one: async (at, due) => {
			const connection = new Connection(where);
			const { took } = await asked(connection, health, due);

			connection.end();
			return took;
		} });

	return percentile(sorted(took), 0.99);
}

await bench(async t => {
	const house = await houseFor(t), socket = join(house.folder, 'socket');

	delete house.env.GILJABI_RATE;
	await setUp(house, '--demo');
	const codes = await cardsFor(house);
	const server = await serve(t, house, { listen: `unix:${socket}` });
	const { url, port } = await nginx(t, house.folder, front(house, socket));
	const where = { host: '127.0.0.1', port };
	const teacher = await enterStaff({ url, log: () => '' },
		demoOf(house).staff.teacher);
	const health = await nothingAsked(where);
	const quiet = await teachersAt(where, teacher, Math.min(SECONDS, 10));
	const [came, meanwhile] = await Promise.all([storm(where, codes),
		teachersAt(where, teacher, SECONDS)]);

	figure({
		what: `pupils in through nginx within ${SECONDS} s: card, session, ` +
			`first page; ${RATE} a second come`,
		value: came.in, unit: 'a second', bar: { least: 200 },
	});
	figure({ what: 'p50 until the first page is there',
		value: percentile(came.pages, 0.5), unit: 'ms' });
	figure({
		what: 'p99 until the first page is there',
		value: percentile(came.pages, 0.99), unit: 'ms', bar: { below: 200 },
		yardstick: { what: 'p99 of /healthz at the same rate',
			value: health },
	});
	figure({
		what: "p99 of a teacher's pages meanwhile",
		value: percentile(meanwhile, 0.99), unit: 'ms', bar: { below: 10 },
		yardstick: { what: 'p99 without the storm',
			value: percentile(quiet, 0.99) },
	});
	note(`the card alone: p50 ${number(percentile(came.cards, 0.5))} ms, ` +
		`p99 ${number(percentile(came.cards, 0.99))} ms; resident after it: ` +
		`${number(residentOf(server))} MB`);
});
