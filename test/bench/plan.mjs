/*
 * Plans over the whole curriculum for varied pupils, each its own run of the
 * program; a school of 900 on two cores; sections; the public curricula.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { environment, program, root } from '../lib/program.mjs';
import { pupil, school, sections } from '../plan/school.mjs';
import { figure, median, note, people } from './figures.mjs';

const PUPILS = people(1000);
const SCHOOL = people(900);
const folder = mkdtempSync(join(tmpdir(), 'giljabi-plan-'));

function write(name, content) {
	const path = join(folder, name);

	writeFileSync(path, typeof content === 'string' ? content :
		JSON.stringify(content));
	return path;
}

/* Seconds; a pupil whose wishes cannot be kept is an answer too. */
function run(...args) {
	const start = process.hrtime.bigint();

	return new Promise((done, failed) => {
		const child = spawn(program, ['plan', ...args],
			{ env: environment(), stdio: ['ignore', 'ignore', 'pipe'] });
		let said = '';

		child.stderr.on('data', text => { said += text; });
		child.on('close', status => status > 1 || said !== '' ?
			failed(new Error(`${args.join(' ')}: ${said}`)) :
			done(Number(process.hrtime.bigint() - start) / 1e9));
	});
}

const out = join(folder, 'out.json');
const read = path => JSON.parse(readFileSync(path, 'utf8'));
const schoolFile = write('school.json', school());

/* Each pupil twice: the closest plan by itself, then the answer of up to three. */
async function plans() {
	const counts = { pupils: 0, shown: 0, proven: 0, alone: 0 };
	const one = [], whole = [];

	for (let at = 1; at <= PUPILS; at++) {
		const file = write('pupil.json', pupil(at));
		const args = ['solve', '--seconds', '2', '--pupil', file,
			'--school', schoolFile, '--out', out];
		const isProven = plan => plan.outcome === 'optimal';

		one.push(await run(...args, '--plans', '1'));
		counts.alone += read(out).pupils[0].plans.filter(isProven).length;
		whole.push(await run(...args));
		const { plans: found } = read(out).pupils[0];

		counts.pupils += found.length > 0;
		counts.shown += found.length;
		counts.proven += found.filter(isProven).length;
	}
	note(`${PUPILS} pupils, ${counts.pupils} with plans; the closest one by ` +
		`itself proven optimal for ${counts.alone}; ${counts.shown} plans in ` +
		`all, ${counts.proven} of them proven optimal`);
	note('a time is a run of the program: start, files, solving, checking, ' +
		'reasons');
	figure({ what: 'the closest plan by itself, median', value: median(one),
		unit: 's', bar: { most: 0.5 } });
	figure({ what: 'the closest plan by itself, at most',
		value: Math.max(...one), unit: 's', bar: { most: 2 } });
	figure({ what: 'an answer of up to three plans, median',
		value: median(whole), unit: 's' });
	figure({ what: 'an answer of up to three plans, at most',
		value: Math.max(...whole), unit: 's' });
}

async function wholeSchool(what, ...more) {
	const start = process.hrtime.bigint();
	const half = Math.ceil(SCHOOL / 2);

	await Promise.all([0, 1].map(async part => {
		const list = Array.from({ length: half }, (_, at) =>
			pupil(part * half + at + 1));
		const file = write(`half${part}.json`, { pupils: list });

		await run('solve', '--seconds', '1', '--pupil', file, '--school',
			schoolFile, '--out', join(folder, `half${part}.out`), ...more);
	}));
	figure({ what: `a school of ${SCHOOL} on two cores, ${what}`,
		value: Number(process.hrtime.bigint() - start) / 1e9, unit: 's',
		bar: { below: 300 } });
}

async function grade() {
	const file = write('sections.json', sections(900, 60));
	const took = await run('sections', '--seconds', '110', file, '--out', out);
	const { gap, met, outcome, prices } = read(out);
	const known = prices?.filter(({ price }) => price !== null).length ?? 0;

	if (!['optimal', 'found'].includes(outcome) || met === 0)
		throw new Error(`sections: ${outcome}, ${met} wishes met`);
	note(`${met} of 5400 wishes met, ${outcome}; ${known} of ` +
		`${prices.length} prices known`);
	figure({ what: 'sections for 900 pupils and 60 subjects, all prices',
		value: took, unit: 's', bar: { below: 120 } });
	figure({ what: 'sections, gap', value: gap * 100, unit: '%',
		bar: { most: 1 } });
}

/* CSPLib 030: the heaviest period, through the same command. */
async function curriculum(periods, optimum) {
	const [head] = readFileSync(join(root, 'catalog/rules/rules.csv'), 'utf8')
		.split('\n');
	const courses = readFileSync(join(root,
		`test/plan/curriculum_${periods}.csv`), 'utf8').trim().split('\n')
		.slice(1).map(line => line.split(','));
	const made = {
		semesters: periods,
		subjects: courses.map(([name]) => ({ name, group: 'course',
			category: 'course' })),
		offers: courses.flatMap(([subject, credits]) => Array.from(
			{ length: periods }, (_, at) => ({ subject, semester: at + 1,
				credits: Number(credits) }))),
		rules: [
			{ id: 'load', measure: 'credits', span: 'semester', least: 10,
				most: 24 },
			{ id: 'courses', measure: 'count', span: 'semester', least: 2,
				most: 10 },
			{ id: 'once', measure: 'count', span: 'subject', least: 1,
				most: 1 },
			...courses.flatMap(([name, , after]) => after === '' ? [] :
				after.split(';').map(first => ({ id: `${name}.${first}`,
					measure: 'after', set: `subject:${name}`,
					first: `subject:${first}`, least: 1 }))),
		].map(rule => ({ set: 'group:course', text_ko: rule.id, ...rule })),
	};

	write('rules.csv', `${head}\n`);
	write('subjects.csv', 'name_ko,name_en,group,category\n');
	const took = await run('solve', '--seconds', '60', '--rules', folder,
		'--school', write('courses.json', made), '--pupil',
		write('nobody.json', { entry: 2025 }), '--out', out);
	const found = read(out).pupils[0].plans.find(row =>
		row.character === 'balance');

	if (found?.outcome !== 'optimal')
		throw new Error(`curriculum ${periods}: not proven optimal`);
	note(`${courses.length} courses: ${found.outcome} after ${took.toFixed(2)} s`);
	figure({ what: `CSPLib 030, ${periods} periods`, value: found.peak,
		unit: 'credits', bar: { most: optimum } });
}

try {
	await plans();
	await wholeSchool('the closest plan each', '--plans', '1');
	await wholeSchool('up to three plans each');
	await grade();
	for (const [periods, optimum] of [[8, 17], [10, 14], [12, 17]])
		await curriculum(periods, optimum);
} finally {
	rmSync(folder, { recursive: true, force: true });
}
