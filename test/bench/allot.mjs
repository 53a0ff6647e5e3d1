/*
 * A province's draw on files: 1.6 million pupils, 5,000 sessions of 20 seats, 4
 * of them reserved, beside the reference program on the same instance, where it
 * is at hand.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { data, giljabi, program } from '../lib/program.mjs';
import { figure, median, note, people } from './figures.mjs';

const PUPILS = people(1600000);
const shape = ['5000', '20', '5', '10', '7', '0.8', '4'];
const RUNS = 3;

function done(file, args) {
	const { status, stdout, stderr } = spawnSync(file, args,
		{ encoding: 'utf8' });

	if (status !== 0)
		throw new Error(`${file} ${args.join(' ')}: ${stderr}`);
	return stdout;
}

function referenceSeconds(folder) {
	const source = join(data, '../bench/allotment_reference.c');
	const file = join(folder, 'reference');

	if (!existsSync(source))
		return undefined;
	done('gcc', ['-O3', '-march=native', '-w', source, '-o', file, '-lm']);
	return Number(/da_med=([\d.]+)/.exec(done(file,
		[`${PUPILS}`, ...shape, '3', '1']))[1]);
}

/* Resident memory at its highest, the mapped files left out. */
async function memoryOf(args) {
	const script = '"$@" > /dev/null & p=$!; m=0; ' +
		'while a=$(sed -n "s/^RssAnon:[^0-9]*\\([0-9]*\\).*/\\1/p" ' +
		'/proc/$p/status 2>/dev/null) && [ -n "$a" ]; do ' +
		'[ "$a" -gt $m ] && m=$a; sleep 0.01; done; wait $p && echo $m';

	return Number(done('sh', ['-c', script, 'sh', program, ...args])) / 1024;
}

const folder = mkdtempSync(join(tmpdir(), 'giljabi-allot-'));

try {
	const build = dirname(program);

	done('ninja', ['-C', build, 'src/seats/allot_instance']);
	done(join(build, 'src/seats/allot_instance'), [folder, `${PUPILS}`,
		...shape]);
	const at = name => join(folder, name);
	const files = ['--sessions', at('sessions.csv'), '--applicants',
		at('applicants.csv')];
	const run = ['allot', 'run', ...files, '--seed', '00ff', '--out',
		at('placements.csv'), '--log', at('draw.json')];
	const draws = [], checks = [];
	const reference = referenceSeconds(folder);

	for (let k = 0; k < RUNS; k++) {
		const ran = await giljabi(run);

		draws.push(JSON.parse(ran.stdout).seconds);
		const checked = await giljabi(['allot', 'check', ...files,
			'--placements', at('placements.csv'), '--log',
			at('draw.json')]);

		if (checked.status !== 0)
			throw new Error(checked.stdout);
		checks.push(JSON.parse(checked.stderr).seconds);
	}
	const of = (rows, part) => median(rows.map(row => row[part]));
	const draw = of(draws, 'draw');
	const yardstick = reference &&
		{ what: 'the reference program', value: reference };

	figure({ what: 'draw of 1.6 million pupils', value: draw, unit: 's',
		yardstick, bar: reference && { most: 1.3, ratio: true } });
	figure({ what: 'check of the draw', value: of(checks, 'check'), unit: 's',
		yardstick, bar: reference && { most: 0.3, ratio: true } });
	figure({ what: 'check of the draw', value: of(checks, 'check'), unit: 's',
		yardstick: { what: 'our own draw', value: draw } });
	figure({ what: 'lottery numbers (HMAC-SHA256), one thread',
		value: of(draws, 'lottery'), unit: 's' });
	figure({ what: 'their order', value: of(draws, 'order'), unit: 's' });
	const megabytes = (...names) => names.reduce((sum, name) =>
		sum + statSync(at(name)).size, 0) / 1e6;

	figure({ what: 'reading', unit: 'MB/s', bar: { least: 200 },
		value: megabytes('sessions.csv', 'applicants.csv') /
			of(draws, 'read') });
	figure({ what: 'writing', unit: 'MB/s', bar: { least: 200 },
		value: megabytes('placements.csv', 'draw.json') /
			of(draws, 'write') });
	figure({ what: 'memory beyond the files', unit: 'MiB',
		value: await memoryOf(run), bar: { most: 120 } });
	note(readFileSync(at('draw.json'), 'utf8').match(/"seated":\d+/)[0]);
} finally {
	rmSync(folder, { recursive: true });
}
