/* Who would get what, or got it: shares by stage, school, region, group. */
import { useLocation } from '../../app/location';
import { SparkBar } from '../../parts/SparkBar';
import { Table, type Column } from '../../parts/Table';
import { numberText, percentText, t } from '../../words/all';
import { FilterLinks } from '../teacher/FilterLinks';
import { sorted, useSort } from '../teacher/useSort';
import type { Share } from './types';

const BY = [
	{ value: 'stage', wordId: 'rounds.by.stage' },
	{ value: 'region', wordId: 'rounds.by.region' },
	{ value: 'school', wordId: 'rounds.by.school' },
	{ value: 'group', wordId: 'rounds.by.group' },
] as const;

function ShareBar({ share }: { share: number | null | undefined }) {
	return share == null
		? <span class="quiet">{t('rounds.few')}</span>
		: <SparkBar share={share} text={percentText(share)} />;
}

export function Shares({ shares }: { shares: readonly Share[] }) {
	const { query } = useLocation();
	const [sort, setSort] = useSort({ key: 'placed', descending: false });
	const kinds = BY.filter(({ value }) =>
		shares.some((share) => share.by === value));
	const by = kinds.find((one) => one.value === query.get('by')) ?? kinds[0];
	const bar = (key: 'placed' | 'first' | 'three', title: string):
	Column<Share> => ({
		key, title, sortable: true, cell: (one) => <ShareBar share={one[key]} />,
	});

	if (!by)
		return <p class="quiet">{t('rounds.shares.none')}</p>;
	return (
		<section class="stack tight">
			<h3>{t('rounds.shares')}</h3>
			<FilterLinks
				label={t('rounds.shares.by')} name="by" value={by.value}
				choices={kinds.map((one) => (
					{ value: one.value, text: t(one.wordId) }))}
			/>
			<Table
				caption={t('rounds.shares.of', { by: t(by.wordId) })}
				rows={sorted(shares.filter((one) => one.by === by.value), sort, {
					name: (one) => one.name,
					applicants: (one) => one.applicants,
					placed: (one) => one.placed, first: (one) => one.first,
					three: (one) => one.three,
				})}
				rowKey={(one) => one.id} sort={sort} onSort={setSort}
				columns={[
					{
						key: 'name', title: t(by.wordId), sortable: true,
						cell: (one) => one.name,
					},
					{
						key: 'applicants', title: t('rounds.applicants'),
						number: true, sortable: true,
						cell: (one) => (one.applicants == null
							? t('rounds.few') : numberText(one.applicants)),
					},
					bar('placed', t('rounds.placed')),
					bar('first', t('rounds.got.first')),
					bar('three', t('rounds.got.three')),
				]}
			/>
			<p class="source-note">{t('rounds.few.text')}</p>
		</section>
	);
}

/* All in three figures. */
export function ResultCounts({ applicants, placed, first }: {
	applicants: number; placed: number; first: number;
}) {
	const share = (n: number) => (applicants > 0
		? `${numberText(n)} (${percentText(n / applicants)})` : numberText(n));
	const counts = [
		{ name: t('rounds.applicants'), value: numberText(applicants) },
		{ name: t('rounds.placed'), value: share(placed) },
		{ name: t('rounds.got.first'), value: share(first) },
	];

	return (
		<dl class="counts">
			{counts.map((one) => (
				<div key={one.name}>
					<dt>{one.name}</dt>
					<dd class="figures">{one.value}</dd>
				</div>
			))}
		</dl>
	);
}
