/*
 * The day itself over HTTP, on both databases: two phones mark the same people,
 * one of them late; who is missing is seen by the teacher and the centre at
 * once; a code matches its hash; who never came has not used the seat; how it
 * was.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';

import { enterAll } from '../lib/client.mjs';
import { demoOf, houseFor, inHouse, kinds } from '../lib/database.mjs';
import { demoServed } from '../lib/server.mjs';
import { enter, roundFor } from '../lib/wishes.mjs';

const MINUTE = 60000;

/* The pupil and two of the class hold seats of an event that is on now. */
async function dayFor(t, kind) {
	const house = await houseFor(t, kind);
	const server = await demoServed(t, house);
	const people = await enterAll(server, demoOf(house));
	const { pupil: own } = await people.pupil.get('/api/session');
	const [{ region, class: group }] = await house.ask(
		`SELECT region, class FROM pupil WHERE id = ${own}`);
	const round = await roundFor(house, { region, state: 'announced',
		opens: -9, closes: -5 });
	const mates = (await house.ask(`SELECT id FROM pupil WHERE class = ${group}
		AND id <> ${own} ORDER BY id`)).map(one => one.id);
	const coming = [own, ...mates.slice(0, 2)];
	const [event] = round.events;

	for (const [at, pupil] of coming.entries())
		await enter(house, round, pupil,
			{ list: [0], got: 0, number: String(at), state: 'accepted' });
	const day = { house, ...people, own, group, round, event, coming,
		all: `/api/events/${event}`,
		class: `/api/classes/${group}/events/${event}`,
		/* The event is from so many minutes ago on, two hours long. */
		begins: ago => house.ask(`UPDATE event SET
			starts = ${Date.now() - ago * MINUTE},
			ends = ${Date.now() + (120 - ago) * MINUTE} WHERE id = ${event}`),
	};

	await day.begins(30);
	return day;
}

const mark = (pupil, state, ago, point = 'arrive', reason = '') => ({ pupil,
	point, state, reason, at: Date.now() - ago * MINUTE });
const states = (roll, point = 'arrive') => Object.fromEntries(roll.people
	.map(one => [one.pupil,
		one.marks.find(each => each.point === point)?.state]));
const missing = async client =>
	(await client.get('/api/missing')).missing.map(one => one.pupil);

for (const kind of kinds) {
	test(`a roll is called by two phones over ${kind}`, async t => {
		const day = await dayFor(t, kind);
		const { centre, teacher, coming: [a, b, c] } = day;
		const late = { marks: [mark(a, 'missing', 20), mark(c, 'here', 20)] };
		const now = { marks: [mark(a, 'here', 5), mark(b, 'missing', 5)] };

		assert.equal((await centre.get(`${day.all}/roll`)).people.length, 3);
		assert.equal((await teacher.post(`${day.class}/marks`, now)).kept, 2);
		assert.deepEqual(await missing(centre), [b]);
		assert.deepEqual(await missing(teacher), [b]);
		/* the other phone finds its network, and sends twice */
		assert.equal((await centre.post(`${day.all}/marks`, late)).kept, 1);
		assert.equal((await centre.post(`${day.all}/marks`, late)).kept, 0);
		const want = { [a]: 'here', [b]: 'missing', [c]: 'here' };

		assert.deepEqual(states(await centre.get(`${day.all}/roll`)), want);
		assert.deepEqual(states(await teacher.get(`${day.class}/roll`)), want);
		await teacher.post(`${day.class}/marks`,
			{ marks: [mark(b, 'excused', 1, 'arrive', '집에서 쉼')] });
		assert.deepEqual(await missing(centre), []);
		const answer = await centre.post(`${day.all}/marks`, { marks: [
			mark(a, 'here', -10, 'leave'), mark(a, 'here', 0, 'home')] });

		assert.equal(answer.kept, 1);
		assert.deepEqual(answer.refused.map(one => [one.pupil, one.point]),
			[[a, 'leave']]);
		assert.deepEqual(states(await centre.get(`${day.all}/roll`), 'home'),
			{ [a]: 'here', [b]: undefined, [c]: undefined });
		await day.pupil.refused(403, 'GET', `${day.all}/roll`);
		await inHouse(day.house, ['ledger', 'verify']);
	});

	test(`a code, an unused seat and what was said over ${kind}`, async t => {
		const day = await dayFor(t, kind);
		const { centre, pupil, teacher, house, coming: [a, b] } = day;
		const { code, qr } = await pupil.get(
			`/api/pupils/${a}/rounds/${day.round.round}/code`);
		const roll = await centre.get(`${day.all}/roll`);
		const hash = createHash('sha256').update(code).digest('hex');

		assert.match(code, /^[0-9A-HJKMNP-TV-Z]{26}$/);
		assert.match(qr, /^<svg/);
		assert.equal(roll.people.find(one => one.code === hash).pupil, a);
		assert.ok(!JSON.stringify(roll).includes(code));
		await centre.post(`${day.all}/marks`, { marks: [
			mark(a, 'here', 20), mark(b, 'missing', 20)] });
		await pupil.refused(409, 'PUT',
			`/api/pupils/${a}/events/${day.event}/feedback`,
			{ stars: 5, text: '' });
		await day.begins(150);
		await missing(centre); /* a look settles what is over */
		assert.deepEqual(await house.ask(`SELECT applicant, state FROM seat
			WHERE event = ${day.event} AND state = 'absent'`),
		[{ applicant: b, state: 'absent' }]);
		await pupil.put(`/api/pupils/${a}/events/${day.event}/feedback`,
			{ stars: 5, text: '로봇 팔을 움직여 봤어요' });
		await teacher.put(`${day.class}/feedback`, { stars: 4, text: '' });
		const said = await centre.get(`${day.all}/feedback`);

		assert.deepEqual(said.rows, [
			{ class: true, stars: 4, text: '' },
			{ class: false, stars: 5, text: '로봇 팔을 움직여 봤어요' }]);
		assert.equal(said.mean, null);
		await inHouse(house, ['ledger', 'verify']);
	});
}
