/*
 * A code of 26 letters as people type it, from a card or a letter to the
 * guardian: small letters, no gaps, O for 0, I and L for 1, a whole address
 * pasted from the QR code, or a keyboard that is still set to Hangul.
 */
export const CODE_LETTERS = 26;
const GROUPS = [5, 5, 5, 5, 6];

/* The two-set Hangul keyboard lies on the Latin one; small and shifted. */
const KEYS: Record<string, string> = {
	ㅂ: 'Q', ㅃ: 'Q', ㅈ: 'W', ㅉ: 'W', ㄷ: 'E', ㄸ: 'E', ㄱ: 'R', ㄲ: 'R',
	ㅅ: 'T', ㅆ: 'T', ㅛ: 'Y', ㅕ: 'U', ㅑ: 'I', ㅐ: 'O', ㅒ: 'O', ㅔ: 'P',
	ㅖ: 'P', ㅁ: 'A', ㄴ: 'S', ㅇ: 'D', ㄹ: 'F', ㅎ: 'G', ㅗ: 'H', ㅓ: 'J',
	ㅏ: 'K', ㅣ: 'L', ㅋ: 'Z', ㅌ: 'X', ㅊ: 'C', ㅍ: 'V', ㅠ: 'B', ㅜ: 'N',
	ㅡ: 'M', ㄳ: 'RT', ㄵ: 'SW', ㄶ: 'SG', ㄺ: 'FR', ㄻ: 'FA', ㄼ: 'FQ',
	ㄽ: 'FT', ㄾ: 'FX', ㄿ: 'FV', ㅀ: 'FG', ㅄ: 'QT', ㅘ: 'HK', ㅙ: 'HO',
	ㅚ: 'HL', ㅝ: 'NJ', ㅞ: 'NP', ㅟ: 'NL', ㅢ: 'ML',
};
const FIRSTS = 'ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ';
const MIDDLES = 'ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ';
const LASTS = 'ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ';
const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;

function jamoOf(char: string): string {
	const code = char.charCodeAt(0);

	if (code < HANGUL_FIRST || code > HANGUL_LAST)
		return char;
	const n = code - HANGUL_FIRST;
	const last = n % 28;

	return FIRSTS[Math.floor(n / 588)]! + MIDDLES[Math.floor(n / 28) % 21]!
		+ (last > 0 ? LASTS[last - 1]! : '');
}

function keysOf(text: string): string {
	return [...text.normalize('NFC')].map(jamoOf).join('')
		.split('').map((char) => KEYS[char] ?? char).join('');
}

const MEANT: Record<string, string> = { O: '0', I: '1', L: '1' };

/* What counts of it: letters and digits, as they are meant, no gaps. */
export function codeRead(typed: string): string {
	const bare = typed.slice(typed.lastIndexOf('#') + 1);

	return keysOf(bare).toUpperCase().replace(/[^0-9A-Z]/g, '')
		.replace(/[OIL]/g, (letter) => MEANT[letter]!)
		.slice(0, CODE_LETTERS);
}

/* In groups, as on the card. */
export function codeShown(code: string): string {
	const groups: string[] = [];
	let at = 0;

	for (const length of GROUPS) {
		if (at < code.length)
			groups.push(code.slice(at, at + length));
		at += length;
	}
	return groups.join('-');
}

/* No card has a U: it looks too much like a V. */
export function codeStray(code: string): boolean {
	return code.includes('U');
}

/* Where the caret stands after the text before it was put in groups. */
export function codeCaret(before: string): number {
	const code = codeRead(before);
	let at = 0;
	let hyphens = 0;

	for (const length of GROUPS.slice(0, -1)) {
		at += length;
		if (code.length > at)
			hyphens++;
	}
	return code.length + hyphens;
}
