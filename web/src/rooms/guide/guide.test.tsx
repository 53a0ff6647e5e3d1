// @vitest-environment jsdom
/* The next step of the way, and the exact reasons of a suggestion. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test } from 'vitest';
import { languageSet, toneSet, wordsLoad } from '../../words';
import { suggestionHref } from './links';
import { NextCard, type Way } from './NextCard';
import { Profile } from './Profile';
import type { List } from './Suggestions';
import { SuggestionLists } from './Suggestions';

const stop = (id: string, state: string) => ({ id, state });
const way: Way = {
	stage: 'middle', test: 'none', answered: 0, total: 48, minutes: 6,
	consent: 'needed', ai: true,
	stops: [stop('know', 'next'), stop('look', 'later'), stop('try', 'later'),
		stop('plan', 'later')],
};
const done = (next: string) => ['know', 'look', 'try', 'plan'].map((id, i, all) =>
	stop(id, i < all.indexOf(next) ? 'done' : i === all.indexOf(next)
		? 'next' : 'later'));

beforeEach(async () => {
	render(null, document.body);
	await languageSet('ko');
	await wordsLoad('guide_pupil');
	toneSet('easy');
});

const rows: [string, Partial<Way>, string, string | undefined][] = [
	['nothing yet', {}, '/test', '6분쯤 걸려요'],
	['a guardian is waited for', { consent: 'guardian' }, '/test', undefined],
	['half answered', { test: 'running', answered: 24 }, '/test',
		'3분쯤 걸려요'],
	['answered', { test: 'done', stops: done('look') }, '/result',
		'5분쯤 걸려요'],
	['looked', { test: 'done', stops: done('try') }, '/catalog',
		'5분쯤 걸려요'],
	['looked, a child', {
		test: 'done', stage: 'elementary', stops: done('try'),
	}, '/result', '5분쯤 걸려요'],
	['answering again', {
		test: 'running', answered: 0, stops: done('try'),
	}, '/test', '6분쯤 걸려요'],
];

test.each(rows)('%s: one button, and how long', (_, changes, href, minutes) => {
	act(() => render(<NextCard way={{ ...way, ...changes }} />, document.body));
	const links = document.querySelectorAll('a');

	expect(links).toHaveLength(1);
	expect(links[0]!.getAttribute('href')).toBe(href);
	expect(document.querySelector('.next-minutes')?.textContent).toBe(minutes);
});

const list: List = {
	kind: 'majors', title: '학과', by_ai: true,
	suggestions: [{
		id: 'majors:nursing', name: '간호학과', about: '돌보는 법을 배워요.',
		why: '돕는 활동이 좋다고 답했어요.', sureness: 'steady', steady: 0.9,
		probability: 0.12, base: 0.5, score: 0.7,
		terms: [
			{ letter: 'R', name: '현실형(R)', value: -0.1 },
			{ letter: 'S', name: '사회형(S)', value: 0.3 },
		],
		change: '사회형 점수가 낮았다면 달라져요.',
		links: [{ kind: 'occupation', id: 'nurse', name: '간호사' }],
		source: 'onet',
	}],
};

test('a suggestion says who made it, why, and the parts that add up', () => {
	act(() => render(
		<SuggestionLists lists={[list]} child={false} />, document.body));
	const text = document.body.textContent!;

	expect(text).toContain('AI가 제안했어요');
	expect(text).toContain('돕는 활동이 좋다고 답했어요.');
	expect(text).toContain('O*NET(미국 노동부, CC BY 4.0)');
	act(() => document.querySelector<HTMLElement>('.why button')!.click());
	expect([...document.querySelectorAll('.why tbody td')].map(
		(cell) => cell.textContent)).toEqual(['−0.1000', '+0.3000']);
});

test('what is too unsure to be a result is worth finding out', () => {
	const [one] = list.suggestions;
	const open = { ...list, suggestions: [{ ...one!, sureness: 'open' }] };

	act(() => render(
		<SuggestionLists lists={[list]} child={false} />, document.body));
	expect(document.body.textContent).not.toContain('알아볼 만해요');
	act(() => render(
		<SuggestionLists lists={[open]} child={false} />, document.body));
	expect(document.querySelector('.card-top')!.textContent)
		.toContain('알아볼 만해요');
});

test('two interests that are equally strong can be told apart', () => {
	const profile = {
		letters: [], level: false, tied: 2, summary: '', notices: [],
		sureness: '꽤 뚜렷해요.', apart: '로봇 만들기를 해 보면 알 수 있어요.',
	};

	act(() => render(<Profile profile={profile} />, document.body));
	expect(document.body.textContent).toContain(profile.apart);
});

test('on a signed brief the sums are left out', () => {
	act(() => render(
		<SuggestionLists lists={[list]} child={false} plain />, document.body));
	expect(document.querySelector('.why')).toBeNull();
});

test.each([
	['majors', 'majors:nursing', '/catalog/majors/nursing'],
	['fields', 'fields:health', '/catalog/fields/health'],
	['tries', 'tries:try-1', undefined],
])('%s %s leads to %s', (kind, id, href) => {
	expect(suggestionHref(kind, { id })).toBe(href);
});
