/*
 * An office with a sign-in of its own: a real OpenID provider on this machine
 * (oidc-provider), where everybody is let in who says a name.
 */
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { root } from './program.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { Provider } = await import(
	pathToFileURL(require.resolve('oidc-provider')));

const client = {
	client_id: 'giljabi', client_secret: 'a secret of the office',
	grant_types: ['authorization_code'], response_types: ['code'],
};

/* people: { name: claims }; `inToken` puts the claims into the id token. */
function configuration(back, people, inToken) {
	return {
		clients: [{ ...client, redirect_uris: [back] }],
		pkce: { required: () => true },
		claims: { openid: ['sub'],
			profile: ['preferred_username', 'student_id'] },
		conformIdTokenClaims: !inToken,
		features: { devInteractions: { enabled: false } },
		interactions: { url: (_, { uid }) => `/enter/${uid}` },
		findAccount: (_, id) => people[id] && {
			accountId: id, claims: () => ({ sub: id, ...people[id] }),
		},
		async loadExistingGrant({ oidc }) {
			const grant = new oidc.provider.Grant({
				clientId: oidc.client.clientId,
				accountId: oidc.session.accountId,
			});

			grant.addOIDCScope('openid profile');
			await grant.save();
			return grant;
		},
		cookies: { keys: ['a key of the test'] },
	};
}

/*
 * { issuer, env, people, who }: `who` comes next. `back` is the address of the
 * server that is to be entered, which has to be known first.
 */
export async function officeFor(t, back, { inToken = false } = {}) {
	const listener = createServer();

	await new Promise(done => {
		listener.listen(0, '127.0.0.1', done);
	});
	const issuer = `http://127.0.0.1:${listener.address().port}`;
	const office = { issuer, people: {}, who: null, env: {
		GILJABI_OIDC_ISSUER: issuer,
		GILJABI_OIDC_CLIENT_ID: client.client_id,
		GILJABI_OIDC_CLIENT_SECRET: client.client_secret,
		GILJABI_OIDC_REDIRECT: back,
	} };
	const provider = new Provider(issuer, configuration(
		`${back}/api/session/office/back`, office.people, inToken));
	const answer = provider.callback();

	listener.on('request', (asked, answered) => {
		if (!asked.url.startsWith('/enter/'))
			return answer(asked, answered);
		return provider.interactionFinished(asked, answered, office.who ?
			{ login: { accountId: office.who } } :
			{ error: 'access_denied', error_description: 'not today' });
	});
	t.after(() => {
		listener.closeAllConnections();
		listener.close();
	});
	return office;
}

/*
 * Follows the redirects at the office, as a browser with its cookies, until it
 * is sent back; answers that address.
 */
export async function throughOffice(office, address) {
	const cookies = new Map();
	let at = address;

	while (at.startsWith(office.issuer)) {
		const answer = await fetch(at, { redirect: 'manual', headers: {
			cookie: [...cookies].map(pair => pair.join('=')).join('; '),
		} });

		for (const line of answer.headers.getSetCookie()) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);

			cookies.set(name, value);
		}
		await answer.arrayBuffer();
		if (!answer.headers.has('location'))
			throw new Error(`the office stops at ${at}: ${answer.status}`);
		at = new URL(answer.headers.get('location'), at).href;
	}
	return at;
}
