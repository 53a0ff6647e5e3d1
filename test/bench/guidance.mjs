/*
 * The guidance engine on real answers: banks and models are fitted to one part
 * and measured on another that they have not seen. The adaptive test runs beside
 * the yardstick program, compiled here. Without the data there is nothing to
 * measure.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { command, data, folderFor, giljabiDone, program }
	from '../lib/program.mjs';
import { figure, median, note, number } from './figures.mjs';
import { bench } from './house.mjs';

const RUNS = 5, PEOPLE = 100000, ITEMS = 15;
const answers = part => join(data, 'riasec', `${part}.csv`);
const yardsticks = resolve(data, '../bench');

const json = async (...args) => JSON.parse(await giljabiDone(args));

async function timed(file, args) {
	const began = performance.now();
	const { status, stderr } = await command(file, args);

	if (status !== 0)
		throw new Error(stderr);
	return (performance.now() - began) / 1000;
}

/* Ours and the other's in turns, so that both meet the same machine. */
async function inTurns(ours, other) {
	const times = [[], []];

	for (let run = 0; run < RUNS; run++) {
		times[0].push(await timed(...ours));
		times[1].push(await timed(...other));
	}
	return times.map(median);
}

async function scalesFile(place) {
	const file = join(place, 'scales.csv');
	const rows = [...'RIASEC'].flatMap(letter =>
		Array.from({ length: 8 }, (_, at) =>
			`${letter}${at + 1},${letter}`));

	writeFileSync(file, `item,scale\n${rows.join('\n')}\n`);
	return file;
}

async function calibrated(place) {
	const bank = join(place, 'bank.json');
	const seconds = await timed(program, ['interest', 'calibrate',
		'--answers', answers('train'), '--scales', await scalesFile(place),
		'--out', bank, '--groups', 'gender,residence']);
	const slopes = JSON.parse(readFileSync(bank)).items.slice(0, 4)
		.map(item => item.slope);
	const away = Math.max(...[1.15, 2.45, 1.87, 2.15]
		.map((slope, at) => Math.abs(slopes[at] - slope)));

	figure({ what: 'a bank of 48 items from 11,903 people, all of it',
		value: seconds, unit: 's', bar: { below: 3 } });
	figure({ what: "largest distance of R1 to R4's slopes from mirt's",
		value: away, unit: '', bar: { most: 0.05 } });
	return bank;
}

const lengths = { 12: 0.912, 15: 0.929, 20: 0.95, 24: 0.963 };

async function replayed(bank) {
	const { lengths: found } = await json('interest', 'replay', '--bank', bank,
		'--answers', answers('validation'), '--items', '12,15,20,24',
		'--groups', 'gender,residence');

	for (const one of found)
		figure({ what: `mean correlation with the full scores after ` +
			`${one.items} items`, value: one.r_mean, unit: '',
		bar: { least: lengths[one.items] } });
	const off = (level, said) => Math.max(...found.flatMap(one =>
		Object.values(one.coverage).map(scale =>
			Math.abs(scale[level] - said))));

	figure({ what: 'bands of 80 %: farthest from it, any scale and length',
		value: 100 * off(80, 0.8), unit: 'points', bar: { most: 2 } });
	figure({ what: 'bands of 95 %: farthest from it, any scale and length',
		value: 100 * off(95, 0.95), unit: 'points', bar: { most: 2 } });
}

async function simulated(place, bank) {
	const reference = join(place, 'reference');

	await timed('gcc', ['-O3', '-march=native', '-o', reference,
		join(yardsticks, 'interest_reference.c'), '-lm']);
	const [ours, other] = await inTurns(
		[program, ['interest', 'simulate', '--bank', bank,
			'--people', `${PEOPLE}`, '--items', `${ITEMS}`]],
		[reference, [`${PEOPLE}`, `${ITEMS}`,
			join(yardsticks, 'interest_bank.txt')]]);

	figure({ what: `${number(PEOPLE)} people asked ${ITEMS} items each, ` +
		'all cores',
		value: ours, unit: 's', bar: { most: 1.2, ratio: true },
		yardstick: { what: 'in independent scales, on one core',
			value: other } });
}

async function matched(place, bank) {
	const model = join(place, 'model.json');
	const seconds = await timed(program, ['match', 'train', '--answers',
		answers('train'), '--label', 'field', '--out', model]);
	const test = (...more) => json('match', 'test', '--model', model,
		'--answers', answers('validation'), '--label', 'field', ...more);
	const full = await test();
	const short = await test('--items-per-person', '20', '--bank', bank);

	figure({ what: 'a model of 13 choices from 11,903 people, all of it',
		value: seconds, unit: 's', bar: { below: 3 } });
	for (const [name, least] of [['top1', 0.505], ['top3', 0.81],
		['top5', 0.91]])
		figure({ what: `the choice is among the first ${name.slice(3)} of 13`,
			value: full[name], unit: '', bar: { least } });
	for (const [things, least] of [['majors', 0.8], ['fields', 0.79]])
		figure({ what: `among the first 3, by the ${things} that the ` +
			'choices mean', value: (await test('--things', things,
			'--bank', bank)).top3, unit: '', bar: { least } });
	figure({ what: 'expected calibration error', value: full.ece, unit: '',
		bar: { most: 0.03 } });
	note(`by chance alone ${number(full.ece_floor)}; a standard error of ` +
		`these shares is about .01`);
	figure({ what: 'among the first 3, after 20 items each',
		value: short.top3, unit: '', bar: { least: 0.805 } });
	return model;
}

async function audited(place, model, bank) {
	const out = join(place, 'audit.json');

	await command(program, ['fair', 'audit', '--model', model, '--bank', bank,
		'--answers', answers('validation'), '--groups', 'gender,residence',
		'--out', out, '--card', join(place, 'card.md')]);
	const audit = JSON.parse(readFileSync(out));

	for (const gate of audit.gates.filter(one => one.found !== null))
		note(`gate ${gate.id}: ${number(gate.found)}, limit ` +
			`${number(gate.limit)}, ${gate.passed ? 'passed' : 'FAILED'}`);
	if (!audit.passed)
		process.exitCode = 3;
}

await bench(async t => {
	if (!existsSync(answers('train')) || !existsSync(yardsticks)) {
		note('skipped: no shared data');
		return;
	}
	const place = folderFor(t);
	const bank = await calibrated(place);

	await replayed(bank);
	await simulated(place, bank);
	await audited(place, await matched(place, bank), bank);
});
