/*
 * Imports in the browser's way: handed in, checked with progress, shown with
 * what is wrong or what would change, confirmed or let go.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { newStaff } from '../lib/accounts.mjs';
import { enterPupil } from '../lib/client.mjs';
import { kinds } from '../lib/database.mjs';
import { printCards } from '../lib/pdf.mjs';
import { until } from '../lib/program.mjs';
import {
	classOf, roster, rosterFiles, schoolList, town,
} from '../lib/roster.mjs';
import { served } from '../lib/server.mjs';
import { classOfGrade, people, placesFor } from '../lib/town.mjs';
import { zip } from '../lib/zip.mjs';

function formOf(bytes, name, kind) {
	const form = new FormData();

	form.set('kind', kind);
	form.set('file', new Blob([bytes]), name);
	return form;
}

async function handIn(client, bytes, name = 'roster.zip', kind = 'roster') {
	const { status, body, told } = await client.ask('POST', '/api/imports',
		{ form: formOf(bytes, name, kind) });

	assert.equal(status, 200, told);
	return body.id;
}

/* Until it rests; each step on the way has words and a figure that fits. */
const ended = (client, id) => until('the import rests', async () => {
	const now = await client.get(`/api/imports/${id}`);

	if (!['checking', 'writing'].includes(now.state))
		return now;
	assert.match(now.step ?? '가', /[가-힣]/);
	assert.ok(0 <= now.done && (now.total === 0 || now.done <= now.total),
		`${now.done} of ${now.total}`);
	return false;
});

async function townServed(t, kind) {
	const house = await placesFor(t, kind);
	const server = await served(t, house);
	const engineer = await newStaff(house, server, 'engineer', 'engineer');

	return { house, server, engineer };
}

for (const kind of kinds)
	test(`checked, confirmed, written, the same again: ${kind}`, async t => {
		const { house, server, engineer } = await townServed(t, kind);
		const id = await handIn(engineer, roster(people()));
		const checked = await ended(engineer, id);

		assert.equal(checked.state, 'checked');
		assert.equal(checked.file_name, 'roster.zip');
		assert.equal(checked.pupils.added, 12);
		assert.equal(checked.error_count, 0);
		assert.deepEqual(await house.ask('SELECT id FROM pupil'), []);
		await engineer.post(`/api/imports/${id}/confirm`);
		const done = await ended(engineer, id);

		assert.equal(done.state, 'done');
		assert.equal(done.pupils.added, 12);
		await engineer.refused(409, 'POST', `/api/imports/${id}/confirm`);
		await engineer.refused(409, 'POST', `/api/imports/${id}/cancel`);

		const again = await ended(engineer,
			await handIn(engineer, roster(people())));

		assert.equal(again.pupils.same, 12);
		assert.equal(again.pupils.added, 0);
		assert.deepEqual((await engineer.get('/api/imports')).imports
			.map(one => one.state), ['checked', 'done']);

		/* Whoever is in the roster can be handed a card at once. */
		const teacher = await newStaff(house, server, 'teacher', 'career',
			'--school', town.high.code, '--duty', 'career');
		const group = await classOfGrade(teacher, 10);
		const cards = await printCards(teacher, group.id);

		assert.equal(cards.length, 6);
		await Promise.all(cards.map(card => enterPupil(server, card)));
	});

test('refused with every error, in the reader\'s language', async t => {
	const { house, engineer } = await townServed(t);
	const files = rosterFiles(people());

	files['roles.csv'] = files['roles.csv'].replace(',student,', ',emperor,');
	files['demographics.csv'] = files['demographics.csv']
		.replace(/\d{4}-04-05/, 'yesterday');
	const id = await handIn(engineer, zip(files));
	const korean = await ended(engineer, id);

	assert.equal(korean.state, 'refused');
	assert.equal(korean.error_count, korean.errors.length);
	assert.deepEqual(korean.errors.map(one =>
		[one.file, one.column_name, one.value]).sort(), [
		['demographics.csv', 'birthDate', 'yesterday'],
		['roles.csv', 'role', 'emperor'],
	]);
	for (const { text, line } of korean.errors) {
		assert.match(text, /[가-힣]/);
		assert.ok(line > 1);
	}
	await engineer.speak('en');
	for (const { text } of (await engineer.get(`/api/imports/${id}`)).errors)
		assert.match(text, /^[ -~]+$/);
	await engineer.refused(409, 'POST', `/api/imports/${id}/confirm`);
	assert.deepEqual(await house.ask('SELECT id FROM pupil'), []);
});

test('let go, it leaves nothing', async t => {
	const { house, engineer } = await townServed(t);
	const id = await handIn(engineer, roster(people()));

	await ended(engineer, id);
	await engineer.post(`/api/imports/${id}/cancel`);
	assert.equal((await engineer.get(`/api/imports/${id}`)).state,
		'cancelled');
	await engineer.refused(409, 'POST', `/api/imports/${id}/confirm`);
	assert.deepEqual(await house.ask('SELECT id FROM pupil'), []);
});

test('a large one shows how far it is and can be stopped', async t => {
	const { house, engineer } = await townServed(t);
	const classes = Array.from({ length: 100 }, (_, at) =>
		classOf(`k${at}`, 7, 100, `1학년 ${at + 1}반`));
	const bytes = roster([{ ...town.middle, classes }]);
	const id = await handIn(engineer, bytes);
	const checked = await ended(engineer, id);

	assert.equal(checked.state, 'checked');
	assert.equal(checked.pupils.added, 10000);
	await engineer.post(`/api/imports/${id}/confirm`);
	await engineer.ask('POST', `/api/imports/${id}/cancel`);
	const last = await ended(engineer, id);
	const [{ count }] = await house.ask('SELECT COUNT(*) AS count FROM pupil');

	assert.ok(['done', 'cancelled'].includes(last.state));
	assert.equal(Number(count), last.state === 'done' ? 10000 : 0,
		'all or nothing');
});

test('a teacher brings the own school in, and no other', async t => {
	const { house, server } = await townServed(t);
	const teacher = await newStaff(house, server, 'teacher', 'career',
		'--school', town.high.code, '--duty', 'career');
	const [middle, high] = people();
	const own = await ended(teacher, await handIn(teacher, roster([high])));

	assert.equal(own.state, 'checked');
	const foreign = await ended(teacher, await handIn(teacher,
		roster([middle, high])));

	assert.equal(foreign.state, 'refused');
	assert.ok(foreign.errors.every(one => one.value === town.middle.code));
	assert.equal((await teacher.ask('POST', '/api/imports', {
		form: formOf(schoolList(), 'schools.csv', 'schools') })).status, 403);
});

test('the school list, and the empty template for Excel', async t => {
	const { engineer } = await townServed(t);
	const id = await handIn(engineer, schoolList(), 'schools.csv', 'schools');
	const checked = await ended(engineer, id);

	assert.equal(checked.kind, 'schools');
	assert.equal(checked.schools.same, 2);
	const template = await engineer.ask('GET', '/api/roster-template');

	assert.match(template.headers.get('content-disposition'), /\.xlsx/);
	/* Handed in as it is, it brings nobody in and breaks nothing. */
	const empty = await ended(engineer, await handIn(engineer,
		template.bytes, 'roster.xlsx'));

	assert.ok(['checked', 'refused'].includes(empty.state));
	assert.equal(empty.pupils?.added ?? 0, 0);
});
