/*
 * The way of a centre manager: a new site, a programme, its sessions, a round in
 * six steps, tried out, published, drawn before witnesses, announced.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import { languages, pageFor, signInStaff } from '../lib/browser.mjs';
import { enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { demoServed } from '../lib/server.mjs';

const DAY = 86400000;
const inDays = days => new Date(Date.now() + days * DAY).toISOString()
	.slice(0, 10);

async function provinceFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);

	return { house, server, demo: demoOf(house) };
}

/* A field to type in; a choice beside it may begin with the same words. */
const typed = ({ page, w }, id) => page.getByRole('textbox',
	{ name: w(id, { label: true }) });

/* One day of the month is chosen; keys choose another and take the focus along. */
async function moveInMonth({ page }) {
	await page.goto('/calendar?month=2030-05&day=2030-05-01');
	await page.locator('[data-day="2030-05-01"]').focus();
	await page.keyboard.press('ArrowDown');
	await page.waitForURL('**day=2030-05-08');
	await page.keyboard.press('PageDown');
	await page.waitForURL('**day=2030-06-01');
	await page.locator('[data-day="2030-06-01"]:focus').waitFor();
}

async function enterSite(view) {
	const { page, field, button, link, w } = view;
	const name = typed(view, 'sites.name');

	await page.goto('/sites');
	await link('sites.add').first().click();
	await page.waitForURL('**/sites/new');
	await name.fill('새봄 목공방');
	await field('sites.address').fill('수원시 팔달구 정조로 825');
	await field('sites.place').fill('수원시');
	await page.getByLabel(w('sites.step_free.yes')).check({ force: true });
	await button('sites.add.do').click();
	/* It says at the field what would be right, and keeps what was typed. */
	await page.getByText(w('sites.place.wrong')).waitFor();
	await view.look('a place that cannot be read');
	assert.equal(await name.inputValue(), '새봄 목공방');
	await field('sites.place').fill('37.2814, 127.0147');

	/* Whoever leaves now is asked first. */
	await link('parts.cancel').click();
	const dialog = page.getByRole('dialog');

	await button('sites.unsaved.stay', dialog).click();
	await button('sites.add.do').click();
	await page.waitForURL(/\/sites\/\d+$/);
	await view.look('the new site');
}

async function enterProgramme(view) {
	const { page, field, button, link, w } = view;

	await link('sites.programme.add').click();
	await page.waitForURL('**/programmes/new');
	await typed(view, 'sites.programme.name').fill('나무 의자 만들기');
	await field('sites.field').selectOption({ index: 3 });
	await field('sites.pupils_per_adult').fill('30');
	await page.getByText(w('sites.norm.more')).waitFor();
	await view.look('more pupils than the norm');
	await button('sites.programme.add.do').click();
	await page.waitForURL(/\/programmes\/\d+$/);
	await page.getByText(w('sites.events.none')).waitFor();
}

/* Three weeks without the second, then one of them cancelled. */
async function addEvents(view) {
	const { page, field, button, w } = view;
	const dialog = page.locator('dialog[open]');

	await button('sites.events.add').first().click();
	await field('sites.events.first', dialog).fill(inDays(60));
	await field('sites.events.from', dialog).fill('9:30');
	await field('sites.event.seats', dialog).fill('2');
	await field('sites.events.weeks', dialog).fill('4');
	await dialog.locator('.day-checks input').nth(1)
		.uncheck({ force: true });
	await view.look('days to be added');
	await button('sites.events.add.do', dialog).click();
	await page.locator('main tbody tr').nth(2).waitFor();
	assert.match(await page.locator('main tbody').first().innerText(),
		/09:30.*11:30/);
	await page.locator('main tbody tr').nth(2)
		.getByRole('button').last().click();
	await page.getByText(w('sites.event.cancel.text')).waitFor();
	await view.look('asked before cancelling');
	await button('sites.event.cancel.do', dialog).click();
	await page.getByText(w('sites.event.cancelled')).first().waitFor();
	await view.look('sessions');
}

async function next({ page, button }, step) {
	await button('rounds.wizard.next').click();
	await page.waitForURL(`**/edit?step=${step}`);
}

const sentences = page => page.locator('.wizard-rule li');

async function draftRound(view) {
	const { page, field, button, link, w } = view;

	await page.goto('/rounds');
	await link('rounds.new').first().click();
	await page.waitForURL('**/rounds/new');
	await button('rounds.wizard.next').click();
	await page.getByText(w('rounds.fault.name')).waitFor();
	await view.look('a round without a name');
	await field('rounds.name').fill('새봄 모집');
	await page.getByLabel('나무 의자 만들기').check({ force: true });
	await view.look('sessions picked');
	await next(view, 'who');
	await sentences(page).first().waitFor();
	const id = page.url().match(/rounds\/(\d+)/)[1];
	const before = await sentences(page).count();

	assert.ok(before > 3, 'the rule stands in words');
	await view.look('who');
	await page.getByLabel(w('rounds.kind.both')).check({ force: true });
	await next(view, 'first');
	await page.getByLabel(w('rounds.band.remote')).check({ force: true });
	await next(view, 'reserves');
	await page.getByLabel(w('rounds.group.rural')).check({ force: true });
	await view.look('reserves');
	await next(view, 'caps');
	await field('rounds.caps.all').fill('3');
	await next(view, 'dates');
	await view.look('dates');
	assert.ok(await sentences(page).count() > before, 'the rule grows');
	await button('rounds.wizard.finish').click();
	await page.waitForURL(`**/rounds/${id}`);
	await view.look('the draft');
	return id;
}

async function tryAndPublish(view) {
	const { page, button, w } = view;

	await page.getByRole('tab', { name: w('rounds.tab.simulation') }).click();
	await button('rounds.simulation.do').click();
	await page.getByText(w('rounds.shares')).waitFor({ timeout: 30000 });
	await view.look('tried out');
	await button('rounds.next.published').click();
	await button('rounds.back.draft').click();
	await button('rounds.next.published').click();
	await page.getByRole('tab', { name: w('rounds.tab.rule') }).click();
	assert.match(await page.locator('.round-hash').first().innerText(),
		/^[0-9a-f]{64}$/);
	await view.look('published');
}

/* The clock goes on past the opening, a pupil wishes, and past the closing. */
async function wished({ house, server, demo }, round) {
	const at = (column, days) => house.ask(`UPDATE round SET ${column} =
		${Date.now() + days * DAY} WHERE id = ${round}`);
	const pupil = await enterPupil(server, demo.cards.middle);
	const { pupil: own } = await pupil.get('/api/session');
	const way = `/api/pupils/${own}/rounds/${round}`;

	await at('opens', -1);
	const { choices } = await pupil.get(way);

	assert.equal(choices.length, 2);
	await pupil.put(`${way}/wishes`,
		{ events: choices.map(one => one.event.id) });
	await at('closes', -0.01);
}

async function draw(view) {
	const { page, field, button, w } = view;
	const dialog = page.locator('dialog[open]');

	await page.reload();
	await button('rounds.next.frozen').click();
	await button('rounds.back.closed').click();
	await button('rounds.next.frozen').click();
	await field('rounds.draw.number.field').waitFor();
	await button('rounds.next.drawn').click();
	await page.getByText(w('rounds.draw.number.empty')).waitFor();
	await view.look('a draw without a number');
	await field('rounds.draw.number.field').fill('3 11 24 30 38 41');
	await button('rounds.next.drawn').click();
	await dialog.getByText('3 11 24 30 38 41').waitFor();
	await view.look('asked before the draw');
	await button('rounds.draw.do', dialog).click();
	await dialog.getByText(w('rounds.draw.checked')).waitFor();
	await view.look('drawn');
	await button('rounds.draw.look', dialog).click();
}

async function announce(view) {
	const { page, button, w } = view;

	await button('rounds.next.announced').click();
	await page.getByText(w('rounds.now.announced')).waitFor();
	await view.look('announced');
	await page.getByRole('tab', { name: w('rounds.tab.events') }).click();
	const [download] = await Promise.all([page.waitForEvent('download'),
		button('rounds.people').first().click()]);

	assert.match(download.suggestedFilename(), /\.xlsx$/);
	assert.equal(readFileSync(await download.path()).subarray(0, 2)
		.toString(), 'PK');
	await view.look('by session');
}

for (const [i, lang] of languages.entries())
	test(`from a new site to an announced round (${lang})`, async t => {
		const province = await provinceFor(t);
		const view = await pageFor(t, province.server,
			{ lang, width: [1280, 360][i] });
		const { page } = view;
		const { centre } = province.demo.staff;

		await (await enterStaff(province.server, centre)).speak(lang);
		await signInStaff(view, centre);
		await page.waitForURL('**/calendar');
		await view.look();
		if (view.width > 767)
			await moveInMonth(view);
		await enterSite(view);
		await enterProgramme(view);
		await addEvents(view);
		const round = await draftRound(view);

		await tryAndPublish(view);
		await wished(province, round);
		await draw(view);
		await announce(view);
		await page.goto('/calendar');
		await view.look('with rounds under way');
		await view.close();
	});
