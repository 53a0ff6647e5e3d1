/* The way of a pupil, small and older, as they go it. */
import assert from 'node:assert/strict';
import test from 'node:test';

import {
	languages, pageFor, picture, signInPupil,
} from '../lib/browser.mjs';
import { enterGuardian, enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { until } from '../lib/program.mjs';
import { demoServed } from '../lib/server.mjs';

const consent = { purpose: 'test', wording: '1', method: 'self' };

async function provinceFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);

	return { server, demo: demoOf(house) };
}

async function guardianAgrees(server, demo) {
	const guardian = await enterGuardian(server, demo.guardian);
	const [{ id }] = (await guardian.get('/api/wards')).wards;

	await guardian.post(`/api/pupils/${id}/consents`, consent);
}

/*
 * Chromium answers faster than anybody reads. That is noticed and told, and the
 * pupil who meant it keeps the answers.
 */
async function finish(view) {
	const { page, button } = view;
	const keep = button('guide_pupil.notice.keep');

	await button('guide_pupil.test.finish').click();
	await Promise.any([keep.waitFor(), page.waitForURL('**/result')]);
	if (await keep.isVisible()) {
		await view.look('noticed');
		await keep.click();
	}
	await page.waitForURL('**/result');
	await view.look();
}

/* Whichever language: the place stands beside the total, in either order. */
const itemShown = ({ page }, item) => until(`item ${item}`, async () => {
	const said = await page.locator('.asking-lead').innerText();
	const [less, more] = said.match(/\d+/g).map(Number).sort((a, b) => a - b);

	return less === item && more === 18;
});

/* Taps a face; the next one comes by itself. */
async function tap(view, item) {
	await itemShown(view, item);
	await view.page.locator('.face').nth([4, 2, 0, 3, 1][item % 5]).click();
}

for (const lang of languages)
	test(`elementary: a guardian, eighteen faces, things to try (${lang})`,
		async t => {
			const { server, demo } = await provinceFor(t);
			const view = await pageFor(t, server, { width: 360, lang });
			const { page, button, link } = view;

			await (await enterPupil(server, demo.cards.elementary)).speak(lang);
			await signInPupil(view, demo.cards.elementary);
			await view.look();
			await link('guide_pupil.next.guardian.go').click();
			await view.look('waiting for a guardian');
			await guardianAgrees(server, demo);
			await button('guide_pupil.guardian.given').click();
			await button('guide_pupil.begin.go').waitFor();
			await view.look('about to begin');
			await button('guide_pupil.begin.go').click();
			await page.locator('.face').first().waitFor();
			await view.look('the first face');
			await picture(view, 'test-phone');
			for (let item = 1; item <= 8; item++)
				await tap(view, item);

			/* Back is possible, and the answer stands there. */
			await itemShown(view, 9);
			await button('guide_pupil.test.before').click();
			await itemShown(view, 8);
			assert.equal(await page.locator('.face input:checked').count(), 1);
			/* Left and come back: it goes on where it stopped. */
			await page.goto('/');
			await link('guide_pupil.next.running.go').click();
			await page.locator('.face').first().waitFor();
			for (let item = 9; item <= 18; item++)
				await tap(view, item);
			await finish(view);
			await view.close();
		});

/* Of one who likes to find things out and to help. */
const likes = (id, at) => Math.min(5, Math.max(1,
	{ R: 2, I: 5, A: 3, S: 4, E: 2, C: 3 }[id[1]] + at % 3 - 1));

/* One after another, by keyboard alone, until nothing more is asked. */
async function answerByKeys({ page }) {
	const item = page.locator('[data-item]');
	const complete = page.locator('[data-complete=true]');
	const asked = [];

	for (;;) {
		const id = await item.getAttribute('data-item');

		asked.push(id);
		await page.keyboard.press(String(likes(id, asked.length)));
		await until(`after ${id}`, async () => await complete.isVisible() ||
			await item.getAttribute('data-item') !== id);
		if (await item.getAttribute('data-item') === id)
			return asked;
	}
}

test('middle: about twenty items by keyboard, the result as a table', async t => {
	const { server, demo } = await provinceFor(t);
	const client = await enterPupil(server, demo.cards.middle);
	const { pupil } = await client.get('/api/session');
	const teacher = await enterStaff(server, demo.staff.teacher);

	await teacher.post(`/api/pupils/${pupil}/consents`,
		{ ...consent, method: 'form' });
	const view = await pageFor(t, server, { client });
	const { page, button, link } = view;

	await page.goto('/');
	await view.look();
	await link('guide_pupil.next.know.go').click();
	await button('guide_pupil.begin.go').click();
	await page.locator('[data-item]').waitFor();
	await view.look('the first item');
	const asked = await answerByKeys(view);

	assert.equal(new Set(asked).size, asked.length);
	assert.ok(asked.length >= 12 && asked.length <= 24, asked.join(' '));
	await finish(view);

	const { lists } = await client.get(`/api/pupils/${pupil}/result`);
	const said = await page.locator('main').innerText();

	for (const { title, suggestions } of lists) {
		assert.ok(said.includes(title), title);
		for (const { name } of suggestions)
			assert.ok(said.includes(name), name);
	}
	assert.match(said, /AI가 제안했어요/);
	await view.close();
	for (const lang of languages) {
		const phone = await pageFor(t, server, { client, lang, width: 360 });

		await phone.page.goto('/result');
		await phone.look();
		await picture(phone, 'result-phone');
		await phone.close();
	}
});

test('high: own consent, a lost connection loses no answer', async t => {
	const { server, demo } = await provinceFor(t);
	const client = await enterPupil(server, demo.cards.high);
	const view = await pageFor(t, server, { client, width: 360 });
	const { page, button, link } = view;

	view.allow(/ERR_INTERNET_DISCONNECTED/);
	await page.goto('/');
	await link('guide_pupil.next.know.go').click();
	await button('guide_pupil.consent.give').waitFor();
	await view.look('the consent');
	await button('guide_pupil.consent.give').click();
	const begin = button('guide_pupil.begin.go');

	await Promise.any([begin.waitFor(),
		page.locator('[data-item]').waitFor()]);
	if (await begin.isVisible())
		await begin.click();
	await page.locator('[data-item]').waitFor();
	await page.context().setOffline(true);
	for (let item = 0; item < 3; item++) {
		const id = await page.locator('[data-item]').getAttribute('data-item');

		await page.keyboard.press('4');
		if (item < 2)
			await page.locator(`[data-item="${id}"]`)
				.waitFor({ state: 'detached' });
	}
	await page.getByText(view.w('guide_pupil.save.waiting')).waitFor();
	await page.context().setOffline(false);
	await until('the answers arrive', async () =>
		(await client.get('/api/test')).answered === 3);
	await page.getByText(view.w('guide_pupil.save.waiting'))
		.waitFor({ state: 'detached' });
	await view.close();
});
