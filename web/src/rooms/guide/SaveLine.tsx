import { useEffect, useState } from 'preact/hooks';
import { problemText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { t } from '../../words';
import type { AnswerQueue, QueueState } from './answerQueue';

const SLOW_MS = 600;

/* Saving is usually over before it is noticed; only then it is said. */
function useSlow(pending: boolean): boolean {
	const [slow, setSlow] = useState(false);

	useEffect(() => {
		setSlow(false);
		if (!pending)
			return undefined;
		const timer = setTimeout(() => setSlow(true), SLOW_MS);
		return () => clearTimeout(timer);
	}, [pending]);
	return slow;
}

function words(state: QueueState, slow: boolean): string {
	if (state.refusal !== undefined)
		return problemText(state.refusal);
	if (state.failing)
		return t('guide_pupil.save.waiting', { count: state.pending });
	if (slow)
		return t('guide_pupil.save.saving');
	return t('guide_pupil.save.saved');
}

/* Whether all answers are safe, in one line that is read out when it changes. */
export function SaveLine({ state, queue }: {
	state: QueueState; queue: AnswerQueue;
}) {
	const slow = useSlow(state.pending > 0);
	const trouble = state.failing || state.refusal !== undefined;

	return (
		<div class={trouble ? 'save-line trouble' : 'save-line'}>
			<span role="status">{words(state, slow)}</span>
			{trouble && (
				<Button kind="text" size="small" onClick={queue.retry}>
					{t('guide_pupil.save.again')}
				</Button>
			)}
		</div>
	);
}
