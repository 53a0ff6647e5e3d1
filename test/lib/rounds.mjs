/*
 * Rounds of seats for tests, in the demonstration province: a site with events
 * past the pages, wishes past the pages where many are wanted, and time that is
 * moved where a test would have to wait for it.
 */
import assert from 'node:assert/strict';

const DAY = 86400000;
let count = 0;

const id = () => String(3000000000000000000n +
	BigInt(Math.floor(Math.random() * 1e15)) * 1000n + BigInt(count++ % 1000));

/* The region of the centre manager, the first of the province. */
export const regionOf = async house => (await house.ask(`SELECT id FROM region
	WHERE valid_to IS NULL ORDER BY code LIMIT 1`))[0].id;

/* Events of one new site, `seats` each; answers { site, events }. */
export async function eventsFor(house, seats,
	{ from = 7, to = 9, days = 20, least = 0 } = {}) {
	const region = await regionOf(house);
	const site = id(), programme = id(), now = Date.now();
	const events = seats.map(() => id()).sort();

	await house.ask(`INSERT INTO site (id, region, name, kind, about, address,
		latitude, longitude, phone, step_free, certification, state, demo,
		created, changed) VALUES (${site}, ${region}, '시험 체험처', 'public',
		'', '', 37.27, 127.0, '', 'yes', 'none', 'active', 0, ${now}, ${now})`);
	await house.ask(`INSERT INTO programme (id, region, site, name, kind, field,
		about, grade_from, grade_to, standards, minutes, cost, safety,
		pupils_per_adult, state, demo, created, changed) VALUES (${programme},
		${region}, ${site}, '시험 프로그램', 'FIELD', 'agriculture', '', ${from},
		${to}, '', 120, 0, '', 20, 'active', 0, ${now}, ${now})`);
	const rows = events.map((event, at) => {
		const starts = now + (days + at % 30) * DAY;

		return `(${event}, ${region}, ${programme}, ${site}, ${starts},
			${starts + 7200000}, ${seats[at]}, ${least}, 'planned', 0, 0,
			${now}, ${now})`;
	});

	await house.ask(`INSERT INTO event (id, region, programme, site, starts,
		ends, seats, least, state, sequence, demo, created, changed)
		VALUES ${rows.join(',')}`);
	return { site, programme, events };
}

export const settings = (events, more = {}) => ({
	name: '시험 모집', kind: 'pupils', grade_from: 7, grade_to: 9, most: 5,
	opens: Date.now() + DAY, closes: Date.now() + 2 * DAY,
	answers_until: Date.now() + 5 * DAY, class_unit: 0,
	reserves: [{ group: 'care', percent: 25 }],
	bands: [{ by: 'fewer', value: 3 }], caps: [], events, ...more,
});

/* A draft; answers its id. */
export async function draft(centre, house, events, more) {
	const region = await regionOf(house);
	const { id: round } = await centre.post(`/api/regions/${region}/rounds`,
		settings(events, more));

	return round;
}

export const step = (centre, round, to) =>
	centre.post(`/api/rounds/${round}/steps`, { to });

/* The round's opening is moved into the past. */
export const open = (house, round) => house.ask(`UPDATE round SET
	opens = ${Date.now() - DAY} WHERE id = ${round}`);

/* And its end, too. */
export const close = (house, round) => house.ask(`UPDATE round SET
	opens = ${Date.now() - 2 * DAY}, closes = ${Date.now() - 1000}
	WHERE id = ${round}`);

/* Lists of pupils of the region's grades, fixed by their place. */
export async function wish(house, round, events, most = 1000) {
	const region = await regionOf(house);
	const pupils = await house.ask(`SELECT id FROM pupil
		WHERE region = ${region} AND grade BETWEEN 7 AND 9
		ORDER BY id LIMIT ${most}`);
	const rows = pupils.map(({ id: pupil }, at) => {
		const list = events.map((event, place) =>
			[(at * 7 + place * 13) % 17, event])
			.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
			.slice(0, 1 + at % 3).map(([, event]) => event);

		return `(${round}, ${pupil}, 0, ${region}, '${list.join('>')}',
			${Date.now()})`;
	});

	assert.ok(rows.length > 0);
	await house.ask(`INSERT INTO wish (round, applicant, class, region, events,
		saved) VALUES ${rows.join(',')} ON CONFLICT DO NOTHING`);
	return pupils.map(({ id: pupil }) => pupil);
}

/* From a draft to frozen; answers { round, events, pupils }. */
export async function frozen(centre, house, more) {
	const { site, events } = await eventsFor(house, [8, 8, 4, 12]);
	const round = await draft(centre, house, events, more);

	await step(centre, round, 'published');
	await open(house, round);
	const pupils = await wish(house, round, events);

	await close(house, round);
	await step(centre, round, 'frozen');
	return { round, site, events, pupils };
}

export const draw = (centre, round) => centre.post(
	`/api/rounds/${round}/draw`, { public_number: '2026-1102-12' });
