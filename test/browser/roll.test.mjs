/*
 * The roll-call on a phone: marks by tap and by keyboard, a missing child on
 * top, the network gone in the middle and back, a page that is loaded again
 * meanwhile, a typed code; and nothing of it on the device after signing out.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { languages, pageFor } from '../lib/browser.mjs';
import { enterAll } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { until } from '../lib/program.mjs';
import { demoServed } from '../lib/server.mjs';
import { enter, roundFor } from '../lib/wishes.mjs';

const MINUTE = 60000;

async function dayFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);
	const people = await enterAll(server, demoOf(house));
	const { pupil: own } = await people.pupil.get('/api/session');
	const [{ region, class: group }] = await house.ask(
		`SELECT region, class FROM pupil WHERE id = ${own}`);
	const round = await roundFor(house, { region, state: 'announced',
		opens: -9, closes: -5 });
	const [event] = round.events, now = Date.now();
	const coming = await house.ask(`SELECT id, name FROM pupil
		WHERE class = ${group} ORDER BY number, name, id LIMIT 4`);

	if (!coming.some(one => one.id === own))
		coming.push({ id: own, name: (await house.ask(
			`SELECT name FROM pupil WHERE id = ${own}`))[0].name });
	for (const { id } of coming)
		await enter(house, round, id, { list: [0], got: 0, state: 'accepted' });
	await house.ask(`UPDATE event SET starts = ${now - 10 * MINUTE},
		ends = ${now + 110 * MINUTE} WHERE id = ${event}`);
	await house.ask(`INSERT INTO vault (pupil, kind, value)
		VALUES (${coming[0].id}, 'needs', '3')
		ON CONFLICT (pupil, kind) DO UPDATE SET value = '3'`);
	return { house, server, ...people, own, group, round, event, coming };
}

const row = ({ page }, name) => page.locator('.roll-row')
	.filter({ hasText: name });
const tap = (view, name) => row(view, name).locator('.roll-tap');
const sent = ({ page, w }) =>
	page.getByText(w('roll.all_sent')).waitFor();
const kept = ({ page }) => page.evaluate(() =>
	Object.keys(localStorage).filter(one => one.startsWith('giljabi.kept.'))
		.map(one => one.split('.')[2]).sort());

/* Of the first four points, what the server has at one. */
async function stands(day, point = 'arrive') {
	const { people } = await day.centre.get(`/api/events/${day.event}/roll`);

	return day.coming.map(({ id }) => people.find(one => one.pupil === id)
		.marks.find(one => one.point === point)?.state ?? '');
}

const becomes = (day, ...states) => until(String(states), async () =>
	String((await stands(day)).slice(0, states.length)) === String(states));

/* One tap, two taps, a reason. */
async function marksByTap(view, day) {
	const { page, button, field, w } = view;
	const [a, b, c] = day.coming.map(one => one.name);

	await tap(view, a).click();
	await tap(view, b).click();
	await tap(view, b).click();
	await page.locator('.roll-missing strong', { hasText: b }).waitFor();
	await becomes(day, 'here', 'missing');
	await sent(view);
	await view.look('one is missing');
	await row(view, c).getByRole('button').last().click();
	const dialog = page.locator('dialog[open]');

	await field('roll.excuse.reason', dialog).fill('집에서 쉼');
	await view.look('a reason');
	await button('roll.excuse.do', dialog).click();
	await row(view, c).getByText('집에서 쉼').waitFor();
	await becomes(day, 'here', 'missing', 'excused');
	await page.locator('.roll-missing').getByRole('button').click();
	await page.locator('.roll-missing').waitFor({ state: 'detached' });
	await becomes(day, 'here', 'here', 'excused');
	assert.ok(await page.getByText(w('roll.state.here')).count() >= 2);
}

/* The network goes; marks wait, are seen to wait, and go on their own. */
async function losesNetwork(view, day) {
	const { page, w } = view;
	const [, b, , d] = day.coming.map(one => one.name);

	view.allow(/Failed to load resource|ERR_INTERNET_DISCONNECTED/);
	await page.context().setOffline(true);
	await tap(view, d).click();
	await tap(view, b).click();
	await row(view, d).getByText(w('roll.mark.waiting')).waitFor();
	await page.locator('.roll-missing strong', { hasText: b }).waitFor();
	assert.deepEqual(await kept(view), ['marks', 'roll']);
	assert.deepEqual((await stands(day)).slice(0, 4),
		['here', 'here', 'excused', '']);
	await page.context().setOffline(false);
	await becomes(day, 'here', 'missing', 'excused', 'here');
	await sent(view);
	assert.deepEqual(await kept(view), ['roll']);
}

/* What waited while the page was left is sent when it is open again. */
async function isLoadedAgain(view, day) {
	const { page } = view;
	const [, b] = day.coming.map(one => one.name);

	view.allow(/ERR_FAILED/);
	await page.route('**/marks', route => route.abort());
	await tap(view, b).click();
	await until('it waits', async () =>
		(await kept(view)).includes('marks'));
	await page.unroute('**/marks');
	await page.reload();
	await becomes(day, 'here', 'here', 'excused', 'here');
	await sent(view);
}

/* The whole of it without a pointer. */
async function marksByKey(view, day) {
	const { page, w } = view;
	const [a] = day.coming.map(one => one.name);

	await page.getByRole('tab', { selected: true }).focus();
	await page.keyboard.press('ArrowRight');
	await page.waitForURL('**point=leave');
	await tap(view, a).focus();
	await page.keyboard.press('Enter');
	await row(view, a).getByText(w('roll.state.here')).waitFor();
	await until('by key', async () =>
		(await stands(day, 'leave'))[0] === 'here');
	await page.getByRole('button', { name: w('roll.show.unseen',
		{ count: day.coming.length - 1 }) }).click();
	await row(view, a).waitFor({ state: 'detached' });
	await view.look('who is left');
}

async function typesCode(view, day) {
	const { page, field, button, w } = view;
	const { code } = await day.pupil.get(
		`/api/pupils/${day.own}/rounds/${day.round.round}/code`);
	const dialog = page.locator('dialog[open]');

	await button('roll.code').click();
	await field('roll.code.field', dialog).fill('123');
	await button('roll.code.do', dialog).click();
	await dialog.getByText(w('roll.code.wrong')).waitFor();
	await view.look('a code that is none');
	await field('roll.code.field', dialog)
		.fill(code.toLowerCase().replace(/.{4}/g, '$& '));
	await button('roll.code.do', dialog).click();
	await dialog.locator('.critical-badge.ok').waitFor();
	await page.keyboard.press('Escape');
	await until('by code', async () => (await stands(day, 'leave'))[
		day.coming.findIndex(one => one.id === day.own)] === 'here');
}

for (const [i, lang] of languages.entries())
	test(`the roll of a class on its day (${lang})`, async t => {
		const day = await dayFor(t);
		const view = await pageFor(t, day.server,
			{ lang, width: [360, 1280][i], client: day.teacher });
		const { page } = view;

		await page.goto(`/classes/${day.group}/events/${day.event}/roll`);
		await page.locator('.roll-row').first().waitFor();
		assert.equal(await page.locator('.roll-row').count(),
			day.coming.length);
		await view.look('nobody is seen yet');
		await marksByTap(view, day);
		await losesNetwork(view, day);
		await isLoadedAgain(view, day);
		await marksByKey(view, day);
		await typesCode(view, day);
		await page.locator('header .drop-btn').last().click();
		await page.getByText(view.w('app.sign_out')).click();
		await page.waitForURL('**/');
		await until('nothing is left', async () =>
			(await kept(view)).length === 0);
		await view.close();
	});

test('the centre calls all and reads how it was', async t => {
	const day = await dayFor(t);
	const view = await pageFor(t, day.server,
		{ width: 360, client: day.centre });
	const { page, button } = view;
	const name = day.coming[0].name;

	await page.goto(`/events/${day.event}/roll?point=depart`);
	await tap(view, name).click();
	await until('marked', async () =>
		(await stands(day, 'depart'))[0] === 'here');
	await day.house.ask(`UPDATE event SET starts = starts - ${180 * MINUTE},
		ends = ends - ${180 * MINUTE} WHERE id = ${day.event}`);
	await day.pupil.put(`/api/pupils/${day.own}/events/${day.event}/feedback`,
		{ stars: 5, text: '또 가고 싶어요' });
	await page.reload();
	await view.look('over');
	await button('roll.feedback').click();
	await page.getByText('또 가고 싶어요').waitFor();
	await view.look('how it was');
	await view.close();
});
