/*
 * Every route, every role, inside and outside the scope, from the server's own
 * table: the wrong role gets 403, nobody 401, an object outside 404, one inside
 * what it asked for. What is not declared is refused with 422, a change without
 * the session's token with 403.
 */
import assert from 'node:assert/strict';
import test from 'node:test';

import { Client } from '../lib/client.mjs';
import { kinds } from '../lib/database.mjs';
import { giljabiDone } from '../lib/program.mjs';
import { everything, rows } from './routes.mjs';
import { beside, roles, worldFor } from '../lib/world.mjs';

const page = JSON.parse(await giljabiDone(['openapi']));
const unknown = '4611686018427387905';

/* The routes in the order of the table. */
const routes = Object.entries(page.paths).flatMap(([path, methods]) =>
	Object.entries(methods).map(([method, route]) => ({
		id: route.operationId, method: method.toUpperCase(), path,
		roles: route['x-roles'],
		names: [...path.matchAll(/{(\w+)}/g)].map(found => found[1]),
		hasBody: 'requestBody' in route,
	})));

test('every route has a row, and every row a route', () => {
	assert.deepEqual(Object.keys(rows).sort(),
		routes.map(route => route.id).sort());
});

/* The path with objects of a role; `place` is inside or outside. */
async function pathFor(world, route, role, place) {
	let path = route.path;

	for (const name of route.names) {
		const far = place === 'outside' && !beside.includes(name);
		const own = rows[route.id].objects?.[name];
		const id = !far ? await (own ? own(world, role) :
			world.inside(name, role)) :
			rows[route.id].open || everything[role]?.includes(name) ?
				unknown : world.outside[name];

		path = path.replace(`{${name}}`, encodeURIComponent(id));
	}
	return path;
}

async function sendFor(world, route, role, path) {
	const { body, form } = rows[route.id];
	const value = what => typeof what === 'function' ?
		what(world, role, path) : what;

	return form ? { form: value() ?? form() } :
		route.hasBody || body ? { body: await value(body) } : {};
}

function statusOf(answer, want, what) {
	assert.ok([want].flat().includes(answer.status),
		`${what}: ${answer.status}, not ${want}\n${answer.told}`);
}

/* The walk */

const anyPath = route => route.path.replace(/{\w+}/g, unknown);

async function wrongRoles(world, route) {
	for (const role of roles.filter(one => !route.roles.includes(one)))
		statusOf(await world[role].ask(route.method, anyPath(route)), 403,
			`as ${role}`);
	statusOf(await world.nobody.ask(route.method, anyPath(route)), 401,
		'as nobody');
}

/* Open to all; a route for nobody else is one to come in by. */
async function asNobody(world, route) {
	const { query = '', not } = rows[route.id];
	const path = await pathFor(world, route, 'nobody', 'inside');

	if (route.roles.length === 1)
		await withoutToken(world, route, 'teacher');
	statusOf(await new Client(world.server).ask(route.method, path + query,
		await sendFor(world, route, 'nobody', path)),
	not?.status ?? [200, 204], 'as nobody');
}

async function outside(world, route, role) {
	if (!route.names.some(name => !beside.includes(name)))
		return;
	const path = await pathFor(world, route, role, 'outside');
	const { form } = rows[route.id];
	const what = form || !route.hasBody ? {} :
		await bodyOutside(world, route, role);

	statusOf(await world[role].ask(route.method, path, what), 404,
		`as ${role}, outside`);
}

/* A body that fits, of an object that is inside. */
async function bodyOutside(world, route, role) {
	const path = await pathFor(world, route, role, 'inside');

	return sendFor(world, route, role, path);
}

async function inside(world, route, role) {
	const { before, after, another, not, query = '', type } = rows[route.id];

	await before?.(world, role);
	const client = another ? await world.another(role) : world[role];
	const path = await pathFor(world, route, role, 'inside');
	const answer = await client.ask(route.method, path + query,
		await sendFor(world, route, role, path));

	statusOf(answer, not?.status ?? [200, 204],
		`as ${role}, inside${not ? ` (${not.why})` : ''}`);
	if (not)
		assert.match(answer.type, type ?? /problem\+json/);
	await after?.(world, role);
}

async function undeclared(world, route, role) {
	const { query = '' } = rows[route.id];
	const path = await pathFor(world, route, role, 'inside');
	const what = await sendFor(world, route, role, path);
	const asked = await world[role].ask(route.method,
		`${path}${query}${query ? '&' : '?'}surprise=1`, what);

	statusOf(asked, 422, `as ${role}, with an unknown name in the query`);
	assert.ok(asked.body.fields.some(field => field.name === 'surprise'));
	if (!what.body && !what.form)
		return;
	if (what.form)
		what.form.set('surprise', '1');
	else
		what.body = { ...what.body, surprise: 1 };
	statusOf(await world[role].ask(route.method, path + query, what), 422,
		`as ${role}, with an unknown field`);
}

async function withoutToken(world, route, role) {
	if (route.method === 'GET')
		return;
	for (const token of [false, 'f'.repeat(64)]) {
		const answer = await world[role].ask(route.method, anyPath(route),
			{ token });

		statusOf(answer, 403, `as ${role}, without the token`);
		assert.equal(answer.body.id, 'csrf');
	}
}

async function walk(world, route) {
	for (const name of route.names)
		assert.ok(world.knows(name), `no objects for {${name}}`);
	if (route.roles.includes('public'))
		await asNobody(world, route);
	else
		await wrongRoles(world, route);
	for (const role of roles.filter(one => route.roles.includes(one))) {
		await withoutToken(world, route, role);
		await outside(world, route, role);
		await undeclared(world, route, role);
		await inside(world, route, role);
	}
}

for (const kind of kinds)
	test(`access over ${kind}`, async t => {
		const world = await worldFor(t, kind);

		for (const route of routes)
			await t.test(`${route.method} ${route.path}`,
				() => walk(world, route));
	});
