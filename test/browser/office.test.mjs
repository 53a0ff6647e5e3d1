/* The ways of the office: the engineer's imports, the supervisor's overview. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { auditText, bankText } from '../lib/banks.mjs';
import {
	languages, pageFor, signInStaff, widths,
} from '../lib/browser.mjs';
import { enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { classOf, roster, rosterFiles } from '../lib/roster.mjs';
import { demoServed } from '../lib/server.mjs';
import { zip } from '../lib/zip.mjs';

async function provinceFor(t) {
	const house = await houseFor(t);
	const server = await demoServed(t, house);

	return { house, server, staff: demoOf(house).staff };
}

const school = classes => [{ code: 'demo-5', name: '학교', classes }];

async function handIn({ page, button }, name, buffer) {
	await page.goto('/imports');
	await page.locator('input[type=file]').setInputFiles({ name, buffer,
		mimeType: 'application/zip' });
	await button('imports.check').click();
	await page.waitForURL('**/imports/*');
}

for (const lang of languages)
	test(`a roster comes in with progress (${lang})`, async t => {
		const { house, server, staff } = await provinceFor(t);
		const engineer = await enterStaff(server, staff.engineer);
		const view = await pageFor(t, server, { lang });
		const { page, button, w } = view;
		const classes = Array.from({ length: 60 }, (_, at) =>
			classOf(`k${at}`, 7, 100, `1학년 ${at + 1}반`));

		await engineer.speak(lang);
		await signInStaff(view, staff.engineer);
		await handIn(view, 'roster.zip', roster(school(classes)));
		await button('imports.confirm').waitFor({ timeout: 60000 });
		await view.look('checked');
		assert.match(await page.locator('main table').innerText(), /6,000/);
		await button('imports.confirm').click();
		await page.getByText(w('imports.said.done'))
			.waitFor({ timeout: 60000 });
		await view.look('done');
		const [{ count }] = await house.ask(`SELECT COUNT(*) AS count
			FROM pupil WHERE source LIKE 'k%'`);

		assert.equal(Number(count), 6000);
		await page.goto('/imports');
		await view.look();
		await view.close();
	});

test('what is wrong stands in a table, and nothing came in', async t => {
	const { house, server, staff } = await provinceFor(t);
	const client = await enterStaff(server, staff.engineer);
	const files = rosterFiles(school([classOf('k1', 7, 3)]));

	files['roles.csv'] = files['roles.csv'].replace(',student,', ',emperor,');
	for (const width of [360, 1280]) {
		const view = await pageFor(t, server, { client, width });

		await handIn(view, 'faulty.zip', zip(files));
		await view.page.getByText('emperor').first().waitFor();
		await view.look('refused');
		const said = await view.page.locator('main').innerText();

		assert.match(said, /roles\.csv/);
		assert.equal(await view.button('imports.confirm').count(), 0);
		await view.close();
	}
	assert.deepEqual(await house.ask(`SELECT id FROM pupil
		WHERE source LIKE 'k%'`), []);
});

test('an account is made, and its password shown once', async t => {
	const { server, staff } = await provinceFor(t);
	const client = await enterStaff(server, staff.engineer);
	const view = await pageFor(t, server, { client });
	const { page, button, field } = view;

	await page.goto('/accounts');
	await view.look();
	await button('engineer.account.add').or(
		view.link('engineer.account.add')).first().click();
	await page.getByRole('radio', { name: view.w('app.role.engineer') })
		.check({ force: true });
	const form = page.locator('form').last();

	await field('engineer.login', form).fill('new-engineer');
	await field('engineer.name', form).fill('새 담당자');
	await view.look('a new account');
	await button('engineer.account.make').click();
	await page.getByText(/([0-9A-Z]{4}-){3}[0-9A-Z]{4}/).first().waitFor();
	await view.look('the first password');
	assert.equal((await client.get('/api/accounts?q=new-engineer')).total, 1);
	await view.close();
});

test('the supervisor sees regions, then schools, never a child', async t => {
	const { server, staff } = await provinceFor(t);
	const client = await enterStaff(server, staff.supervisor);
	const view = await pageFor(t, server, { client });
	const { page } = view;

	await page.goto('/overview');
	await view.look();
	const { rows } = await client.get('/api/overview');
	const said = await page.locator('main').innerText();

	assert.equal(rows.length, 31);
	for (const { name } of rows)
		assert.ok(said.includes(name), name);
	await page.locator(`main a[href^="/overview/${rows[0].id}"]`).first()
		.click();
	await page.waitForURL(`**/overview/${rows[0].id}*`);
	await view.look();
	const schools = await client.get(`/api/overview/${rows[0].id}`);
	const text = await page.locator('main').innerText();

	for (const { name } of schools.rows)
		assert.ok(text.includes(name), name);
	await view.close();
});

const json = (name, text) => ({ name, mimeType: 'application/json',
	buffer: Buffer.from(text) });

async function publish(view, passed) {
	const { button, field } = view;
	const bank = bankText();

	await field('model.publish.for').selectOption('middle');
	await field('model.publish.file').setInputFiles(json('bank.json', bank));
	await field('model.publish.audit').setInputFiles(
		json('audit.json', auditText(bank, passed)));
	await button('model.publish.go').click();
}

for (const lang of languages)
	for (const width of widths)
		test(`a bank is published and taken back (${lang} ${width})`,
			async t => {
				const { server, staff } = await provinceFor(t);
				const client = await enterStaff(server, staff.engineer);
				const view = await pageFor(t, server, { client, lang, width });
				const { page, button, buttonOf, w } = view;
				const inUse = async () => (await client.get('/api/banks')).banks
					.filter(one => one.in_use && one.name === 'middle')
					.map(one => one.id);

				view.allow(/422/);
				await page.goto('/banks');
				await view.look();
				await button('model.publish.go').click();
				await page.getByText(w('model.file.missing')).first().waitFor();
				await view.look('nothing was chosen');
				await publish(view, false);
				await page.getByRole('alert').waitFor();
				await view.look('not passed');
				assert.deepEqual(await inUse(), ['middle-1']);

				await publish(view, true);
				await page.getByText(w('model.publish.done')).waitFor();
				await view.look('published');
				assert.deepEqual(await inUse(), ['middle-2']);

				await page.locator('main a[href="/model/middle-2"]').click();
				await page.getByText('1234').first().waitFor();
				await view.look();
				await page.goto('/banks');
				await buttonOf('model.retire', 'middle-2').click();
				const dialog = page.getByRole('dialog');

				await button('model.retire', dialog).waitFor();
				await view.look('about to be taken back');
				await button('model.retire', dialog).click();
				await page.getByText(w('model.retire.done')).waitFor();
				await view.look('taken back');
				assert.deepEqual(await inUse(), ['middle-1']);
				await view.close();
			});
