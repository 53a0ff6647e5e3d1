import { Alert } from '../../parts/Alert';
import { t } from '../../words';

/* Warns, and does not stop, where one adult has more pupils than the norm. */
export function StaffNorm({ norm, pupils }: {
	norm: number | null | undefined; pupils: number | undefined;
}) {
	if (norm == null || pupils === undefined || pupils <= norm)
		return null;
	return (
		<Alert kind="info">{t('sites.norm.more', { norm, pupils })}</Alert>
	);
}
