import { t } from '../words';

/* Stands below every figure that comes from O*NET. */
export function OnetNote() {
	return <p class="source-note">{t('parts.onet')}</p>;
}
