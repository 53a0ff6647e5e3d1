/*
 * Every page of the program for everybody who may open it, on a phone and on a
 * desk, in both languages: no violation of WCAG 2.2 AA, no scrolling sideways,
 * no word missing, no error, no request to anywhere else. The list is the one of
 * the pages themselves, so a new page is looked at without being asked for.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { languages, pageFor, widths } from '../lib/browser.mjs';
import { root } from '../lib/program.mjs';
import { roles, worldFor } from '../lib/world.mjs';

const source = readFileSync(join(root, 'web/src/app/routes.ts'), 'utf8');
const row = /path: (?:'([^']+)'|SIGN_IN),\s*roles: (\[[^\]]*\]|'\w+')/g;

/* Of a page for everybody it is enough that two see it: in easy and plain words. */
const groups = {
	"'anyone'": ['nobody'],
	"'signed_in'": ['pupil', 'teacher'],
};

/* The parts page is there for whoever builds pages. */
const pages = [...source.matchAll(row)]
	.map(([, path = '/sign-in', who]) => ({ path, roles: groups[who] ??
		who.match(/\w+/g) }))
	.filter(page => page.path !== '/parts');

async function addressOf(world, path, role) {
	let address = path;

	for (const [whole, name] of path.matchAll(/{(\w+)}/g)) {
		assert.ok(world.knows(name), `no object for {${name}}`);
		address = address.replace(whole, await world.inside(name, role));
	}
	return address;
}

async function walk(t, world, role, lang, width) {
	const view = await pageFor(t, world.server, { lang, width,
		client: role === 'nobody' ? undefined : world[role] });

	for (const { path } of pages.filter(one => one.roles.includes(role)))
		await t.test(`${path} ${lang} ${width}`, async () => {
			await view.page.goto(await addressOf(world, path, role));
			await view.look(path);
		});
	await view.close();
}

test('the list of pages was read', () => {
	assert.ok(pages.length > 20);
	for (const page of pages)
		for (const role of page.roles)
			assert.ok(['nobody', ...roles].includes(role), role);
});

test('every page', async t => {
	const world = await worldFor(t);

	for (const role of ['nobody', ...roles])
		await t.test(role, async part => {
			for (const lang of languages)
				for (const width of widths)
					await walk(part, world, role, lang, width);
		});
});
