/*
 * Adds up what the first page needs, gzipped: its HTML, its scripts and
 * styles, the words of one language, the font table. Fails past the ceiling.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const CEILING_KB = 150;
/* Only this program reads the manifest; it is not for the server to give. */
const manifest = JSON.parse(readFileSync('dist/.vite/manifest.json', 'utf8'));
const files = new Set(['index.html']);

function add(key) {
	const chunk = manifest[key];

	if (!chunk || files.has(chunk.file))
		return;
	files.add(chunk.file);
	(chunk.css ?? []).forEach((css) => files.add(css));
	(chunk.imports ?? []).forEach(add);
}

add('index.html');
add('src/styles/fonts.css');
add('src/rooms/home/Home.tsx');
add('src/words/ko/people.json');
for (const name of readdirSync('dist/assets')) {
	if (/^words-ko-.*\.js$/.test(name))
		files.add(`assets/${name}`);
}

rmSync('dist/.vite', { recursive: true });

let total = 0;
for (const file of files) {
	const size = gzipSync(readFileSync(`dist/${file}`), { level: 9 }).length;

	total += size;
	console.log(`${(size / 1024).toFixed(1).padStart(7)} KB  ${file}`);
}
console.log(`${(total / 1024).toFixed(1).padStart(7)} KB  first page, gzipped`);
if (total > CEILING_KB * 1024) {
	console.error(`more than ${CEILING_KB} KB`);
	process.exit(1);
}
