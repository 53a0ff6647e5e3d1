import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Switch } from '../../parts/Switch';
import { t } from '../../words';

/*
 * Take or refuse suggestions by AI, with what changes and what does not, before
 * it is pressed. It can be turned back at any time.
 */
export function AiSwitch({ pupil, on, onChanged }: {
	pupil: string; on: boolean; onChanged: () => void;
}) {
	const [now, setNow] = useState(on);
	const [error, setError] = useState<unknown>(undefined);

	async function change(wanted: boolean) {
		setNow(wanted);
		setError(undefined);
		try {
			await api.put('/api/pupils/{pupil}/ai', {
				path: { pupil }, body: { on: wanted },
			});
			onChanged();
		} catch (failure) {
			setNow(!wanted);
			setError(() => failure);
		}
	}

	return (
		<div class="stack">
			<Switch
				label={t('people.ai.switch')} on={now}
				onChange={(wanted) => void change(wanted)}
			/>
			<p role="status">
				{now ? t('people.ai.on') : t('people.ai.off')}
			</p>
			{error !== undefined && (
				<Alert kind="danger">{problemText(error)}</Alert>
			)}
			<ul class="plain-list">
				<li>{t('people.ai.if_on')}</li>
				<li>{t('people.ai.if_off')}</li>
				<li>{t('people.ai.never')}</li>
			</ul>
		</div>
	);
}
