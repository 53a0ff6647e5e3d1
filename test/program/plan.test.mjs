/*
 * giljabi plan: every rule of catalog/rules kept and broken by one credit, the
 * passing rules of each year, transfer, failure and repeat, why not, sections,
 * files with mistakes.
 */
import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { command, environment, folderFor, program, root } from
	'../lib/program.mjs';
import { activities, chance, firstYear, majors, pupil, school, sections,
	subjects } from '../plan/school.mjs';

const rules = join(root, 'catalog/rules');

function files(t, contents) {
	const folder = folderFor(t);
	const paths = {};

	for (const [name, content] of Object.entries(contents)) {
		paths[name] = join(folder, `${name}.json`);
		writeFileSync(paths[name], JSON.stringify(content));
	}
	return paths;
}

function giljabi(...args) {
	return command(program, ['plan', ...args], { env: environment() });
}

async function plan(t, what, contents, ...more) {
	const paths = files(t, { school: school(), ...contents });
	const result = await giljabi(what, '--pupil', paths.pupil, '--school',
		paths.school, '--lang', 'en', ...more,
		...paths.plan ? [paths.plan] : []);

	return { ...result, answer: result.stdout === '' ? null :
		JSON.parse(result.stdout) };
}

/*
 * Three years in which every rule on sums is met to the credit: common subjects
 * 48, sport and arts 10 each, life and liberal arts 16, Korean, mathematics and
 * English 81 together, 33 more of social studies, 18 of activities: 192.
 */
const common = subjects.filter(row => row.category === '공통' &&
	!row.name_ko.startsWith('기본'));

function credit(group, credits) {
	return { subject: `${group} 인정 학점`, semester: 6, credits };
}

function exact() {
	const first = firstYear().filter(line =>
		common.some(row => row.name_ko === line.subject));
	const done = [1, 2, 3, 4, 5, 6].map(semester =>
		({ subject: activities, semester, credits: 3 }));

	return [...first, credit('체육', 10), credit('예술', 10),
		credit('교양', 16), credit('영어', 57), credit('사회', 33), ...done];
}

function change(record, subject, by) {
	return record.map(line => line.subject === subject ?
		{ ...line, credits: line.credits + by } : line);
}

/* Each row: what changes in the exact record, what is broken then. */
const life = ['group.life', 'subjects', 'total'];
const both = ['subjects', 'total'];
const sums = [
	['nothing', record => record, []],
	['체육 9', record => change(record, '체육 인정 학점', -1),
		['group.sport', ...both]],
	['체육 11', record => change(record, '체육 인정 학점', 1), []],
	['예술 9', record => change(record, '예술 인정 학점', -1),
		['group.arts', ...both]],
	['예술 11', record => change(record, '예술 인정 학점', 1), []],
	['교양 15', record => change(record, '교양 인정 학점', -1), life],
	['교양 17', record => change(record, '교양 인정 학점', 1), []],
	['basic 82', record => change(record, '영어 인정 학점', 1),
		['basic.most']],
	['basic 80', record => change(record, '영어 인정 학점', -1), both],
	['free 32', record => change(record, '사회 인정 학점', -1), both],
	['activities 15', record => record.slice(0, -1),
		['activities', 'total']],
	['activities 17', record => [...record.slice(0, -1),
		{ ...record.at(-1), credits: 2 }], ['activities', 'total']],
	['twice', record => [...record, record[0]], ['basic.most', 'once']],
	/* a common subject one credit short, each of them */
	...common.map(({ name_ko: name, group }) => [`${name} -1`,
		record => change(record, name, -1), [...both, 'common',
			...{ 국어: ['group.korean'], 수학: ['group.mathematics'],
				한국사: ['group.history'], 과학: ['group.science'] }[group] ??
			[]]]),
	/* and one credit more */
	...common.map(({ name_ko: name, group }) => [`${name} +1`,
		record => change(record, name, 1),
		['국어', '수학', '영어'].includes(group) ? ['basic.most'] : []]),
	/* not taken at all: its own rule speaks too */
	...common.filter(row => !['수학', '영어'].includes(row.group))
		.map(({ name_ko: name, group }) => [`no ${name}`,
			record => record.filter(line => line.subject !== name),
			[...both, 'common', 'common.all',
				...{ 국어: ['group.korean'], 한국사: ['group.history'],
					과학: ['group.science'] }[group] ?? []]]),
	/* the basic course in place of the common one */
	...[['수학', 1], ['수학', 2], ['영어', 1], ['영어', 2]].map(
		([group, n]) => [`기본${group}${n}`, record => record.map(line =>
			line.subject === `공통${group}${n}` ?
				{ ...line, subject: `기본${group}${n}` } : line), []]),
	/* and both of them */
	...[['수학', 'mathematics', 1], ['수학', 'mathematics', 2],
		['영어', 'english', 1], ['영어', 'english', 2]].map(
		([group, id, n]) => [`기본${group}${n} too`, record => [...record,
			{ subject: `기본${group}${n}`, semester: n, credits: 4 }],
		['basic.most', `common.${id}${n}`]]),
];

test('each rule on sums, kept and broken by one credit', async t => {
	const pupils = sums.map(([id, make]) => ({ id, entry: 2025, semester: 7,
		record: make(exact()) }));
	const empty = { pupils: pupils.map(() => ({ plans: [{ subjects: [] }] })) };
	const { answer, stderr } = await plan(t, 'check',
		{ pupil: { pupils }, plan: empty });

	assert.equal(stderr, '');
	sums.forEach(([id, , broken], at) => assert.deepEqual(
		answer.pupils[at].plans[0].broken.map(row => row.rule).sort(),
		[...new Set(broken)].sort(), id));
});

/* entry, semester, subject, what the record says, is it earned? */
const passing = [2025, 2026, 2027].flatMap(entry => [1, 2, 3, 4, 5, 6].flatMap(
	semester => [['공통국어1', true], ['문학', false]].flatMap(
		([subject, isCommon]) => {
			const year = entry + Math.floor((semester - 1) / 2);
			const strict = isCommon || year === 2025;

			return [
				[{ attended: 32, held: 48 }, true],
				[{ attended: 31, held: 48 }, false],
				[{ achievement: 40 }, true],
				[{ achievement: 39 }, !strict],
				[{ attended: 48, held: 48, achievement: 39 }, !strict],
				[{ earned: false }, false],
			].map(([says, earned]) => ({ entry, semester, subject, says,
				earned }));
		})));

test('the passing rules of each year', async t => {
	const pupils = passing.map(({ entry, semester, subject, says }) =>
		({ entry, semester: 7, record: [{ subject, semester, credits: 4,
			...says }] }));
	const empty = { pupils: pupils.map(() => ({ plans: [] })) };
	const { answer } = await plan(t, 'check', { pupil: { pupils }, plan: empty });

	assert.ok(passing.length >= 200);
	passing.forEach((row, at) => assert.equal(
		answer.pupils[at].not_counted.length, row.earned ? 0 : 1,
		JSON.stringify(row)));
});

test('activities: two thirds of the grade year, not of each semester',
	async t => {
		const pupils = [[30, 10, 2026, 0], [24, 8, 2026, 0], [24, 7, 2026, 2],
			[24, 7, 2025, 0]].map(([one, two, entry]) => ({ entry,
			semester: 3, record: [1, 2].map(semester => ({
				subject: activities, semester, credits: 3,
				attended: semester === 1 ? one : two, held: 24 })) }));
		const { answer } = await plan(t, 'check', { pupil: { pupils },
			plan: { pupils: pupils.map(() => ({ plans: [] })) } });

		assert.deepEqual(answer.pupils.map(row => row.not_counted.length),
			[0, 0, 2, 0]);
	});

test('plans are found, valid, and the same again', async t => {
	const pupils = { pupils: [1, 2, 3].map(pupil) };
	const paths = files(t, { pupil: pupils, school: school() });
	const args = ['--pupil', paths.pupil, '--school', paths.school,
		'--rules', rules];
	const first = await giljabi('solve', ...args);

	assert.equal(first.status, 0, first.stderr);
	writeFileSync(paths.pupil + '.plan', first.stdout);
	for (const { plans } of JSON.parse(first.stdout).pupils) {
		assert.ok(plans.length > 0 && plans.length <= 3);
		assert.equal(plans[0].outcome, 'optimal');
		for (const { objective, bound, subjects: taken } of plans) {
			assert.ok(bound >= objective);
			assert.ok(taken.filter(row => !row.passed)
				.every(row => row.reasons.length > 0));
		}
	}
	const check = await giljabi('check', ...args, paths.pupil + '.plan');
	assert.equal(check.status, 0, check.stdout.slice(0, 500));
	assert.ok(!check.stdout.includes('"valid":false'));
	assert.equal((await giljabi('solve', ...args)).stdout, first.stdout);
});

test('failed, then repeated: the plan brings the subject again', async t => {
	const record = firstYear().map(line => line.subject === '통합과학1' ?
		{ ...line, achievement: 20 } : line);
	const offers = school();

	offers.offers.push({ subject: '통합과학1', semester: 3, credits: 4 });
	const { answer, status } = await plan(t, 'solve', { school: offers,
		pupil: { entry: 2025, semester: 3, record,
			exempt: ['order.second.science'] } });

	assert.equal(status, 0);
	assert.deepEqual(answer.pupils[0].not_counted, [{ subject: '통합과학1',
		semester: 1, rule: 'pass.achievement.2025' }]);
	for (const { subjects: taken } of answer.pupils[0].plans)
		assert.ok(taken.some(row => row.subject === '통합과학1' &&
			row.semester === 3));
});

test('why not: the smallest conflict, and none where there is none', async t => {
	const made = { entry: 2025, semester: 3, record: firstYear(),
		wishes: [{ subject: '미적분Ⅱ' }, { subject: '경제' }],
		refusals: [{ subject: '미적분Ⅰ' }] };
	const { answer, status } = await plan(t, 'why-not', { pupil: made });

	assert.equal(status, 0);
	assert.equal(answer.pupils[0].outcome, 'impossible');
	assert.equal(answer.pupils[0].minimal, true);
	assert.deepEqual(answer.pupils[0].conflict.map(row => row.rule).sort(),
		['order.calculus2', 'plan.wish.refuse.미적분Ⅰ.0',
			'plan.wish.take.미적분Ⅱ.0']);
	const free = await plan(t, 'why-not', { pupil: { ...made, refusals: [] } });
	assert.equal(free.answer.pupils[0].outcome, 'possible');
});

test('sections: everybody who can be is placed, within one percent', async t => {
	const made = sections(120, 12);
	const { made: path } = files(t, { made });
	const { status, stdout, stderr } = await giljabi('sections', path);

	assert.equal(status, 0, stderr);
	const answer = JSON.parse(stdout);
	assert.ok(answer.gap <= 0.01);
	assert.deepEqual(answer.prices.map(row => row.rule),
		['seats', 'least', 'teachers', 'blocks', 'balance']);
	assert.ok(answer.prices.every(row => row.price >= 0));
	const by = new Map(made.sections.map(row => [row.id, row])), seen = new Set();
	for (const { pupil: who, subject, section } of answer.placed) {
		if (section === null)
			continue;
		assert.equal(by.get(section).subject, subject);
		assert.ok(!seen.has(`${who} ${by.get(section).block}`));
		seen.add(`${who} ${by.get(section).block}`);
	}
});

test('sections of a whole grade: always an answer, within the second given',
	async t => {
		const { made: path } = files(t, { made: sections(900, 60) });
		const { status, stdout, stderr } = await giljabi('sections',
			'--seconds', '1', path);

		assert.equal(status, 0, stderr);
		const answer = JSON.parse(stdout);
		assert.ok(['optimal', 'found'].includes(answer.outcome));
		assert.ok(answer.met > 5000 && answer.gap <= 0.01);
		assert.equal(answer.placed.filter(row => row.section).length,
			answer.met);
	});

test('--plans 1: only the closest plan', async t => {
	const { answer } = await plan(t, 'solve', { pupil: { ...pupil(1),
		aims: [{ major: majors[0] }], wishes: [], refusals: [] } },
	'--plans', '1');

	assert.deepEqual(answer.pupils[0].plans.map(row => row.character), ['aim']);
});

/* Bytes of the rules changed, lost and doubled: read, or said why not. */
test('rules damaged at random never crash', async t => {
	const folder = folderFor(t);
	const paths = files(t, { school: school(), plan: { pupils: [{ plans:
		[{ subjects: [] }] }] }, pupil: { entry: 2025, semester: 7,
		record: exact() } });
	const whole = readFileSync(join(rules, 'rules.csv'));
	const next = chance(20260301), marks = Buffer.from(',;&!:"\n0/9\0\xff', 'latin1');
	let refused = 0;

	cpSync(rules, folder, { recursive: true });
	for (let round = 0; round < 80; round++) {
		let bytes = Buffer.from(whole);

		for (let n = 1 + next(6); n > 0; n--) {
			const at = next(bytes.length), to = at + next(4);

			bytes = Buffer.concat([bytes.subarray(0, at),
				marks.subarray(next(marks.length)).subarray(0, next(3)),
				bytes.subarray(to)]);
		}
		writeFileSync(join(folder, 'rules.csv'), bytes);
		const { status, stdout, stderr } = await giljabi('check', '--pupil',
			paths.pupil, '--school', paths.school, '--rules', folder,
			paths.plan);

		assert.ok(status === 0 || status === 1, `round ${round}: ${stderr}`);
		if (stdout === '') {
			refused++;
			assert.match(stderr, /rules\.csv/, `round ${round}`);
		} else
			JSON.parse(stdout);
	}
	assert.ok(refused > 20, `${refused} refused`);
});

/* A cell of the rules that is wrong, and what is said of it. */
for (const [from, to, says] of [
	['credits,whole,all,,192', 'credit,whole,all,,192', /rules\.csv:2: .*credit/],
	['credits,whole,all,,192', 'credits,hole,all,,192', /rules\.csv:2: .*hole/],
	['credits,whole,all,,192', 'credits,whole,al,,192', /rules\.csv:2: .*al/],
	['credits,whole,all,,192', 'credits,whole,all,,many', /rules\.csv:2: .*many/],
	['credits,whole,all,,192', 'credits,whole,all,,', /rules\.csv:2: .*total/],
	['subjects,credits', 'total,credits', /rules\.csv:3: .*total/],
	['group:국어,', 'group:국사,', /rules\.csv:\d+: .*국사/],
	['id,measure', 'name,measure', /rules\.csv:1: .*id/],
])
	test(`rules with a mistake: ${to}`, async t => {
		const folder = folderFor(t);
		const paths = files(t, { pupil: pupil(1), school: school() });

		cpSync(rules, folder, { recursive: true });
		const file = join(folder, 'rules.csv');
		writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
		const { status, stdout, stderr } = await giljabi('solve', '--pupil',
			paths.pupil, '--school', paths.school, '--rules', folder,
			'--lang', 'en');

		assert.equal(status, 1);
		assert.equal(stdout, '');
		assert.match(stderr, says);
	});

/* A pupil's file that is wrong: where, and what. */
for (const [made, says] of [
	[{ semester: 1 }, /pupil\.json: entry: /],
	[{ entry: 2025, semester: 9 }, /semester: .*1 … 7/],
	[{ entry: 2025, wishes: [{ subject: '없는 과목' }] },
		/wishes\[0\]\.subject: .*없는 과목/],
	[{ entry: 2025, aims: [{ major: 'nothing' }] }, /aims\[0\]: /],
	[{ entry: 2025, record: [{ subject: '문학', semester: 1, credits: 4 }] },
		/record\[0\]\.semester: /],
	[{ entry: 2025, wishes: 3 }, /wishes: /],
	[[], /pupil\.json: /],
])
	test(`a pupil with a mistake: ${JSON.stringify(made)}`, async t => {
		const { status, stderr } = await plan(t, 'solve', { pupil: made });

		assert.equal(status, 1);
		assert.match(stderr, says);
	});
