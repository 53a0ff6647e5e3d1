import { Badge } from '../../parts/Badge';
import { t } from '../../words';
import type { Suggestion } from './types';

/* On what is too unsure to be a result: something to find out about. */
export function OpenBadge({ suggestion }: { suggestion: Suggestion }) {
	if (suggestion.sureness !== 'open')
		return null;
	return <Badge kind="secondary">{t('brief.sure.mark')}</Badge>;
}
