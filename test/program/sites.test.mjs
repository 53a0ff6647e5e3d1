/*
 * The register from the outside: a file of it, the demonstration's, who finds
 * what; groups of pupils, which go in and never come out.
 */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import { enterPupil, enterStaff } from '../lib/client.mjs';
import { demoOf, houseFor, inHouse, kinds } from '../lib/database.mjs';
import { giljabi } from '../lib/program.mjs';
import { demoServed } from '../lib/server.mjs';

const heads = '지역,체험처,체험처유형,주소,위도,경도,프로그램,체험유형,분야,' +
	'시작학년,끝학년,성취기준,소요시간,어른당학생,날짜,끝날짜,시작,끝,정원,최소인원';
const wood = '수원시,들녘 공방,개인사업장,수원시 들녘길 1,37.27,127.01';
const chair = '의자 만들기,현장직업체험형,construction,7,9,9진로01-01,120,5';
const good = [heads,
	`${wood},${chair},2031-05-14,,10:00,12:00,20,5`,
	/* of the same site and programme: said again or left empty */
	`수원시,들녘 공방,,,,,의자 만들기,,,,,,,,2031-05-15,,10:00,12:00,20,`,
	`수원시,들녘 공방,개인사업장,,,,숲속 캠프,CAMP,환경·기후,5,6,,900,12,` +
		'2031-05-20,2031-05-22,09:00,17:00,30,10',
	'41110,빈 곳,public,수원시 들녘길 2,,,,,,,,,,,,,,,,',
].join('\n');

/* A file that is not there yet, with this text. */
let files = 0;
function fileOf(house, text) {
	const path = join(house.folder, `file-${files++}.csv`);

	writeFileSync(path, text);
	return path;
}

const counts = (sites, programmes, events) => ({
	sites: { added: sites[0], same: sites[1] },
	programmes: { added: programmes[0], same: programmes[1] },
	events: { added: events[0], same: events[1] },
});

async function registerGoesIn(house) {
	const path = fileOf(house, good);
	const bring = async () =>
		JSON.parse(await inHouse(house, ['import', 'sites', path]));

	assert.deepEqual(await bring(), counts([2, 0], [2, 0], [3, 0]));
	assert.deepEqual(await bring(), counts([0, 2], [0, 2], [0, 3]));
}

async function registerIsFound(server, { staff, cards }) {
	const pupil = await enterPupil(server, cards.middle);
	const [camp] = (await pupil.get('/api/programmes?q=숲속')).programmes;

	assert.equal(camp.field_name, '환경·기후');
	assert.equal(camp.upcoming, 1);
	assert.equal(camp.may_change, false);
	assert.ok(camp.distance > 0 && camp.distance < 20, camp.distance);
	const { events } = await pupil.get('/api/events?from=2031-05-01' +
		`&to=2031-05-31&site=${camp.site}`);
	assert.deepEqual(events.map(event =>
		[event.starts, event.ends, event.seats, event.least]), [
		['2031-05-14T10:00+09:00', '2031-05-14T12:00+09:00', 20, 5],
		['2031-05-15T10:00+09:00', '2031-05-15T12:00+09:00', 20, 0],
		['2031-05-20T09:00+09:00', '2031-05-22T17:00+09:00', 30, 10],
	].map(([starts, ends, ...more]) =>
		[Date.parse(starts), Date.parse(ends), ...more]));
	const centre = await enterStaff(server, staff.centre);
	assert.equal((await centre.get(`/api/programmes/${camp.id}`)).may_change,
		true);
}

const bad = [
	/* a row, where, what */
	[`수언시,가,기업,주소,,,,,,,,,,,,,,,,`, '2:1', /지역이 없습니다/],
	[`수원시,,기업,주소,,,,,,,,,,,,,,,,`, '2:2', /비어 있습니다/],
	[`수원시,가,가게,주소,,,,,,,,,,,,,,,,`, '2:3', /쓸 수 없는 값/],
	[`수원시,가,기업,주소,37.2,,,,,,,,,,,,,,,`, '2:6', /위도와 경도를 함께/],
	[`수원시,가,기업,주소,12,127,,,,,,,,,,,,,,`, '2:5', /십진수/],
	[`${wood},가,TALK,없음,7,9,,60,5,,,,,,`, '2:9', /분야/],
	[`${wood},가,TALK,food,9,7,,60,5,,,,,,`, '2:11', /끝 학년/],
	[`${wood},가,TALK,food,7,9,9진로,60,5,,,,,,`, '2:12', /성취기준/],
	[`${wood},가,TALK,food,7,9,,,5,,,,,,`, '2:13', /비어 있습니다/],
	[`${wood},${chair},2031-02-29,,10:00,12:00,20,`, '2:15', /날짜가 아닙/],
	[`${wood},${chair},2031-05-14,,10시,12:00,20,`, '2:17', /시각이 아닙/],
	[`${wood},${chair},2031-05-14,,10:00,09:00,20,`, '2:18', /뒤여야/],
	[`${wood},${chair},2031-05-14,2031-05-15,10:00,12:00,20,`, '2:18',
		/같은 날/],
	[`${wood},${chair},2031-05-14,,10:00,12:00,20,21`, '2:20', /최소 인원/],
	[`${wood},${chair},2031-05-14,,10:00,12:00,1001,`, '2:19', /정원/],
	[`${wood}`, '2', /칸의 수/],
	[`${wood},${chair},,,,,,\n수원시,들녘 공방,기업${','.repeat(17)}`, '3:3',
		/앞줄과 다릅니다/],
	['"수원시,가', '2:1', /따옴표/],
];

async function mistakesAreTold(house) {
	const before = await house.ask('SELECT COUNT(*) AS count FROM site');

	for (const [row, where, what] of bad) {
		/* the good rows stand behind: nothing of them may come in */
		const path = fileOf(house, `${heads}\n${row}\n` +
			'수원시,나중 곳,기업,주소,,,,,,,,,,,,,,,,\n');
		const { status, stdout, stderr } = await giljabi(
			['import', 'sites', path],
			{ cwd: house.folder, env: house.env });

		assert.equal(status, 1, row);
		assert.equal(stdout, '');
		assert.ok(stderr.startsWith(`${path}:${where}: `),
			`${row}: ${stderr}`);
		assert.match(stderr.split('\n')[0], what);
	}
	assert.deepEqual(await house.ask('SELECT COUNT(*) AS count FROM site'),
		before);
}

const membersOf = house => house.ask(`SELECT p.source, v.value FROM vault v
	JOIN pupil p ON p.id = v.pupil
	WHERE v.kind = 'groups' AND p.source IS NOT NULL ORDER BY p.source`);

async function groupsGoIn(house) {
	for (const [i, name] of ['s-1', 's-2', 's-3'].entries())
		await house.ask(`UPDATE pupil SET source = '${name}' WHERE id =
			(SELECT id FROM pupil ORDER BY id LIMIT 1 OFFSET ${i})`);
	await house.ask(`DELETE FROM vault WHERE kind = 'groups'`);
	const bring = text => giljabi(
		['import', 'groups', fileOf(house, `pupil,group\n${text}`)],
		{ cwd: house.folder, env: house.env });

	const first = await bring('s-1,care\ns-2,rural\ns-1,migrant\n');
	assert.equal(first.status, 0, first.stderr);
	assert.doesNotMatch(first.stdout, /s-1|care/);
	assert.deepEqual(await membersOf(house),
		[{ source: 's-1', value: '5' }, { source: 's-2', value: '8' }]);
	/* replaced where they are named, left where they are not */
	assert.equal((await bring('s-1,special\n')).status, 0);
	assert.deepEqual(await membersOf(house),
		[{ source: 's-1', value: '2' }, { source: 's-2', value: '8' }]);
	for (const [text, where] of [['s-3,care\nnobody,care\n', '3:1'],
		['s-3,care\ns-3,poor\n', '3:2'], ['s-3,care\n,care\n', '3:1']]) {
		const { status, stderr } = await bring(text);

		assert.equal(status, 1);
		assert.ok(stderr.split('\n')[0].includes(`.csv:${where}: `),
			stderr);
		assert.doesNotMatch(stderr, /nobody|poor/);
	}
	assert.equal((await membersOf(house)).length, 2);
	const told = await house.ask(
		`SELECT detail FROM ledger WHERE kind = 'import.done'`);
	assert.ok(told.every(({ detail }) => !/s-\d|care|rural/.test(detail)));
}

for (const kind of kinds)
	test(`the register over ${kind}`, async t => {
		const house = await houseFor(t, kind);
		const server = await demoServed(t, house);

		await t.test('a file goes in, again changes nothing',
			() => registerGoesIn(house));
		await t.test('what went in is found',
			() => registerIsFound(server, demoOf(house)));
		await t.test('what is wrong is told by line and column',
			() => mistakesAreTold(house));
		await t.test('groups go into the vault', () => groupsGoIn(house));
	});
