import { api } from '../../api/client';
import { Switch } from '../../parts/Switch';
import { t } from '../../words';
import { ActError } from './ActError';
import type { PupilAnswer } from './Pupil';
import { useAct } from './useAct';

/* Suggestions taken or refused, as the pupil has asked the teacher. */
export function PupilAi({ pupil, reload }: {
	pupil: PupilAnswer; reload: () => void;
}) {
	const act = useAct();

	async function change(on: boolean) {
		await act.run(() => api.put('/api/pupils/{pupil}/ai', {
			path: { pupil: pupil.id }, body: { on },
		}));
		reload();
	}

	return (
		<section class="stack">
			<h2>{t('teacher.ai')}</h2>
			<p>{t('teacher.ai.wish')}</p>
			<Switch
				label={t('teacher.ai.switch')} on={pupil.ai} disabled={act.busy}
				onChange={(on) => void change(on)}
			/>
			<p role="status">
				{pupil.ai ? t('teacher.ai.on') : t('teacher.ai.off')}
			</p>
			<ActError act={act} />
		</section>
	);
}
