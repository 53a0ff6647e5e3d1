/*
 * The way of a career teacher: today, a class, a pupil, the brief; change, leave
 * out with a reason, add, sign, print.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';

import {
	languages, pageFor, picture, signInStaff,
} from '../lib/browser.mjs';
import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { answered } from '../lib/demo.mjs';
import { pdfText } from '../lib/pdf.mjs';
import { demoServed } from '../lib/server.mjs';

async function provinceFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);
	const { staff } = demoOf(house);
	const teacher = await enterStaff(server, staff.teacher);

	return { house, server, staff, teacher };
}

/* What the browser was handed to keep. */
async function downloaded(page, press) {
	const [download] = await Promise.all([page.waitForEvent('download'),
		press()]);

	return { name: download.suggestedFilename(),
		bytes: readFileSync(await download.path()) };
}

/* From the first page to the pupil's brief, by what a teacher would press. */
async function toBrief(view, pupil) {
	const { page } = view;

	await page.waitForURL('**/today');
	await view.look();
	await picture(view, 'today-desktop');
	await page.locator(`main a[href^="/classes/${pupil.group}"]`).first()
		.click();
	await page.waitForURL(`**/classes/${pupil.group}*`);
	await view.look();
	await page.locator(`main a[href="/pupils/${pupil.pupil}"]`).first()
		.click();
	await page.waitForURL(`**/pupils/${pupil.pupil}`);
	await view.look();
	await view.link('teacher.brief.open').first().click();
	await page.waitForURL('**/briefs/*');
	await view.look();
}

async function edit(view, [out, other, kept]) {
	const { page, field, buttonOf, button } = view;

	await buttonOf('brief.reject', out.name).click();
	await button('brief.reject.do').last().click();
	/* Without a reason it is not done, and says why. */
	await page.getByText(view.w('brief.reject.empty')).waitFor();
	await view.look('a reason is missing');
	await field('brief.reject.label').fill('이미 체험해 보았습니다');
	await button('brief.reject.do').last().click();
	await page.getByText('이미 체험해 보았습니다').first().waitFor();

	await buttonOf('brief.change', other.name).click();
	await field('brief.change.label').fill('바꾼 이름의 학과');
	await button('brief.change.do').last().click();
	await buttonOf('brief.keep', kept.name).click();

	await button('brief.own.new').click();
	await field('brief.own.name').fill('해양학과');
	await field('brief.own.text').fill('바다를 좋아합니다');
	await button('brief.own.add').click();
	await page.getByRole('heading', { name: '해양학과' }).waitFor();

	await field('brief.section.agreed').fill('여름 방학에 체험 두 곳');
	await field('brief.section.talk').fill('교사만 보는 줄');
	await page.keyboard.press('Tab');
	await view.look('edited');
}

for (const lang of languages)
	test(`today, class, pupil, brief, sign, print (${lang})`, async t => {
		const { server, staff, teacher } = await provinceFor(t);
		const pupil = await answered(teacher, 11);
		const view = await pageFor(t, server, { lang, client: undefined });
		const { page, button, w } = view;

		await teacher.speak(lang);
		await signInStaff(view, staff.teacher);
		await toBrief(view, pupil);
		await picture(view, 'brief-desktop');
		const id = page.url().match(/briefs\/(\d+)/)[1];
		const draft = await teacher.get(`/api/briefs/${id}`);
		const majors = draft.lists.find(list => list.kind === 'majors')
			.suggestions;

		await edit(view, majors);
		await button('brief.sign').click();
		const dialog = page.getByRole('dialog');

		await button('brief.sign.now', dialog).waitFor();

		for (const words of ['해양학과', '바꾼 이름의 학과',
			'여름 방학에 체험 두 곳'])
			assert.ok((await dialog.innerText()).includes(words), words);
		await view.look('what will be signed');
		await button('brief.sign.now', dialog).click();
		await page.getByText(w('brief.signed_by')).waitFor();
		await view.look('signed');

		const signed = await teacher.get(`/api/briefs/${id}`);

		assert.equal(signed.state, 'signed');
		assert.deepEqual(signed.decisions.map(one => one.decision).sort(),
			['change', 'keep', 'reject']);
		assert.equal(await button('brief.keep').count(), 0);

		const own = await downloaded(page,
			() => button('brief.print.teacher').click());
		const copy = await downloaded(page,
			() => button('brief.print.pupil').click());

		assert.match(own.name, /\.pdf$/);
		assert.ok((await pdfText(own.bytes)).includes('교사만 보는 줄'));
		const text = await pdfText(copy.bytes);

		assert.ok(text.includes('해양학과'));
		assert.ok(!text.includes('교사만 보는 줄'));
		await view.close();
	});

test('one press leads from a suggestion to what it rests on', async t => {
	const { server, teacher } = await provinceFor(t);
	const { pupil } = await answered(teacher, 11);
	const { id } = await teacher.post(`/api/pupils/${pupil}/briefs`);
	const view = await pageFor(t, server, { client: teacher });
	const { page, link, w } = view;

	await page.goto(`/briefs/${id}`);
	await link('model.card.link').first().click();
	await page.waitForURL('**/model/*');
	await page.getByRole('heading', { name: w('model.card.title') })
		.waitFor();
	await view.look();
	await page.goBack();
	await page.waitForURL(`**/briefs/${id}`);
	await view.close();
});

test('cards, the class as one PDF, the table, a guardian\'s code', async t => {
	const { server, staff, teacher } = await provinceFor(t);
	const { group, pupil } = await answered(teacher, 12);
	const view = await pageFor(t, server, { client: teacher });
	const { page, button } = view;

	assert.ok(staff.teacher);
	await page.goto(`/classes/${group}`);
	await button('teacher.cards').click();
	await button('teacher.cards.make').waitFor();
	await view.look('whose cards');
	const cards = await downloaded(page,
		() => button('teacher.cards.make').click());

	assert.equal((await pdfText(cards.bytes)).match(/(\w{5}-){4}\w{6}/g)
		.length, (await teacher.get(`/api/classes/${group}`)).pupils.length);
	for (const id of ['teacher.forms', 'teacher.briefs.pupil']) {
		const { bytes } = await downloaded(page, () => button(id).click());

		assert.match(await pdfText(bytes), /\S/, id);
	}
	const table = await downloaded(page,
		() => button('teacher.table').click());

	assert.match(table.name, /\.xlsx$/);
	await page.goto(`/pupils/${pupil}/invitation`);
	await button('teacher.invite.make').click();
	await page.getByText(/(\w{5}-){4}\w{6}/).first().waitFor();
	await view.look('a guardian\'s code');
	await view.close();
});

test('what was written is saved, and warned of before it is lost', async t => {
	const { server, teacher } = await provinceFor(t);
	const { pupil } = await answered(teacher, 10);
	const { id } = await teacher.post(`/api/pupils/${pupil}/briefs`);
	const view = await pageFor(t, server, { client: teacher });
	const { page, field } = view;

	view.allow(/ERR_INTERNET_DISCONNECTED|Failed to fetch/);
	await page.goto(`/briefs/${id}`);
	await field('brief.section.talk').fill('저장되는 글');
	await page.waitForResponse(answer =>
		answer.url().endsWith('/sections/talk') && answer.ok());
	await page.reload();
	assert.equal(await field('brief.section.talk').inputValue(),
		'저장되는 글');

	await page.context().setOffline(true);
	await field('brief.section.talk').fill('연결이 끊긴 동안 쓴 글');
	await page.keyboard.press('Tab');
	let asked = false;

	page.once('dialog', dialog => {
		asked = dialog.type() === 'beforeunload';
		dialog.dismiss();
	});
	await page.close({ runBeforeUnload: true });
	await page.waitForTimeout(500);
	assert.ok(asked, 'it was not warned of');
	await page.context().setOffline(false);
	await page.waitForResponse(answer =>
		answer.url().endsWith('/sections/talk') && answer.ok(),
	{ timeout: 30000 });
	assert.equal((await teacher.get(`/api/briefs/${id}`)).sections
		.find(one => one.id === 'talk').text, '연결이 끊긴 동안 쓴 글');
});
