import { Badge } from '../../parts/Badge';
import { Table } from '../../parts/Table';
import { dateText, t } from '../../words/all';
import {
	briefHref, fits, type ClassAnswer, type ClassPupil, type Show,
} from './classFilter';
import { NoticeBadges } from './NoticeBadges';
import { sorted, useSort } from './useSort';

const TESTS: Record<ClassPupil['test'], number> = {
	none: 0, running: 1, done: 2,
};
const BRIEFS: Record<ClassPupil['brief'], number> = {
	none: 0, draft: 1, signed: 2,
};

const VALUES = {
	number: (one: ClassPupil) => one.number,
	name: (one: ClassPupil) => one.name,
	test: (one: ClassPupil) => TESTS[one.test] * 1000 + one.answered,
	letters: (one: ClassPupil) => one.letters ?? null,
	brief: (one: ClassPupil) => BRIEFS[one.brief],
};

function TestState({ pupil, total }: { pupil: ClassPupil; total: number }) {
	if (pupil.test === 'done') {
		return (
			<>
				{pupil.finished
					? t('teacher.test.done_at', { date: dateText(pupil.finished) })
					: t('teacher.test.done')}
			</>
		);
	}
	if (pupil.test === 'running') {
		return (
			<Badge kind="information">
				{t('teacher.test.running', { part: pupil.answered, whole: total })}
			</Badge>
		);
	}
	return <Badge>{t('teacher.test.none')}</Badge>;
}

function BriefLink({ pupil, inClass }: { pupil: ClassPupil; inClass: string }) {
	const href = briefHref(pupil.id, inClass);
	const named = <span class="sr-only">{`${pupil.name} `}</span>;

	if (pupil.brief === 'signed') {
		return (
			<a class="row-link" href={`/pupils/${pupil.id}`}>
				{named}
				{t('teacher.brief.signed', { version: pupil.version ?? 1 })}
			</a>
		);
	}
	return (
		<a class="row-link" href={href}>
			{named}
			{pupil.test === 'done'
				? t('teacher.brief.read') : t('teacher.brief.open')}
		</a>
	);
}

/* Every pupil of the class, or those whom the filter in the address means. */
export function ClassTable({ data, show }: {
	data: ClassAnswer; show: Show | '';
}) {
	const [sort, setSort] = useSort({ key: 'number', descending: false });
	const rows = sorted(
		data.pupils.filter((pupil) => fits(pupil, show)), sort, VALUES);

	return (
		<Table
			caption={t('teacher.class.table', { name: data.name })}
			rows={rows} rowKey={(one) => one.id}
			rowHref={(one) => `/pupils/${one.id}`}
			sort={sort} onSort={setSort}
			empty={show === ''
				? t('teacher.class.empty') : t('teacher.class.none_such')}
			columns={[
				{
					key: 'number', title: t('teacher.number'), number: true,
					sortable: true, cell: (one) => one.number ?? '',
				},
				{
					key: 'name', title: t('teacher.name'), names: true,
					sortable: true, cell: (one) => one.name,
				},
				{
					key: 'test', title: t('teacher.test'), sortable: true,
					cell: (one) => <TestState pupil={one} total={data.total} />,
				},
				{
					key: 'letters', title: t('teacher.letters'), sortable: true,
					cell: (one) => one.letters ?? '–',
				},
				{
					key: 'brief', title: t('teacher.brief'), sortable: true,
					cell: (one) => <BriefLink pupil={one} inClass={data.id} />,
				},
				{
					key: 'notices', title: t('teacher.notices'),
					cell: (one) => <NoticeBadges pupil={one} />,
				},
			]}
		/>
	);
}
