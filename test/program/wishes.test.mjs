/*
 * From a wish to a seat over HTTP, on both databases: pupil and class rank, the
 * guardian and the teacher see, a closed round says back what was sent; seats
 * are answered and go on; letters, lists and the calendar tell what is known.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Client, enterAll, enterGuardian } from '../lib/client.mjs';
import { demoOf, houseFor, inHouse, kinds } from '../lib/database.mjs';
import { pdfText } from '../lib/pdf.mjs';
import { demoServed } from '../lib/server.mjs';
import { enter, roundFor } from '../lib/wishes.mjs';

/* The demonstration with everybody in it and a round of their region. */
async function sceneFor(t, kind, round) {
	const house = await houseFor(t, kind);
	const server = await demoServed(t, house);
	const people = await enterAll(server, demoOf(house));
	const { pupil } = await people.pupil.get('/api/session');
	const [{ region, class: group }] = await house.ask(
		`SELECT region, class FROM pupil WHERE id = ${pupil}`);

	const { code } = await people.teacher.post(
		`/api/pupils/${pupil}/invitations`);

	people.guardian = await enterGuardian(server, code);
	return { house, server, ...people, own: pupil, group,
		round: await roundFor(house, { region, ...round }),
		mates: (await house.ask(`SELECT id, name FROM pupil
			WHERE class = ${group} AND id <> ${pupil} ORDER BY id`)) };
}

const roundPath = ({ own, round }) =>
	`/api/pupils/${own}/rounds/${round.round}`;
const classPath = ({ group, round }) =>
	`/api/classes/${group}/rounds/${round.round}`;

for (const kind of kinds) {
	test(`wishes are kept and seen over ${kind}`, async t => {
		const scene = await sceneFor(t, kind, { kind: 'both' });
		const { round, pupil, guardian, teacher, house } = scene;
		const [a, b, c] = round.events;

		await pupil.put(`${roundPath(scene)}/wishes`, { events: [b, a] });
		await pupil.put(`${roundPath(scene)}/wishes`,
			{ events: [c, a, b] });
		const shown = await pupil.get(roundPath(scene));

		assert.deepEqual(shown.list, [c, a, b]);
		assert.equal(shown.choices.length, 6);
		assert.equal(shown.round.by_class, false);
		assert.deepEqual((await guardian.get(roundPath(scene))).list,
			[c, a, b]);
		await guardian.refused(403, 'PUT', `${roundPath(scene)}/wishes`,
			{ events: [a] });
		const seen = await teacher.get(classPath(scene));

		assert.equal(seen.pupils.find(one => one.id === scene.own).wishes, 3);
		await teacher.put(`${classPath(scene)}/wishes`, { events: [a] });
		assert.equal((await pupil.get(roundPath(scene))).round.by_class,
			true);
		await house.ask(`UPDATE round SET closes = opens + 1
			WHERE id = ${round.round}`);
		const { detail, title } = await pupil.refused(409, 'PUT',
			`${roundPath(scene)}/wishes`, { events: [b] });

		assert.match(`${detail} ${title}`, /1\. 로봇 만들기/);
		assert.deepEqual((await pupil.get(roundPath(scene))).list,
			[c, a, b]);
		await inHouse(house, ['ledger', 'verify']);
	});

	test(`seats are answered and go on over ${kind}`, async t => {
		const scene = await sceneFor(t, kind, { state: 'announced', seats: 1,
			opens: -9, closes: -5, kind: 'pupils' });
		const { round, pupil, guardian, house, mates } = scene;
		const outcome = `${roundPath(scene)}/outcome`;

		await enter(house, round, scene.own, { list: [0], number: '5' });
		await enter(house, round, mates[0].id, { list: [0, 1], got: 0,
			number: '1' });
		await enter(house, round, mates[1].id, { list: [0], number: '9' });
		await house.ask(`INSERT INTO cutoff (round, event, kind, seats,
			holders, band, number) VALUES (${round.round},
			${round.events[0]}, 'open', 1, 1, 0, '${'1'.repeat(16)}')`);
		await pupil.ask('GET', outcome); /* makes the waiting lists */
		const before = await pupil.get(outcome);

		assert.equal(before.wishes[0].outcome, 'full');
		assert.equal(before.wishes[0].waiting, 1);
		assert.match(before.wishes[0].words,
			/1자리에 3명이 .*1111…번, 내 번호는 5555…번/);
		assert.equal(before.open.length, 5);
		await house.ask(`UPDATE seat SET until = ${Date.now() - 1}
			WHERE applicant = ${mates[0].id}`);
		await pupil.get(outcome); /* has it lapse */
		const after = await pupil.get(outcome);

		assert.equal(after.wishes[0].outcome, 'got');
		assert.equal(after.seat, 'offered');
		assert.ok(after.until > Date.now() + 86400000);
		assert.equal((await guardian.put(`${roundPath(scene)}/seat`,
			{ answer: 'accept' })).seat, 'accepted');
		assert.equal((await pupil.put(`${roundPath(scene)}/seat`,
			{ answer: 'decline' })).seat, 'declined');
		await pupil.refused(409, 'PUT', `${roundPath(scene)}/seat`,
			{ answer: 'accept' });
		const held = await house.ask(`SELECT applicant FROM seat
			WHERE round = ${round.round} AND state = 'offered'`);

		assert.deepEqual(held, [{ applicant: mates[1].id }]);
		await inHouse(house, ['ledger', 'verify']);
	});

	test(`papers and the calendar tell what is known over ${kind}`,
		async t => {
			const scene = await sceneFor(t, kind, { state: 'announced',
				opens: -9, closes: -5, seats: 30 });
			const { round, pupil, teacher, centre, house, mates } = scene;
			const [{ name }] = await house.ask(
				`SELECT name FROM pupil WHERE id = ${scene.own}`);

			await enter(house, round, scene.own, { list: [0], got: 0 });
			await enter(house, round, mates[0].id, { list: [0], got: 0,
				number: '2', state: 'accepted' });
			await house.ask(`INSERT INTO vault (pupil, kind, value)
				VALUES (${scene.own}, 'needs', '1')
				ON CONFLICT (pupil, kind) DO UPDATE SET value = '1'`);
			await house.ask(`INSERT INTO vault (pupil, kind, value)
				VALUES (${scene.own}, 'groups', '1')
				ON CONFLICT (pupil, kind) DO UPDATE SET value = '1'`);
			const letters = await pdfText(await teacher.get(
				`${classPath(scene)}/letters`));

			assert.match(letters, /로봇 만들기[^]*길잡이로 1[^]*무료/);
			assert.ok(letters.includes(`${name} 학생의 보호자님께`));
			assert.equal(letters.split('\f').length - 1, 2);
			const event = `/api/events/${round.events[0]}`;
			const parts = (await pdfText(await centre.get(`${event}/paper`)))
				.split('\f');

			assert.match(parts[0], /30자리 가운데 2명/);
			assert.doesNotMatch(parts[0], new RegExp(name));
			assert.match(parts[1], new RegExp(name));
			const sheet = await centre.ask('GET', `${event}/people`);

			assert.equal(sheet.status, 200, sheet.told);
			assert.equal(sheet.bytes.subarray(0, 2).toString(), 'PK');
			const { address } = await pupil.post(
				`/api/pupils/${scene.own}/calendar`);
			const feed = await new Client(scene.server).ask('GET', address);

			assert.match(feed.type, /^text\/calendar/);
			checkCalendar(feed.bytes, name);
			await inHouse(house, ['ledger', 'verify']);
		});
}

/* RFC 5545 read by rules of our own: lines, folding, parts, what a VEVENT has. */
function checkCalendar(bytes, name) {
	const text = bytes.toString(), lines = text.split('\r\n');

	assert.equal(lines.pop(), '');
	assert.ok(lines.every(line => Buffer.byteLength(line) <= 75 &&
		!line.includes('\n')));
	const unfolded = text.replace(/\r\n[ \t]/g, '').split('\r\n');
	const open = [], found = {};

	for (const line of unfolded.slice(0, -1)) {
		const [, key, value] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line);

		if (key === 'BEGIN')
			open.push(value);
		else if (key === 'END')
			assert.equal(open.pop(), value);
		else
			(found[open.at(-1)] ??= {})[key] = line;
	}
	assert.deepEqual(open, []);
	assert.match(found.VEVENT.DTSTART, /^DTSTART;TZID=Asia\/Seoul:\d{8}T100000$/);
	assert.match(found.VEVENT.DTSTAMP, /^DTSTAMP:\d{8}T\d{6}Z$/);
	assert.match(found.VEVENT.STATUS, /TENTATIVE$/);
	assert.match(found.VEVENT.UID, /^UID:seat-\d+@giljabi$/);
	assert.match(found.VEVENT.SEQUENCE, /^SEQUENCE:\d+$/);
	assert.match(found.VEVENT.LOCATION, /로봇 센터\\, 길잡이로 1$/);
	assert.equal(found.STANDARD.TZOFFSETTO, 'TZOFFSETTO:+0900');
	assert.ok(!text.includes(name));
}
