import { Table } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import type { Counts, Import } from './states';

const THINGS = [
	{ key: 'schools', wordId: 'imports.schools' },
	{ key: 'classes', wordId: 'imports.classes' },
	{ key: 'staff', wordId: 'imports.staff' },
	{ key: 'pupils', wordId: 'imports.pupils' },
] as const;

const COUNTS: readonly { key: keyof Counts; titleId: string }[] = [
	{ key: 'added', titleId: 'imports.added' },
	{ key: 'changed', titleId: 'imports.changed' },
	{ key: 'moved', titleId: 'imports.moved' },
	{ key: 'left', titleId: 'imports.left' },
	{ key: 'same', titleId: 'imports.same' },
];

/* What the file would change, or has changed. */
export function ImportCounts({ one }: { one: Import }) {
	const rows = THINGS.flatMap(({ key, wordId }) => {
		const counts = one[key];

		return counts && Object.values(counts).some((n) => n > 0)
			? [{ key, wordId, counts }] : [];
	});

	if (rows.length === 0 || ['checking', 'refused'].includes(one.state))
		return null;
	return (
		<section class="stack">
			<h2>
				{one.state === 'done'
					? t('imports.counts.done') : t('imports.counts')}
			</h2>
			<Table
				caption={t('imports.counts')} rows={rows}
				rowKey={(row) => row.key}
				columns={[
					{
						key: 'thing', title: t('imports.thing'),
						cell: (row) => t(row.wordId),
					},
					...COUNTS.map(({ key, titleId }) => ({
						key, title: t(titleId), number: true,
						cell: (row: { counts: Counts }) =>
							numberText(row.counts[key]),
					})),
				]}
			/>
			<p class="quiet">{t('imports.left.text')}</p>
		</section>
	);
}
