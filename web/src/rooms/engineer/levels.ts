import type { Stage } from '../../app/session';

export const LEVELS: readonly { value: Stage; wordId: string }[] = [
	{ value: 'elementary', wordId: 'engineer.level.elementary' },
	{ value: 'middle', wordId: 'engineer.level.middle' },
	{ value: 'high', wordId: 'engineer.level.high' },
];

export function levelOf(text: string | null): Stage | undefined {
	return LEVELS.find((level) => level.value === text)?.value;
}
