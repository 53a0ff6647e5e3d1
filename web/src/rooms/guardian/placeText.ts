import { t } from '../../words';

/* School and class; the grade where there is no class yet. */
export function placeText({ school_name: school, class_name: name, grade }: {
	school_name: string; class_name?: string | null; grade: number;
}): string {
	return `${school} · ${name || t('guardian.grade', { grade })}`;
}
