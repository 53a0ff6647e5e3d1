/* The way of a guardian: in with a code, consent, the result, withdrawal. */
import assert from 'node:assert/strict';
import test from 'node:test';

import { languages, pageFor } from '../lib/browser.mjs';
import { answerTest } from '../lib/answers.mjs';
import { enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor } from '../lib/database.mjs';
import { signBrief } from '../lib/demo.mjs';
import { demoServed } from '../lib/server.mjs';

for (const lang of languages)
	test(`a code, the consent, the result, a brief (${lang})`, async t => {
		const house = await houseFor(t);
		const server = await demoServed(t, house);
		const { staff, cards, guardian } = demoOf(house);
		const teacher = await enterStaff(server, staff.teacher);
		const child = await enterPupil(server, cards.elementary);
		const { pupil, name } = await child.get('/api/session');
		const view = await pageFor(t, server, { width: 360, lang });
		const { page, button, link, field, w } = view;

		await page.goto('/sign-in?as=guardian');
		await view.look('sign in as a guardian');
		await field('people.link.code').fill(guardian);
		await field('people.link.name').fill('보호자');
		await button('people.enter').click();
		await page.getByRole('heading', { name }).waitFor();
		await view.look('the children');
		await link('guardian.read_consent').click();
		await button('guardian.give').waitFor();
		await view.look('the consent');
		await button('guardian.give').click();
		await button('guardian.withdraw').waitFor();
		await view.look('consented');
		assert.equal((await child.get('/api/test')).state, 'ready');

		await answerTest(child);
		const brief = await signBrief(teacher, pupil);

		await page.goto(`/wards/${pupil}/result`);
		await view.look();
		await page.goto(`/briefs/${brief}`);
		await view.look();
		await page.goto(`/wards/${pupil}?tab=looks`);
		await view.look('who looked');
		await page.goto(`/wards/${pupil}?tab=consent`);
		await button('guardian.withdraw').click();
		await page.getByText(w('guardian.not_held')).waitFor();
		const { consents } = await teacher.get(`/api/pupils/${pupil}`);

		assert.ok(consents.every(one => one.withdrawn));
		await view.close();
	});
