import type { Answer } from '../../api/client';
import type { Show } from './classFilter';

export type TodayClass = Answer<'/api/today', 'get'>['classes'][number];

export interface SchoolClasses {
	school: string;
	name: string;
	classes: TodayClass[];
}

/* Schools in the order in which their first class comes. */
export function bySchool(classes: readonly TodayClass[]): SchoolClasses[] {
	const schools = new Map<string, SchoolClasses>();

	for (const one of classes) {
		const school = schools.get(one.school)
			?? { school: one.school, name: one.school_name, classes: [] };

		school.classes.push(one);
		schools.set(one.school, school);
	}
	return [...schools.values()];
}

/* How many pupils of a class need something, by what they need. */
export function needOf(one: TodayClass, show: Show): number {
	switch (show) {
	case 'unanswered': return one.pupils - one.answered;
	case 'ready': return one.drafts;
	case 'signed': return one.signed;
	case 'refused': return one.refused;
	default: return one.consent_missing;
	}
}
