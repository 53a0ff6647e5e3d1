import { api } from '../../api/client';
import { navigate } from '../../app/location';
import { useSession } from '../../app/session';
import { Page } from '../../parts/Page';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { SITE_NEW } from './siteFields';
import { SiteForm } from './SiteForm';
import './sites.css';

export default function SiteNew() {
	const { account } = useSession();

	return (
		<Page
			title={t('sites.add')} lead={t('sites.add.lead')}
			crumbs={[
				{ text: t('app.page.sites'), href: '/sites' },
				{ text: t('sites.add'), href: '/sites/new' },
			]}
		>
			<SiteForm
				start={SITE_NEW} state="active" saves={t('sites.add.do')}
				back="/sites"
				onSave={async (body) => {
					const { id } = await api.post('/api/regions/{region}/sites',
						{ path: { region: account?.region ?? '' }, body });

					toast({ text: t('sites.added', { name: body.name }) });
					navigate(`/sites/${id}`);
				}}
			/>
		</Page>
	);
}
