/*
 * The first page as a browser with an empty cache gets it from the server, byte
 * by byte on the wire; the server at rest; from its start to its first answer.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { enterPupil } from '../lib/client.mjs';
import { demoOf, houseFor, setUp } from '../lib/database.mjs';
import { pause, root } from '../lib/program.mjs';
import { figure, median, note, number } from './figures.mjs';
import { bench, giljabiTimed, residentOf, serve } from './house.mjs';

const STARTS = 5, REST = 2000;
const CODE = ['Document', 'Script', 'Stylesheet'];

const { chromium } = createRequire(join(root, 'web/package.json'))(
	'playwright-core');

/* Bytes by type as they came, heads and all; and requests to anywhere else. */
async function watched(page) {
	const network = await page.context().newCDPSession(page);
	const asked = new Map(), bytes = {}, elsewhere = [];

	await network.send('Network.enable');
	network.on('Network.responseReceived', ({ requestId, type, response }) => {
		asked.set(requestId, type);
		if (!response.url.startsWith('data:') &&
			new URL(response.url).hostname !== '127.0.0.1')
			elsewhere.push(response.url);
	});
	network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const type = asked.get(requestId);

		bytes[type] = (bytes[type] ?? 0) + encodedDataLength;
	});
	return { bytes, elsewhere };
}

/* Kilobytes of code and of fonts that `/` takes, signed in or not. */
async function firstPage(browser, server, client) {
	const context = await browser.newContext({ locale: 'ko-KR' });

	if (client)
		await context.addCookies([...client.cookies].map(([name, value]) =>
			({ name, value, url: server.url })));
	const page = await context.newPage();
	const { bytes, elsewhere } = await watched(page);

	await page.goto(server.url, { waitUntil: 'networkidle' });
	await context.close();
	if (elsewhere.length > 0)
		throw new Error(`asked elsewhere: ${elsewhere}`);
	return { code: CODE.reduce((sum, type) => sum + (bytes[type] ?? 0), 0) /
		1024, fonts: (bytes.Font ?? 0) / 1024 };
}

async function pagesWeighed(t, house, server) {
	const browser = await chromium.launch({
		executablePath: process.env.GILJABI_CHROMIUM ?? '/usr/bin/chromium',
		args: ['--headless', '--no-sandbox', '--disable-gpu',
			'--disable-background-networking', '--disable-component-update',
			'--disable-sync', '--no-first-run'],
	});

	t.after(() => browser.close());
	const pupil = await enterPupil(server, demoOf(house).cards.middle);

	for (const [who, client] of [['of somebody not signed in', null],
		['of a pupil', pupil]]) {
		const { code, fonts } = await firstPage(browser, server, client);

		figure({ what: `first page ${who}: HTML, CSS and script as sent`,
			value: code, unit: 'KB', bar: { below: 150 } });
		note(`its fonts: ${number(fonts)} KB; no request to anywhere else`);
	}
}

/* Milliseconds from the start to the end of the first answer. */
async function started(house) {
	const ends = [], began = performance.now();
	const server = await serve({ after: end => ends.push(end) }, house);

	await (await fetch(`${server.url}/api/session`)).text();
	const took = performance.now() - began;

	await ends[0]();
	return took;
}

await bench(async t => {
	const house = await houseFor(t), starts = [], versions = [];

	await setUp(house, '--demo');
	for (let turn = 0; turn < STARTS; turn++) {
		starts.push(await started(house));
		versions.push((await giljabiTimed(house, ['--version'])).seconds);
	}
	figure({
		what: 'from the start to the first answer, existing database',
		value: median(starts), unit: 'ms', bar: { below: 500 },
		yardstick: { what: 'giljabi --version',
			value: median(versions) * 1000 },
	});
	const server = await serve(t, house);

	await pause(REST);
	await (await fetch(`${server.url}/readyz`)).text();
	figure({ what: 'the server at rest, resident',
		value: residentOf(server), unit: 'MB', bar: { below: 40 } });
	await pagesWeighed(t, house, server);
});
