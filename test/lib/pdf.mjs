/* What stands on paper: poppler's pdftotext reads it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';

export function pdfText(bytes) {
	assert.equal(bytes.subarray(0, 5).toString(), '%PDF-');
	return new Promise((done, failed) => {
		const child = spawn('pdftotext', ['-layout', '-', '-']);
		const out = [];

		child.stdout.on('data', data => out.push(data));
		child.on('error', failed);
		child.on('close', status => status === 0 ?
			done(Buffer.concat(out).toString()) :
			failed(new Error(`pdftotext: ${status}`)));
		child.stdin.on('error', () => {});
		child.stdin.end(bytes);
	});
}

const code = /\b[0-9A-HJKMNP-TV-Z]{5}(?:-[0-9A-HJKMNP-TV-Z]{5}){3}-[0-9A-HJKMNP-TV-Z]{6}\b/g;

/* The codes of new cards, in the order of the class. */
export async function printCards(teacher, group, pupils) {
	const { status, bytes } = await teacher.ask('POST',
		`/api/classes/${group}/cards`, { body: pupils ? { pupils } : {} });

	assert.equal(status, 200, bytes.toString());
	return (await pdfText(bytes)).match(code) ?? [];
}
