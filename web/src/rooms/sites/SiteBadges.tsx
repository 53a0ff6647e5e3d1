import { Badge } from '../../parts/Badge';
import { t } from '../../words';

/* What a place promises, and whether it is still open to visits. */
export function SiteBadges({ one }: {
	one: { certified: boolean; step_free: string; state: string };
}) {
	if (!one.certified && one.step_free !== 'yes' && one.state === 'active')
		return <span class="quiet">–</span>;
	return (
		<span class="site-badges">
			{one.state === 'closed' && (
				<Badge kind="warning">{t('sites.state.closed')}</Badge>
			)}
			{one.certified && (
				<Badge kind="success">{t('sites.certified')}</Badge>
			)}
			{one.step_free === 'yes' && (
				<Badge kind="information">{t('sites.step_free')}</Badge>
			)}
		</span>
	);
}
