// @vitest-environment jsdom
/* A suggestion in the teacher's hands: kept, changed, left out, undone. */
import { render } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { languageSet, wordsLoad } from '../../words';
import { SuggestionCard } from './SuggestionCard';
import type { Decision, Suggestion } from './types';

const SUGGESTION: Suggestion = {
	id: 'majors:nursing', name: '간호학과', about: '돌봄을 배웁니다.',
	why: '돕는 활동에 끌린다고 답했습니다.', sureness: 'steady',
	steady: 0.9, base: 0.5, score: 1.25, probability: 0.05, links: [],
	terms: [
		{ letter: 'S', name: '사회형(S)', value: 1 },
		{ letter: 'E', name: '진취형(E)', value: -0.25 },
	],
};
const decided = vi.fn();

function drawn(decision?: Decision, suggestion = SUGGESTION) {
	act(() => render(
		<ul>
			<SuggestionCard
				suggestion={suggestion} kind="majors" byAi rests="middle-1"
				decision={decision} onDecide={decided}
			/>
		</ul>, document.body));
}

function press(text: string) {
	const button = [...document.querySelectorAll('button')].find(
		(one) => one.textContent?.startsWith(text));

	act(() => button!.click());
}

beforeEach(async () => {
	render(null, document.body);
	decided.mockReset();
	await languageSet('ko');
	await wordsLoad('brief');
	await wordsLoad('model');
});

test('says that AI suggested it, and can be kept', () => {
	drawn();
	expect(document.body.textContent).toContain('AI가 제안했습니다');
	press('그대로 두기');
	expect(decided).toHaveBeenCalledWith('keep');
});

test.each([
	['open', true], ['maybe', false], ['steady', false],
])('%s: marked as worth finding out: %s', (sureness, marked) => {
	drawn(undefined, { ...SUGGESTION, sureness });
	expect(document.body.textContent!.includes('더 알아볼 것')).toBe(marked);
});

test('one press leads to what it rests on', () => {
	drawn();
	expect(document.querySelector('.why a')!.getAttribute('href'))
		.toBe('/model/middle-1');
});

test('is left out with a reason only', () => {
	drawn();
	press('이번에는 빼기');
	act(() => {
		document.querySelector('form')!.dispatchEvent(
			new Event('submit', { cancelable: true }));
	});
	expect(decided).not.toHaveBeenCalled();
	expect(document.querySelector('textarea')!.getAttribute('aria-invalid'))
		.toBe('true');
	act(() => {
		const field = document.querySelector('textarea')!;

		field.value = '피를 무서워함';
		field.dispatchEvent(new Event('input', { bubbles: true }));
	});
	act(() => {
		document.querySelector('form')!.dispatchEvent(
			new Event('submit', { cancelable: true }));
	});
	expect(decided).toHaveBeenCalledWith('reject', { reason: '피를 무서워함' });
});

test('what was changed shows both words and can be undone', () => {
	drawn({
		suggestion: SUGGESTION.id, decision: 'change', text: '보건 계열',
	});
	expect(document.querySelector('h4')!.textContent).toBe('보건 계열');
	expect(document.body.textContent).toContain('제안된 말: 간호학과');
	press('되돌리기');
	expect(decided).toHaveBeenCalledWith('open');
});

test('the parts in the table add up to the score', () => {
	drawn();
	press('왜 나왔는지');
	press('표로 보기');
	const parts = [...document.querySelectorAll('tbody td')].map((cell) =>
		Number(cell.textContent!.replace('−', '-').replace('+', '')));

	expect(parts.reduce((sum, part) => sum + part, 0))
		.toBeCloseTo(SUGGESTION.score!, 4);
});
