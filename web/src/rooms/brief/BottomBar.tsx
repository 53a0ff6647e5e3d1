import type { Autosave } from '../../api/useAutosave';
import { Button } from '../../parts/Button';
import { Dropdown } from '../../parts/Dropdown';
import { SaveState } from '../../parts/SaveState';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import type { Act } from '../teacher/useAct';
import { paperWish } from './paper';
import { fileTake } from '../teacher/fileTake';
import type { Brief } from './types';

/* Always in sight: whether the work is safe, print, sign. */
export function BottomBar({ brief, saving, act, onSign }: {
	brief: Brief; saving: Autosave; act: Act; onSign: () => void;
}) {
	const print = (copy: 'pupil' | 'teacher') => void act.run(async () => {
		saving.saveNow();
		await fileTake(paperWish(brief, copy));
	});

	return (
		<div class="bottom-bar no-print">
			<ActError act={act} />
			<div class="bottom-row">
				<SaveState {...saving} />
				<div class="row">
					<Dropdown
						label={t('brief.print')} icon="print" class="drop-up"
						items={[
							{
								text: t('brief.print.teacher'),
								onSelect: () => print('teacher'),
							},
							{
								text: t('brief.print.pupil'),
								onSelect: () => print('pupil'),
							},
						]}
					/>
					<Button size="medium" busy={act.busy} onClick={onSign}>
						{t('brief.sign')}
					</Button>
				</div>
			</div>
		</div>
	);
}
