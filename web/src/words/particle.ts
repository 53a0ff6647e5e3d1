/*
 * Korean particles (조사) follow the sound that the word before them ends in.
 * particle('민수', '은/는') is '는', particle('서울', '으로/로') is '로'.
 */

/* First the form after a final consonant, then the form after a vowel. */
export const PARTICLE_PAIRS = [
	'은/는', '이/가', '을/를', '과/와', '으로/로', '아/야',
	'이에요/예요', '이나/나', '이라/라', '이란/란',
] as const;

export type ParticlePair = (typeof PARTICLE_PAIRS)[number];

type Ending = 'vowel' | 'rieul' | 'consonant';

const HANGUL_FIRST = 0xac00;
const HANGUL_LAST = 0xd7a3;
const FINALS = 28;
const FINAL_RIEUL = 8;

const DIGITS: Ending[] = [
	'consonant', /* 영 */ 'rieul', /* 일 */ 'vowel', /* 이 */
	'consonant', /* 삼 */ 'vowel', /* 사 */ 'vowel', /* 오 */
	'consonant', /* 육 */ 'rieul', /* 칠 */ 'rieul', /* 팔 */
	'vowel', /* 구 */
];

function hangulEnding(code: number): Ending {
	const final = (code - HANGUL_FIRST) % FINALS;

	if (final === 0)
		return 'vowel';
	return final === FINAL_RIEUL ? 'rieul' : 'consonant';
}

/* 10 is 십, 10,000 is 만, 10^8 is 억; only 조 (10^12) ends in a vowel. */
function numberEnding(digits: string): Ending {
	const zeros = /0*$/.exec(digits)![0].length;
	const whole = !digits.includes('.') && zeros < digits.length;

	if (zeros > 0 && whole)
		return zeros >= 12 && zeros < 16 ? 'vowel' : 'consonant';
	return DIGITS[Number(digits.at(-1))]!;
}

/* Capitals are spelled (엘, 엠, 엔, 알); words are read as loans usually are. */
function latinEnding(word: string): Ending {
	if (word === word.toUpperCase()) {
		if (/[LR]$/.test(word))
			return 'rieul';
		return /[MN]$/.test(word) ? 'consonant' : 'vowel';
	}
	const small = word.toLowerCase();

	if (/(l|[^aeiou]le|[aeiou]le)$/.test(small))
		return 'rieul';
	if (/(m|n|ng|me|ne|[aeiou][bckpt])$/.test(small))
		return 'consonant';
	return 'vowel';
}

/* What is read last: closing marks and a remark in brackets are not. */
function readLast(word: string): string {
	const bare = word
		.trim()
		.replace(/\s*[(（[][^)）\]]*[)）\]]$/u, '')
		.replace(/[\s"'”’」』〉》.,!?…]+$/u, '');

	return bare === '' ? word : bare;
}

function endingOf(word: string): Ending {
	const bare = readLast(word);
	const code = bare.charCodeAt(bare.length - 1);
	const digits = /[0-9][0-9,]*(\.[0-9]+)?$/.exec(bare);
	const latin = /[A-Za-z]+$/.exec(bare);

	if (code >= HANGUL_FIRST && code <= HANGUL_LAST)
		return hangulEnding(code);
	if (digits)
		return numberEnding(digits[0].replaceAll(',', ''));
	if (latin)
		return latinEnding(latin[0]);
	return 'vowel';
}

/* Promises one of the two forms of the pair, without the word. */
export function particle(word: string, pair: ParticlePair): string {
	const [afterConsonant, afterVowel] = pair.split('/') as [string, string];
	const ending = endingOf(word);

	if (ending === 'rieul' && pair === '으로/로')
		return afterVowel;
	return ending === 'vowel' ? afterVowel : afterConsonant;
}

export function withParticle(word: string, pair: ParticlePair): string {
	return word + particle(word, pair);
}
