/*
 * A signed-in JSON page with a scope check and a read of the database, against
 * nginx serving a static file of the same size. Both in turn, medians, since
 * machines differ and waver. nginx writes no access log; Giljabi writes its log,
 * a line a request, to a file.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, setUp } from '../lib/database.mjs';
import { command } from '../lib/program.mjs';
import { figure, median, note, seconds } from './figures.mjs';
import { bench, nginx, serve, sqlite } from './house.mjs';
import { cookieOf } from './load.mjs';

const ROUNDS = 3, CLIENTS = 16;

/* A pupil of the demonstration's teacher with the most to list. */
async function pupilWithBriefs(house) {
	const [[pupil]] = await sqlite(house.path, `SELECT b.pupil FROM brief b
		JOIN pupil p ON p.id = b.pupil JOIN duty d ON d.school = p.school
		JOIN account a ON a.id = d.account WHERE a.login = 'teacher'
		GROUP BY b.pupil ORDER BY COUNT(*) DESC LIMIT 1`);

	return pupil;
}

async function wrk(url, headers = []) {
	const { stdout, stderr } = await command('wrk', ['-t1', `-c${CLIENTS}`,
		`-d${seconds(5)}s`, ...headers.flatMap(line => ['-H', line]), url]);

	if (/Non-2xx|Socket errors/.test(stdout) || stderr)
		throw new Error(stdout + stderr);
	return Number(/Requests\/sec: +([\d.]+)/.exec(stdout)[1]);
}

async function staticFile(t, house, bytes) {
	const www = join(house.folder, 'www');

	mkdirSync(www);
	writeFileSync(join(www, 'page.json'), bytes);
	return nginx(t, house.folder, {
		http: `access_log off; sendfile on; tcp_nopush on;
		keepalive_requests 100000000;
		types { application/json json; }`,
		server: `root ${www};`,
	});
}

await bench(async t => {
	const house = await houseFor(t);

	await setUp(house, '--demo');
	const server = await serve(t, house,
		{ env: { GILJABI_RATE: '1000000' } });
	const teacher = await enterStaff(server, demoOf(house).staff.teacher);
	const page = `${server.url}/api/pupils/${await pupilWithBriefs(house)}` +
		'/briefs';
	const { bytes } = await teacher.ask('GET', page);
	const file = await staticFile(t, house, bytes);
	const sign = `Cookie: ${cookieOf(teacher)}`;
	const ours = [], theirs = [];

	for (let round = 0; round < ROUNDS; round++) {
		ours.push(await wrk(page, [sign]));
		theirs.push(await wrk(`${file.url}/page.json`));
	}
	figure({
		what: `signed-in page of ${bytes.length} bytes, ` +
			`${CLIENTS} connections`,
		value: median(ours), unit: 'a second',
		yardstick: { what: 'nginx, static file of the same size',
			value: median(theirs) },
		bar: { least: 0.5, ratio: true },
	});
	note('wrk -t1; Giljabi logs each request to a file, nginx none');
});
