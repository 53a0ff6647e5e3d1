/* What the engine's own measurement says (test/engine_bench.c). */
import { dirname, join } from 'node:path';

import { command, program } from '../lib/program.mjs';

const build = dirname(program), target = 'src/engine/engine_bench';
const row = /^(\w+) answered: score ([\d.]+) us, rank ten ([\d.]+) us/gm;

async function run(file, ...args) {
	const { status, stdout, stderr } = await command(file, args);

	if (status !== 0)
		throw new Error(`${file}: ${stdout}${stderr}`);
	return stdout;
}

/* [{ answered, score, rank }], microseconds of one core a person. */
export async function engineTimes() {
	await run('ninja', '-C', build, target);
	return [...(await run(join(build, target))).matchAll(row)]
		.map(([, answered, score, rank]) =>
			({ answered, score: Number(score), rank: Number(rank) }));
}
