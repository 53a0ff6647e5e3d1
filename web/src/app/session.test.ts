// @vitest-environment jsdom
/* What the server says of the session, as the pages see it. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { language, languageSet, t } from '../words';
import {
	sessionNow, sessionSet, sessionTake, type SessionAnswer,
} from './session';

const bare: SessionAnswer = {
	signed_in: false, schools: [], office_sign_in: true, demo: true,
};
const pupil: SessionAnswer = {
	...bare, signed_in: true, csrf: 'x', role: 'pupil', account: '7', name: '하늘',
	lang: 'ko', pupil: '7', grade: 5, stage: 'elementary', needs: 'pin_setup',
};

beforeEach(async () => {
	vi.stubGlobal('fetch', vi.fn(async () => new Response('')));
	await languageSet('ko');
});
afterEach(() => {
	sessionSet({ csrf: '', account: null, needs: null });
	vi.unstubAllGlobals();
});

test('nobody is signed in, and the page says what it knows', async () => {
	await sessionTake(bare);
	expect(sessionNow()).toMatchObject({
		account: null, needs: null, officeSignIn: true, demo: true,
	});
});

test('a pupil who is invited to choose a PIN is in', async () => {
	await sessionTake(pupil);
	expect(sessionNow().account).toMatchObject({
		role: 'pupil', pupil: '7', stage: 'elementary',
	});
	expect(sessionNow().needs).toBe('pin_setup');
	expect(document.documentElement.dataset.audience).toBe('elementary');
});

test.each(['pin', 'totp', 'totp_setup'] as const)(
	'nobody is in while %s is missing', async (needs) => {
		await sessionTake({ ...pupil, needs });
		expect(sessionNow()).toMatchObject({
			account: null, needs, half: { name: '하늘', role: 'pupil' },
		});
	});

test('a role that the pages do not know is nobody', async () => {
	await sessionTake({ ...pupil, role: 'visitor' });
	expect(sessionNow().account).toBeNull();
});

test('the account brings its language', async () => {
	await sessionTake({ ...pupil, lang: 'en' });
	expect(language()).toBe('en');
	expect(t('app.sign_out')).toBe('Sign out');
});
