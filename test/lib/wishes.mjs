/*
 * A round and the pupils who wish, put into a database past the program: a site
 * with events in a region, the round in the state that is wanted, pupils who are
 * signed in.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';

const DAY = 86400000;
let count = 0n;

/* Ids far from those that the program makes meanwhile. */
const id = () => String(8000000000000000000n + ++count);

const schoolYear = () => {
	const seoul = new Date(Date.now() + 9 * 3600000);

	return seoul.getUTCFullYear() - (seoul.getUTCMonth() < 2 ? 1 : 0);
};

const dayOf = time => new Date(time + 9 * 3600000).toISOString().slice(0, 10);

async function eventsFor(house, region, { events, seats, from }) {
	const site = id(), programme = id(), ids = [], now = Date.now();
	const times = Array.from({ length: events }, (_, at) =>
		(Math.floor(now / DAY) + from + at % 20) * DAY + 3600000);

	await house.ask(`INSERT INTO site (id, region, name, kind, about, address,
		phone, step_free, certification, state, created, changed)
		VALUES (${site}, ${region}, '로봇 센터', 'public', '', '길잡이로 1',
		'031-000-0000', 'yes', 'certified', 'active', ${now}, ${now})`);
	await house.ask(`INSERT INTO programme (id, region, site, name, kind, field,
		about, grade_from, grade_to, standards, minutes, cost, safety,
		pupils_per_adult, state, created, changed)
		VALUES (${programme}, ${region}, ${site}, '로봇 만들기', 'FIELD',
		'engineering', '', 5, 12, '', 120, 0, '편한 신발을 신어요.', 10,
		'active', ${now}, ${now})`);
	for (const starts of times)
		ids.push({ id: id(), starts, site });
	await house.ask(`INSERT INTO event (id, region, programme, site, starts,
		ends, seats, least, state, sequence, created, changed) VALUES ` +
		ids.map(one => `(${one.id}, ${region}, ${programme}, ${site},
			${one.starts}, ${one.starts + 7200000}, ${seats}, 0,
			'planned', 0, ${now}, ${now})`).join(', '));
	return ids;
}

/*
 * A round of new events; opens, closes, answers and from (of the first event) in
 * days from now. Answers { round, region, events }.
 */
export async function roundFor(house, { region, state = 'published',
	kind = 'both', opens = -2, closes = 2, answers = 10, from = 20, events = 6,
	seats = 20, most = 10 }) {
	const made = await eventsFor(house, region, { events, seats, from });
	const round = id(), now = Date.now();

	await house.ask(`INSERT INTO round (id, region, name, kind, state, year,
		grade_from, grade_to, most, opens, closes, answers_until,
		class_unit, rule, seed_hash, maker, created, changed)
		VALUES (${round}, ${region}, '봄 체험', '${kind}', '${state}',
		${schoolYear()}, 5, 12, ${most}, ${now + opens * DAY},
		${now + closes * DAY}, ${now + answers * DAY}, 0,
		'{"reserves":[],"bands":[],"caps":[]}', 'hash', 1, ${now}, ${now})`);
	await house.ask(`INSERT INTO round_event
		(round, event, seats, least, day, site) VALUES ` + made.map(one =>
		`(${round}, ${one.id}, ${seats}, 0, '${dayOf(one.starts)}',
			${one.site})`).join(', '));
	return { round, region, events: made.map(one => one.id) };
}

/* Where an applicant stands after a draw: the list, and which of it was got. */
export async function enter(house, round, applicant, { list, got = -1,
	number = '1', band = 0, size = 1, whole = false, state = 'offered',
	until = Date.now() + 5 * DAY }) {
	const now = Date.now(), digits = number.repeat(16).slice(0, 16);

	await house.ask(`INSERT INTO applicant (round, applicant, class, region,
		pseudonym, size, groups, band, held, number, events)
		VALUES (${round.round}, ${applicant}, ${whole ? 1 : 0},
		${round.region}, '${randomBytes(8).toString('hex')}', ${size}, '',
		${band}, '', '${digits}',
		'${list.map(at => round.events[at]).join('>')}')`);
	if (got >= 0)
		await house.ask(`INSERT INTO seat (id, region, round, event,
			applicant, class, size, place, source, state, until, made,
			changed) VALUES (${id()}, ${round.region}, ${round.round},
			${round.events[list[got]]}, ${applicant}, ${whole ? 1 : 0},
			${size}, ${got + 1}, 'draw', '${state}', ${until}, ${now},
			${now})`);
}

/* Pupils */

/* The keyed hash as the server makes it (http/session.c). */
const hashWith = key => text =>
	createHmac('sha256', key).update(text).digest('hex');

async function inParts(list, size, one) {
	for (let at = 0; at < list.length; at += size)
		await one(list.slice(at, at + size));
}

/*
 * So many pupils of grade 8 in a school, signed in: { id, cookie, csrf } each.
 * keyPath: the server's secret.
 */
export async function pupilsFor(house, { school, region, people, keyPath }) {
	const hash = hashWith(Buffer.from(
		readFileSync(keyPath, 'latin1').trim(), 'hex'));
	const now = Date.now(), pupils = Array.from({ length: people }, () => {
		const token = randomBytes(32).toString('hex');

		return { id: id(), token, cookie: `giljabi_session=${token}`,
			csrf: hash(`csrf:${token}`) };
	});

	await inParts(pupils, 400, async part => {
		await house.ask('INSERT INTO pupil (id, region, school, name, grade, ' +
			'changed) VALUES ' + part.map(pupil => `(${pupil.id}, ` +
			`${region}, ${school}, '학생', 8, ${now})`).join(', '));
		await house.ask('INSERT INTO session (id, hash, account, role, pupil, ' +
			'region, partial, own_device, device, created, last, expires) ' +
			'VALUES ' + part.map(pupil => `(${id()}, ` +
			`'${hash(`session:${pupil.token}`)}', ${pupil.id}, 1, ` +
			`${pupil.id}, ${region}, 0, 0, '', ${now}, ${now}, ` +
			`${now + DAY})`).join(', '));
	});
	return pupils;
}

/* Where the demonstration's teacher is at home: { school, region }. */
export async function homeOf(house) {
	const [home] = await house.ask(`SELECT s.id AS school, s.region AS region
		FROM duty d JOIN account a ON a.id = d.account
		JOIN school s ON s.id = d.school WHERE a.login = 'teacher'
		ORDER BY s.id LIMIT 1`);

	return home;
}

/* Saving */

/* Some events of a round in an order of the pupil's own. */
export function listOf(round, next, most = 10) {
	const left = [...round.events], list = [];

	for (let at = 1 + Math.floor(next() * most); at > 0; at--)
		list.push(left.splice(Math.floor(next() * left.length), 1)[0]);
	return list;
}

/* What stands in the database: a map of pupils to their lists. */
export async function listsKept(house, round) {
	const rows = await house.ask(`SELECT applicant, events FROM wish
		WHERE round = ${round.round} AND class = 0`);

	return new Map(rows.map(row => [row.applicant, row.events]));
}

/* Those of `said` that the database does not have as they were said. */
export const lost = (said, kept) => [...said].filter(([pupil, list]) =>
	kept.get(pupil) !== list.join('>'));
