/* Opens the draft of a pupil, made when there is none, and goes there. */
import { useEffect } from 'preact/hooks';
import { api } from '../../api/client';
import { navigate } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Button } from '../../parts/Button';
import { Loading } from '../../parts/Loading';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';

export default function BriefOpen({ params }: PageProps) {
	const pupil = params.pupil ?? '';
	const act = useAct();

	const open = () => void act.run(async () => {
		const { search } = window.location;
		const draft = await api.post('/api/pupils/{pupil}/briefs',
			{ path: { pupil } });

		navigate(`/briefs/${draft.id}${search}`, { replace: true });
	});

	useEffect(open, [pupil]);
	if (act.error === undefined)
		return <Loading />;
	return (
		<Page title={t('app.page.brief')}>
			<ActError act={act} />
			<p><Button onClick={open}>{t('parts.again')}</Button></p>
		</Page>
	);
}
