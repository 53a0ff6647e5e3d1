// @vitest-environment jsdom
/* The parts of coming in: the code as it is typed, the pictures. */
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { languageSet, wordsLoad } from '../../words';
import { CodeField } from './CodeField';
import { PicturePad } from './PicturePad';

function find<E extends HTMLElement>(selector: string): E {
	return document.querySelector<E>(selector)!;
}

beforeEach(async () => {
	render(null, document.body);
	await languageSet('ko');
	await wordsLoad('people');
});

function Typed() {
	const [code, setCode] = useState('');

	return (
		<CodeField label="글자" hint="도움" value={code} onInput={setCode} />
	);
}

test('a code is put in groups while it is typed, and a U is told', () => {
	act(() => render(<Typed />, document.body));
	const input = find<HTMLInputElement>('input');
	const type = (text: string) => act(() => {
		input.value = text;
		input.dispatchEvent(new InputEvent('input', { bubbles: true }));
	});

	type('abcdefg');
	expect(input.value).toBe('ABCDE-FG');
	expect(find('.code-count').textContent).toBe('26자 중 7자');
	expect(input.getAttribute('aria-invalid')).toBeNull();
	type('abcdeu');
	expect(input.getAttribute('aria-invalid')).toBe('true');
});

test('pictures are tapped, taken back and moved among by keys', () => {
	const tapped = vi.fn();
	const press = (key: string) => document.activeElement!.dispatchEvent(
		new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));

	act(() => render(
		<PicturePad label="그림" taps={[2]} onTaps={tapped} hidden />,
		document.body));
	const pictures = document.querySelectorAll<HTMLElement>('.pin-picture');

	expect(pictures).toHaveLength(12);
	act(() => pictures[5]!.click());
	expect(tapped).toHaveBeenLastCalledWith([2, 5]);
	act(() => pictures[0]!.focus());
	act(() => void press('ArrowRight'));
	expect(document.activeElement).toBe(pictures[1]);
	act(() => void press('Backspace'));
	expect(tapped).toHaveBeenLastCalledWith([]);
	expect(find('[role=status]').textContent).toBe('4개 중 1개를 골랐어요');
});
