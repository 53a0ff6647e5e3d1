import { expect, test } from 'vitest';
import { codeCaret, codeRead, codeShown, codeStray } from './cardCode';

test.each([
	['abcde-12345', 'ABCDE12345'],
	['  ab cd\te ', 'ABCDE'],
	['oOiIlL', '001111'],
	['https://giljabi.example/c#ABCDE-FGH', 'ABCDEFGH'],
	['뮻ㅇㄷ', 'ABCDE'],
	['해1ㅔ', 'G01P'],
	['a'.repeat(40), 'A'.repeat(26)],
	['', ''],
])('%s is %s', (typed, code) => {
	expect(codeRead(typed)).toBe(code);
});

test.each([
	['', ''],
	['ABCDE', 'ABCDE'],
	['ABCDEF', 'ABCDE-F'],
	['ABCDEFGHJKMNPQRSTVWXYZ0123', 'ABCDE-FGHJK-MNPQR-STVWX-YZ0123'],
])('%s is shown as %s', (code, shown) => {
	expect(codeShown(code)).toBe(shown);
	expect(codeRead(shown)).toBe(code);
});

test.each([
	['ABC', 3], ['ABCDE', 5], ['ABCDEF', 7], ['ABCDE-', 5], ['', 0],
])('after %s the caret stands at %i', (before, caret) => {
	expect(codeCaret(before)).toBe(caret);
});

test('a U is told', () => {
	expect(codeStray('ABU')).toBe(true);
	expect(codeStray('ABV')).toBe(false);
});
