import { useGet } from '../../api/useGet';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { ProgrammesTable } from './ProgrammesTable';
import type { Site } from './types';

export function ProgrammesOfSite({ site }: { site: Site }) {
	const got = useGet('/api/programmes', {
		query: {
			site: site.id, order: 'name',
			...(site.may_change && { closed: true }),
		},
	});
	const more = (got.data?.pages ?? 1) > 1;

	return (
		<section class="stack">
			<div class="section-head">
				<h2>{t('sites.programmes')}</h2>
				{site.may_change && site.state === 'active' && (
					<LinkButton
						href={`/sites/${site.id}/programmes/new`} size="medium"
					>
						{t('sites.programme.add')}
					</LinkButton>
				)}
			</div>
			<Fetched got={got}>
				{(data) => (
					<ProgrammesTable
						rows={data.programmes} caption={t('sites.programmes')}
						empty={t('sites.programmes.none')}
					/>
				)}
			</Fetched>
			{more && (
				<p>
					<a class="row-link" href={`/programmes?region=all&site=${site.id}`}>
						{t('sites.programmes.all')}
					</a>
				</p>
			)}
		</section>
	);
}
