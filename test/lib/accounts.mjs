/* Staff accounts as an office makes them: by command, with a second factor. */
import { inHouse } from './database.mjs';
import { Client } from './client.mjs';
import { totp } from './totp.mjs';

export const password = 'long enough to be one';

export async function accountAdd(house, role, login, ...options) {
	await inHouse(house, ['account', 'add', '--role', role, '--login', login,
		'--name', login, '--password-stdin', ...options],
	{ input: `${password}\n` });
}

/* Sets the second factor up with the first code; answers { client, secret }. */
export async function firstEntry(server, login, headers) {
	const client = new Client(server, headers);
	const session = await client.post('/api/session/password',
		{ login, password });

	if (session.needs !== 'totp_setup')
		throw new Error(`${login} needs ${session.needs}`);
	const { secret } = await client.post('/api/account/totp');

	await client.put('/api/account/totp', { code: totp(secret) });
	return { client, secret };
}

export async function newStaff(house, server, role, login, ...options) {
	await accountAdd(house, role, login, ...options);
	return (await firstEntry(server, login)).client;
}
