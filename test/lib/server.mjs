/* A server on a free port, its log, and its end. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

import { assertQuiet, program } from './program.mjs';
import { setUp } from './database.mjs';

/* What it says when it is ready, up to the end of the line. */
function whenReady(server) {
	return new Promise((ready, failed) => {
		let said = '';

		server.child.stdout.on('data', data => {
			said += data;
			if (said.includes('\n'))
				ready(said);
		});
		server.child.on('error', failed);
		server.ended.then(({ status, signal }) => failed(new Error(
			`giljabi serve ended: ${status ?? signal}\n${server.log()}`)));
	});
}

/*
 * { url, child, log(), stop(), kill() }, with the pages of GILJABI_WEB or those
 * that were built. stop() asks it to end as an office
 * would, and demands that it ended in order and had nothing to complain of.
 */
export async function serve(house, { env = {}, listen = [] } = {}) {
	const pages = process.env.GILJABI_WEB;
	const child = spawn(program, ['serve', '--port', '0', '--check-answers',
		...pages ? ['--web', pages] : [], ...listen],
		{ cwd: house.folder, env: { ...house.env, ...env } });
	const said = [];
	const server = {
		child,
		log: () => Buffer.concat(said).toString(),
		ended: new Promise(done => {
			child.on('close', (status, signal) => done({ status, signal }));
		}),
		async stop() {
			child.kill('SIGTERM');
			const ended = await this.ended;

			assertQuiet(this.log());
			assert.deepEqual(ended, { status: 0, signal: null });
		},
		async kill() {
			child.kill('SIGKILL');
			await this.ended;
			assertQuiet(this.log());
		},
	};

	child.stderr.on('data', data => said.push(data));
	const [, port] = /localhost:(\d+)/.exec(await whenReady(server)) ?? [];

	server.url = `http://127.0.0.1:${port}`;
	return server;
}

/* A demonstration province that is served until the tests of t are over. */
export async function demoServed(t, house, options = {}) {
	await setUp(house, '--demo');
	return served(t, house, options);
}

export async function served(t, house, options = {}) {
	const server = await serve(house, options);

	t.after(() => server.child.exitCode === null &&
		server.child.signalCode === null ? server.stop() : undefined);
	return server;
}
