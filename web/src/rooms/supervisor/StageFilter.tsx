import type { Stage } from '../../app/session';
import { t } from '../../words';
import { FilterLinks } from '../teacher/FilterLinks';
import { STAGE_WORDS, STAGES } from './rows';
import './overview.css';

export function StageFilter({ stage }: { stage: Stage | null }) {
	return (
		<FilterLinks
			label={t('overview.stage')} name="stage" value={stage ?? ''}
			choices={[
				{ value: '', text: t('overview.stage.all') },
				...STAGES.map((one) => (
					{ value: one, text: t(STAGE_WORDS[one].wordId) })),
			]}
		/>
	);
}
