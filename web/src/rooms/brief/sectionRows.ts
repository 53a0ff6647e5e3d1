/* The parts of a brief in the teacher's own words, in the order of a talk. */

export interface SectionRow {
	id: string;
	wordId: string;
	labelId: string;
	/* Stands on the pupil's copy too. */
	shared: boolean;
}

export const SECTIONS: readonly SectionRow[] = [
	{
		id: 'talk', wordId: 'brief.section.talk',
		labelId: 'brief.section.talk.for', shared: false,
	},
	{
		id: 'changes', wordId: 'brief.section.changes',
		labelId: 'brief.section.changes.for', shared: true,
	},
	{
		id: 'agreed', wordId: 'brief.section.agreed',
		labelId: 'brief.section.agreed.for', shared: true,
	},
	{
		id: 'summary', wordId: 'brief.section.summary',
		labelId: 'brief.section.summary.for', shared: true,
	},
	{
		id: 'teacher', wordId: 'brief.section.teacher',
		labelId: 'brief.section.teacher.for', shared: false,
	},
];
