import type { Autosave } from '../api/useAutosave';
import { problemText } from '../api/problem';
import { t, timeText } from '../words/all';
import { Button } from './Button';

/* Takes what useAutosave() gives, and says whether the work is safe. */
export function SaveState({ status, savedAt, error, saveNow }: Autosave) {
	return (
		<div class={`save-state ${status}`} role="status">
			{status === 'idle' && t('parts.save.idle')}
			{status === 'saving' && t('parts.save.saving')}
			{status === 'saved' && savedAt !== undefined
				&& t('parts.save.saved', { time: timeText(savedAt) })}
			{status === 'failed' && (
				<>
					<strong>{t('parts.save.failed')}</strong>
					<span>{problemText(error)}</span>
					<Button kind="text" size="small" onClick={saveNow}>
						{t('parts.save.again')}
					</Button>
				</>
			)}
		</div>
	);
}
