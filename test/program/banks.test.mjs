/*
 * Published banks and models, over both databases: only with a passed audit of
 * that very file; new sheets and suggestions take the newest version, what has
 * begun keeps its own, retiring leads back; all of it stands in the ledger. A
 * model's two lists, and what other answers would have changed.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { newStaff } from '../lib/accounts.mjs';
import { answerAll, answerTest } from '../lib/answers.mjs';
import { auditText, bankText } from '../lib/banks.mjs';
import { enterPupil } from '../lib/client.mjs';
import { inHouse, kinds } from '../lib/database.mjs';
import { printCards } from '../lib/pdf.mjs';
import { modelAudit, modelText } from '../lib/models.mjs';
import { classOfGrade, fileIn, townFor } from '../lib/town.mjs';

const consent = { purpose: 'test', wording: '1', method: 'self' };

async function pupilsFor({ server, teacher }, count) {
	const group = await classOfGrade(teacher, 10);
	const chosen = group.pupils.slice(0, count).map(pupil => pupil.id);

	return Promise.all((await printCards(teacher, group.id, chosen))
		.map(async (card, at) => {
			const client = await enterPupil(server, card);

			await client.post(`/api/pupils/${chosen[at]}/consents`, consent);
			return { client, id: chosen[at] };
		}));
}

const refusals = [
	['a file that is none', '{}', auditText('{}'), 'published.file'],
	['an audit that failed', bankText(), auditText(bankText(), false),
		'bank.audit_failed'],
	['the audit of another bank', bankText(), auditText('another'),
		'bank.audit_other'],
	['no audit', bankText(), '{}', 'bank.audit'],
	['an item that is missing', ...['file', 'audit'].map((_, at) => {
		const bank = bankText('middle.csv', one => ({ ...one,
			items: one.items.slice(1) }));

		return at ? auditText(bank) : bank;
	}), 'bank.file'],
	['an item of another letter', ...['file', 'audit'].map((_, at) => {
		const bank = bankText('middle.csv', one => ({ ...one,
			items: one.items.map((item, i) => i ? item :
				{ ...item, scale: 'R' }) }));

		return at ? auditText(bank) : bank;
	}), 'bank.file'],
];

for (const kind of kinds)
	test(`banks are published and retired over ${kind}`, async t => {
		const townsfolk = await townFor(t, kind);
		const { house, server, teacher } = townsfolk;
		const engineer = await newStaff(house, server, 'engineer', 'engine');
		const [early, late, last] = await pupilsFor(townsfolk, 3);
		const begun = await early.client.post('/api/test', { lang: 'ko' });

		assert.equal(begun.bank, 'middle-1');
		await answerAll(early.client, begun, undefined, 4);
		for (const [what, file, audit, id] of refusals) {
			const problem = await engineer.refused(422, 'POST', '/api/banks',
				{ name: 'middle', file, audit });

			assert.equal(problem.id, id, what);
		}
		await engineer.refused(422, 'POST', '/api/banks',
			{ name: 'riasec48', file: bankText(), audit: auditText('') });

		const bank = bankText();
		const { id } = await engineer.post('/api/banks',
			{ name: 'middle', file: bank, audit: auditText(bank) });

		assert.equal(id, 'middle-2');
		assert.equal((await late.client.post('/api/test', { lang: 'ko' })).bank,
			'middle-2');
		const { banks } = await engineer.get('/api/banks');

		assert.deepEqual(banks.filter(one => one.name === 'middle')
			.map(one => [one.id, one.state, one.in_use]),
		[['middle-2', 'published', true], ['middle-1', 'built_in', false]]);

		/* Who has begun ends with the bank of then. */
		assert.equal((await early.client.get('/api/test')).bank, 'middle-1');
		await answerTest(early.client);
		await answerTest(late.client);
		for (const [pupil, used] of [[early, 'middle-1'], [late, 'middle-2']]) {
			const result = await pupil.client.get(
				`/api/pupils/${pupil.id}/result`);

			assert.equal(result.versions.bank, used);
		}
		const group = await classOfGrade(teacher, 10);

		assert.ok(group.pupils.slice(0, 2).every(one => one.letters));
		const card = await teacher.get('/api/banks/middle-2/card');

		assert.equal(card.state, 'published');
		assert.ok(card.parts.some(({ text }) => text.includes('1234')));

		await engineer.post('/api/banks/middle-2/retire');
		await engineer.refused(404, 'POST', '/api/banks/middle-2/retire');
		assert.equal((await last.client.post('/api/test', { lang: 'ko' })).bank,
			'middle-1');
		assert.equal((await late.client.get(`/api/pupils/${late.id}/result`))
			.versions.bank, 'middle-2');

		/* The same on the command line; versions are never used twice. */
		const file = fileIn(house, 'bank.json', bank);
		const audit = fileIn(house, 'audit.json', auditText(bank));

		assert.equal((await inHouse(house, ['model', 'publish', file,
			'--for', 'middle', '--audit', audit])).trim(), 'middle-3');
		assert.match(await inHouse(house, ['model', 'list']), /"middle-3"/);
		assert.equal((await inHouse(house, ['model', 'retire', 'middle-3']))
			.trim(), 'middle-3');
		const kept = await house.ask(`SELECT kind FROM ledger
			WHERE kind LIKE 'bank.%' ORDER BY at, seq`);

		assert.deepEqual(kept.map(row => row.kind), ['bank.published',
			'bank.retired', 'bank.published', 'bank.retired']);
		assert.match(await inHouse(house, ['ledger', 'verify']), /./);
	});

const modelRefusals = [
	['nothing measured', modelText(), '{}', 'model.audit'],
	['an audit that failed', modelText(), modelAudit(modelText(), false),
		'model.audit_failed'],
	['the audit of another model', modelText(), modelAudit(modelText(2)),
		'model.audit_other'],
	['the audit of a bank', modelText(), auditText(modelText()),
		'model.audit_other'],
	['items of another bank', modelText(1, 'elementary.csv'),
		modelAudit(modelText(1, 'elementary.csv')), 'model.items'],
	['a broken file', modelText().replace('"means":[0', '"means":["0"'),
		modelAudit('x'), 'model.file'],
];

const resultOf = (client, pupil, query = '') =>
	client.get(`/api/pupils/${pupil}/result${query}`);
const ranked = ({ lists }) => lists[0].suggestions;

/* One answer at the most, and it was not given so. */
function changeHolds({ kind, text, answers }) {
	assert.equal(kind, 'majors');
	assert.ok(text.length > 10);
	assert.ok(answers.length <= 1);
	for (const one of answers) {
		assert.notEqual(one.given, one.instead);
		assert.ok(one.text.length > 3);
	}
}

for (const kind of kinds)
	test(`a published model suggests over ${kind}`, async t => {
		const townsfolk = await townFor(t, kind);
		const { house, server, teacher } = townsfolk;
		const engineer = await newStaff(house, server, 'engineer', 'engine');
		const [pupil] = await pupilsFor(townsfolk, 1);

		await answerTest(pupil.client);
		const alone = await resultOf(pupil.client, pupil.id);

		assert.equal(alone.versions.list, 'only');
		for (const [what, file, audit, id] of modelRefusals) {
			const problem = await engineer.refused(422, 'POST', '/api/banks',
				{ name: 'middle', file, audit });

			assert.equal(problem.id, id, what);
		}
		const model = modelText(), audit = modelAudit(model);
		const { id } = await engineer.post('/api/banks',
			{ name: 'middle', file: model, audit });

		assert.equal(id, 'middle-model-1');
		const explore = await resultOf(pupil.client, pupil.id);

		assert.equal(explore.versions.model, id);
		assert.equal(explore.versions.list, 'explore');
		assert.notDeepEqual(ranked(explore), ranked(alone));
		for (const one of ranked(explore))
			assert.ok(Math.abs(one.terms.reduce((sum, term) =>
				sum + term.value, one.base) - one.score) < 1e-9);

		/* The other list is the teacher's to open, and says what it is. */
		assert.deepEqual(await resultOf(pupil.client, pupil.id, '?list=own'),
			explore);
		const own = await resultOf(teacher, pupil.id, '?list=own');

		assert.equal(own.versions.list, 'own');
		assert.notDeepEqual(ranked(own), ranked(explore));
		changeHolds(await pupil.client.get(
			`/api/sheets/${explore.sheet}/change?model=${id}`));
		changeHolds(await teacher.get(
			`/api/sheets/${explore.sheet}/change?list=own`));

		/* A draft may hold either; what was decided waits for its list. */
		const draft = await teacher.post(`/api/pupils/${pupil.id}/briefs`);
		const kept = draft.lists[0].suggestions[0].id;

		assert.equal(draft.versions.list, 'explore');
		await teacher.put(`/api/briefs/${draft.id}/suggestions/${kept}`,
			{ decision: 'keep' });
		await teacher.put(`/api/briefs/${draft.id}/list`, { list: 'own' });
		const switched = await teacher.get(`/api/briefs/${draft.id}`);

		assert.equal(switched.versions.list, 'own');
		assert.deepEqual(switched.lists[0].suggestions.map(one => one.id),
			ranked(own).map(one => one.id));
		assert.equal(switched.decisions.length, switched.lists[0].suggestions
			.filter(one => one.id === kept).length);

		/* A newer model leaves a touched draft as it is; signed stays so. */
		const second = modelText(2);

		await engineer.post('/api/banks', { name: 'middle', file: second,
			audit: modelAudit(second) });
		assert.equal((await resultOf(pupil.client, pupil.id)).versions.model,
			'middle-model-2');
		assert.equal((await teacher.post(`/api/pupils/${pupil.id}/briefs`))
			.versions.model, id);
		await teacher.put(`/api/briefs/${draft.id}/list`,
			{ list: 'explore' });
		const { hash, document } = await teacher.get(
			`/api/briefs/${draft.id}/preview`);

		assert.deepEqual(document.versions, draft.versions);
		assert.deepEqual(document.lists, draft.lists);
		assert.deepEqual(document.decisions.map(one => one.suggestion),
			[kept]);
		await engineer.post(`/api/banks/${id}/retire`);
		await teacher.post(`/api/briefs/${draft.id}/sign`, { hash });
		assert.equal((await pupil.client.get(`/api/briefs/${draft.id}`))
			.versions.list, 'explore');

		const card = await teacher.get('/api/banks/middle-model-2/card');

		assert.equal(card.kind, 'model');
		for (const figure of ['4321', '987', '78', '81', '0.86'])
			assert.ok(card.parts.some(({ text }) => text.includes(figure)),
				figure);

		/* The same on the command line. */
		const file = fileIn(house, 'model.json', model);

		assert.equal((await inHouse(house, ['model', 'publish', file, '--for',
			'middle', '--audit', fileIn(house, 'audit.json', audit)])).trim(),
		'middle-model-3');
		await engineer.post('/api/banks/middle-model-3/retire');
		await engineer.post('/api/banks/middle-model-2/retire');
		assert.deepEqual(ranked(await resultOf(pupil.client, pupil.id)),
			ranked(alone));
		const told = await house.ask(`SELECT kind, detail FROM ledger
			WHERE kind LIKE 'model.%' OR kind = 'brief.suggested'
			ORDER BY at, seq`);

		assert.equal(told.filter(row => row.kind === 'model.published').length,
			3);
		for (const row of told.filter(one => one.kind === 'brief.suggested'
			&& JSON.parse(one.detail).brief === draft.id))
			assert.equal(JSON.parse(row.detail).model, id);
		assert.match(await inHouse(house, ['ledger', 'verify']), /./);
	});
