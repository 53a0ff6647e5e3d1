/*
 * A night of briefs: answers of 100,000 pupils in, their briefs out; JSON with
 * one thread and with one a core, and some on paper.
 */
import { createHash } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

import { houseFor, inHouse, setUp } from '../lib/database.mjs';
import { modelAudit, modelText } from '../lib/models.mjs';
import { figure, note, number, people } from './figures.mjs';
import { bench, giljabiTimed } from './house.mjs';
import { engineTimes } from './engine_times.mjs';
import { writeSheets } from './sheets.mjs';

const PEOPLE = people(100000), ON_PAPER = people(500);

async function imported(house, school, count) {
	const file = join(house.folder, 'answers.csv');

	await writeSheets(file, count);
	return giljabiTimed(house,
		['import', 'answers', file, '--bank', 'riasec48',
			'--school', school]);
}

async function briefs(house, ...options) {
	const out = join(house.folder, 'briefs');
	const took = await giljabiTimed(house,
		['brief', ...options, '--out', out]);

	rmSync(out, { recursive: true });
	return took;
}

/* A model of four labels; those fitted to real answers have 13. */
async function modelPublished(house) {
	const text = modelText(1, 'riasec48.csv');
	const model = join(house.folder, 'model.json');
	const audit = join(house.folder, 'audit.json');

	writeFileSync(model, text);
	writeFileSync(audit, modelAudit(text));
	await inHouse(house, ['model', 'publish', model, '--for', 'riasec48',
		'--audit', audit]);
}

/* As `import answers` names the school that it makes. */
const codeOf = school => `test-${createHash('sha256').update(school)
	.digest('hex').slice(0, 12)}`;

/* One core's profiles and rankings of 480 occupations and 160 majors. */
async function engineAlone() {
	const { score, rank } = (await engineTimes())[0];

	return { what: 'the engine alone, of test/engine_bench.c',
		value: 1e6 / (score + rank) };
}

await bench(async t => {
	const house = await houseFor(t), cores = availableParallelism();
	const engine = await engineAlone();

	await setUp(house);
	const answers = await imported(house, '벤치고등학교', PEOPLE);
	const one = await briefs(house, '--all', '--format', 'json',
		'--threads', '1');
	const all = await briefs(house, '--all', '--format', 'json');

	await modelPublished(house);
	const learned = await briefs(house, '--all', '--format', 'json',
		'--threads', '1');

	figure({
		what: `briefs of ${number(PEOPLE)} pupils as JSON, one thread`,
		value: PEOPLE / one.seconds, unit: 'a second and core',
		yardstick: engine, bar: { least: 2700 },
	});
	figure({
		what: `the same, a thread for each of ${cores} cores`,
		value: PEOPLE / all.seconds / cores, unit: 'a second and core',
		yardstick: engine, bar: { least: 2700 },
	});
	figure({
		what: 'the same with a published model, one thread',
		value: PEOPLE / learned.seconds, unit: 'a second and core',
		yardstick: engine, bar: { least: 2700 },
	});
	figure({
		what: 'peak memory of those briefs', value: all.megabytes, unit: 'MB',
		bar: { below: 300 },
	});
	note(`by processor time alone, whatever else ran: one thread ` +
		`${number(PEOPLE / one.core)}, ${cores} threads ` +
		`${number(PEOPLE / all.core)} a second and core`);
	note(`import answers: ${number(PEOPLE / answers.seconds)} sheets a ` +
		`second, peak ${number(answers.megabytes)} MB; all briefs of ` +
		`1.6 million pupils: ${number(1.6e6 / PEOPLE * all.seconds / 60)} ` +
		'minutes');

	await imported(house, '종이고등학교', ON_PAPER);
	const paper = await briefs(house, '--school', codeOf('종이고등학교'),
		'--format', 'pdf');

	figure({
		what: `briefs of ${ON_PAPER} pupils as PDF, all cores`,
		value: ON_PAPER / paper.seconds / cores, unit: 'a second and core',
	});
	note(`by processor time alone: ${number(ON_PAPER / paper.core)}`);
});
