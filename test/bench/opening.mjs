/*
 * The opening hour of a round: 50,000 pupils each save a ranked list through
 * nginx, in closed loops of a bounded number of clients, on SQLite; in the
 * middle the server is killed with SIGKILL and started again. Whoever is not
 * acknowledged sends again, as the page does. All lists that were acknowledged
 * before are compared right after the restart, all lists at the end. With
 * GILJABI_TEST_POSTGRES the same with fewer on that server.
 */
import { houseFor, kinds, setUp } from '../lib/database.mjs';
import { pause } from '../lib/program.mjs';
import { homeOf, listOf, listsKept, lost, pupilsFor, roundFor }
	from '../lib/wishes.mjs';
import { figure, note, number, people, percentile } from './figures.mjs';
import { bench, nginx, residentOf, serve } from './house.mjs';
import { Connection, request, sorted } from './load.mjs';
import { chance } from './sheets.mjs';

const PUPILS = { sqlite: people(50000), postgresql: people(5000) };
const CLIENTS = 48, EVENTS = 200, MINUTES = 10;
const now = () => performance.now();

/* As docs/operations.md has it, but for TLS. */
const front = port => ({
	http: `access_log off;
	upstream giljabi { server 127.0.0.1:${port} max_fails=0; keepalive 64; }`,
	server: `location / {
			proxy_pass http://giljabi;
			proxy_http_version 1.1;
			proxy_set_header Connection "";
			proxy_set_header Host $host;
			proxy_set_header X-Forwarded-For $remote_addr;
			proxy_set_header X-Forwarded-Proto $scheme;
		}`,
});

const saving = (round, pupil, list) => request('PUT',
	`/api/pupils/${pupil.id}/rounds/${round.round}/wishes`,
	{ cookie: pupil.cookie, 'x-csrf-token': pupil.csrf }, { events: list });

/* One client: pupil after pupil over one connection, again where it failed. */
async function client(hour) {
	const connection = new Connection(hour.where);

	for (let pupil; (pupil = hour.waiting.pop());) {
		const list = listOf(hour.round, hour.next);
		const bytes = saving(hour.round, pupil, list), first = now();

		for (;;) {
			const began = now();
			const answer = await connection.ask(bytes)
				.catch(() => ({ status: 0 }));

			if (answer.status === 200) {
				hour.took.push(now() - began);
				hour.until.push(now() - first);
				break;
			}
			if (answer.status !== 0 && answer.status < 500)
				throw new Error(`${answer.head}\n\n${answer.body}`);
			hour.again++;
			await pause(100);
		}
		hour.said.set(pupil.id, list);
		if (hour.said.size === hour.half)
			hour.restarted = hour.restart();
	}
	connection.end();
}

async function hourOf(t, kind) {
	const house = await houseFor(t, kind), count = PUPILS[kind];

	await setUp(house, '--demo');
	const home = await homeOf(house);
	const round = await roundFor(house,
		{ region: home.region, events: EVENTS, seats: 50 });
	let server = await serve(t, house);
	const { port } = server;
	const pupils = await pupilsFor(house, { ...home, people: count,
		keyPath: house.path ? `${house.path}.key` :
			`${house.folder}/giljabi.key` });
	const { port: front_port } = await nginx(t, house.folder, front(port));
	const hour = { round, waiting: [...pupils], next: chance(11),
		where: { host: '127.0.0.1', port: front_port },
		said: new Map(), took: [], until: [], again: 0,
		half: Math.ceil(count / 2) };

	hour.restart = async () => {
		const began = now(), before = new Map(hour.said);

		server.child.kill('SIGKILL');
		await server.stop();
		server = await serve(t, house, { listen: `127.0.0.1:${port}` });
		hour.away = now() - began;
		hour.lost = lost(before, await listsKept(house, round)).length;
	};
	const began = now();

	await Promise.all(Array.from({ length: CLIENTS }, () => client(hour)));
	hour.seconds = (now() - began) / 1000;
	await hour.restarted;
	const kept = await listsKept(house, round);

	hour.lost += lost(hour.said, kept).length + count - kept.size;
	hour.resident = residentOf(server);
	return hour;
}

function tell(kind, hour) {
	const count = PUPILS[kind], where = kind === 'sqlite' ? 'SQLite' :
		'PostgreSQL';
	const took = sorted(hour.took), until = sorted(hour.until);

	figure({ what: `${where}: ${number(count)} pupils save a ranked list ` +
		'through nginx, a SIGKILL and a restart in the middle',
	value: hour.seconds / 60, unit: 'minutes', bar: { below: MINUTES } });
	figure({ what: `${where}: acknowledged lists that were lost`,
		value: hour.lost, unit: 'lists', bar: { most: 0 } });
	figure({ what: `${where}: p99 of a save, of all that were answered`,
		value: percentile(took, 0.99), unit: 'ms', bar: { below: 300 } });
	figure({ what: `${where}: p99 until a list is kept, with the time that ` +
		'the server was away', value: percentile(until, 0.99), unit: 'ms' });
	note(`${number(count / hour.seconds)} lists a second, p50 ` +
		`${number(percentile(took, 0.5))} ms; the server was away ` +
		`${number(hour.away)} ms, ${number(hour.again)} requests were sent ` +
		`again, the longest wait ${number(percentile(until, 1))} ms; ` +
		`resident after it: ${number(hour.resident)} MB`);
}

await bench(async t => {
	for (const kind of kinds)
		tell(kind, await hourOf(t, kind));
});
