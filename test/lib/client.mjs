/*
 * A browser without pages: keeps cookies, sends the session's token, speaks JSON.
 * An answer is { status, headers, type, body, bytes, told }.
 */
import assert from 'node:assert/strict';

export class Client {
	cookies = new Map();
	csrf = null;

	constructor(server, headers = {}) {
		this.server = server;
		this.headers = headers;
	}

	#send({ body, form, token }) {
		const headers = { ...this.headers };

		if (this.cookies.size > 0)
			headers.cookie = [...this.cookies]
				.map(([name, value]) => `${name}=${value}`).join('; ');
		if (this.csrf !== null && token !== false)
			headers['x-csrf-token'] = token ?? this.csrf;
		if (body !== undefined)
			headers['content-type'] = 'application/json';
		return {
			headers, redirect: 'manual',
			body: body !== undefined ? JSON.stringify(body) : form,
		};
	}

	#keep(answer) {
		for (const line of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);

			if (value === '' || /max-age=0(;|$)/i.test(line))
				this.cookies.delete(name);
			else
				this.cookies.set(name, value);
		}
	}

	/* For the message of a failing test: what the log says of it, too. */
	#told(method, path, status, bytes) {
		const faults = status < 500 ? [] : this.server.log().split('\n')
			.filter(line => line.includes('"level":"error"')).slice(-3);

		return [`${method} ${path}: ${status}`,
			bytes.subarray(0, 600).toString(), ...faults].join('\n');
	}

	async ask(method, path, what = {}) {
		const answer = await fetch(new URL(path, this.server.url),
			{ method, ...this.#send(what) });
		const bytes = Buffer.from(await answer.arrayBuffer());
		const type = answer.headers.get('content-type') ?? '';
		const body = type.includes('json') ? JSON.parse(bytes) : null;

		this.#keep(answer);
		if (typeof body?.csrf === 'string')
			this.csrf = body.csrf;
		if (body?.signed_in === false || !this.cookies.has('giljabi_session'))
			this.csrf = null;
		return { status: answer.status, headers: answer.headers, type, body,
			bytes, told: this.#told(method, path, answer.status, bytes) };
	}

	/* Those below demand that it went well and answer the body. */

	async #well(method, path, what) {
		const answer = await this.ask(method, path, what);

		assert.ok(answer.status < 300, answer.told);
		return answer.body ?? answer.bytes;
	}

	get(path) {
		return this.#well('GET', path, {});
	}

	post(path, body) {
		return this.#well('POST', path, { body });
	}

	put(path, body) {
		return this.#well('PUT', path, { body });
	}

	delete(path) {
		return this.#well('DELETE', path, {});
	}

	/* As the pages do it: a cookie for them, and what is kept with the person. */
	async speak(lang) {
		this.cookies.set('giljabi_lang', lang);
		await this.put('/api/account/lang', { lang });
	}

	/* And this one that it went wrong in this way; answers the problem. */
	async refused(status, method, path, body) {
		const answer = await this.ask(method, path, { body });

		assert.equal(answer.status, status, answer.told);
		if (status >= 400)
			assert.match(answer.type, /^application\/problem\+json/);
		return answer.body;
	}
}

/* Ways in */

export async function enterStaff(server, { login, password }, headers) {
	const client = new Client(server, headers);

	await client.post('/api/session/password', { login, password });
	return client;
}

export async function enterPupil(server, code, own_device = false) {
	const client = new Client(server);

	await client.post('/api/session/card', { code, own_device });
	return client;
}

export async function enterGuardian(server, code, name = '보호자') {
	const client = new Client(server);

	await client.post('/api/session/link', { code, name });
	return client;
}

/* One of each role of the demonstration. */
export async function enterAll(server, demo) {
	const everybody = {};

	for (const [role, account] of Object.entries(demo.staff))
		everybody[role] = await enterStaff(server, account);
	everybody.pupil = await enterPupil(server, demo.cards.middle);
	everybody.guardian = await enterGuardian(server, demo.guardian);
	return everybody;
}
