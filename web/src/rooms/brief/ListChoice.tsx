/* Which of a model's two lists is shown, and the press that shows the other. */
import type { Answer } from '../../api/client';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { t } from '../../words';

export type ListName = 'explore' | 'own';
type Versions = Answer<'/api/pupils/{pupil}/result', 'get'>['versions'];

const WORDS: Record<ListName, { wordId: string }> = {
	explore: { wordId: 'brief.list.explore' },
	own: { wordId: 'brief.list.own' },
};
const OTHER: Record<ListName, { wordId: string }> = {
	explore: { wordId: 'brief.list.to_own' },
	own: { wordId: 'brief.list.to_explore' },
};

export function ListChoice({ versions, busy = false, onChoose }: {
	versions: Versions | null | undefined;
	busy?: boolean;
	/* Left out: it is only told. */
	onChoose?: (list: ListName) => void;
}) {
	const list = versions?.list;

	if (list !== 'explore' && list !== 'own')
		return null;
	return (
		<Alert
			kind="info"
			action={onChoose && (
				<Button
					kind="tertiary" size="small" busy={busy} class="no-print"
					onClick={() => onChoose(list === 'own' ? 'explore' : 'own')}
				>
					{t(OTHER[list].wordId)}
				</Button>
			)}
		>
			{t(WORDS[list].wordId)}
		</Alert>
	);
}
