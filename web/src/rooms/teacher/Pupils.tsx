/* Pupils of the own classes, found by name. */
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { Fetched } from '../../parts/Fetched';
import { Pager } from '../../parts/Pager';
import { Select } from '../../parts/Select';
import { Table } from '../../parts/Table';
import { t } from '../../words';
import { TeacherPage } from './TeacherPage';

function ClassChoice({ value }: { value: string }) {
	const { data } = useGet('/api/today');

	return (
		<Select
			label={t('teacher.class')} size="medium" value={value}
			empty={t('teacher.class.all')}
			choices={(data?.classes ?? []).map((one) => ({
				value: one.id, text: `${one.school_name} ${one.name}`,
			}))}
			onChange={(next) => navigate(
				addressWith({ class: next || null, page: null }))}
		/>
	);
}

export default function Pupils() {
	const { query } = useLocation();
	const q = query.get('q') ?? '';
	const inClass = query.get('class') ?? '';
	const page = Math.max(1, Number(query.get('page')) || 1);
	const got = useGet('/api/pupils', {
		query: {
			...(q && { q }), ...(inClass && { class: inClass }), page,
		},
	});

	return (
		<TeacherPage
			title={t('app.page.pupils')}
			lead={q && t('teacher.pupils.for', { q })}
			crumbs={[
				{ text: t('app.page.today'), href: '/today' },
				{ text: t('app.page.pupils'), href: '/pupils' },
			]}
		>
			<ClassChoice value={inClass} />
			<Fetched got={got}>
				{(data) => (
					<>
						<p role="status">
							{t('teacher.pupils.found', { count: data.total })}
						</p>
						<Table
							caption={t('app.page.pupils')} rows={data.pupils}
							rowKey={(one) => one.id}
							rowHref={(one) => `/pupils/${one.id}`}
							empty={t('teacher.pupils.none')}
							columns={[
								{
									key: 'name', title: t('teacher.name'),
									cell: (one) => one.name,
								},
								{
									key: 'school', title: t('teacher.school'),
									cell: (one) => one.school_name,
								},
								{
									key: 'class', title: t('teacher.class'),
									cell: (one) => one.class_name ?? '',
								},
								{
									key: 'number', title: t('teacher.number'),
									number: true, cell: (one) => one.number ?? '',
								},
							]}
						/>
						<Pager
							page={data.page} pages={data.pages}
							href={(n) => addressWith({ page: String(n) })}
						/>
					</>
				)}
			</Fetched>
		</TeacherPage>
	);
}
