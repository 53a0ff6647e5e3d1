/* The command line: help, exit statuses, what goes to which stream, languages. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import {
	environment, folderFor, giljabi, giljabiDone, root,
} from '../lib/program.mjs';

const common = ['db', 'lang', 'help'];

/* Every command and the options that it has beside the common ones. */
const commands = {
	'serve': ['listen', 'port', 'web', 'key', 'check-answers'],
	'setup': ['demo', 'key'],
	'backup': [],
	'restore': [],
	'openapi': [],
	'--version': [],
	'account add': ['role', 'login', 'name', 'school', 'duty', 'region',
		'office', 'password-stdin'],
	'account reset': ['login', 'password-stdin'],
	'account close': ['login'],
	'account list': ['role'],
	'import roster': ['dry-run'],
	'import schools': ['dry-run'],
	'import onet': [],
	'import answers': ['bank', 'school'],
	'import sites': [],
	'import groups': ['dry-run'],
	'interest calibrate': ['answers', 'scales', 'out', 'groups'],
	'interest replay': ['bank', 'answers', 'items', 'until-se', 'exposure',
		'groups', 'threads'],
	'interest simulate': ['bank', 'people', 'items', 'threads', 'seed'],
	'match related': ['onet', 'out'],
	'match test': ['model', 'answers', 'label', 'groups', 'items-per-person',
		'bank', 'curve', 'train', 'prior', 'things'],
	'match train': ['answers', 'label', 'out', 'bank', 'scales', 'prior',
		'people', 'groups', 'curve'],
	'model list': [],
	'model publish': ['for', 'audit'],
	'model retire': [],
	'allot run': ['sessions', 'nodes', 'applicants', 'scores', 'held', 'seed',
		'public', 'round', 'class-unit', 'out', 'log', 'threads'],
	'allot check': ['sessions', 'nodes', 'applicants', 'scores', 'held',
		'placements', 'log'],
	'allot why': ['sessions', 'nodes', 'applicants', 'scores', 'held',
		'applicant', 'log', 'redraws', 'threads'],
	'allot probe': ['sessions', 'nodes', 'applicants', 'scores', 'held', 'seed',
		'public', 'round', 'class-unit', 'samples', 'threads'],
	'allot convert': ['from', 'out', 'seats', 'level'],
	'brief': ['all', 'school', 'pupil', 'format', 'out', 'copy', 'threads'],
	'catalog check': [],
	'fair audit': ['model', 'bank', 'answers', 'groups', 'label', 'out',
		'card'],
	'ledger verify': [],
	'plan solve': ['pupil', 'rules', 'school', 'out', 'seconds', 'plans'],
	'plan check': ['pupil', 'rules', 'school', 'out', 'seconds'],
	'plan why-not': ['pupil', 'rules', 'school', 'out', 'seconds'],
	'plan sections': ['out', 'seconds'],
};

test('--help names every command', async () => {
	const help = await giljabiDone(['--help']);
	const named = [...help.matchAll(/^ {2}(\S+(?: \S+)*?) {2,}\S/gm)];

	assert.deepEqual(named.map(found => found[1]).sort(),
		Object.keys(commands).sort());
});

for (const [command, options] of Object.entries(commands))
	for (const lang of ['ko', 'en'])
		test(`${command} --help in ${lang} tells every option`, async () => {
			const help = await giljabiDone([...command.split(' '), '--help',
				'--lang', lang]);

			const told = [...help.matchAll(/^ {2}--([\w-]+).* \S/gm)];

			assert.deepEqual(told.map(found => found[1]).sort(),
				[...options, ...common].sort());
			assert.doesNotMatch(help, /(command|option)\.\w/,
				'a message without words');
			assert.equal(/[가-힣]/.test(help), lang === 'ko');
		});

const misuse = [
	[],
	['no-such-command'],
	['serve', '--no-such-option'],
	['serve', '--port', 'many'],
	['serve', '--port', '65536'],
	['serve', '--port'],
	['serve', 'operand'],
	['backup'],
	['import', 'schools'],
	['import', 'answers', 'x.csv'],
	['brief', '--all', '--format', 'xml', '--out', 'x'],
	['brief', '--all', '--pupil', '1', '--format', 'json', '--out', 'x'],
	['brief', '--format', 'json', '--out', 'x'],
	['account', 'add', '--role', 'emperor', '--login', 'one', '--name', 'N'],
	['account', 'add', '--role', 'teacher', '--login', 'one', '--name', 'N'],
	['setup', '--lang', 'xx'],
	['--version', 'now'],
];

for (const args of misuse)
	test(`used wrongly: giljabi ${args.join(' ')}`, async t => {
		const { status, stdout, stderr } = await giljabi(args,
			{ cwd: folderFor(t) });

		assert.equal(status, 2);
		assert.equal(stdout, '');
		assert.notEqual(stderr, '');
		assert.doesNotMatch(stderr, /(command|option)\.\w/);
	});

const failing = [
	['backup', 'copy.db'],
	['ledger', 'verify'],
	['import', 'onet', 'no-such-folder'],
	['account', 'close', '--login', 'nobody'],
	['brief', '--all', '--format', 'json', '--out', 'x'],
	['serve', '--port', '0'],
	['restore', 'no-such-file.db'],
	['setup', '--db', 'sqlite:no/such/folder/giljabi.db'],
	['setup', '--db', 'postgresql:///x?host=/no/such/folder'],
];

for (const args of failing)
	test(`fails without a database: giljabi ${args.join(' ')}`, async t => {
		const folder = folderFor(t);
		const { status, stdout, stderr } = await giljabi(args,
			{ cwd: folder });

		assert.equal(status, 1, stderr);
		assert.equal(stdout, '');
		assert.match(stderr, /^giljabi: /m);
		assert.ok(!existsSync(join(folder, 'giljabi.db')),
			'it made a database');
	});

test('the language of messages', async t => {
	const folder = folderFor(t);
	const languages = [['ko_KR.UTF-8', /[가-힣]/], ['en_US.UTF-8', /^[ -~\n]*$/]];

	for (const [LC_ALL, words] of languages) {
		const { stderr } = await giljabi(['serve', '--port', '99999'],
			{ cwd: folder, env: environment({ LC_ALL }) });

		assert.match(stderr, words);
	}
});

test('--version is the one of the build', async () => {
	const [, version] = /version: '([^']+)'/.exec(
		readFileSync(join(root, 'meson.build'), 'utf8'));

	assert.equal(await giljabiDone(['--version']), `giljabi ${version}\n`);
});

test('openapi is one JSON document of version 3.1', async () => {
	const page = JSON.parse(await giljabiDone(['openapi']));

	assert.equal(page.openapi, '3.1.0');
	assert.ok(Object.keys(page.paths).length > 50);
});
