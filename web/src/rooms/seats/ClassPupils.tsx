/* Who of a class has no wish yet. */
import { useLocation } from '../../app/location';
import { Table } from '../../parts/Table';
import { t } from '../../words';
import { FilterLinks } from '../teacher/FilterLinks';
import type { ClassPupil } from './types';

export function ClassPupils({ pupils }: { pupils: readonly ClassPupil[] }) {
	const { query } = useLocation();
	const show = query.get('show') === 'none' ? 'none' : '';
	const without = pupils.filter((pupil) => pupil.wishes === 0);

	return (
		<section class="stack">
			<h2>{t('seats.pupils')}</h2>
			<FilterLinks
				label={t('seats.pupils.show')} name="show" value={show}
				choices={[
					{
						value: '', text: t('seats.pupils.all'),
						count: pupils.length,
					},
					{
						value: 'none', text: t('seats.pupils.none'),
						count: without.length,
					},
				]}
			/>
			<Table
				caption={t('seats.pupils')} rows={show ? without : pupils}
				rowKey={(pupil) => pupil.id}
				rowHref={(pupil) => `/pupils/${encodeURIComponent(pupil.id)}`}
				empty={t('seats.pupils.everybody')}
				columns={[
					{
						key: 'number', title: t('seats.pupils.number'),
						cell: (pupil) => pupil.number ?? '',
					},
					{
						key: 'name', title: t('seats.pupils.name'), names: true,
						cell: (pupil) => pupil.name,
					},
					{
						key: 'wishes', title: t('seats.pupils.wishes'), number: true,
						cell: (pupil) => (pupil.wishes === 0
							? t('seats.pupils.no_wish')
							: t('app.count.things', { count: pupil.wishes })),
					},
				]}
			/>
		</section>
	);
}
