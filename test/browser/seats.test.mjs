/*
 * Wishes and seats: a pupil ranks by keyboard, by dragging and by buttons, loses
 * the network and nothing else, sees what came of it; a guardian reads; a teacher
 * ranks for a class; anybody looks at the draw.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { languages, pageFor } from '../lib/browser.mjs';
import { enterGuardian, enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { root, until } from '../lib/program.mjs';
import { close, draft, draw, eventsFor, open, step, wish }
	from '../lib/rounds.mjs';
import { demoServed } from '../lib/server.mjs';

const example = JSON.parse(readFileSync(
	join(root, 'web/src/rooms/seats/example.json'), 'utf8'));
const programmes = ['로봇 팔 움직이기', '빵집의 새벽', '뉴스 한 꼭지', '별 보는 밤'];

/* A session of each programme, for everybody of grades 5 to 12. */
async function sessions(house, seats, days) {
	const all = [];

	for (const [at, name] of programmes.entries()) {
		const { programme, events } = await eventsFor(house, [seats[at]],
			{ from: 5, to: 12, days: days + at });

		await house.ask(`UPDATE programme SET name = '${name}',
			safety = '편한 옷과 물통' WHERE id = ${programme}`);
		all.push(...events);
	}
	return all;
}

const forAll = { grade_from: 5, grade_to: 12, kind: 'both' };

async function opened(house, centre) {
	const events = await sessions(house, [20, 20, 20, 20], 20);
	const round = await draft(centre, house, events,
		{ ...forAll, name: '가을 체험' });

	await step(centre, round, 'published');
	await open(house, round);
	return { round, events };
}

async function announced(house, centre) {
	const events = await sessions(house, [1, 2, 9, 60], 40);
	const round = await draft(centre, house, events,
		{ ...forAll, kind: 'pupils', name: '여름 체험' });

	await step(centre, round, 'published');
	await open(house, round);
	await wish(house, round, events);
	await close(house, round);
	await step(centre, round, 'frozen');
	await draw(centre, round);
	await step(centre, round, 'announced');
	return { round, events };
}

/* The first look after a draw may have to wait for the waiting lists. */
async function readable(client) {
	const { pupil } = await client.get('/api/session');
	const path = `/api/pupils/${pupil}/rounds`;

	for (const { id, state } of (await client.get(path)).rounds)
		if (state === 'announced')
			await until('the outcome', async () => (await client.ask('GET',
				`${path}/${id}/outcome`)).status === 200);
	return client;
}

async function placeFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);
	const { staff, cards, guardian } = demoOf(house);
	const centre = await enterStaff(server, staff.centre);

	return {
		server, now: await opened(house, centre),
		past: await announced(house, centre),
		pupil: await readable(await enterPupil(server, cards.middle)),
		child: await readable(await enterPupil(server, cards.elementary)),
		guardian: await enterGuardian(server, guardian),
		teacher: await enterStaff(server, staff.teacher),
	};
}

const listShown = ({ page }) => page.locator('[data-wish]').evaluateAll(
	rows => rows.map(row => row.dataset.wish));
const saved = ({ page }) => page.locator('[data-save=saved]').waitFor();
const handle = ({ page }, wished) =>
	page.locator(`[data-wish="${wished}"] [data-control=handle]`);
const arrow = ({ page }, wished, control) =>
	page.locator(`[data-wish="${wished}"] [data-control=${control}]`);

const add = ({ page, w }, name) => page.locator('.structured-item')
	.filter({ hasText: name }).getByRole('button')
	.filter({ hasText: w('seats.choice.add') }).click();

/* From the middle of one handle to just above another row's middle. */
async function dragAbove(view, wished, above) {
	const { mouse } = view.page;

	await handle(view, wished).scrollIntoViewIfNeeded();
	const from = await handle(view, wished).boundingBox();
	const to = await view.page.locator(`[data-wish="${above}"]`).boundingBox();
	const x = from.x + from.width / 2;

	await mouse.move(x, from.y + from.height / 2);
	await mouse.down();
	await mouse.move(x, to.y + to.height / 2, { steps: 6 });
	await mouse.move(x, to.y + 2, { steps: 3 });
	await mouse.up();
}

async function ranks(t, { server, pupil, now }) {
	const { pupil: id } = await pupil.get('/api/session');
	const [a, b, c, d] = now.events;
	const kept = async () =>
		(await pupil.get(`/api/pupils/${id}/rounds/${now.round}`)).list;
	const view = await pageFor(t, server, { client: pupil });
	const { page, w } = view;
	const shows = async (...wished) => {
		assert.deepEqual(await listShown(view), wished);
		await until('saved', async () =>
			String(await kept()) === String(wished));
		await saved(view);
	};

	await page.goto('/seats');
	await view.look();
	await page.locator('main').getByRole('link', { name: '가을 체험' }).click();
	await page.waitForURL(`**/seats/${now.round}`);
	await view.look('nothing yet');
	for (const name of programmes)
		await add(view, name);
	await shows(a, b, c, d);
	await view.look('four wishes');

	/* By keyboard: the focus goes with the wish, and each move is said. */
	await handle(view, d).focus();
	await page.keyboard.press('ArrowUp');
	await page.keyboard.press('ArrowUp');
	assert.deepEqual(await listShown(view), [a, d, b, c]);
	assert.ok(await handle(view, d).evaluate(
		one => one === document.activeElement));
	await page.getByText(w('seats.said.moved')).first().waitFor();
	await page.keyboard.press('Home');
	await shows(d, a, b, c);
	/* By buttons. */
	await arrow(view, d, 'down').click();
	await arrow(view, c, 'up').click();
	await shows(a, d, c, b);
	/* By dragging. */
	await dragAbove(view, b, a);
	await shows(b, a, d, c);
	await arrow(view, a, 'remove').click();
	await shows(b, d, c);
	await view.button('parts.undo').click();
	await shows(b, a, d, c);

	await page.reload();
	await page.locator('[data-wish]').first().waitFor();
	await shows(b, a, d, c);
	await withoutNetwork(view, kept, [b, a, d, c]);
	await view.close();
}

/* What is changed without a network is kept here, and sent when it is back. */
async function withoutNetwork(view, kept, [b, a, d, c]) {
	const { page } = view;

	view.allow(/ERR_INTERNET_DISCONNECTED/);
	await page.context().setOffline(true);
	await arrow(view, c, 'up').click();
	await page.locator('[data-save=waiting]').waitFor();
	assert.deepEqual(await kept(), [b, a, d, c]);
	assert.match(await page.evaluate(() => JSON.stringify(localStorage)),
		/giljabi\.wishes/);
	await page.context().setOffline(false);
	await saved(view);
	await until('it arrives', async () =>
		String(await kept()) === String([b, a, c, d]));
	assert.doesNotMatch(await page.evaluate(() =>
		JSON.stringify(localStorage)), /giljabi\.wishes/);
}

async function reads(t, { server, pupil, child, guardian, now }) {
	const [{ id: ward }] = (await guardian.get('/api/wards')).wards;
	const places = [
		[pupil, '/seats', 360, 'ko'],
		[pupil, `/seats/${now.round}`, 360, 'en'],
		[child, `/seats/${now.round}`, 360, 'ko'],
		[guardian, `/wards/${ward}/seats`, 1280, 'en'],
		[guardian, `/wards/${ward}/seats/${now.round}`, 360, 'ko'],
		[guardian, `/wards/${ward}?tab=seats`, 360, 'en'],
	];

	for (const [client, path, width, lang] of places) {
		const view = await pageFor(t, server, { client, lang, width });

		await view.page.goto(path);
		await view.look();
		if (client === guardian)
			assert.equal(await view.page.locator('main').getByRole('button',
				{ name: view.w('seats.choice.add') }).count(), 0);
		await view.close();
	}
}

const outcomes = { got: 'seats.wish.got', better: 'seats.wish.better',
	full: 'seats.wish.full', closed: 'seats.wish.closed' };

async function seesOutcome(t, { server, pupil, past }) {
	const { pupil: id } = await pupil.get('/api/session');
	const view = await pageFor(t, server, { client: pupil });
	const told = await pupil.get(
		`/api/pupils/${id}/rounds/${past.round}/outcome`);
	const { page, w } = view;

	assert.ok(told.wishes.length > 0);
	await page.goto(`/seats/${past.round}/outcome`);
	await view.look();
	const shown = page.locator('.wish-outcome');

	assert.equal(await shown.count(), told.wishes.length);
	for (const [at, one] of told.wishes.entries()) {
		const said = await shown.nth(at).innerText();

		assert.ok(said.includes(one.words), one.words);
		assert.ok(said.split('\n').some(line =>
			w(outcomes[one.outcome]).test(line)), one.outcome);
	}
	assert.ok((await page.locator('main').innerText())
		.includes(told.pseudonym));
	if (told.seat === 'offered') {
		await view.button('seats.seat.accept').click();
		await page.getByText(w('seats.seat.accepted')).first().waitFor();
		await view.look('accepted');
	}
	await view.close();
	for (const lang of languages) {
		const phone = await pageFor(t, server,
			{ client: pupil, lang, width: 360 });

		await phone.page.goto(`/seats/${past.round}/outcome`);
		await phone.look();
		await phone.close();
	}
	return told;
}

async function ranksForClass(t, { server, teacher, now, past }) {
	const { classes } = await teacher.get('/api/today');
	const { id: group } = classes.find(one => one.grade === 8) ?? classes[0];
	const path = `/api/classes/${group}/rounds/${now.round}`;
	const [a, b] = now.events;
	const view = await pageFor(t, server, { client: teacher });
	const { page, link, w } = view;

	await page.goto('/today');
	await page.getByText(w('seats.need')).first().waitFor();
	await view.look();
	await page.goto(`/classes/${group}`);
	await link('seats.class.open').click();
	await page.waitForURL(`**/classes/${group}/seats`);
	await view.look();
	await page.locator('main').getByRole('link', { name: '가을 체험' }).click();
	await page.waitForURL(`**/seats/${now.round}`);
	await add(view, programmes[0]);
	await add(view, programmes[1]);
	await arrow(view, b, 'up').click();
	await saved(view);
	assert.deepEqual((await teacher.get(path)).list, [b, a]);
	await view.look('a list of the class');
	const { pupils } = await teacher.get(path);
	const without = pupils.filter(one => one.wishes === 0);

	assert.ok(without.length > 0);
	await page.locator('.filter-links a').nth(1).click();
	await until('only those', async () =>
		await page.locator('tbody th a').count() === without.length);
	await view.look('who has no wish');
	await page.goto(`/classes/${group}/seats/${past.round}/outcome`);
	await view.look();
	const [file] = await Promise.all([page.waitForEvent('download'),
		view.button('seats.letters.make').click()]);

	assert.equal(readFileSync(await file.path()).subarray(0, 5).toString(),
		'%PDF-');
	await view.close();
}

async function looksInPublic(t, { server, past }, { pseudonym }) {
	const view = await pageFor(t, server);
	const { page, field, button, w } = view;

	await page.goto('/draws');
	await view.look();
	await page.getByRole('link', { name: '여름 체험' }).click();
	await page.waitForURL(`**/draws/${past.round}`);
	await view.look();
	const asked = [];

	page.on('request', request => asked.push(
		request.url() + (request.postData() ?? '')));
	await field('seats.own.pseudonym').fill(pseudonym);
	await button('seats.own.find').click();
	await Promise.any([page.getByText(w('seats.own.placed')).waitFor(),
		page.getByText(w('seats.own.none')).waitFor()]);
	/* The server never hears for whom it was. */
	assert.ok(asked.length > 0 && asked.every(one => !one.includes(pseudonym)));
	await field('seats.own.pseudonym').fill('0000000000000000');
	await button('seats.own.find').click();
	await page.getByText(w('seats.own.unknown')).waitFor();
	await view.close();
	for (const [lang, width] of [['ko', 360], ['en', 1280]]) {
		const how = await pageFor(t, server, { lang, width });

		await how.page.goto('/how-seats');
		await how.look();
		const said = await how.page.locator('main').innerText();

		for (const { number, name } of example.pupils)
			assert.ok(said.includes(number) && said.includes(name[lang]));
		assert.ok(said.includes(example.seed));
		await how.page.goto(`/draws/${past.round}`);
		await how.look();
		await how.close();
	}
}

test('wishes and seats', async t => {
	const place = await placeFor(t);
	let told;

	await t.test('a pupil ranks by keyboard, by buttons, by dragging',
		part => ranks(part, place));
	await t.test('phones, a child, a guardian', part => reads(part, place));
	await t.test('what came of the wishes', async part => {
		told = await seesOutcome(part, place);
	});
	await t.test('a teacher ranks for a class',
		part => ranksForClass(part, place));
	await t.test('anybody looks at the draw',
		part => looksInPublic(part, place, told));
});
