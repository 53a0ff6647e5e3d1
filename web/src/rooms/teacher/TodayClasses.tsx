import { SparkBar } from '../../parts/SparkBar';
import { Table } from '../../parts/Table';
import { t } from '../../words';
import { bySchool, type TodayClass } from './todayRows';
import { sorted, useSort } from './useSort';

const VALUES = {
	name: (one: TodayClass) => one.grade * 1000,
	pupils: (one: TodayClass) => one.pupils,
	answered: (one: TodayClass) => share(one.answered, one.pupils),
	signed: (one: TodayClass) => share(one.signed, one.pupils),
	ready: (one: TodayClass) => one.drafts,
};

function share(part: number, whole: number): number {
	return whole > 0 ? part / whole : 0;
}

function Of({ part, whole }: { part: number; whole: number }) {
	return (
		<SparkBar
			share={share(part, whole)}
			text={t('teacher.of', { part, whole })}
		/>
	);
}

/* The own classes, school by school, with how far each has come. */
export function TodayClasses({ classes }: { classes: readonly TodayClass[] }) {
	const [sort, setSort] = useSort({ key: 'name', descending: false });

	return (
		<section class="stack">
			<h2>{t('teacher.classes')}</h2>
			{bySchool(classes).map((school) => (
				<div key={school.school} class="stack">
					<h3>{school.name}</h3>
					<Table
						caption={school.name}
						rows={sorted(school.classes, sort, VALUES)}
						rowKey={(one) => one.id}
						rowHref={(one) => `/classes/${one.id}`}
						sort={sort} onSort={setSort}
						columns={[
							{
								key: 'name', title: t('teacher.class'), sortable: true,
								cell: (one) => one.name,
							},
							{
								key: 'answered', title: t('teacher.answered'),
								sortable: true,
								cell: (one) => (
									<Of part={one.answered} whole={one.pupils} />
								),
							},
							{
								key: 'signed', title: t('teacher.signed'),
								sortable: true,
								cell: (one) => (
									<Of part={one.signed} whole={one.pupils} />
								),
							},
							{
								key: 'ready', title: t('teacher.ready'),
								number: true, sortable: true,
								cell: (one) => t('app.count.people', { count: one.drafts }),
							},
							{
								key: 'pupils', title: t('teacher.pupils'),
								number: true, sortable: true,
								cell: (one) => t('app.count.people', { count: one.pupils }),
							},
						]}
					/>
				</div>
			))}
		</section>
	);
}
