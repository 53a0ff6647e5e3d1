import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import { navigate } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Page } from '../../parts/Page';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { PROGRAMME_NEW } from './programmeFields';
import { ProgrammeForm } from './ProgrammeForm';
import './sites.css';

export default function ProgrammeNew({ params }: PageProps) {
	const site = params.site ?? '';
	const { data } = useGet('/api/sites/{site}', { path: { site } });

	return (
		<Page
			title={t('sites.programme.add')} lead={data?.name}
			crumbs={[
				{ text: t('app.page.sites'), href: '/sites' },
				{ text: data?.name ?? t('app.page.site'), href: `/sites/${site}` },
				{
					text: t('sites.programme.add'),
					href: `/sites/${site}/programmes/new`,
				},
			]}
		>
			<ProgrammeForm
				start={PROGRAMME_NEW} state="active" back={`/sites/${site}`}
				saves={t('sites.programme.add.do')}
				onSave={async (body) => {
					const { id } = await api.post('/api/sites/{site}/programmes',
						{ path: { site }, body });

					toast({ text: t('sites.programme.added', { name: body.name }) });
					navigate(`/programmes/${id}`);
				}}
			/>
		</Page>
	);
}
