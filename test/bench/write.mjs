/* docs/performance.md from the figures of one whole run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';

import { command, root } from '../lib/program.mjs';
import { number } from './figures.mjs';

const first = async (file, ...args) => {
	const { stdout, stderr } = await command(file, args);

	return (stdout || stderr).split('\n')[0].trim();
};

async function machine() {
	const cores = cpus(), day = new Date().toISOString().slice(0, 10);
	const commit = await first('git', '-C', root, 'rev-parse', '--short',
		'HEAD');

	return [
		`${cores.length} cores (${cores[0].model.trim()}), ` +
			`${number(totalmem() / 2 ** 30)} GB of memory, ` +
			`Linux ${release()}, ${day}, commit ${commit}.`,
		`Yardsticks: ${(await first('nginx', '-v')).split(': ')[1]}, ` +
			`SQLite ${(await first('sqlite3', '--version')).split(' ')[0]}.`,
		`Load: ${(await first('wrk', '-v')).split(' [')[0]}, ` +
			`Node ${process.version}.`,
	].join('\n');
}

const cells = row => [row.what, `\`script/bench ${row.part}\``, row.figure,
	row.ratio ? `${row.ratio} to ${row.yardstick}` : '', row.bar &&
		`${row.bar}${row.met ? '' : ' (missed)'}`];

const line = list => `| ${list.join(' | ')} |`;

const rows = readFileSync(process.env.GILJABI_BENCH_FIGURES, 'utf8').trim()
	.split('\n').map(text => JSON.parse(text));

writeFileSync(join(root, 'docs/performance.md'), `# Performance
Written by \`script/bench --write\`; each row by the command beside it. All runs on
loopback of one machine that also makes the load, so the ratios say more than the
figures: a ratio is to the yardstick that the same run measured. What exactly is
measured stands at the head of \`test/bench/PART.mjs\`.

${await machine()}

${line(['what', 'command', 'figure', 'ratio to a yardstick', 'bar'])}
${line(['---', '---', '---', '---', '---'])}
${rows.map(row => line(cells(row))).join('\n')}

- page, quick: the server logs each request to a file, nginx writes no access log;
  the limit of requests by address is raised (\`GILJABI_RATE\`), since one address
  asks for all. storm: the limits as they come, and nginx with its access log,
  without TLS.
- roster, briefs: wall time of the whole command, start and end included; memory
  as \`/usr/bin/time -v\` tells it.
`);
