/* The codes of an authenticator program: RFC 6238, SHA-1, 30 seconds. */
import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function base32(text) {
	const bits = [...text].map(letter =>
		alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');

	return Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)));
}

export function totp(secret, when = Date.now()) {
	const counter = Buffer.alloc(8);

	counter.writeBigUInt64BE(BigInt(Math.floor(when / 30000)));
	const hash = createHmac('sha1', base32(secret)).update(counter).digest();
	const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;

	return String(number % 1000000).padStart(6, '0');
}
