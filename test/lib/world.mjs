/*
 * The people and objects that a walk over all routes or pages needs: of each role
 * one who is signed in, and for each name in a path one object inside that one's
 * scope and one outside.
 */
import assert from 'node:assert/strict';

import { answerTest } from './answers.mjs';
import { auditText, bankText } from './banks.mjs';
import { newStaff } from './accounts.mjs';
import {
	Client, enterGuardian, enterPupil, enterStaff,
} from './client.mjs';
import { demoOf, houseFor } from './database.mjs';
import { answered, signBrief } from './demo.mjs';
import { printCards } from './pdf.mjs';
import { until } from './program.mjs';
import { classOf, roster } from './roster.mjs';
import { demoServed } from './server.mjs';
import { enter, roundFor } from './wishes.mjs';

export const roles = ['pupil', 'guardian', 'teacher', 'centre', 'supervisor',
	'engineer'];
const unknown = '4611686018427387904';

export function rosterForm(kind = 'roster', name = 'roster.zip') {
	const form = new FormData();

	form.set('kind', kind);
	form.set('file', new Blob([roster([{ code: 'demo-2', name: '학교',
		classes: [classOf('m1', 7, 2)] }])]), name);
	return form;
}

/* Checked, and waiting for a yes. Few may wait: the ones before are let go. */
async function importStart(client) {
	for (const { id, state } of (await client.get('/api/imports')).imports)
		if (state === 'checked')
			await client.post(`/api/imports/${id}/cancel`);
	const { body, status, told } = await client.ask('POST', '/api/imports',
		{ form: rosterForm() });

	assert.equal(status, 200, told);
	assert.equal(await until('the import is checked', async () => {
		const { state } = await client.get(`/api/imports/${body.id}`);

		return state !== 'checking' && state;
	}), 'checked');
	return body.id;
}

/* A programme of a region's register, with its site. */
async function programmeIn(client, region) {
	const { programmes } = await client.get(
		`/api/programmes?region=${region}`);

	return programmes[0];
}

async function eventIn(client, region) {
	const dayText = ahead => new Date(Date.now() + ahead * 86400000)
		.toISOString().slice(0, 10);
	const { events } = await client.get(`/api/events?region=${region}` +
		`&from=${dayText(0)}&to=${dayText(100)}`);

	return events[0].id;
}

async function registerObjects(client, region) {
	const { id, site } = await programmeIn(client, region);

	return { site, programme: id, event: await eventIn(client, region) };
}

const regionOf = async (world, code) => (await world.house.ask(
	`SELECT id FROM region WHERE code = '${code}'`))[0].id;

/* An announced round: seats for both pupils and for the class. */
async function seatedFor(world) {
	const { house, own, other, group } = world;
	const round = await roundFor(house, { state: 'announced', opens: -9,
		closes: -5, region: await regionOf(world, '41110') });

	await enter(house, round, own, { list: [0, 1], got: 0, number: '1' });
	await enter(house, round, other, { list: [0], got: 0, number: '2' });
	await enter(house, round, group, { list: [2], got: 0, number: '3',
		size: 5, whole: true });
	/* the first look makes the waiting lists */
	await world.pupil.ask('GET',
		`/api/pupils/${own}/rounds/${round.round}/outcome`);
	return round;
}

async function strangerObjects(world) {
	const { stranger } = world;
	const { group, pupil } = await answered(stranger, 11, 0);
	const [code] = await printCards(stranger, group, [pupil]);
	const far = await roundFor(world.house, { state: 'draft',
		region: await regionOf(world, '41130') });
	const client = await enterPupil(world.server, code);
	const region = (await world.engineer.get('/api/regions')).regions
		.find(one => one.code === '41130').id;

	return {
		...await registerObjects(stranger, region),
		class: group, pupil,
		brief: await signBrief(stranger, pupil),
		consent: (await stranger.post(`/api/pupils/${pupil}/consents`,
			{ purpose: 'test', wording: '1', method: 'form' })).id,
		sheet: (await answerTest(client)).sheet,
		session: (await stranger.get('/api/sessions')).sessions[0].id,
		import: await importStart(world.engineer),
		account: unknown,
		region,
		field: 'no-such-thing', major: 'no-such-thing',
		occupation: 'no-such-thing',
		round: far.round, event: far.events[0],
	};
}

/*
 * How an object inside the scope of a role comes to be. Each walk makes its own,
 * since the one before may have used it up.
 */
const makers = {
	class: async world => world.group,
	pupil: async (world, role) => role === 'teacher' ? world.other :
		world.own,
	brief: async (world, role) => role === 'teacher' ?
		(await world.teacher.post(`/api/pupils/${world.other}/briefs`)).id :
		world.signed,
	consent: async (world, role) => {
		const pupil = await makers.pupil(world, role);
		const method = role === 'teacher' ? 'form' : 'self';

		return (await world[role].post(`/api/pupils/${pupil}/consents`,
			{ purpose: 'test', wording: '1', method })).id;
	},
	sheet: async world => (await world.startTest()).sheet,
	session: async (world, role) => {
		if (role !== 'guardian')
			await world.another(role);
		const { sessions } = await world[role].get('/api/sessions');

		/* A guardian's code makes an account: there is no second session. */
		return sessions.find(session =>
			session.this_one === (role === 'guardian')).id;
	},
	import: async (world, role) => importStart(world[role]),
	account: async world => (await world.engineer.post('/api/accounts', {
		name: '새 사람', role: 'engineer',
		login: `new-${world.count++}` })).id,
	region: async world => (await world.engineer.get('/api/regions')).regions
		.find(region => region.code === '41110').id,
	site: async world => (await programmeIn(world.centre,
		await makers.region(world))).site,
	programme: async world => (await programmeIn(world.centre,
		await makers.region(world))).id,
	event: async (world, role) => {
		/* others are in the round; the centre's may be cancelled here */
		if (role !== 'centre')
			return world.seated.events[0];
		const programme = await makers.programme(world);
		const starts = Date.now() + 30 * 86400000;

		return (await world.centre.post(
			`/api/programmes/${programme}/events`, { events: [{ starts,
				ends: starts + 1, seats: 20, least: 0 }] })).ids[0];
	},
	field: async world => (await world.teacher.get('/api/catalog/fields'))
		.fields[0].id,
	major: async world => (await world.teacher.get('/api/catalog/majors'))
		.entries[0].id,
	occupation: async world => (await world.teacher
		.get('/api/catalog/occupations')).entries[0].id,

	round: async (world, role) => role === 'centre' ?
		(await roundFor(world.house, { state: 'draft',
			region: world.seated.region })).round : world.seated.round,

	/* Beside an object in the path, not scopes of their own. */
	calendar: async world => (await world.pupil.post(
		`/api/pupils/${world.own}/calendar`)).address.split('/').pop(),
	bank: async world => {
		const file = bankText();

		return (await world.engineer.post('/api/banks', { name: 'middle',
			file, audit: auditText(file) })).id;
	},
	item: async world => (await world.startTest()).items[0].id,
	suggestion: async world => {
		const brief = await world.teacher.get(
			`/api/briefs/${await makers.brief(world, 'teacher')}`);

		return brief.lists.find(list => list.suggestions.length > 0)
			.suggestions[0].id;
	},
	own: async world => (await world.teacher.post(
		`/api/briefs/${await makers.brief(world, 'teacher')}/own`,
		{ kind: 'majors', name: '새 제안', text: '' })).id,
	section: async () => 'talk',
	file: async () => 'sessions',
};

export const beside = ['bank', 'calendar', 'item', 'suggestion', 'own', 'section', 'file'];

const ways = {
	async pupil(world) {
		return enterPupil(world.server, world.card);
	},
	async guardian(world) {
		const { code } = await world.teacher.post(
			`/api/pupils/${world.own}/invitations`);

		return enterGuardian(world.server, code);
	},
};

export async function worldFor(t, kind) {
	const house = await houseFor(t, kind);
	const server = await demoServed(t, house);
	const { staff } = demoOf(house);
	const world = { house, server, staff, count: 0, nobody: new Client(server) };

	/* The whole province is the demonstration's; here an office is. */
	await house.ask(`UPDATE account SET office = (SELECT id FROM office
		WHERE code = 'suwon') WHERE login = 'supervisor'`);
	for (const role of Object.keys(staff))
		world[role] = await enterStaff(server, staff[role]);
	world.stranger = await newStaff(house, server, 'teacher', 'stranger',
		'--school', 'demo-6', '--duty', 'career');

	const { group, pupil } = await answered(world.teacher, 11, 0);
	Object.assign(world, {
		group, own: pupil,
		other: (await answered(world.teacher, 11, 1)).pupil,
		signed: await signBrief(world.teacher, pupil),
		card: (await printCards(world.teacher, group, [pupil]))[0],

		/* One more who is signed in as a role, for what signs out. */
		async another(role) {
			return ways[role] ? ways[role](world) :
				enterStaff(server, staff[role]);
		},
		async startTest() {
			await world.pupil.post(`/api/pupils/${world.own}/consents`,
				{ purpose: 'test', wording: '1', method: 'self' });
			return world.pupil.post('/api/test', { lang: 'ko' });
		},
	});
	world.pupil = await ways.pupil(world);
	world.guardian = await ways.guardian(world);
	world.outside = await strangerObjects(world);
	world.seated = await seatedFor(world);
	world.inside = (name, role) => makers[name](world, role);
	world.knows = name => name in makers &&
		(beside.includes(name) || name in world.outside);
	return world;
}
