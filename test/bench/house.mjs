/*
 * What the measurements run on: a house of its own as the tests make one, served
 * as an office would (no checks of answers), nginx beside or in front of it.
 */
import { spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';

import { command, program, until } from '../lib/program.mjs';

/*
 * Runs work(t) as a test would be: what t.after was given comes last, also when
 * the time is over.
 */
export async function bench(work) {
	const ends = [];

	async function end() {
		while (ends.length > 0)
			await ends.pop()();
	}

	process.once('SIGTERM', () => end().finally(() => process.exit(1)));
	try {
		await work({ after: one => ends.push(one) });
	} finally {
		await end();
	}
}

const ended = child => new Promise(done => child.once('close', done));

async function stop(child) {
	if (child.exitCode !== null || child.signalCode !== null)
		return;
	const end = ended(child);

	child.kill('SIGTERM');
	await end;
}

const saidALine = child => new Promise((ready, failed) => {
	child.once('error', failed);
	child.once('close', status => failed(new Error(`ended: ${status}`)));
	child.stdout.once('data', said => ready(said.toString()));
});

/*
 * { url, port, child, stop() }; the log goes to a file beside the database, as
 * under systemd it would. listen: --listen instead of a free port.
 */
export async function serve(t, house, { listen, env = {} } = {}) {
	const log = openSync(join(house.folder, 'serve.log'), 'a');
	const child = spawn(program, ['serve',
		...(listen ? ['--listen', listen] : ['--port', '0'])], {
		cwd: house.folder, env: { ...house.env, ...env },
		stdio: ['ignore', 'pipe', log],
	});

	t.after(() => stop(child));
	const port = Number(/localhost:(\d+)/.exec(await saidALine(child))?.[1]);

	return { url: `http://127.0.0.1:${port}`, port, child,
		stop: () => stop(child) };
}

/* Megabytes that a server now has in memory. */
export const residentOf = server => Number(/VmRSS:\s+(\d+)/.exec(
	readFileSync(`/proc/${server.child.pid}/status`, 'latin1'))[1]) / 1024;

function freePort() {
	return new Promise((done, failed) => {
		const server = createServer();

		server.once('error', failed);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();

			server.close(() => done(port));
		});
	});
}

const answers = port => new Promise(done => {
	const socket = connect(port, '127.0.0.1');

	socket.once('connect', () => { socket.destroy(); done(true); });
	socket.once('error', () => done(false));
});

const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];

/*
 * nginx on a free port, with what `http` gives as the text of its http block and
 * `server` of its one server. As root its workers would be somebody else, who
 * may not enter the folder.
 */
export async function nginx(t, folder, { http = '', server }) {
	const port = await freePort();
	const user = userInfo().uid === 0 ? 'user root;' : '';

	writeFileSync(join(folder, 'nginx.conf'), `
${user}
daemon off;
worker_processes auto;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.error;
events { worker_connections 4096; }
http {
	${temporary.map(name => `${name}_temp_path ${folder}/${name};`).join(' ')}
	${http}
	server {
		listen 127.0.0.1:${port};
		${server}
	}
}
`);
	const child = spawn('nginx', ['-p', folder, '-c',
		join(folder, 'nginx.conf'), '-e', join(folder, 'nginx.error')],
	{ stdio: 'inherit' });

	t.after(() => stop(child));
	await until('nginx', () => answers(port));
	return { url: `http://127.0.0.1:${port}`, port };
}

const told = (report, what) => Number(report.match(
	new RegExp(`${what}[^\n]*: ([\\d.]+)$`, 'm'))[1]);

/*
 * A command's wall time, the seconds of cores that it used, and its peak memory,
 * as GNU time tells them.
 */
export async function timed(file, args, options) {
	const began = performance.now();
	const { status, stdout, stderr } = await command('/usr/bin/time',
		['-v', file, ...args], options);
	const seconds = (performance.now() - began) / 1000;

	if (status !== 0)
		throw new Error(`${file} ${args.join(' ')}\n${stdout}${stderr}`);
	return { seconds, stdout,
		core: told(stderr, 'User time') + told(stderr, 'System time'),
		megabytes: told(stderr, 'Maximum resident set size') / 1024 };
}

export const giljabiTimed = (house, args) => timed(program, args,
	{ cwd: house.folder, env: house.env });

/* Rows of a query, each as the texts of its columns. */
export async function sqlite(path, sql) {
	const { status, stdout, stderr } = await command('sqlite3',
		['-batch', '-bail', path], { input: `${sql};\n` });

	if (status !== 0)
		throw new Error(`sqlite3: ${stderr}`);
	return stdout.split('\n').filter(line => line !== '')
		.map(line => line.split('|'));
}
