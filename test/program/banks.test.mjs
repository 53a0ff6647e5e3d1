/*
 * Published banks, over both databases: only with a passed audit of that very
 * bank; new sheets take the newest version, those that have begun keep theirs,
 * retiring leads back; all of it stands in the ledger.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { newStaff } from '../lib/accounts.mjs';
import { answerAll, answerTest } from '../lib/answers.mjs';
import { auditText, bankText } from '../lib/banks.mjs';
import { enterPupil } from '../lib/client.mjs';
import { inHouse, kinds } from '../lib/database.mjs';
import { printCards } from '../lib/pdf.mjs';
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
	['a file that is none', '{}', auditText('{}'), 'bank.file'],
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
