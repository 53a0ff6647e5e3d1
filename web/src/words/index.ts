/*
 * Words that a person reads. They stand in ko/<room>.json and en/<room>.json
 * as flat tables; t('seats.round.closed') is the row "round.closed" of the
 * room "seats". A room's words are loaded with its first page; `app`, `parts`
 * and `errors` are there from the start.
 *
 * A row may have a second text for pupils and guardians, "closed_easy": 해요체
 * where staff read 합니다체.
 */
import { createInstance } from 'i18next';
import { useEffect, useState } from 'preact/hooks';
import { PARTICLE_PAIRS, withParticle } from './particle';

export const LANGUAGES = ['ko', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Tone = 'plain' | 'easy';

const SHARED_ROOMS = ['app', 'parts', 'errors'];
/* Where the switch in the header keeps what was chosen. */
export const LANGUAGE_STORED_AS = 'giljabi.language';

const files = import.meta.glob<Record<string, string>>(
	'./{ko,en}/*.json', { import: 'default' });
const i18n = createInstance();
const listeners = new Set<() => void>();
const roomsWanted = new Set(SHARED_ROOMS);
const loaded = new Set<string>();
let tone: Tone = 'plain';
let languageWanted: Language = 'ko';

i18n.init({
	lng: 'ko',
	resources: {},
	keySeparator: false,
	nsSeparator: false,
	interpolation: { escapeValue: false },	/* Preact escapes */
	returnNull: false,
	initAsync: false,
	showSupportNotice: false,
});
for (const pair of PARTICLE_PAIRS) {
	i18n.services.formatter!.add(pair, (value) =>
		withParticle(String(value), pair));
}

/* Never rejects: a room without words shows message ids, not a blank page. */
async function roomLoad(lang: Language, room: string) {
	const path = `./${lang}/${room}.json`;

	if (loaded.has(path) || !files[path])
		return;
	const words = await files[path]();
	const rows = Object.entries(words).map(
		([key, text]) => [`${room}.${key}`, text]);

	loaded.add(path);
	i18n.addResources(lang, 'translation', Object.fromEntries(rows));
}

export function language(): Language {
	return i18n.language as Language;
}

/* Resolves when the words of this room can be used in the language chosen. */
export async function wordsLoad(room: string) {
	roomsWanted.add(room);
	await roomLoad(language(), room);
}

/* When two are asked for at once, the last one stays. */
export async function languageSet(lang: Language) {
	languageWanted = lang;
	await Promise.all([...roomsWanted].map((room) => roomLoad(lang, room)));
	if (languageWanted !== lang)
		return;
	await i18n.changeLanguage(lang);
	if (typeof document !== 'undefined')
		document.documentElement.lang = lang;
	listeners.forEach((listener) => listener());
}

/* What was chosen before, then what the browser asks for, then Korean. */
export function languagePreferred(): Language {
	const wanted = [
		localStorage.getItem(LANGUAGE_STORED_AS) ?? '',
		...navigator.languages.map((tag) => tag.slice(0, 2)),
	];
	return LANGUAGES.find((lang) => lang === wanted.find(
		(w) => (LANGUAGES as readonly string[]).includes(w))) ?? 'ko';
}

export function toneSet(wanted: Tone) {
	tone = wanted;
}

export function t(id: string, values?: Record<string, unknown>): string {
	return i18n.t(id, { context: tone, ...values }) as string;
}

/* For ids that come from the server, which may be newer than the words. */
export function wordsHave(id: string): boolean {
	return i18n.exists(id, { count: 1 }) || i18n.exists(id);
}

/* Draws the caller again when the language changes. */
export function useLanguage(): Language {
	const [lang, setLang] = useState(language());

	useEffect(() => {
		const listener = () => setLang(language());
		listeners.add(listener);
		return () => {
			listeners.delete(listener);
		};
	}, []);
	return lang;
}
