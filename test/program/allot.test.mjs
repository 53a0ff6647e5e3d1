/*
 * Seats on files: the draw against a program of its own below, the check against
 * tampering, files with every kind of mistake, public formats, real utilities.
 */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { data, folderFor, giljabi, giljabiDone, withoutShared }
	from '../lib/program.mjs';

const heads = {
	sessions: 'session,seats,min_open,node,site,slot,reserve',
	applicants: 'applicant,size,node,groups,band,choices',
	nodes: 'node,parent,cap',
	scores: 'session,applicant,score',
	held: 'applicant,slot',
};
const seed = '000102030405060708090a0b0c0d0e0f';

/* Writes tables (rows of cells) into a folder; answers the options for them. */
function filesIn(folder, tables) {
	return Object.entries(tables).flatMap(([name, rows]) => {
		const path = join(folder, `${name}.csv`);

		writeFileSync(path, [heads[name], ...rows.map(row => row.join(','))]
			.map(line => `${line}\n`).join(''));
		return [`--${name}`, path];
	});
}

async function draw(folder, files, ...options) {
	const out = join(folder, 'placements.csv'), log = join(folder, 'draw.json');
	const told = await giljabiDone(['allot', 'run', ...files, '--seed', seed,
		'--round', '2026-1', '--public', '4711', '--out', out, '--log', log,
		...options]);

	return { out, log, told: JSON.parse(told),
		placements: readFileSync(out, 'utf8'),
		record: readFileSync(log, 'utf8') };
}

const check = (files, { out, log }) => giljabi(['allot', 'check', ...files,
	'--placements', out, '--log', log, '--lang', 'en']);

/* Chance that is the same each time (Marsaglia 2003). */
function chance(state) {
	const below = limit => {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		return (state >>> 0) % limit;
	};

	return { below, one: list => list[below(list.length)],
		shuffled: list => list.map(value => [below(1 << 30), value])
			.sort((a, b) => a[0] - b[0]).map(([, value]) => value) };
}

const number = id => createHmac('sha256', Buffer.from(seed, 'hex'))
	.update(`2026-1\n4711\n${id}`).digest('hex').slice(0, 16);

/*
 * The rule for pupils without caps, as naively as can be: applications in
 * rounds, each session choosing anew from all who are with it.
 */
function naive(sessions, applicants, before) {
	const at = new Map(applicants.map(({ id }) => [id, 0]));
	const choose = (session, all) => {
		const left = [...all].sort((a, b) => before(session, a, b));
		const chosen = [];
		const take = (fits, seats) => {
			for (const one of left.filter(fits).slice(0, seats)) {
				chosen.push(one);
				left.splice(left.indexOf(one), 1);
			}
		};

		for (const [group, seats] of session.reserve)
			take(one => one.groups.includes(group), seats);
		take(() => true, session.seats - chosen.length);
		return chosen;
	};

	for (;;) {
		let away = 0;

		for (const session of sessions) {
			const all = applicants.filter(one =>
				one.choices[at.get(one.id)] === session.id);
			const chosen = choose(session, all);

			for (const one of all)
				if (!chosen.includes(one)) {
					at.set(one.id, at.get(one.id) + 1);
					away++;
				}
		}
		if (away === 0)
			return at;
	}
}

const byNumber = (session, a, b) => a.band - b.band ||
	(number(a.id) < number(b.id) ? -1 : 1);

function placementLines(applicants, at) {
	return ['applicant,session,rank', ...[...applicants]
		.sort((a, b) => a.id < b.id ? -1 : 1).map(({ id, choices }) =>
			at.get(id) < choices.length ?
				`${id},${choices[at.get(id)]},${at.get(id) + 1}` :
				`${id},,`), ''].join('\n');
}

function madeUp(random, people = 60, places = 9) {
	const sessions = Array.from({ length: places }, (_, k) => {
		const seats = random.below(7), care = random.below(seats + 1);

		return { id: `s${k}`, seats, reserve: random.one([[],
			[['care', care]],
			[['care', care], ['rural', random.below(seats - care + 1)]]]) };
	});
	const applicants = Array.from({ length: people }, (_, k) => ({
		id: `p${k}`, band: random.below(3) - 1,
		groups: ['care', 'rural', 'other'].filter(() => !random.below(3)),
		choices: random.shuffled(sessions.map(({ id }) => id))
			.slice(0, random.below(places + 1)),
	}));

	return { sessions, applicants };
}

const rowsOf = ({ sessions, applicants }) => ({
	sessions: sessions.map(({ id, seats, reserve }) => [id, seats, 0, '', '',
		'', reserve.map(pair => pair.join(':')).join(';')]),
	applicants: applicants.map(({ id, groups, band, choices }) => [id, 1, '',
		groups.join(';'), band, choices.join('>')]),
});

test('the draw is that of another program', async t => {
	const folder = folderFor(t), random = chance(20260301);

	for (let round = 0; round < 20; round++) {
		const made = madeUp(random);
		const files = filesIn(folder, rowsOf(made));
		const drawn = await draw(folder, files);

		assert.equal(drawn.placements, placementLines(made.applicants,
			naive(made.sessions, made.applicants, byNumber)));
		assert.equal((await check(files, drawn)).status, 0);
	}
});

const rich = {
	nodes: [['province', '', 60], ['north', 'province', 30],
		['south', 'province', ''], ['hall', 'north', 8]],
	sessions: [['s1', 6, 0, 'north', 'hall', 'am', 'care:2;rural:1'],
		['s2', 4, 2, 'north', 'hall', 'pm', ''],
		['s3', 60, 0, 'south', 'barn', 'am', 'rural:20'],
		['s4', 3, 3, 'south', '', 'pm', 'care:1'],
		['s5', 0, 0, '', '', '', ''], ['s6', 9, 40, '', '', '', ''],
		['s7', 5, 4, 'south', '', '', '']],
	held: [['p3', 'am'], ['not-here', 'am'], ['p9', 'pm']],
	applicants: [],
};
{
	const random = chance(7), ids = rich.sessions.map(([id]) => id);

	for (let k = 0; k < 40; k++)
		rich.applicants.push([`p${k}`, k % 13 === 12 ? 20 + k % 5 : 1,
			random.one(['north', '']), ['care', 'rural', 'x']
				.filter(() => !random.below(3)).join(';'),
			random.below(2), random.shuffled(ids)
				.slice(0, random.below(5)).join('>')]);
}

test('any order of lines and any number of threads give the same bytes',
	async t => {
		const folder = folderFor(t), random = chance(11);
		const first = await draw(folder, filesIn(folder, rich));

		for (let threads = 1; threads <= 16; threads++) {
			const files = filesIn(folder, Object.fromEntries(
				Object.entries(rich).map(([name, rows]) =>
					[name, random.shuffled(rows)])));
			const again = await draw(folder, files, '--threads',
				`${threads}`);

			assert.equal(again.placements, first.placements);
			assert.equal(again.record, first.record);
			assert.equal((await check(files, again)).status, 0);
		}
	});

/* Forty changes, one at a time, each found. */
test('every single change of placements or log is found', async t => {
	const folder = folderFor(t), random = chance(40);
	const files = filesIn(folder, rich), drawn = await draw(folder, files);
	const ids = rich.sessions.map(([id]) => id);
	const lines = drawn.placements.trimEnd().split('\n');
	const record = drawn.record.trimEnd().split('\n');
	let tried = 0;

	const found = async what => {
		const { status, stdout } = await check(files, drawn);

		tried++;
		assert.equal(status, 1, what);
		assert.match(stdout, /^\S+(placements\.csv|draw\.json|\.csv)/m, what);
	};

	while (tried < 20) {
		const at = 1 + random.below(lines.length - 1);
		const [id, session] = lines[at].split(',');
		const list = rich.applicants.find(row => row[0] === id)[5]
			.split('>').filter(Boolean);
		const other = random.one(['', ...list, ...ids]);
		const changed = other === '' ? `${id},,` :
			`${id},${other},${list.indexOf(other) + 1 || 1}`;

		if (other === session)
			continue;
		writeFileSync(drawn.out, `${lines.with(at, changed).join('\n')}\n`);
		await found(`${lines[at]} as ${changed}`);
	}
	writeFileSync(drawn.out, drawn.placements);
	const numbers = record.flatMap((line, at) => /\d/.test(line) ? [at] : []);

	while (tried < 40) {
		const at = random.one(numbers);
		const digits = [...record[at].matchAll(/\d/g)];
		const { index, 0: digit } = random.one(digits);
		const changed = record[at].slice(0, index) + (digit === '9' ? 8 :
			Number(digit) + 1) + record[at].slice(index + 1);

		writeFileSync(drawn.log, `${record.with(at, changed).join('\n')}\n`);
		const { status } = await check(files, drawn);

		tried++;
		assert.equal(status, 1, `${record[at]} as ${changed}`);
	}
	writeFileSync(drawn.log, drawn.record);
	assert.equal((await check(files, drawn)).status, 0);
	for (const [what, text] of [['a line less', lines.slice(0, -1)],
		['a line twice', [...lines, lines[1]]],
		['somebody unknown', [...lines, 'nobody,,']],
		['a rank that is wrong', lines.map(line =>
			line.replace(/,1$/, ',2'))]]) {
		writeFileSync(drawn.out, `${text.join('\n')}\n`);
		await found(what);
	}
});

const good = {
	sessions: [['s1', 2, 0, '', '', '', 'care:1'], ['s2', 1, 0, '', '', '', '']],
	applicants: [['p1', 1, '', '', 0, 's1>s2'], ['p2', 1, '', '', 0, '']],
};
const long = 'x'.repeat(300);

/* What is put in, the table, the row (from 0), the column it is told at. */
const mistakes = [
	['sessions', ['s1', 'two', 0, '', '', '', ''], '2:2'],
	['sessions', ['s1', -1, 0, '', '', '', ''], '2:2'],
	['sessions', ['s1', 1.5, 0, '', '', '', ''], '2:2'],
	['sessions', ['s1', '', 0, '', '', '', ''], '2:2'],
	['sessions', ['s1', 1, 'x', '', '', '', ''], '2:3'],
	['sessions', ['', 1, 0, '', '', '', ''], '2:1'],
	['sessions', ['s>1', 1, 0, '', '', '', ''], '2:1'],
	['sessions', ['s2', 1, 0, '', '', '', ''], '3'],
	['sessions', ['s1', 1, 0, '', '', '', 'care:2'], '2:7', /more reserved/],
	['sessions', ['s1', 1, 0, '', '', '', 'care'], '2:7'],
	['sessions', ['s1', 1, 0, '', '', '', 'care:x'], '2:7'],
	['sessions', ['s1', 2, 0, '', '', '', 'care:1;care:1'], '2:7'],
	['sessions', ['s1', 2, 0, '', '', '', 'care=1'], '2:7', /NP-complete/],
	['sessions', ['s1', 2, 0, '', '', '', 'care>=1'], '2:7', /NP-complete/],
	['sessions', ['s1', 1, 0, '', ''], '2:5'],
	['sessions', [`${long}`, 1, 0, '', '', '', ''], '2:1'],
	['sessions', ['"s1', 1, 0, '', '', '', ''], '2:1'],
	['sessions', ['"s1"x', 1, 0, '', '', '', ''], '2:1'],
	['sessions', ['s\u0001', 1, 0, '', '', '', ''], '2:1'],
	['applicants', ['p1', 0, '', '', 0, 's1'], '2:2'],
	['applicants', ['p1', 1001, '', '', 0, 's1'], '2:2'],
	['applicants', ['p1', 1, '', '', 'x', 's1'], '2:5'],
	['applicants', ['p1', 1, '', '', '', 's1'], '2:5'],
	['applicants', ['p1', 1, '', '', 0, 's9'], '2:6', /s9/],
	['applicants', ['p1', 1, '', '', 0, 's1>s1'], '2:6'],
	['applicants', ['p1', 1, '', '', 0, 's1>>s2'], '2:6'],
	['applicants', ['p2', 1, '', '', 0, 's1'], '3', /p2/],
	['applicants', ['', 1, '', '', 0, 's1'], '2:1'],
	['applicants', ['p1', 1, '', '', 0, 's1', 'x'], '2:7'],
	['applicants', ['p"1', 1, '', '', 0, 's1'], '2:1'],
];

for (const [name, row, place, words] of mistakes)
	test(`a mistake in ${name}: ${row.join(',').slice(0, 40)}`, async t => {
		const folder = folderFor(t);
		const files = filesIn(folder, { ...good,
			[name]: good[name].with(0, row) });
		const { status, stdout, stderr } = await giljabi(['allot', 'run',
			...files, '--seed', seed, '--out', join(folder, 'out'),
			'--log', join(folder, 'log'), '--lang', 'en']);

		assert.equal(status, 1);
		assert.equal(stdout, '');
		assert.ok(stderr.includes(`${name}.csv:${place}: `), stderr);
		assert.match(stderr, words ?? /./);
		assert.ok(!existsSync(join(folder, 'out')), 'it wrote something');
	});

const wrongNodes = [
	[[['a', '', 1], ['a', 'b', 1], ['b', '', 1]], /two nodes.*NP-complete/],
	[[['a', '', 1], ['a', '', 1]], /nodes\.csv:3: stands twice/],
	[[['a', 'b', 1], ['b', 'a', 1]], /beneath itself/],
	[[['a', 'c', 1]], /no such node: c/],
	[[['a', '', 'x']], /nodes\.csv:2:3: /],
	[[['b', '', 1]], /sessions\.csv:2: no such node: a/],
	[[['a', '', 1], ['b', '', 1]], /side by side.*NP-complete/],
];

for (const [nodes, words] of wrongNodes)
	test(`nodes that are refused: ${nodes.join(' ')}`, async t => {
		const folder = folderFor(t);
		const { status, stderr } = await giljabi(['allot', 'run',
			...filesIn(folder, { nodes, sessions:
				[['s1', 1, 0, 'a', 'b', '', '']], applicants: [] }),
			'--seed', seed, '--out', join(folder, 'out'), '--log',
			join(folder, 'log'), '--lang', 'en']);

		assert.equal(status, 1);
		assert.match(stderr, words);
	});

test('files that are none', async t => {
	const folder = folderFor(t);

	for (const [text, words] of [['', /applicants\.csv:1: /],
		['applicant,size\n', /the column node is missing/],
		[`${heads.applicants}\np\xff,1,,,0,\n`, /:2:1: not UTF-8/]]) {
		const files = filesIn(folder, good);

		writeFileSync(join(folder, 'applicants.csv'), text, 'latin1');
		const { status, stderr } = await giljabi(['allot', 'run', ...files,
			'--seed', seed, '--out', join(folder, 'out'), '--log',
			join(folder, 'log'), '--lang', 'en']);

		assert.equal(status, 1);
		assert.match(stderr, words);
	}
});

test('a byte mark, CRLF, quotes, columns in another order and more of them',
	async t => {
		const folder = folderFor(t), files = filesIn(folder, good);
		const drawn = await draw(folder, files);

		writeFileSync(join(folder, 'applicants.csv'),
			'\ufeffchoices,band,more,groups,node,size,applicant\r\n' +
			'"s1>s2",0,"a,b",,,1,"p1"\r\n\r\n,0,,,,1,p2\r\n');
		assert.equal((await draw(folder, files)).placements,
			drawn.placements);
	});

test('scores decide where there are some', async t => {
	const folder = folderFor(t);
	const tables = { sessions: [['s1', 1, 0, '', '', '', ''],
		['s2', 1, 0, '', '', '', '']],
	applicants: [['p1', 1, '', '', 0, 's1>s2'], ['p2', 1, '', '', 9, 's1>s2'],
		['p3', 1, '', '', 0, 's1>s2']],
	scores: [['s1', 'p1', 2.5], ['s1', 'p2', -1], ['s2', 'p1', 7]] };
	const files = filesIn(folder, tables), drawn = await draw(folder, files);

	assert.equal(drawn.placements, 'applicant,session,rank\n' +
		'p1,s2,2\np2,s1,1\np3,,\n');
	assert.equal((await check(files, drawn)).status, 0);
});

/*
 * The utilities of a real student to project matching, with ties broken by the
 * project's number: one student-optimal stable matching, whoever computes it.
 */
test('a real instance gives the student-optimal stable matching', {
	skip: withoutShared('wpi/student_preference.csv') }, async t => {
	const table = name => readFileSync(join(data, 'wpi', name), 'utf8')
		.trim().split(/\r?\n/).slice(1).map(line => line.split(','));
	const own = table('student_preference.csv');
	const theirs = table('project_preference.csv');
	const capacity = table('project_capacity.csv');
	const places = own[0].length - 1;
	const utility = theirs.length === places ?
		(project, student) => Number(theirs[project][student + 1]) :
		(project, student) => Number(theirs[student][project + 1]);
	const sessions = Array.from({ length: places }, (_, k) => ({
		id: `c${String(k).padStart(2, '0')}`,
		seats: Math.trunc(Number(capacity[k].at(-1))), reserve: [] }));
	const applicants = own.map((row, k) => ({
		id: `p${String(k).padStart(3, '0')}`, band: 0, groups: [], index: k,
		choices: sessions.map(({ id }, at) => [-Number(row[at + 1]), id])
			.sort((a, b) => a[0] - b[0] || (a[1] < b[1] ? -1 : 1))
			.map(([, id]) => id) }));
	/* Strict: equal utilities stand in the order of students. */
	const score = sessions.map((_, at) => {
		const order = applicants.map(({ index }) => index).sort((a, b) =>
			utility(at, b) - utility(at, a) || a - b);

		return new Map(order.map((student, rank) => [student, rank]));
	});
	const folder = folderFor(t);
	const files = filesIn(folder, { ...rowsOf({ sessions, applicants }),
		scores: sessions.flatMap(({ id }, at) => applicants.map(one =>
			[id, one.id, score[at].get(one.index)])) });
	const drawn = await draw(folder, files);

	assert.equal(drawn.placements, placementLines(applicants, naive(sessions,
		applicants, (session, a, b) => {
			const ranks = score[sessions.indexOf(session)];

			return ranks.get(a.index) - ranks.get(b.index);
		})));
	assert.equal((await check(files, drawn)).status, 0);
});

test('why: the reason for every no', async t => {
	const folder = folderFor(t);
	const tables = { sessions: [['s1', 1, 0, '', '', 'am', ''],
		['s2', 1, 0, '', '', 'pm', ''], ['s3', 5, 0, '', '', 'am', ''],
		['s4', 5, 9, '', '', '', '']],
	applicants: [['a', 1, '', '', 0, 's1'], ['b', 1, '', '', 1, 's4>s2>s1'],
		['c', 1, '', '', 2, 's1']],
	held: [['b', 'pm']] };
	const files = filesIn(folder, tables), drawn = await draw(folder, files);
	const why = async id => JSON.parse(await giljabiDone(['allot', 'why',
		...files, '--applicant', id, '--log', drawn.log, '--redraws', '20']));
	const { session, rank, wishes, open, chance: odds } = await why('b');

	assert.deepEqual([session, rank], [null, null]);
	assert.deepEqual(wishes.map(wish => wish.state),
		['closed', 'slot', 'refused']);
	assert.deepEqual(wishes[2].cutoffs, [{ seats: 'others', taken: 1,
		last: { band: 0, number: number('a') } }]);
	assert.deepEqual(wishes[2].own, { band: 1, number: number('b') });
	assert.deepEqual(open, [{ session: 's3', free: 5 }]);
	assert.equal(odds.any, 0);
	assert.equal((await why('a')).chance.any, 1);
	const { status } = await giljabi(['allot', 'why', ...files,
		'--applicant', 'nobody', '--log', drawn.log]);

	assert.equal(status, 1);
});

test('probe: false lists gain nothing over a frozen open set', async t => {
	const folder = folderFor(t);
	const { gains, samples } = JSON.parse(await giljabiDone(['allot', 'probe',
		...filesIn(folder, rich), '--seed', seed, '--samples', '300']));

	assert.equal(gains, 0);
	assert.ok(samples > 200);
});

/* Small files from the descriptions of the formats, and what they mean. */
const formats = [
	['preflib', { 'x.toi': '# FILE NAME: x.toi\n# NUMBER ALTERNATIVES: 4\n' +
		'# ALTERNATIVE NAME 1: One\n2: 1,{2,3}\n1: 3\n' },
	{ sessions: ['1,2,0,,,,', '2,2,0,,,,', '3,2,0,,,,', '4,2,0,,,,'],
		applicants: ['v0000001,1,,,0,1>2>3', 'v0000002,1,,,0,1>2>3',
			'v0000003,1,,,0,3'] }, ['--seats', '2']],
	['matching', { 'residents.yml': 'A: [C]\nS: [C, M]\nD:\n- C\n- "M"\n',
		'hospitals.yml': '# lists\nM: [D, S]\nC: [D, A, S]\n',
		'capacities.yml': 'M: 2\nC: 1\n' },
	{ sessions: ['M,2,0,,,,', 'C,1,0,,,,'],
		applicants: ['A,1,,,0,C', 'S,1,,,0,C>M', 'D,1,,,0,C>M'],
		placed: ['A,,', 'D,C,1', 'S,M,2'] }],
	['algmatch', { 'x.txt': '3 2\n1 1 2\n2 1\n3 2 1\n1 1 2 (1 3)\n2 2 3 1\n' },
		{ sessions: ['h1,1,0,,,,', 'h2,2,0,,,,'],
			applicants: ['r1,1,,,0,h1>h2', 'r2,1,,,0,h1', 'r3,1,,,0,h2>h1'],
			scores: ['h1,r1,2', 'h1,r2,1', 'h1,r3,2', 'h2,r1,2', 'h2,r3,1'],
			placed: ['r1,h2,2', 'r2,h1,1', 'r3,h2,1'] }],
	['chile', { 'A1.csv': 'rbd;cod_nivel;cod_curso;vacantes\n1;9;77;1\n2;9;5;1\n' +
			'1;1;3;9\n',
	'C1.csv': 'mrun;rbd;cod_nivel;cod_curso;preferencia_postulante;' +
		'prioridad_matriculado;prioridad_hermano;prioridad_hijo_funcionario;' +
		'prioridad_exalumno;loteria_original\n' +
		'100;2;9;5;2;0;0;0;0;8\n100;1;9;77;1;0;0;0;0;5\n' +
		'200;1;9;77;1;0;1;0;0;9\n' },
	{ sessions: ['1-77-9,1,0,,,,', '2-5-9,1,0,,,,'],
		applicants: ['100,1,,,0,1-77-9>2-5-9', '200,1,,,0,1-77-9'],
		placed: ['100,2-5-9,2', '200,1-77-9,1'] }, ['--level', '9']],
];

for (const [from, texts, wants, options = []] of formats)
	test(`convert --from ${from}`, async t => {
		const folder = folderFor(t);
		const paths = Object.entries(texts).map(([name, text]) => {
			writeFileSync(join(folder, name), text);
			return join(folder, name);
		});

		await giljabiDone(['allot', 'convert', '--from', from, ...options,
			'--out', folder, ...paths]);
		for (const name of ['sessions', 'applicants', 'scores'])
			if (wants[name])
				assert.equal(
					readFileSync(join(folder, `${name}.csv`), 'utf8'),
					`${[heads[name], ...wants[name]].join('\n')}\n`);
		const scores = join(folder, 'scores.csv');
		const drawn = await draw(folder, ['--sessions',
			join(folder, 'sessions.csv'), '--applicants',
			join(folder, 'applicants.csv'),
			...existsSync(scores) ? ['--scores', scores] : []]);

		if (wants.placed)
			assert.equal(drawn.placements, `${['applicant,session,rank',
				...wants.placed].join('\n')}\n`);
	});

for (const [from, text, place] of [['preflib', '# x\none: 1\n', ':2: '],
	['algmatch', '1 1\n1 x\n1 1 1\n', ':2: '],
	['algmatch', '2 1\n1 1\n', ':4: ']])
	test(`convert tells where ${from} is broken: ${place}`, async t => {
		const folder = folderFor(t), path = join(folder, 'x');

		writeFileSync(path, text);
		const { status, stderr } = await giljabi(['allot', 'convert', '--from',
			from, '--out', folder, path]);

		assert.equal(status, 1);
		assert.ok(stderr.includes(`${path}${place}`), stderr);
	});

for (const args of [['run'], ['check'], ['why'], ['probe'],
	['run', '--sessions', 'S', '--applicants', 'A', '--out', 'o', '--log', 'l',
		'--seed', 'xyz'], ['convert', '--from', 'nothing', 'x'],
	['convert', '--from', 'matching', 'x']])
	test(`used wrongly: allot ${args.join(' ')}`, async () => {
		assert.equal((await giljabi(['allot', ...args])).status, 2);
	});
