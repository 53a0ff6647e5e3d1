import { t } from '../../words';
import { OverviewDots } from './OverviewDots';
import { OverviewTable, type OverviewTableProps } from './OverviewTable';

/* The dots first, to see where the gaps are; the table to read them. */
export function OverviewParts(props: OverviewTableProps) {
	const few = props.data.rows.some((row) => row.few);

	return (
		<>
			{props.data.rows.length > 1 && (
				<OverviewDots data={props.data} />
			)}
			<OverviewTable {...props} />
			{few && <p class="source-note">{t('overview.few.text')}</p>}
		</>
	);
}
