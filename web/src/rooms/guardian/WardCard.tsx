import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { Badge } from '../../parts/Badge';
import { LinkButton } from '../../parts/LinkButton';
import { Card } from '../../parts/StructuredList';
import { t } from '../../words';
import { placeText } from './placeText';

type Row = Answer<'/api/wards', 'get'>['wards'][number];

/* One child: where it goes to school, and whether a consent is waited for. */
export function WardCard({ ward }: { ward: Row }) {
	const path = { pupil: ward.id };
	const { data } = useGet('/api/pupils/{pupil}', { path });
	const waits = data?.consent === 'guardian';
	const href = `/wards/${ward.id}`;

	return (
		<Card
			title={ward.name} level={2} href={href}
			text={placeText(ward)}
			badges={(
				<>
					{waits && (
						<Badge kind="warning">{t('guardian.badge.consent')}</Badge>
					)}
					{data?.consent === 'given' && (
						<Badge kind="success">{t('guardian.badge.given')}</Badge>
					)}
					{data && !data.ai && <Badge>{t('guardian.badge.no_ai')}</Badge>}
				</>
			)}
			actions={(
				<LinkButton
					href={waits ? `${href}?tab=consent` : href} size="medium"
					kind={waits ? 'primary' : 'secondary'}
				>
					{waits ? t('guardian.read_consent') : t('guardian.open')}
				</LinkButton>
			)}
		/>
	);
}
