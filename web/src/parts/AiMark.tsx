import { t } from '../words';
import { Badge } from './Badge';

/* Stands on everything that was suggested by the machine. */
export function AiMark() {
	return <Badge kind="information">{t('parts.by_ai')}</Badge>;
}
