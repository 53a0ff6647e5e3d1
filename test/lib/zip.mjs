/* Zip archives without compression, enough for a OneRoster import. */

const table = Array.from({ length: 256 }, (_, at) => {
	let value = at;

	for (let bit = 0; bit < 8; bit++)
		value = value & 1 ? 0xedb88320 ^ value >>> 1 : value >>> 1;
	return value >>> 0;
});

function crc32(bytes) {
	let value = 0xffffffff;

	for (const byte of bytes)
		value = table[(value ^ byte) & 255] ^ value >>> 8;
	return (value ^ 0xffffffff) >>> 0;
}

/* What the local and the central head of a file have in common. */
function facts(name, bytes) {
	const head = Buffer.alloc(26);

	head.writeUInt16LE(20, 0);		/* version */
	head.writeUInt16LE(0x800, 2);		/* names in UTF-8 */
	head.writeUInt16LE(0x21, 8);		/* 1 January 1980 */
	head.writeUInt32LE(crc32(bytes), 10);
	head.writeUInt32LE(bytes.length, 14);
	head.writeUInt32LE(bytes.length, 18);
	head.writeUInt16LE(name.length, 22);
	return head;
}

const word = value => {
	const bytes = Buffer.alloc(4);

	bytes.writeUInt32LE(value);
	return bytes;
};

/* files: { 'orgs.csv': 'text' } */
export function zip(files) {
	const locals = [], centrals = [];
	let offset = 0;

	for (const [file, text] of Object.entries(files)) {
		const name = Buffer.from(file), bytes = Buffer.from(text);
		const local = Buffer.concat([word(0x04034b50), facts(name, bytes),
			name, bytes]);

		centrals.push(Buffer.concat([word(0x02014b50),
			Buffer.from([20, 0]), facts(name, bytes), Buffer.alloc(10),
			word(offset), name]));
		locals.push(local);
		offset += local.length;
	}
	const central = Buffer.concat(centrals), end = Buffer.alloc(22);

	end.writeUInt32LE(0x06054b50, 0);
	end.writeUInt16LE(centrals.length, 8);
	end.writeUInt16LE(centrals.length, 10);
	end.writeUInt32LE(central.length, 12);
	end.writeUInt32LE(offset, 16);
	return Buffer.concat([...locals, central, end]);
}
