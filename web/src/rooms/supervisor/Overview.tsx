/* The regions within reach, as shares: where the gaps are. */
import { useGet } from '../../api/useGet';
import { useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { OverviewParts } from './OverviewParts';
import { stageOf } from './rows';
import { StageFilter } from './StageFilter';

export default function Overview() {
	const { account } = useSession();
	const { query } = useLocation();
	const stage = stageOf(query.get('stage'));
	const got = useGet('/api/overview', { query: stage ? { stage } : {} });
	const at = stage ? `?stage=${stage}` : '';

	return (
		<Page
			title={t('app.page.overview')} lead={t('overview.lead')}
			printedBy={account?.name ?? ''}
		>
			<StageFilter stage={stage} />
			<Fetched got={got}>
				{(data) => (
					<OverviewParts
						data={data} nameTitle={t('overview.region')}
						title={t('overview.regions')} counts="schools"
						href={(row) => `/overview/${row.id}${at}`}
						empty={t('overview.empty')}
					/>
				)}
			</Fetched>
		</Page>
	);
}
