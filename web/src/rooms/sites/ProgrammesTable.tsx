import type { ComponentChildren } from 'preact';
import { Badge } from '../../parts/Badge';
import { Table, type Column } from '../../parts/Table';
import { dateText, t } from '../../words/all';
import { gradesText } from './choices';
import { costText, distanceText, minutesText } from './figures';
import { SiteBadges } from './SiteBadges';
import type { Programme } from './types';

function Name({ one }: { one: Programme }) {
	return (
		<>
			{one.name}
			{one.state === 'closed' && (
				<>
					{' '}
					<Badge kind="warning">{t('sites.state.closed')}</Badge>
				</>
			)}
		</>
	);
}

/* Programmes in rows; with `places`, where each is. */
export function ProgrammesTable({ rows, caption, empty, places, distances }: {
	rows: readonly Programme[]; caption: string; empty: ComponentChildren;
	places?: boolean; distances?: boolean;
}) {
	const columns: (Column<Programme> | false | undefined)[] = [
		{
			key: 'name', title: t('sites.programme'),
			cell: (one) => <Name one={one} />,
		},
		{ key: 'kind', title: t('sites.programme.kind'), cell: (one) => one.kind_name },
		{
			key: 'field', title: t('sites.field'),
			cell: (one) => one.field_name,
		},
		places && {
			key: 'site', title: t('sites.site'),
			cell: (one) => (
				<a class="row-link plain" href={`/sites/${one.site}`}>
					{one.site_name}
				</a>
			),
		},
		places && {
			key: 'badges', title: t('sites.promises'),
			cell: (one) => <SiteBadges one={{ ...one, state: 'active' }} />,
		},
		{
			key: 'grades', title: t('sites.grades'),
			cell: (one) => gradesText(one.grade_from, one.grade_to),
		},
		{
			key: 'minutes', title: t('sites.length'), number: true,
			cell: (one) => minutesText(one.minutes),
		},
		{
			key: 'cost', title: t('sites.cost'), number: true,
			cell: (one) => costText(one.cost),
		},
		{
			key: 'next', title: t('sites.next'),
			cell: (one) => (one.next == null
				? <span class="quiet">{t('sites.next.none')}</span>
				: dateText(one.next)),
		},
		distances && {
			key: 'distance', title: t('sites.distance'), number: true,
			cell: (one) => distanceText(one.distance),
		},
	];

	return (
		<Table
			caption={caption} rows={rows} rowKey={(one) => one.id}
			rowHref={(one) => `/programmes/${one.id}`} empty={empty}
			columns={columns.filter((column) => !!column)}
		/>
	);
}
