/* The guardian's first page: the children, and what needs an answer. */
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { WardCard } from './WardCard';

export default function Wards() {
	const { account } = useSession();
	const got = useGet('/api/wards');

	return (
		<Page
			title={t('guardian.wards.title', { name: account?.name ?? '' })}
			lead={t('guardian.wards.lead')}
		>
			<Fetched got={got}>
				{({ wards }) => (wards.length === 0
					? (
						<div class="stack empty-note">
							<p>{t('guardian.wards.none')}</p>
							<p>
								<LinkButton href="/g">{t('guardian.wards.add')}</LinkButton>
							</p>
						</div>
					)
					: (
						<>
							<StructuredList>
								{wards.map((ward) => (
									<WardCard key={ward.id} ward={ward} />
								))}
							</StructuredList>
							<div>
								<LinkButton href="/g" kind="tertiary" size="medium">
									{t('guardian.wards.add')}
								</LinkButton>
							</div>
						</>
					))}
			</Fetched>
		</Page>
	);
}
