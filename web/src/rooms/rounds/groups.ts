/* Groups that seats can be reserved for. They stand in rules, never with people. */
import type { Group } from './draft';

export const GROUPS: readonly {
	value: Group; wordId: string; titleId: string;
}[] = [
	{
		value: 'care', wordId: 'rounds.group.care',
		titleId: 'rounds.group.care.text',
	},
	{
		value: 'special', wordId: 'rounds.group.special',
		titleId: 'rounds.group.special.text',
	},
	{
		value: 'migrant', wordId: 'rounds.group.migrant',
		titleId: 'rounds.group.migrant.text',
	},
	{
		value: 'rural', wordId: 'rounds.group.rural',
		titleId: 'rounds.group.rural.text',
	},
];
