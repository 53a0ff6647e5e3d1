import { SparkBar } from '../../parts/SparkBar';
import { Table } from '../../parts/Table';
import { numberText, percentText, t } from '../../words/all';
import { sorted, useSort } from '../teacher/useSort';
import {
	gapOf, STAGE_WORDS, stageOf, type OverviewAnswer, type OverviewRow,
} from './rows';

export interface OverviewTableProps {
	data: OverviewAnswer;
	title: string;
	nameTitle: string;
	/* What a row holds: how many schools, or of which level it is. */
	counts: 'schools' | 'level';
	href?: (row: OverviewRow) => string;
	empty: string;
}

function Share({ share, mean }: {
	share: number | null | undefined; mean?: number | null | undefined;
}) {
	if (share == null)
		return <span class="quiet">{t('overview.few')}</span>;
	return (
		<SparkBar
			share={share} text={percentText(share)} mark={mean ?? undefined}
		/>
	);
}

function gapText(gap: number | null): string {
	if (gap === null)
		return '–';
	if (gap === 0)
		return '0';
	return gap > 0 ? `+${numberText(gap)}` : `−${numberText(-gap)}`;
}

function levelText(row: OverviewRow): string {
	const stage = stageOf(row.level);

	return stage ? t(STAGE_WORDS[stage].wordId) : '';
}

function valuesOf(data: OverviewAnswer) {
	return {
		name: (row: OverviewRow) => row.name,
		part: (row: OverviewRow) => row.schools ?? 0,
		level: (row: OverviewRow) => levelText(row),
		pupils: (row: OverviewRow) => row.pupils,
		answered: (row: OverviewRow) => row.answered,
		gap: (row: OverviewRow) => gapOf(row.answered, data.answered),
		signed: (row: OverviewRow) => row.signed,
		consent: (row: OverviewRow) => row.consent_missing,
	};
}

export function OverviewTable(props: OverviewTableProps) {
	const { data, counts } = props;
	const [sort, setSort] = useSort({ key: 'gap', descending: false });

	return (
		<section class="stack">
			<h2>{props.title}</h2>
			<Table
				caption={props.title} rows={sorted(data.rows, sort, valuesOf(data))}
				rowKey={(row) => row.id} rowHref={props.href}
				sort={sort} onSort={setSort} empty={props.empty}
				columns={[
					{
						key: 'name', title: props.nameTitle, sortable: true,
						cell: (row) => row.name,
					},
					counts === 'schools'
						? {
							key: 'part', title: t('overview.schools.count'),
							number: true, sortable: true,
							cell: (row) => numberText(row.schools ?? 0),
						}
						: {
							key: 'level', title: t('overview.level'),
							sortable: true, cell: levelText,
						},
					{
						key: 'pupils', title: t('overview.pupils'),
						number: true, sortable: true,
						cell: (row) => numberText(row.pupils),
					},
					{
						key: 'answered', title: t('overview.answered'),
						sortable: true,
						cell: (row) => (
							<Share share={row.answered} mean={data.answered} />
						),
					},
					{
						key: 'gap', title: t('overview.gap'), number: true,
						sortable: true,
						cell: (row) => gapText(
							gapOf(row.answered, data.answered)),
					},
					{
						key: 'signed', title: t('overview.signed'),
						sortable: true,
						cell: (row) => (
							<Share share={row.signed} mean={data.signed} />
						),
					},
					{
						key: 'consent', title: t('overview.consent'),
						sortable: true,
						cell: (row) => <Share share={row.consent_missing} />,
					},
				]}
			/>
			<p class="source-note">{t('overview.gap.text')}</p>
		</section>
	);
}
