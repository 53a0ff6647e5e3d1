/*
 * The built program as a command: where it stands, running it, folders that go
 * with the test.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const program = resolve(root,
	process.env.GILJABI_PROGRAM ?? 'build/giljabi');
/* Real data: a folder beside the checkout, or wherever it says. */
export const data = resolve(root, process.env.GILJABI_SHARED ?? '../shared',
	'data');

/* What a test says when it is left out because a folder is not there. */
export function withoutShared(...paths) {
	return paths.every(path => existsSync(join(data, path))) ? false :
		'skipped: no shared data';
}

export function folderFor(t) {
	const folder = mkdtempSync(join(tmpdir(), 'giljabi-test-'));

	t.after(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

const finding = /(ERROR: \w+Sanitizer|runtime error:)[^]*/;
const error = /^.*"level":"error".*$/gm;

/* Neither a sanitizer's finding nor, where all went well, an error in the log. */
export function assertQuiet(stderr, well = true) {
	const found = finding.exec(stderr)?.[0].slice(0, 6000) ??
		(well ? stderr.match(error)?.join('\n') : undefined);

	assert.equal(found, undefined, found);
}

/* Ours without what it says of another database, office or rate. */
export function environment(more = {}) {
	const own = Object.fromEntries(Object.entries(process.env)
		.filter(([name]) => !name.startsWith('GILJABI_') ||
			name === 'GILJABI_SHARE'));
	const leaks = join(root, 'src/paper/leaks.supp');

	return { LSAN_OPTIONS: `suppressions=${leaks}:print_suppressions=0`,
		...own, ...more };
}

/* Any command, to its end: { status, signal, stdout, stderr }. */
export function command(file, args, { cwd, env, input = '' } = {}) {
	return new Promise((done, failed) => {
		const child = spawn(file, args, { cwd, env: env ?? environment() });
		const out = [], err = [];

		child.stdout.on('data', data => out.push(data));
		child.stderr.on('data', data => err.push(data));
		child.on('error', failed);
		child.on('close', (status, signal) => done({
			status, signal,
			stdout: Buffer.concat(out).toString(),
			stderr: Buffer.concat(err).toString(),
		}));
		child.stdin.on('error', () => {});
		child.stdin.end(input);
	});
}

/* giljabi …; the answer's stderr is free of what no run may say. */
export async function giljabi(args, options = {}) {
	const ended = await command(program, args, options);

	assertQuiet(ended.stderr, ended.status === 0);
	assert.equal(ended.signal, null, ended.stderr);
	return ended;
}

export async function giljabiDone(args, options = {}) {
	const ended = await giljabi(args, options);

	assert.equal(ended.status, 0,
		`giljabi ${args.join(' ')}\n${ended.stdout}${ended.stderr}`);
	return ended.stdout;
}

export const pause = milliseconds => new Promise(done => {
	setTimeout(done, milliseconds);
});

/* Until it gives something; an error when it takes too long. */
export async function until(what, ask, milliseconds = 30000) {
	const end = Date.now() + milliseconds;

	for (;;) {
		const found = await ask();

		if (found)
			return found;
		if (Date.now() > end)
			throw new Error(`not in time: ${what}`);
		await pause(50);
	}
}
