/*
 * giljabi fair audit: a bank and a model learned from the shared data pass every
 * gate on people held back; one without an exploration list does not, and one
 * that takes gender in by a back door is found out.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';

import {
	data, folderFor, giljabi, giljabiDone, withoutShared,
} from '../lib/program.mjs';

const skip = withoutShared('riasec/train.csv', 'riasec/validation.csv');
const train = join(data, 'riasec/train.csv');
const validation = join(data, 'riasec/validation.csv');
const groups = ['--groups', 'gender,residence'];

function scalesFile(folder) {
	const head = readFileSync(train, 'utf8').split('\n')[0].split(',');
	const items = head.filter(name => /^[RIASEC][1-8]$/.test(name));
	const file = join(folder, 'scales.csv');

	writeFileSync(file, ['item,scale',
		...items.map(item => `${item},${item[0]}`)].join('\n') + '\n');
	return file;
}

async function learn(t) {
	const folder = folderFor(t);
	const bank = join(folder, 'bank.json'), model = join(folder, 'model.json');

	await giljabiDone(['interest', 'calibrate', '--answers', train,
		'--scales', scalesFile(folder), '--out', bank, ...groups]);
	await giljabiDone(['match', 'train', '--answers', train, '--label',
		'field', '--bank', bank, '--out', model, ...groups]);
	return { folder, bank, model };
}

const hash = file => createHash('sha256').update(readFileSync(file))
	.digest('hex');
const failed = audit => audit.gates.filter(gate => !gate.passed)
	.map(gate => gate.id);

test('a model of the shared data', { skip }, async t => {
	const { folder, bank, model } = await learn(t);
	const card = join(folder, 'card.md'), out = join(folder, 'audit.json');
	const args = ['fair', 'audit', '--model', model, '--bank', bank,
		'--answers', validation];
	const ended = await giljabi([...args, ...groups, '--out', out, '--card',
		card, '--lang', 'en']);
	const audit = JSON.parse(ended.stdout);

	await t.test('passes every gate on people held back', () => {
		assert.deepEqual(failed(audit), []);
		assert.equal(ended.status, 0, ended.stderr);
		assert.equal(audit.passed, true);
	});
	await t.test('shows every class alike, at a stated price', () => {
		const chosen = audit.curve.find(point => point.chosen);

		assert.ok(chosen.ratio.gender >= 0.8);
		assert.ok(chosen.ratio.residence >= 0.8);
		assert.ok(audit.curve[0].ratio.gender < 0.6);
		assert.ok(chosen.top3 > audit.curve[0].top3 - 0.05);
		assert.equal(audit.curve[0].top3, audit.accuracy_model.top3);
		assert.equal(chosen.top3, audit.accuracy_list.top3);
	});
	await t.test('is named by its files', () => {
		assert.equal(readFileSync(out, 'utf8'), ended.stdout);
		for (const [member, file] of Object.entries({ model, bank,
			answers: validation }))
			assert.equal(audit[member].sha256, hash(file));
	});
	await t.test('has a card of these figures in both languages', () => {
		const text = readFileSync(card, 'utf8');
		const { source } = JSON.parse(readFileSync(model, 'utf8'));
		const percent = share => `${(100 * share).toFixed(1)} %`;

		assert.match(text, /^# Model card: field\n/);
		assert.match(text, /\n# 모형 설명서: field\n/);
		assert.match(text, /most of them in the United States/);
		assert.doesNotMatch(text, /model\.card\.|nan|inf\b|undefined/);
		for (const figure of [percent(audit.accuracy_model.top3),
			percent(audit.accuracy_list.top3), hash(model), hash(bank),
			hash(validation), source.sha256])
			assert.ok(text.includes(figure), figure);
	});
	await t.test('gives the same bytes again', async () => {
		assert.equal((await giljabi([...args, ...groups])).stdout,
			ended.stdout);
	});
	await t.test('takes its groups where none are named', async () => {
		assert.equal((await giljabi(args)).stdout, ended.stdout);
	});
	await t.test('fails without an exploration list', async () => {
		const plain = join(folder, 'plain.json');
		const file = JSON.parse(readFileSync(model, 'utf8'));

		writeFileSync(plain, JSON.stringify({ ...file, explore: null }));
		const again = await giljabi(['fair', 'audit', '--model', plain,
			'--bank', bank, '--answers', validation, ...groups, '--lang',
			'en']);

		assert.equal(again.status, 1);
		assert.ok(failed(JSON.parse(again.stdout)).includes('exposure'));
		assert.match(again.stderr, /gate failed/);
	});
	await t.test('fails when something but answers counts', async () => {
		await blindness(folder, bank);
	});
});

/*
 * Gender as a column of numbers that the model takes for an answer, as a careless
 * export would have it. The bank knows no such item, so it is dealt anew.
 */
async function blindness(folder, bank) {
	const answers = join(folder, 'leak.csv'), model = join(folder, 'leak.json');
	const scales = join(folder, 'leak_scales.csv');
	const [head, ...rows] = readFileSync(validation, 'utf8').trim().split('\n');
	const gender = head.split(',').indexOf('gender');

	writeFileSync(answers, [`${head},G1`, ...rows.map(row =>
		`${row},${row.split(',')[gender] === 'male' ? 5 : 1}`)].join('\n'));
	writeFileSync(scales, readFileSync(scalesFile(folder)) + 'G1,R\n');
	await giljabiDone(['match', 'train', '--answers', answers, '--label',
		'field', '--scales', scales, '--out', model, ...groups]);
	const ended = await giljabi(['fair', 'audit', '--model', model,
		'--bank', bank, '--answers', answers, ...groups]);

	assert.equal(ended.status, 1);
	assert.ok(failed(JSON.parse(ended.stdout)).includes('blind'));
}

for (const [what, args] of Object.entries({
	'no options': [],
	'no answers': ['--model', 'm.json', '--bank', 'b.json'],
}))
	test(`fair audit with ${what} is misuse`, async () => {
		const ended = await giljabi(['fair', 'audit', ...args]);

		assert.equal(ended.status, 2);
		assert.equal(ended.stdout, '');
	});
