import { Badge } from '../../parts/Badge';
import { t } from '../../words';
import { stateOf } from './states';

export function StateBadge({ state }: { state: string }) {
	const { wordId, badge } = stateOf(state);

	return <Badge kind={badge}>{t(wordId)}</Badge>;
}
