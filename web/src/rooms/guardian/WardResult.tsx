/* What a child's answers show, for the guardian. */
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import type { PageProps } from '../../app/routes';
import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { ResultView } from '../guide/ResultView';

export default function WardResult({ params }: PageProps) {
	const pupil = params.pupil ?? '';
	const at = `/wards/${encodeURIComponent(pupil)}`;
	const { account } = useSession();
	const { data } = useGet('/api/pupils/{pupil}', { path: { pupil } });
	const name = data?.name ?? t('app.page.ward');

	return (
		<ResultView
			pupil={pupil} title={t('guardian.result.of', { name })}
			printedBy={account?.name ?? ''}
			crumbs={[
				{ text: t('app.page.wards'), href: '/' },
				{ text: name, href: at },
				{ text: t('guardian.result'), href: `${at}/result` },
			]}
			empty={(
				<div class="stack empty-note">
					<p>{t('guardian.result.none')}</p>
					<p>
						<LinkButton href={`${at}?tab=consent`} kind="secondary">
							{t('guardian.read_consent')}
						</LinkButton>
					</p>
				</div>
			)}
			refused={t('guardian.result.no_ai')}
		/>
	);
}
