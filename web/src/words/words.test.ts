/* Every language has every word, and every word that is used exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { languageSet, LANGUAGES, t, toneSet, wordsLoad } from './index';

const here = new URL('.', import.meta.url).pathname;
const source = join(here, '..');

function tableOf(lang: string, room: string): Record<string, string> {
	return JSON.parse(
		readFileSync(join(here, lang, `${room}.json`), 'utf8'));
}

function roomsOf(lang: string): string[] {
	return readdirSync(join(here, lang))
		.filter((name) => name.endsWith('.json'))
		.map((name) => name.slice(0, -5))
		.sort();
}

/* English counts in two forms, Korean in one; Korean has an easy form. */
function bare(key: string): string {
	return key.replace(/(_easy)?(_(one|other))?$/, '');
}

function keysOf(table: Record<string, string>): string[] {
	return [...new Set(Object.keys(table).map(bare))].sort();
}

function namesIn(text: string): string[] {
	const names = [...text.matchAll(/\{\{\s*(\w+)/g)].map((m) => m[1]!);
	return [...new Set(names)].filter((name) => name !== 'count').sort();
}

function sourceFiles(): string[] {
	return readdirSync(source, { recursive: true, encoding: 'utf8' })
		.filter((name) => /\.tsx?$/.test(name) && !/\.test\./.test(name));
}

const known = new Set(roomsOf('ko').flatMap((room) =>
	keysOf(tableOf('ko', room)).map((key) => `${room}.${key}`)));

test('both languages have the same rooms', () => {
	expect(roomsOf('en')).toEqual(roomsOf('ko'));
});

describe.each(roomsOf('ko'))('%s', (room) => {
	test('has the same keys in both languages', () => {
		expect(keysOf(tableOf('en', room))).toEqual(
			keysOf(tableOf('ko', room)));
	});
	test.each(LANGUAGES)('has no empty text in %s', (lang) => {
		const empty = Object.entries(tableOf(lang, room)).filter(
			([, text]) => typeof text !== 'string' || text.trim() === '');
		expect(empty).toEqual([]);
	});
	test('fills in the same values in both languages', () => {
		const en = tableOf('en', room);
		for (const [key, text] of Object.entries(tableOf('ko', room))) {
			const other = en[bare(key)] ?? en[`${bare(key)}_other`] ?? '';
			expect([key, ...namesIn(other)]).toEqual(
				[key, ...namesIn(text)]);
		}
	});
});

/* t('room.key'), and the ids that tables hand on: titleId: 'room.key'. */
const USED = [
	/\bt\(\s*'([^']+)'/g,
	/\b(?:titleId|labelId|wordId):\s*'([^']+)'/g,
];

test.each(sourceFiles())('%s uses only words that exist', (name) => {
	const text = readFileSync(join(source, name), 'utf8')
		.replace(/\/\*[\s\S]*?\*\//g, '');
	const used = USED.flatMap((pattern) =>
		[...text.matchAll(pattern)].map((m) => m[1]!));

	expect(used.filter((id) => !known.has(id))).toEqual([]);
});

const rows: ['ko' | 'en', string, Record<string, unknown>, string][] = [
	['ko', 'app.document_title', { page: '오늘' }, '오늘 | 길잡이'],
	['ko', 'app.count.people', { count: 1234 }, '1,234명'],
	['en', 'app.count.people', { count: 1 }, '1 person'],
	['en', 'app.count.people', { count: 2000 }, '2,000 people'],
	['ko', 'parts.undo.removed', { name: '로봇' }, '로봇을 지웠습니다.'],
	['ko', 'parts.undo.removed', { name: '바다' }, '바다를 지웠습니다.'],
	['ko', 'no.such.word', {}, 'no.such.word'],
];

test.each(rows)('in %s %s with %o reads %s', async (lang, id, values, want) => {
	await languageSet(lang);
	await wordsLoad('app');
	expect(t(id, values)).toBe(want);
});

test('pupils read the easy form where there is one', async () => {
	await languageSet('ko');
	toneSet('easy');
	expect(t('parts.save.saved', { time: '10:42' })).toBe(
		'10:42에 저장했어요');
	expect(t('app.count.people', { count: 3 })).toBe('3명');
	toneSet('plain');
	expect(t('parts.save.saved', { time: '10:42' })).toBe(
		'10:42에 저장했습니다');
});
