/* What a site or a programme may be, with its words. */
import { t } from '../../words';
import type { BadgeKind } from '../../parts/Badge';
import type { Choice } from '../../parts/Select';
import type { Site } from './types';

interface Row<V extends string> {
	value: V;
	wordId: string;
}

export const SITE_KINDS: readonly Row<Site['kind']>[] = [
	{ value: 'public', wordId: 'sites.kind.public' },
	{ value: 'company', wordId: 'sites.kind.company' },
	{ value: 'university', wordId: 'sites.kind.university' },
	{ value: 'school', wordId: 'sites.kind.school' },
	{ value: 'youth', wordId: 'sites.kind.youth' },
	{ value: 'shop', wordId: 'sites.kind.shop' },
	{ value: 'other', wordId: 'sites.kind.other' },
];

export const STEP_FREE: readonly Row<Site['step_free']>[] = [
	{ value: 'yes', wordId: 'sites.step_free.yes' },
	{ value: 'partly', wordId: 'sites.step_free.partly' },
	{ value: 'no', wordId: 'sites.step_free.no' },
	{ value: 'unknown', wordId: 'sites.step_free.unknown' },
];

export const CERTIFICATIONS: readonly (Row<Site['certification']> & {
	badge: BadgeKind;
})[] = [
	{ value: 'none', wordId: 'sites.certification.none', badge: 'gray' },
	{
		value: 'applied', wordId: 'sites.certification.applied',
		badge: 'information',
	},
	{
		value: 'certified', wordId: 'sites.certification.certified',
		badge: 'success',
	},
	{
		value: 'suspended', wordId: 'sites.certification.suspended',
		badge: 'warning',
	},
	{
		value: 'revoked', wordId: 'sites.certification.revoked',
		badge: 'danger',
	},
];

export type Stage = 'elementary' | 'middle' | 'high';
export const STAGES: readonly Row<Stage>[] = [
	{ value: 'elementary', wordId: 'sites.stage.elementary' },
	{ value: 'middle', wordId: 'sites.stage.middle' },
	{ value: 'high', wordId: 'sites.stage.high' },
];

export const GRADES = [5, 6, 7, 8, 9, 10, 11, 12] as const;

export function choicesOf<V extends string>(
	rows: readonly Row<V>[],
): Choice<V>[] {
	return rows.map((row) => ({ value: row.value, text: t(row.wordId) }));
}

export function wordOf<V extends string>(
	rows: readonly Row<V>[], value: V,
): string {
	return t(rows.find((row) => row.value === value)!.wordId);
}

/* Grade 8 is the second year of a middle school. */
export function gradeText(grade: number): string {
	if (grade <= 6)
		return t('sites.grade.elementary', { year: grade });
	return grade <= 9
		? t('sites.grade.middle', { year: grade - 6 })
		: t('sites.grade.high', { year: grade - 9 });
}

export function gradesText(from: number, to: number): string {
	return from === to ? gradeText(from)
		: t('sites.grade.range', { from: gradeText(from), to: gradeText(to) });
}

export function gradeChoices(): Choice[] {
	return GRADES.map((grade) => (
		{ value: String(grade), text: gradeText(grade) }));
}
