/*
 * A school, its pupils and its sections for tests and measurements, made from the
 * catalogue; the same seed makes the same.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/program.mjs';

export const activities = '창의적 체험활동';

/* A plain CSV of the catalogue without quotes in the columns that are used. */
function rows(file) {
	const [head, ...lines] = readFileSync(join(root, 'catalog', file), 'utf8')
		.trim().split('\n').map(line =>
			line.match(/("([^"]|"")*"|[^,]*)(,|$)/g)
				.map(cell => cell.replace(/,$/, '')));

	return lines.map(cells => Object.fromEntries(
		head.map((name, at) => [name, cells[at]])));
}

export const subjects = rows('subjects.csv');
export const majors = rows('majors.csv').map(row => row.id);

/* xorshift: numbers from 0 below `below`. */
export function chance(seed) {
	let state = seed >>> 0 || 1;

	return below => {
		state ^= state << 13; state >>>= 0;
		state ^= state >>> 17;
		state ^= state << 5; state >>>= 0;
		return state % below;
	};
}

const short = new Set(['체육', '예술', '교양']);

function credits({ group, name_ko: name }) {
	if (group === '한국사')
		return 3;
	if (name.startsWith('과학탐구실험'))
		return 1;
	return short.has(group) ? 3 : 4;
}

/* The semesters in which a large school gives a subject. */
function semesters({ category, group, name_ko: name }) {
	if (category === '공통')
		return [name.endsWith('1') ? 1 : 2];
	if (group === '체육' && category === '일반선택')
		return name.endsWith('1') ? [1, 3] : [2, 4];
	if (category === '일반선택')
		return short.has(group) ? [1, 2, 3, 4] : [3, 4, 5];
	return category === '진로선택' ? [4, 5, 6] : [5, 6];
}

export function school() {
	const offers = subjects.flatMap(subject =>
		semesters(subject).map(semester => ({ subject: subject.name_ko,
			semester, credits: credits(subject) })));

	for (let semester = 1; semester <= 6; semester++)
		offers.push({ subject: activities, semester, credits: 3 });
	return {
		semesters: 6,
		offers,
		rules: [{ id: 'school.semester', measure: 'credits', span: 'semester',
			set: 'all', least: 28, most: 36, text_ko: '한 학기 28~36학점',
			text_en: '28 to 36 credits a semester' }],
	};
}

const common = subjects.filter(row => row.category === '공통' &&
	!row.name_ko.startsWith('기본'));

/* What everybody took in the first year: 공통 과목, 체육, 예술, 창체. */
export function firstYear() {
	const rest = [['체육1', 1, 3], ['체육2', 2, 3], ['음악', 1, 3], ['미술', 2, 3],
		[activities, 1, 3], [activities, 2, 3]];

	return [...common.map(row => [row.name_ko, semesters(row)[0],
		credits(row)]), ...rest].map(([subject, semester, credit]) =>
		({ subject, semester, credits: credit }));
}

/* A pupil of any kind: new or in the second year, one to three aims, wishes. */
export function pupil(number) {
	const next = chance(number * 2654435761 + 12345);
	const pick = () => subjects.filter(row => row.category !== '공통')[
		next(subjects.length - common.length - 4)].name_ko;
	const second = next(2) === 1;
	const aims = Array.from({ length: 1 + next(3) }, () =>
		({ major: majors[next(majors.length)], weight: 1 + next(5) }));
	const wishes = next(3) === 0 ? [{ subject: pick() }] : [];

	return {
		id: `p${number}`,
		entry: 2025 + next(2),
		semester: second ? 3 : 1,
		record: second ? firstYear() : [],
		aims,
		wishes,
		refusals: next(3) === 0 ?
			[{ subject: pick() }].filter(({ subject }) =>
				subject !== wishes[0]?.subject) : [],
	};
}

/* A grade's sections: `count` pupils with six of `kinds` subjects each. */
export function sections(count, kinds, seed = 1) {
	const next = chance(seed);
	const names = Array.from({ length: kinds }, (_, at) => `과목${at + 1}`);
	const blocks = 8, wanted = new Array(kinds).fill(0);
	const pupils = Array.from({ length: count }, (_, at) => {
		const chosen = new Set();

		while (chosen.size < 6)
			chosen.add(Math.min(next(kinds), next(kinds)));
		for (const kind of chosen)
			wanted[kind]++;
		return { id: `p${at + 1}`, subjects: [...chosen].map(kind =>
			names[kind]) };
	});
	const list = [], teachers = [];

	names.forEach((subject, kind) => {
		const needed = Math.max(1, Math.ceil(wanted[kind] / 26));

		for (let n = 0; n < needed; n++) {
			const id = `t${kind + 1}.${Math.floor(n / 4) + 1}`;

			if (n % 4 === 0)
				teachers.push({ id, most: 4 });
			list.push({ id: `s${kind + 1}.${n + 1}`, subject,
				block: `b${(next(2) + kind + n * 3) % blocks + 1}`,
				teacher: id, seats: 28, least: 5 });
		}
	});
	return { teachers, sections: list, pupils };
}
