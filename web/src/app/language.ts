/*
 * The language of this tab: what the person chose here, else what the account
 * speaks, else what the browser asks for. A cookie tells the server, so that
 * its words come in the same language.
 */
import { api } from '../api/client';
import {
	LANGUAGE_STORED_AS, languagePreferred, languageSet, type Language,
} from '../words';

const YEAR_SECONDS = 365 * 24 * 3600;

let chosen: Language | null = null;

/* What was chosen since the page was opened; null: nothing. */
export function languageChosen(): Language | null {
	return chosen;
}

/* The cookie first: pages ask again when the words have changed. */
export async function languageUse(lang: Language) {
	document.cookie =
		`giljabi_lang=${lang}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
	await languageSet(lang);
}

export function languageStart(): Promise<void> {
	return languageUse(languagePreferred());
}

/* By the switch in the header; signedIn: the account keeps it. */
export async function languageChoose(lang: Language, signedIn: boolean) {
	chosen = lang;
	localStorage.setItem(LANGUAGE_STORED_AS, lang);
	if (signedIn) {
		await api.put('/api/account/lang', { body: { lang } })
			.catch(() => undefined);
	}
	await languageUse(lang);
}
