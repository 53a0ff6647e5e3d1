// @vitest-environment jsdom
import { render, type ComponentChildren } from 'preact';
import { act } from 'preact/test-utils';
import { beforeEach, expect, test, vi } from 'vitest';
import { languageSet } from '../words';
import { Button } from './Button';
import { Faces } from './Faces';
import { ProfileChart } from './ProfileChart';
import { Table } from './Table';
import { Tabs } from './Tabs';
import { TextField } from './TextField';
import { toast, Toasts } from './Toast';

const ignore = () => undefined;

function drawn(what: ComponentChildren): HTMLElement {
	act(() => render(what, document.body));
	return document.body;
}

function find<E extends HTMLElement>(selector: string): E {
	return document.querySelector<E>(selector)!;
}

beforeEach(async () => {
	render(null, document.body);
	await languageSet('ko');
});

test('a field is tied to its label, its error and its state', () => {
	drawn(
		<TextField
			label="정원" value="스물" onInput={ignore} required
			hint="숫자" error="숫자로 적어 주십시오."
		/>,
	);
	const input = find<HTMLInputElement>('input');
	const note = document.getElementById(
		input.getAttribute('aria-describedby')!);

	expect(find<HTMLLabelElement>('label').htmlFor).toBe(input.id);
	expect(note?.textContent).toBe('숫자로 적어 주십시오.');
	expect(input.getAttribute('aria-invalid')).toBe('true');
	expect(input.value).toBe('스물');
});

test('a busy button cannot be pressed twice', () => {
	const pressed = vi.fn();

	drawn(<Button busy onClick={pressed}>저장</Button>);
	find('button').click();
	expect(pressed).not.toHaveBeenCalled();
});

test('arrows move between tabs and wrap around', () => {
	const selected = vi.fn();
	const press = (key: string) => find('[role=tablist]').dispatchEvent(
		new KeyboardEvent('keydown', { key, bubbles: true }));

	drawn(
		<Tabs
			label="자료" selected="a" onSelect={selected}
			tabs={['a', 'b', 'c'].map((key) => (
				{ key, title: key, content: key }))}
		/>,
	);
	press('ArrowRight');
	press('ArrowLeft');
	press('End');
	expect(selected.mock.calls.flat()).toEqual(['b', 'c', 'c']);
});

test('a table says how it is sorted and turns the order', () => {
	const sorted = vi.fn();

	drawn(
		<Table
			caption="학교" rows={[{ name: '가람' }]} rowKey={(r) => r.name}
			columns={[{
				key: 'name', title: '이름', sortable: true, cell: (r) => r.name,
			}]}
			sort={{ key: 'name', descending: false }} onSort={sorted}
		/>,
	);
	expect(find('th').getAttribute('aria-sort')).toBe('ascending');
	find('.sort-button').click();
	expect(sorted).toHaveBeenCalledWith({ key: 'name', descending: true });
	expect(find('tbody th').textContent).toBe('가람');
});

test('an empty table says so', () => {
	drawn(
		<Table
			caption="학교" rows={[]} rowKey={() => ''}
			columns={[{ key: 'name', title: '이름', cell: () => '' }]}
		/>,
	);
	expect(find('td').textContent).toBe('아직 내용이 없습니다.');
});

test('a profile says the same in bars and in rows', () => {
	drawn(
		<ProfileChart
			title="흥미"
			bars={[{ key: 'R', text: '현장형', value: 0.6, low: 0.5, high: 0.7 }]}
		/>,
	);
	expect(find('.profile-value').textContent).toContain('50~70');
	act(() => find('.profile-head button').click());
	expect([...document.querySelectorAll('tbody th, tbody td')].map(
		(cell) => cell.textContent)).toEqual(['현장형', '60', '50~70']);
});

test('each face has words and gives its point', () => {
	const changed = vi.fn();

	drawn(<Faces question="어때요?" value={null} onChange={changed} />);
	const inputs = document.querySelectorAll('input');
	inputs[4]!.click();
	expect(inputs.length).toBe(5);
	expect(changed).toHaveBeenCalledWith(5);
	expect(find('.face').textContent).toBe('아주 싫어요');
});

test('a toast can be undone once and is gone', () => {
	const undone = vi.fn();

	drawn(<Toasts />);
	act(() => toast({ text: '지웠습니다.', onUndo: undone }));
	act(() => find('.toast-undo').click());
	expect(undone).toHaveBeenCalledOnce();
	expect(document.querySelector('.toast')).toBeNull();
});
