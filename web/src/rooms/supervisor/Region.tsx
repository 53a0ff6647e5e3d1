/* A region's schools, as shares; here the way down ends. */
import { useGet } from '../../api/useGet';
import { useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { OverviewParts } from './OverviewParts';
import { stageOf } from './rows';
import { StageFilter } from './StageFilter';

export default function Region({ params }: PageProps) {
	const id = params.region ?? '';
	const { account } = useSession();
	const { query } = useLocation();
	const stage = stageOf(query.get('stage'));
	const filter = stage ? { stage } : {};
	const got = useGet('/api/overview/{region}',
		{ path: { region: id }, query: filter });
	const all = useGet('/api/overview', { query: filter });
	const region = all.data?.rows.find((row) => row.id === id);
	const name = region?.name ?? t('overview.region');

	return (
		<Page
			title={name} lead={t('overview.region.lead')}
			printedBy={account?.name ?? ''}
			crumbs={[
				{
					text: t('app.page.overview'),
					href: stage ? `/overview?stage=${stage}` : '/overview',
				},
				{ text: name, href: `/overview/${id}` },
			]}
		>
			<StageFilter stage={stage} />
			<Fetched got={got}>
				{(data) => (
					<OverviewParts
						data={data} nameTitle={t('overview.school')}
						title={t('overview.schools')} counts="level"
						empty={t('overview.region.empty')}
					/>
				)}
			</Fetched>
		</Page>
	);
}
