import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { whenText } from './eventText';
import type { EventRow } from './types';

/* It cannot be undone and whoever holds a seat is told: so it asks. */
export function EventCancel({ event, onClose, onCancelled }: {
	event: EventRow | null; onClose: () => void; onCancelled: () => void;
}) {
	const act = useAct();

	async function cancel() {
		if (event && await act.run(() => api.post('/api/events/{event}/cancel',
			{ path: { event: event.id } }))) {
			toast({ text: t('sites.event.cancel.done') });
			onClose();
			onCancelled();
		}
	}

	return (
		<Modal
			open={event !== null} title={t('sites.event.cancel.title')}
			onClose={() => {
				act.forget();
				onClose();
			}}
			actions={(
				<>
					<Button kind="tertiary" onClick={onClose}>
						{t('sites.event.cancel.keep')}
					</Button>
					<Button busy={act.busy} onClick={() => void cancel()}>
						{t('sites.event.cancel.do')}
					</Button>
				</>
			)}
		>
			<div class="stack tight">
				{event && (
					<p>
						<strong>{event.programme_name}</strong>
						<br />
						{`${whenText(event)}, ${event.site_name}`}
					</p>
				)}
				<p>{t('sites.event.cancel.text')}</p>
				<ActError act={act} />
			</div>
		</Modal>
	);
}
