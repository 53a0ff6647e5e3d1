import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import type { Act } from './useAct';

export function ActError({ act }: { act: Act }) {
	if (act.error === undefined)
		return null;
	return <Alert kind="danger">{problemText(act.error)}</Alert>;
}
