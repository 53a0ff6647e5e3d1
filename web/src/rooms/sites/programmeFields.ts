/* A programme as its form holds it: figures as text until it is sent. */
import type { Programme, ProgrammeBody } from './types';

export interface ProgrammeFields {
	name: string;
	kind: Programme['kind'];
	field: string;
	about: string;
	grade_from: string;
	grade_to: string;
	standards: string[];
	minutes: string;
	cost: string;
	safety: string;
	pupils_per_adult: string;
}

export const PROGRAMME_NEW: ProgrammeFields = {
	name: '', kind: 'FIELD', field: '', about: '', grade_from: '7',
	grade_to: '9', standards: [], minutes: '120', cost: '0', safety: '',
	pupils_per_adult: '10',
};

export function fieldsOf(one: Programme): ProgrammeFields {
	const { name, kind, field, about, safety } = one;

	return {
		name, kind, field, about, safety,
		grade_from: String(one.grade_from), grade_to: String(one.grade_to),
		standards: one.standards.map((standard) => standard.code),
		minutes: String(one.minutes), cost: String(one.cost),
		pupils_per_adult: String(one.pupils_per_adult),
	};
}

const WHOLE = ['minutes', 'cost', 'pupils_per_adult'] as const;
type Whole = (typeof WHOLE)[number];

/* "10,000" is a whole number, too. */
export function wholeRead(text: string): number | undefined {
	const bare = text.replace(/[,\s]/g, '');

	return /^\d{1,9}$/.test(bare) ? Number(bare) : undefined;
}

/* Of which fields the text is no whole number. */
export function unread(fields: ProgrammeFields): Whole[] {
	return WHOLE.filter((name) => wholeRead(fields[name]) === undefined);
}

/* Once unread() has found none. */
export function programmeBody(
	fields: ProgrammeFields, state: Programme['state'],
): ProgrammeBody {
	const { name, kind, field, about, standards, safety } = fields;

	return {
		name: name.trim(), kind, field, about, standards, safety, state,
		grade_from: Number(fields.grade_from),
		grade_to: Number(fields.grade_to),
		minutes: wholeRead(fields.minutes)!, cost: wholeRead(fields.cost)!,
		pupils_per_adult: wholeRead(fields.pupils_per_adult)!,
	};
}
