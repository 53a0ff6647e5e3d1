import { problemText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { classes } from '../../parts/classes';
import { dateTimeText, t } from '../../words/all';
import type { RankingState } from './useRanking';

function words({ saving }: RankingState): string {
	switch (saving.status) {
	case 'idle': return t('seats.save.idle');
	case 'saving': return t('seats.save.saving');
	case 'waiting': return t('seats.save.waiting');
	case 'refused': return problemText(saving.error);
	case 'saved':
		return t('seats.save.saved',
			{ time: dateTimeText(saving.savedAt ?? Date.now()) });
	}
}

/* Whether the list is safe, in one line that is read out when it changes. */
export function WishSave({ ranking }: { ranking: RankingState }) {
	const { status } = ranking.saving;
	const trouble = status === 'waiting' || status === 'refused';

	return (
		<div class={classes('wish-save', trouble && 'trouble')} data-save={status}>
			<span role="status">{words(ranking)}</span>
			{status === 'waiting' && (
				<Button kind="text" size="small" onClick={ranking.retry}>
					{t('seats.save.again')}
				</Button>
			)}
		</div>
	);
}
