/*
 * Debian's Chromium at the real server. A page is watched while it is open: no
 * error on its console, no request to another origin, nothing that the policy
 * refused; and looked at: axe-core, scrolling sideways.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after } from 'node:test';

import { pause, root } from './program.mjs';
import { words } from './words.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { chromium } = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const browser = await chromium.launch({
	executablePath: process.env.GILJABI_CHROMIUM ?? '/usr/bin/chromium',
	args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic',
		'--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
});

after(() => browser.close());

export const widths = [360, 1280], languages = ['ko', 'en'];

/* What a breach of the policy looks like from inside. */
function watchPolicy() {
	addEventListener('securitypolicyviolation', event => console.error(
		`policy: ${event.violatedDirective} ${event.blockedURI}`));
}

function watch(page, server) {
	const faults = [], allowed = [], open = new Set();

	page.on('requestfinished', request => open.delete(request));
	page.on('requestfailed', request => open.delete(request));
	page.on('request', request => {
		const { origin, protocol } = new URL(request.url());

		open.add(request);

		if (origin !== server.url && !['data:', 'blob:'].includes(protocol))
			faults.push(`asks elsewhere: ${request.url()}`);
	});
	page.on('console', line => {
		const { url = '' } = line.location();
		const text = `${line.text()} ${url}`;

		if (line.type() === 'error' && !allowed.some(one => one.test(text)))
			faults.push(text);
	});
	page.on('pageerror', error => faults.push(error.message));
	return { faults, allowed, open };
}

/*
 * { page, w, button, link, field, allow, look, close }: w(id) is what the page
 * says for a message id, allow(/…/) a console error that belongs to what is
 * tested. With a client the page is signed in as that one.
 */
export async function pageFor(t, server, {
	lang = 'ko', width = 1280, client,
} = {}) {
	const context = await browser.newContext({
		viewport: { width, height: 800 }, baseURL: server.url,
		locale: lang === 'ko' ? 'ko-KR' : 'en-GB', timezoneId: 'Asia/Seoul',
		reducedMotion: 'reduce', acceptDownloads: true,
	});
	/* Whoever is signed in has a language of the own. */
	await client?.speak(lang);
	const cookies = new Map([...client?.cookies ?? [],
		['giljabi_lang', lang]]);

	await context.addCookies([...cookies].map(([name, value]) =>
		({ name, value, url: server.url })));
	await context.addInitScript(watchPolicy);
	await context.addInitScript(
		one => localStorage.setItem('giljabi.language', one), lang);
	const page = await context.newPage();
	const { faults, allowed, open } = watch(page, server);
	const view = {
		page, width, lang, open, w: words(lang),
		allow: fault => allowed.push(fault),
		button: (id, where = page) => where.getByRole('button',
			{ name: view.w(id) }),
		/* "Keep" of one of many, whose name goes on with what it is for. */
		buttonOf: (id, name) => page.getByRole('button',
			{ name: view.w(id, { label: true }) }).filter({ hasText: name }),
		link: (id, where = page) => where.getByRole('link',
			{ name: view.w(id) }),
		field: (id, where = page) => where.getByLabel(
			view.w(id, { label: true })),
		assertQuiet() {
			assert.deepEqual(faults.splice(0), [], page.url());
		},
		look: name => look(view, name),
		async close() {
			await context.close();
			view.assertQuiet();
		},
	};

	page.setDefaultTimeout(15000);
	t.after(() => context.close());
	return view;
}

/* Looking */

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a',
	'wcag22aa'];

async function violations(page) {
	if (!await page.evaluate(() => 'axe' in window))
		await page.evaluate(axe);
	const found = await page.evaluate(runOnly =>
		window.axe.run(document, { runOnly, resultTypes: ['violations'] }),
	tags);

	return found.violations.flatMap(one => one.nodes.map(node =>
		`${one.id}: ${one.help}: ${node.target.join(' ')}`));
}

/* The body hides what sticks out; so each box is measured, too. */
function tooWide() {
	const { clientWidth, scrollWidth } = document.documentElement;
	const scrolls = 'svg, .scroll, .tab > ul, thead, .sr-only';
	const out = [...document.querySelectorAll('main *, header *, footer *')]
		.filter(one => one.getBoundingClientRect().right > clientWidth + 1)
		.filter(one => !one.closest(scrolls) && one.checkVisibility())
		.map(one => `${one.tagName.toLowerCase()}.${one.className}`);

	return scrollWidth > clientWidth ? ['the page scrolls', ...out] : out;
}

/* A message id where its words should be. */
function wordless() {
	const id = /(^|\s)[a-z_]+(\.[a-z_0-9]+)+(\s|$)/;

	return document.body.innerText.split('\n').filter(line =>
		id.test(line) && !/\.(zip|xlsx|csv|pdf|db|json)\b/.test(line));
}

/* Nothing is asked for any more, nothing is being loaded, the fonts are there. */
async function settled({ page, open }) {
	await page.locator('main h1').first().waitFor();
	for (let quiet = 0; quiet < 2;) {
		await pause(60);
		quiet = open.size === 0 &&
			await page.locator('.loading').count() === 0 ? quiet + 1 : 0;
	}
	await page.evaluate(() => document.fonts.ready);
}

async function look(view, name) {
	const { page, lang, width } = view;
	const where = `${name ?? new URL(page.url()).pathname} ${lang} ${width}`;

	await settled(view);
	view.assertQuiet();
	assert.equal(await page.evaluate(() => document.documentElement.lang),
		lang);
	assert.deepEqual(await violations(page), [], where);
	assert.deepEqual(await page.evaluate(tooWide), [], `${where}: too wide`);
	assert.deepEqual(await page.evaluate(wordless), [],
		`${where}: without words`);
}

/* The pictures of the README, when they are asked for. */
export async function picture(view, name, options = {}) {
	if (process.env.GILJABI_PICTURES !== '1')
		return;
	const folder = join(root, 'docs/pictures');

	mkdirSync(folder, { recursive: true });
	await settled(view);
	await view.page.screenshot({ ...options,
		path: join(folder, `${name}-${view.lang}.png`) });
}

/* Ways in, through the page */

export async function signInStaff(view, { login, password }) {
	const { page, field, button } = view;

	await page.goto('/sign-in?as=staff');
	await field('people.login').fill(login);
	await field('people.password').fill(password);
	await button('people.go_on').click();
	await page.waitForURL(url => url.pathname !== '/sign-in');
}

export async function signInPupil(view, code) {
	const { page, field, button, w } = view;

	await page.goto('/sign-in');
	await field('people.card.code').fill(code);
	await page.getByLabel(w('people.device.shared')).check({ force: true });
	await button('people.enter').click();
	await page.waitForURL(url => url.pathname !== '/sign-in');
}
