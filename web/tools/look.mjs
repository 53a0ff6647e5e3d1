/*
 * Builds the parts page as it will be served, looks at it on a phone and on a
 * desk, and leaves pictures in look/. Fails on what axe-core finds, on
 * scrolling sideways, on a breach of the security policy and on a request to
 * anywhere else.
 */
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { build, preview } from 'vite';

const HERE = 'http://127.0.0.1:4173';
const BROWSER = process.env.GILJABI_CHROMIUM ?? '/usr/bin/chromium';
const AXE = readFileSync(
	createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const NOBODY = {
	signed_in: false, schools: [], office_sign_in: true, demo: true,
};
const TEACHER = {
	...NOBODY, signed_in: true, csrf: 'x', account: '1', name: '이하늘',
	role: 'teacher', demo: false,
};
const CHILD = {
	...TEACHER, account: '2', name: '박도윤', role: 'pupil', pupil: '2',
	grade: 5, stage: 'elementary',
};

const looks = [
	{ name: 'parts-360', path: '/parts', width: 360, who: TEACHER },
	{ name: 'parts-1280', path: '/parts', width: 1280, who: TEACHER },
	{ name: 'parts-child-360', path: '/parts', width: 360, who: CHILD },
	{ name: 'parts-zoom-200', path: '/parts', width: 640, who: TEACHER },
	{ name: 'parts-en-1280', path: '/parts', width: 1280, who: TEACHER,
		language: 'en-GB' },
	{ name: 'modal-360', path: '/parts', width: 360, who: TEACHER,
		press: '모달 열기' },
	{ name: 'help-360', path: '/parts', width: 360, who: TEACHER,
		press: '흥미 범위 도움말' },
	{ name: 'toast-360', path: '/parts', width: 360, who: TEACHER,
		press: '목록에서 빼기' },
	{ name: 'table-360', path: '/parts', width: 360, who: TEACHER,
		press: '표로 보기' },
	{ name: 'menu-360', path: '/parts', width: 360, who: CHILD, press: '메뉴' },
	{ name: 'account-360', path: '/parts', width: 360, who: CHILD,
		press: '박도윤 님' },
	{ name: 'home-360', path: '/', width: 360 },
	{ name: 'missing-1280', path: '/nowhere', width: 1280, who: TEACHER },
	{ name: 'sign-in-360', path: '/sign-in?expired=1', width: 360 },
];

let faults = 0;

function fault(where, what) {
	faults++;
	console.error(`${where}: ${what}`);
}

async function violations(page) {
	await page.evaluate(AXE);
	const found = await page.evaluate(() => window.axe.run(document, {
		runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
	}));

	return found.violations.flatMap((v) => v.nodes.map((node) =>
		`${v.id}: ${v.help}: ${node.target.join(' ')}`));
}

/* The body hides what sticks out; so each box is measured. */
function tooWide() {
	const width = document.documentElement.clientWidth;
	const scrolls = (el) => el.closest('.scroll, .tab > ul, thead, .sr-only');

	return [...document.querySelectorAll('main *, header *, footer *')]
		.filter((el) => el.getBoundingClientRect().right > width + 1)
		.filter((el) => !scrolls(el) && el.checkVisibility?.() !== false)
		.map((el) => `${el.tagName.toLowerCase()}.${el.className}`);
}

async function look(browser, { name, path, width, who, language, press }) {
	const page = await browser.newPage({
		viewport: { width, height: 800 }, locale: language ?? 'ko-KR',
		reducedMotion: 'reduce',
	});

	page.on('request', (request) => {
		if (!request.url().startsWith(HERE))
			fault(name, `asks elsewhere: ${request.url()}`);
	});
	page.on('console', (line) => {
		if (line.type() === 'error')
			fault(name, line.text());
	});
	page.on('pageerror', (error) => fault(name, error.message));
	await page.route('**/api/session', (route) =>
		route.fulfill({ json: who ?? NOBODY }));
	await page.goto(HERE + path, { waitUntil: 'networkidle' });
	if (press) {
		await page.getByRole('button', { name: press, exact: true })
			.first().click();
		await page.waitForTimeout(300);
	}
	await page.screenshot({ path: `look/${name}.png`, fullPage: !press });
	for (const what of await violations(page))
		fault(name, what);
	for (const what of await page.evaluate(tooWide))
		fault(name, `too wide: ${what}`);
	if (name === 'parts-1280')
		await page.pdf({ path: 'look/parts.pdf', preferCSSPageSize: true });
	await page.close();
}

mkdirSync('look', { recursive: true });
await build({ mode: 'parts', logLevel: 'warn' });
const server = await preview({
	mode: 'parts', preview: { host: '127.0.0.1', port: 4173, strictPort: true },
});
const browser = await chromium.launch({
	executablePath: BROWSER,
	args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
		'--disable-background-networking', '--disable-component-update',
		'--disable-sync'],
});
for (const one of looks)
	await look(browser, one);
await browser.close();
await server.close();
console.log(`${looks.length} looks, ${faults} faults`);
process.exit(faults > 0 ? 1 : 0);
