import { Button } from '../../parts/Button';
import { t } from '../../words';
import { isDay } from '../sites/seoul';
import { WhenFields } from '../sites/WhenFields';
import { datesFrom } from './draft';
import type { StepProps } from './Wizard';

/* When it opens, closes, and until when a seat is to be answered. */
export function StepDates({ draft, set, error }: StepProps) {
	return (
		<>
			<p class="reading">{t('rounds.dates.text')}</p>
			<WhenFields
				label={t('rounds.opens')} value={draft.opens}
				hint={t('rounds.opens.hint')} error={error('opens')}
				onInput={(opens) => set({ opens })}
			/>
			<p>
				<Button
					kind="tertiary" size="small"
					disabled={!isDay(draft.opens.day)}
					onClick={() => set(datesFrom(draft.opens.day))}
				>
					{t('rounds.dates.propose')}
				</Button>
			</p>
			<WhenFields
				label={t('rounds.closes')} value={draft.closes}
				hint={t('rounds.closes.hint')} error={error('closes')}
				onInput={(closes) => set({ closes })}
			/>
			<WhenFields
				label={t('rounds.answers_until')} value={draft.answers_until}
				hint={t('rounds.answers_until.hint')}
				error={error('answers_until')}
				onInput={(answers_until) => set({ answers_until })}
			/>
		</>
	);
}
