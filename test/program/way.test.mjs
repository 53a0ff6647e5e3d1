/*
 * The main job from end to end, over both databases: from a roster to a signed
 * counselling brief on paper, with every step in the ledger.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';

import { answerAll, answerTest, valueOf } from '../lib/answers.mjs';
import { enterGuardian, enterPupil } from '../lib/client.mjs';
import { inHouse, kinds } from '../lib/database.mjs';
import { pdfText, printCards } from '../lib/pdf.mjs';
import { classOfGrade, townFor } from '../lib/town.mjs';

const consent = method => ({ purpose: 'test', wording: '1', method });
const sum = numbers => numbers.reduce((all, one) => all + one, 0);

async function pupilWithCard(townsfolk, grade, at = 0) {
	const { server, teacher } = townsfolk;
	const group = await classOfGrade(teacher, grade);
	const pupil = group.pupils[at];
	const [card] = await printCards(teacher, group.id, [pupil.id]);

	return { ...pupil, group: group.id,
		client: await enterPupil(server, card) };
}

/* Of each suggestion the terms add up to its score, and it says why. */
function assertExplained(lists) {
	for (const { by_ai, suggestions } of lists)
		for (const one of suggestions) {
			assert.ok(one.name, one.id);
			if (!by_ai || one.score === null || one.score === undefined)
				continue;
			assert.ok(one.why, one.id);
			const added = one.base + sum(one.terms.map(term => term.value));

			assert.ok(Math.abs(added - one.score) < 1e-3,
				`${one.id}: ${added} is not ${one.score}`);
		}
}

async function answersAndResult(townsfolk, pupil) {
	const { client } = pupil;

	await client.refused(409, 'POST', '/api/test', { lang: 'ko' });
	assert.equal((await client.get('/api/test')).state, 'consent');
	await client.post(`/api/pupils/${pupil.id}/consents`, consent('self'));
	assert.equal((await client.get('/api/test')).state, 'ready');
	await client.refused(404, 'GET', `/api/pupils/${pupil.id}/result`);

	const test = await client.post('/api/test', { lang: 'ko' });

	/* A few ahead: what is asked then depends on the answers. */
	assert.equal(test.items.length, 3);
	const begun = await answerAll(client, test, undefined, 9);

	assert.equal(begun.length, 12);
	await client.refused(409, 'POST', `/api/sheets/${test.sheet}/finish`, {});
	await client.refused(422, 'PUT',
		`/api/sheets/${test.sheet}/answers/${test.items[0].id}`, { value: 6 });
	await client.refused(404, 'PUT',
		`/api/sheets/${test.sheet}/answers/no-such-item`, { value: 3 });

	/* Left and come back: it goes on where it stopped. */
	const back = await client.get('/api/test');

	assert.equal(back.state, 'running');
	assert.equal(back.answered, 9);
	assert.deepEqual(back.items.map(item => item.id),
		begun.map(item => item.id));
	assert.deepEqual(back.items.map(item => item.value),
		[...Array.from({ length: 9 }, (_, at) => valueOf(at)), 0, 0, 0]);
	assert.equal((await client.post('/api/test', { lang: 'en' })).sheet,
		test.sheet);

	/* Going back and changing an answer asks nothing twice. */
	assert.deepEqual((await client.put(
		`/api/sheets/${test.sheet}/answers/${begun[3].id}`,
		{ value: 6 - valueOf(3), milliseconds: 2000 })).more, []);
	const asked = await answerAll(client, await client.get('/api/test'));

	assert.equal(new Set(asked.map(item => item.id)).size, asked.length);
	assert.ok(asked.length >= 12 && asked.length <= 24, `${asked.length}`);
	const done = await client.post(`/api/sheets/${test.sheet}/finish`, {});

	assert.deepEqual(done, { notices: [], finished: true });
	await client.refused(409, 'PUT',
		`/api/sheets/${test.sheet}/answers/${test.items[0].id}`, { value: 1 });

	const result = await client.get(`/api/pupils/${pupil.id}/result`);

	assert.equal(result.stage, 'high');
	assert.equal(result.profile.letters.length, 6);
	for (const { score, low, high } of result.profile.letters)
		assert.ok(0 <= low && low <= score && score <= high && high <= 1);
	assert.equal(result.lists.find(list => list.kind === 'majors')
		.suggestions.length, 7);
	assertExplained(result.lists);
	return result;
}

/* Every kind of edit; answers what of it has to stand in the document. */
async function edits(teacher, brief) {
	const { id } = brief;
	const majors = brief.lists.find(list => list.kind === 'majors').suggestions;
	const decide = (suggestion, body) => teacher.put(`/api/briefs/${id}/` +
		`suggestions/${encodeURIComponent(suggestion.id)}`, body);

	await teacher.refused(422, 'PUT', `/api/briefs/${id}/suggestions/` +
		encodeURIComponent(majors[0].id), { decision: 'reject' });
	await teacher.refused(404, 'PUT', `/api/briefs/${id}/suggestions/` +
		'major:no-such', { decision: 'keep' });
	await decide(majors[0], { decision: 'reject',
		reason: '이미 체험해 보고 접었습니다' });
	await decide(majors[1], { decision: 'change', text: '계열로 넓혀 봅니다' });
	await decide(majors[2], { decision: 'keep' });
	await decide(majors[3], { decision: 'keep' });
	await decide(majors[3], { decision: 'open' });

	const own = text => teacher.post(`/api/briefs/${id}/own`,
		{ kind: 'majors', name: '해양학과', text });
	const kept = await own('바다를 좋아합니다'), gone = await own('');

	await teacher.delete(`/api/briefs/${id}/own/${gone.id}`);
	await teacher.put(`/api/briefs/${id}/sections/talk`,
		{ text: '교사만 보는 줄\n두 번째 줄' });
	await teacher.put(`/api/briefs/${id}/sections/agreed`,
		{ text: '함께 정한 것' });
	await teacher.refused(404, 'PUT', `/api/briefs/${id}/sections/no-such`,
		{ text: '' });
	return { majors, own: kept.id };
}

function assertEdited(brief, { majors, own }) {
	assert.deepEqual(brief.decisions.map(one => [one.suggestion, one.decision])
		.sort(), [
		[majors[0].id, 'reject'], [majors[1].id, 'change'],
		[majors[2].id, 'keep'],
	].sort());
	assert.equal(brief.decisions.find(one => one.decision === 'reject').reason,
		'이미 체험해 보고 접었습니다');
	assert.deepEqual(brief.own.map(one => one.id), [own]);
}

async function signs(teacher, pupil) {
	const brief = await teacher.post(`/api/pupils/${pupil.id}/briefs`);
	const at = `/api/briefs/${brief.id}`;

	assert.equal(brief.state, 'draft');
	assertExplained(brief.lists);
	assert.equal((await teacher.post(`/api/pupils/${pupil.id}/briefs`)).id,
		brief.id, 'one open draft');
	await pupil.client.refused(404, 'GET', at);
	const done = await edits(teacher, brief);

	assertEdited(await teacher.get(at), done);
	const { hash, document } = await teacher.get(`${at}/preview`);

	assertEdited(document, done);
	await teacher.refused(409, 'POST', `${at}/sign`, { hash: '0'.repeat(64) });
	/* Changed after it was shown: what was shown is not signed. */
	await teacher.put(`${at}/sections/summary`, { text: '요약' });
	await teacher.refused(409, 'POST', `${at}/sign`, { hash });
	const shown = await teacher.get(`${at}/preview`);
	const signed = await teacher.post(`${at}/sign`, { hash: shown.hash });

	assert.equal(signed.hash, shown.hash);
	assert.equal(signed.version, 1);
	return { at, id: brief.id, done, hash: signed.hash };
}

async function assertImmutable({ house, teacher }, pupil, signed) {
	const { at, id, done, hash } = signed;
	const before = await teacher.get(at);

	assert.equal(before.state, 'signed');
	assertEdited(before, done);
	await teacher.refused(409, 'PUT', `${at}/sections/talk`, { text: '' });
	await teacher.refused(409, 'POST', `${at}/own`,
		{ kind: 'majors', name: '늦은 것', text: '' });
	await teacher.refused(409, 'DELETE', `${at}/own/${done.own}`);
	await teacher.refused(409, 'PUT', `${at}/suggestions/` +
		encodeURIComponent(done.majors[2].id), { decision: 'open' });
	await teacher.refused(409, 'POST', `${at}/sign`, { hash });
	assert.deepEqual(await teacher.get(at), before);

	const [{ document }] = await house.ask(
		`SELECT document FROM brief WHERE id = ${id}`);

	assert.equal(createHash('sha256').update(document).digest('hex'), hash);

	/* The pupil sees it without what is the teacher's alone. */
	const seen = await pupil.client.get(at);

	assert.deepEqual(seen.sections.map(section => section.id).sort(),
		['agreed', 'summary']);
	assert.ok(!seen.lists.some(list =>
		['starters', 'checks'].includes(list.kind)));
}

async function onPaper({ teacher }, pupil, { at }) {
	const teachers = await pdfText(await teacher.get(`${at}/paper`));
	const pupils = await pdfText(await teacher.get(`${at}/paper?copy=pupil`));
	const own = await pdfText(await pupil.client.get(
		`${at}/paper?copy=teacher`));

	for (const text of [teachers, pupils, own]) {
		assert.ok(text.includes(pupil.name));
		assert.ok(text.includes('해양학과'));
		assert.ok(text.includes('함께 정한 것'));
	}
	assert.ok(teachers.includes('두 번째 줄'));
	assert.ok(!pupils.includes('두 번째 줄'));
	assert.ok(!own.includes('두 번째 줄'), 'a pupil asks for the other copy');
	const whole = await teacher.get(`/api/classes/${pupil.group}/briefs`);

	assert.ok((await pdfText(whole)).includes(pupil.name));
	const table = await teacher.ask('GET',
		`/api/classes/${pupil.group}/table`);

	assert.equal(table.bytes.subarray(0, 2).toString(), 'PK');
	assert.match(table.headers.get('content-disposition'), /attachment/);
}

async function secondVersion(teacher, pupil, first) {
	const brief = await teacher.post(`/api/pupils/${pupil.id}/briefs`);

	assert.notEqual(brief.id, first.id);
	const { hash } = await teacher.get(`/api/briefs/${brief.id}/preview`);

	assert.equal((await teacher.post(`/api/briefs/${brief.id}/sign`, { hash }))
		.version, 2);
	const { briefs } = await pupil.client.get(
		`/api/pupils/${pupil.id}/briefs`);

	assert.deepEqual(briefs.map(one => one.version), [2, 1]);
}

const expected = [
	'account.made', 'account.secured', 'brief.changed', 'brief.exported',
	'brief.signed', 'brief.suggested', 'cards.printed', 'class.exported',
	'consent.given', 'import.done', 'suggestion.shown',
];

for (const kind of kinds) {
	test(`from a roster to a signed brief over ${kind}`, async t => {
		const townsfolk = await townFor(t, kind);
		const { house, teacher } = townsfolk;
		const pupil = await pupilWithCard(townsfolk, 10);

		await answersAndResult(townsfolk, pupil);
		const group = await teacher.get(`/api/classes/${pupil.group}`);

		assert.equal(group.pupils[0].test, 'done');
		assert.equal(group.pupils[1].test, 'none');
		const signed = await signs(teacher, pupil);

		await assertImmutable(townsfolk, pupil, signed);
		await onPaper(townsfolk, pupil, signed);
		await secondVersion(teacher, pupil, signed);
		assert.equal((await pupil.client.get('/api/way')).brief_version, 2);

		const rows = await house.ask('SELECT DISTINCT kind FROM ledger ' +
			'ORDER BY kind');
		const missing = expected.filter(one =>
			!rows.some(row => row.kind === one));

		assert.deepEqual(missing, []);
		/* The pupil sees who looked. */
		const { looks } = await pupil.client.get(
			`/api/pupils/${pupil.id}/looks`);

		assert.ok(looks.some(look => look.role === 'teacher' && look.text));
		await inHouse(house, ['ledger', 'verify']);
	});

	test(`consent below fourteen and from fourteen on: ${kind}`, async t => {
		const townsfolk = await townFor(t, kind);
		const { server, teacher } = townsfolk;
		const young = await pupilWithCard(townsfolk, 9, 0);
		const older = await pupilWithCard(townsfolk, 9, 1);
		const give = (client, pupil, method) => client.ask('POST',
			`/api/pupils/${pupil.id}/consents`, { body: consent(method) });
		const state = async pupil =>
			(await pupil.client.get('/api/test')).state;

		assert.equal(await state(young), 'consent_guardian');
		assert.equal(await state(older), 'consent');
		assert.equal((await give(young.client, young, 'self')).status, 403);
		assert.equal((await give(older.client, older, 'self')).status, 200);
		assert.equal((await give(young.client, young, 'form')).status, 422);
		assert.equal((await give(teacher, young, 'self')).status, 422);

		/* By a guardian's own link … */
		const { code } = await teacher.post(
			`/api/pupils/${young.id}/invitations`);
		const guardian = await enterGuardian(server, code);
		const given = await give(guardian, young, 'self');

		assert.equal(given.status, 200);
		assert.equal(await state(young), 'ready');
		assert.equal((await give(guardian, young, 'self')).body.id,
			given.body.id, 'given again it stays one');
		await guardian.post(`/api/consents/${given.body.id}/withdraw`);
		assert.equal(await state(young), 'consent_guardian');
		await guardian.refused(409, 'POST',
			`/api/consents/${given.body.id}/withdraw`);

		/* … or on paper, that the teacher has in hand. */
		await teacher.refused(409, 'POST', `/api/pupils/${young.id}/consents`,
			{ ...consent('form'), wording: '0' });
		assert.equal((await give(teacher, young, 'form')).status, 200);
		assert.equal(await state(young), 'ready');
		const { consents } = await teacher.get(`/api/pupils/${young.id}`);

		assert.deepEqual(consents.map(one => [one.method, one.given_by,
			Boolean(one.withdrawn)]),
		[['form', 'guardian', false], ['link', 'guardian', true]]);
		await pdfText(await teacher.get(
			`/api/classes/${young.group}/consent-forms`));
	});

	test(`who refuses AI keeps the own answers: ${kind}`, async t => {
		const townsfolk = await townFor(t, kind);
		const { teacher } = townsfolk;
		const pupil = await pupilWithCard(townsfolk, 10);

		await pupil.client.post(`/api/pupils/${pupil.id}/consents`,
			consent('self'));
		await answerTest(pupil.client);
		const before = await teacher.post(`/api/pupils/${pupil.id}/briefs`);

		assert.ok(before.lists.some(list => list.by_ai));
		await pupil.client.put(`/api/pupils/${pupil.id}/ai`, { on: false });
		const brief = await teacher.post(`/api/pupils/${pupil.id}/briefs`);
		const result = await pupil.client.get(
			`/api/pupils/${pupil.id}/result`);

		for (const one of [brief, result]) {
			assert.equal(one.ai, false);
			assert.ok(!one.lists.some(list => list.by_ai &&
				list.suggestions.length > 0));
			assert.equal(one.profile.letters.length, 6);
		}
		const [line] = (await classOfGrade(teacher, 10)).pupils;

		assert.equal(line.ai, false);
		assert.ok(!line.letters);
		await teacher.post(`/api/briefs/${brief.id}/own`,
			{ kind: 'majors', name: '해양학과', text: '' });
		const { hash } = await teacher.get(`/api/briefs/${brief.id}/preview`);

		await teacher.post(`/api/briefs/${brief.id}/sign`, { hash });
		const text = await pdfText(await pupil.client.get(
			`/api/briefs/${brief.id}/paper`));

		assert.ok(text.includes('해양학과'));
	});
}

test('straight-lining and impossible speed are told gently', async t => {
	const townsfolk = await townFor(t);
	const { client, id } = await pupilWithCard(townsfolk, 10);

	await client.post(`/api/pupils/${id}/consents`, consent('self'));
	const begun = await client.post('/api/test', { lang: 'ko' });
	const { sheet } = begun;

	await answerAll(client, begun, () => ({ value: 3, milliseconds: 150 }));
	const first = await client.post(`/api/sheets/${sheet}/finish`, {});

	assert.equal(first.finished, false);
	assert.deepEqual(first.notices.sort(), ['fast', 'same']);
	assert.equal((await client.get('/api/test')).state, 'running');
	const second = await client.post(`/api/sheets/${sheet}/finish`,
		{ anyway: true });

	assert.equal(second.finished, true);
	const [line] = (await classOfGrade(townsfolk.teacher, 10)).pupils;

	assert.deepEqual(line.notices.sort(), ['fast', 'same']);
});
