/* Rosters and school lists: hand in a file, and what came in before. */
import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { useLocation } from '../../app/location';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { dateTimeText, t } from '../../words/all';
import { FilterLinks } from '../teacher/FilterLinks';
import { sorted, useSort } from '../teacher/useSort';
import { StateBadge } from './StateBadge';
import { KINDS } from './states';
import { Upload } from './Upload';
import './imports.css';

type Row = Answer<'/api/imports', 'get'>['imports'][number];

const VALUES = {
	created: (row: Row) => row.created,
	file: (row: Row) => row.file_name,
	state: (row: Row) => row.state,
};

function kindText(kind: string): string {
	const words = KINDS[kind];

	return words ? t(words.wordId) : kind;
}

function Earlier({ rows }: { rows: readonly Row[] }) {
	const { query } = useLocation();
	const show = query.get('show') ?? '';
	const [sort, setSort] = useSort({ key: 'created', descending: true });
	const shown = rows.filter((row) => show === ''
		|| (show === 'done') === (row.state === 'done'));

	return (
		<>
			{rows.length > 5 && (
				<FilterLinks
					label={t('imports.show')} name="show" value={show}
					choices={[
						{ value: '', text: t('imports.show.all') },
						{ value: 'done', text: t('imports.show.done') },
						{ value: 'open', text: t('imports.show.open') },
					]}
				/>
			)}
			<Table
				caption={t('imports.earlier')} rows={sorted(shown, sort, VALUES)}
				rowKey={(row) => row.id} rowHref={(row) => `/imports/${row.id}`}
				sort={sort} onSort={setSort} empty={t('imports.empty')}
				columns={[
					{
						key: 'file', title: t('imports.file'), sortable: true,
						cell: (row) => row.file_name,
					},
					{
						key: 'kind', title: t('imports.kind'),
						cell: (row) => kindText(row.kind),
					},
					{
						key: 'state', title: t('imports.state'), sortable: true,
						cell: (row) => <StateBadge state={row.state} />,
					},
					{
						key: 'created', title: t('imports.created'),
						sortable: true, cell: (row) => dateTimeText(row.created),
					},
				]}
			/>
		</>
	);
}

export default function Imports() {
	const got = useGet('/api/imports');

	return (
		<Page title={t('app.page.imports')} lead={t('imports.lead')}>
			<Upload />
			<section class="stack">
				<h2>{t('imports.earlier')}</h2>
				<Fetched got={got}>
					{({ imports }) => <Earlier rows={imports} />}
				</Fetched>
			</section>
		</Page>
	);
}
