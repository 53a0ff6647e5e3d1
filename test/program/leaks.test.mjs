/*
 * Groups stay where they weigh: a pupil of the vault's groups takes part in a
 * round with reserved seats; then every page and file that each role can get of
 * the round, the classes and the pupils is read, in both languages, and none
 * but the auditor's file of applicants names a group beside anybody, or holds
 * a name beside a pseudonym.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Client, enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { printCards } from '../lib/pdf.mjs';
import { close, draft, draw, eventsFor, open, step, wish }
	from '../lib/rounds.mjs';
import { demoServed } from '../lib/server.mjs';

const RURAL = 8;	/* the vault's bit; "rural" is reserved for nobody here */

const dayText = ahead => new Date(Date.now() + ahead * 86400000)
	.toISOString().slice(0, 10);

/* What one who reads could take for a group of somebody. */
const labels = [/"groups?":/, /\brural\b/, /\bmigrant\b/, /농산어촌/, /이주배경/,
	/rural schools/, /migrant background/];
const reserved = [/\bcare\b/, /extra support by law/, /배려가 필요한/];

function assertClean(path, text, but = []) {
	for (const label of [...labels, ...reserved])
		if (!but.some(one => one.source === label.source))
			assert.ok(!label.test(text), `${path}: ${label}\n` +
				text.slice(Math.max(0, text.search(label) - 200))
					.slice(0, 400));
}

test('no page and no file tells a group', async t => {
	const house = await houseFor(t);
	const server = await demoServed(t, house);
	const { staff } = demoOf(house);
	const centre = await enterStaff(server, staff.centre);
	const teacher = await enterStaff(server, staff.teacher);
	const supervisor = await enterStaff(server, staff.supervisor);
	const engineer = await enterStaff(server, staff.engineer);
	const { classes } = await teacher.get('/api/today');
	const group = classes.find(one => one.grade === 8).id;
	const { pupils } = await teacher.get(`/api/classes/${group}`);
	const child = pupils[0];
	const [card] = await printCards(teacher, group, [child.id]);
	const pupil = await enterPupil(server, card);
	const { events } = await eventsFor(house, [30, 30, 30, 30]);
	const round = await draft(centre, house, events,
		{ reserves: [{ group: 'care', percent: 25 }] });

	for (const one of pupils)
		await house.ask(`INSERT INTO vault (pupil, kind, value)
			VALUES (${one.id}, 'groups', '${1 | RURAL}')
			ON CONFLICT (pupil, kind) DO UPDATE SET value = '${1 | RURAL}'`);
	await step(centre, round, 'published');
	await open(house, round);
	await wish(house, round, events);
	await close(house, round);
	await step(centre, round, 'frozen');
	await draw(centre, round);
	await step(centre, round, 'announced');

	const own = `/api/pupils/${child.id}`, all = `/api/classes/${group}`;
	/* the rule names the group that it reserves seats for: words of all */
	const rule = /"words":\[[^\]]*\]|"reserves":\[[^\]]*\]/g;
	/* shares by group: counts of five and more, nobody's own */
	const shares = /\{"by":"group"[^}]*\}/g;
	const doors = [
		[new Client(server), ['/api/public/rounds',
			`/api/public/rounds/${round}`,
			...['sessions', 'placements', 'log'].map(file =>
				`/api/public/rounds/${round}/files/${file}`)]],
		[pupil, [own, `${own}/rounds`, `${own}/rounds/${round}`,
			`${own}/rounds/${round}/outcome`]],
		[teacher, ['/api/today', all, own, `${own}/rounds`,
			`${own}/rounds/${round}`, `${own}/rounds/${round}/outcome`,
			`${all}/rounds`, `${all}/rounds/${round}`,
			`${all}/rounds/${round}/outcome`]],
		[centre, ['/api/rounds', `/api/rounds/${round}`,
			`/api/rounds/${round}/events`, `/api/rounds/${round}/results`,
			`/api/events?from=${dayText(0)}&to=${dayText(60)}`, ...events.map(event =>
				`/api/events/${event}/roll`)]],
		[supervisor, ['/api/rounds', `/api/rounds/${round}`,
			`/api/rounds/${round}/results`,
			...['sessions', 'held', 'placements'].map(file =>
				`/api/rounds/${round}/files/${file}`)]],
		[engineer, ['/api/accounts', '/api/imports']],
	];

	for (const lang of ['ko', 'en'])
		for (const [client, paths] of doors) {
			client.cookies.set('giljabi_lang', lang);
			for (const path of paths) {
				const answer = await client.ask('GET', path);

				/* the auditor's sessions say what is reserved */
				const but = client === supervisor &&
					path.endsWith('/sessions') ? [/\bcare\b/] : [];

				assert.equal(answer.status, 200, answer.told);
				assertClean(path, answer.bytes.toString()
					.replace(rule, '').replace(shares, ''), but);
			}
		}
	for (const client of [centre, teacher, pupil, engineer,
		new Client(server)])
		assert.notEqual((await client.ask('GET',
			`/api/rounds/${round}/files/applicants`)).status, 200);

	const names = pupils.map(one => one.name);
	const files = await Promise.all(['applicants', 'held', 'placements', 'log']
		.map(file => supervisor.ask('GET',
			`/api/rounds/${round}/files/${file}`)));

	for (const { bytes } of files)
		for (const name of names)
			assert.ok(!bytes.toString().includes(name));
	assert.match(files[0].bytes.toString(), /,care,/);
	assert.ok(!/rural/.test(files[0].bytes.toString()));
	assert.equal(Number((await house.ask(`SELECT COUNT(*) AS n FROM ledger
		WHERE kind = 'round.exported'`))[0].n), 4);
});
