import { addressWith, useLocation } from '../../app/location';
import { Pager } from '../../parts/Pager';
import { Table } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import { FilterLinks } from '../teacher/FilterLinks';
import type { Import } from './states';

const ROWS = 50;

function columnText(error: Import['errors'][number]): string {
	return error.column_name ?? (error.column ? String(error.column) : '–');
}

/* Each fault by file, line and column, with what to do. */
export function ImportErrors({ one }: { one: Import }) {
	const { query } = useLocation();
	const files = [...new Set(one.errors.map((error) => error.file))];
	const file = query.get('file') ?? '';
	const rows = one.errors.map((error, i) => ({ ...error, i }))
		.filter((error) => file === '' || error.file === file);
	const pages = Math.max(1, Math.ceil(rows.length / ROWS));
	const page = Math.min(pages, Math.max(1, Number(query.get('page')) || 1));

	return (
		<section class="stack">
			<h2>{t('imports.errors', { count: one.error_count })}</h2>
			{one.error_count > one.errors.length && (
				<p>
					{t('imports.errors.first', {
						shown: numberText(one.errors.length),
					})}
				</p>
			)}
			{files.length > 1 && (
				<FilterLinks
					label={t('imports.file')} name="file" value={file}
					choices={[
						{ value: '', text: t('imports.show.all') },
						...files.map((name) => ({ value: name, text: name })),
					]}
				/>
			)}
			<Table
				caption={t('imports.errors', { count: one.error_count })}
				rows={rows.slice((page - 1) * ROWS, page * ROWS)}
				rowKey={(error) => String(error.i)}
				columns={[
					{
						key: 'file', title: t('imports.file'),
						cell: (error) => error.file,
					},
					{
						key: 'line', title: t('imports.line'), number: true,
						cell: (error) => numberText(error.line),
					},
					{
						key: 'column', title: t('imports.column'),
						cell: columnText,
					},
					{
						key: 'text', title: t('imports.what_to_do'),
						cell: (error) => (
							<span class="error-text">{error.text}</span>
						),
					},
					{
						key: 'value', title: t('imports.value'),
						cell: (error) => (
							<span class="error-value">{error.value ?? '–'}</span>
						),
					},
				]}
			/>
			<Pager
				page={page} pages={pages}
				href={(n) => addressWith({ page: n === 1 ? null : String(n) })}
			/>
		</section>
	);
}
