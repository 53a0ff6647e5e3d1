// @vitest-environment jsdom
/* The shell: titles, focus, who may open what, and what happens when not. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { backAddress } from '../rooms/people/backAddress';
import { languageSet } from '../words';
import { api } from '../api/client';
import { Problem } from '../api/problem';
import { Page } from '../parts/Page';
import { App } from './App';
import { navigate } from './location';
import { sessionSet, type Role } from './session';

vi.mock('./routes', () => {
	const row = (path: string, roles: Role[] | 'anyone', page: () => unknown) =>
		({ path, roles, titleId: 'app.page.home', page: async () => (
			{ default: page }) });

	return {
		SIGN_IN: '/sign-in',
		routes: [
			row('/', 'anyone', () => <Page title="처음" />),
			row('/sign-in', 'anyone', () => <Page title="로그인" />),
			row('/briefs/{brief}', ['teacher'], () => <Page title="상담" />),
			row('/broken', 'anyone', () => {
				throw new Problem({ status: 500, id: 'x', reference: 'R-77' });
			}),
		],
	};
});

const signedInAs = (role: Role) => sessionSet({
	csrf: 'x', needs: null, account: { id: '1', name: '이하늘', role },
});
const heading = () => document.querySelector('h1')?.textContent;

async function settled() {
	for (let i = 0; i < 5; i++) {
		await act(async () => {
			await new Promise((resolve) => {
				setTimeout(resolve, 5);
			});
		});
	}
}

async function opened(path: string) {
	act(() => navigate(path));
	await settled();
}

beforeEach(async () => {
	await languageSet('ko');
	window.scrollTo = () => undefined;
	vi.spyOn(console, 'error').mockImplementation(() => undefined);
	act(() => render(<App />, document.body));
});
afterEach(() => {
	act(() => render(null, document.body));
	sessionSet({ csrf: '', needs: null, account: null });
	vi.restoreAllMocks();
	vi.unstubAllGlobals();
});

test('a page that has been opened has the title and the focus', async () => {
	signedInAs('teacher');
	await opened('/briefs/7');
	expect(document.title).toBe('상담 | 길잡이');
	expect(document.activeElement?.tagName).toBe('H1');
});

test('who is not signed in goes to sign in and comes back', async () => {
	await opened('/briefs/7?tab=b');
	expect(heading()).toBe('로그인');
	const query = new URLSearchParams(window.location.search);
	expect(backAddress(query)).toBe('/briefs/7?tab=b');
});

test('who has another role finds nothing there', async () => {
	signedInAs('pupil');
	await opened('/briefs/7');
	expect(heading()).toBe('화면을 찾을 수 없어요');
});

test('an address that means nothing finds nothing', async () => {
	signedInAs('teacher');
	await opened('/nowhere');
	expect(heading()).toBe('화면을 찾을 수 없습니다');
});

test('a page that fails leaves a number and the way out', async () => {
	await opened('/broken');
	expect(document.querySelector('.reference')?.textContent).toBe('R-77');
	await opened('/');
	expect(heading()).toBe('처음');
});

test('a session that has ended leads to signing in', async () => {
	signedInAs('teacher');
	await opened('/briefs/7');
	vi.stubGlobal('fetch', async () => new Response('{}', { status: 401 }));
	await act(async () => {
		await api.get('/api/x' as never).catch(() => undefined);
	});
	await settled();
	expect(window.location.pathname).toBe('/sign-in');
	expect(window.location.search).toContain('expired=1');
});

test.each([
	['/briefs/7', '/briefs/7'],
	['//elsewhere.example', '/'],
	['/\\elsewhere.example', '/'],
	['https://elsewhere.example', '/'],
])('back to %s is %s', (back, want) => {
	expect(backAddress(new URLSearchParams({ back }))).toBe(want);
});
