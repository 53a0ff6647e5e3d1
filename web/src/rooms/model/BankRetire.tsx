import { useEffect } from 'preact/hooks';
import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import type { Bank } from './banks';

const USED: Record<Bank['kind'], { wordId: string }> = {
	bank: { wordId: 'model.retire.used' },
	model: { wordId: 'model.retire.used.model' },
};

/* A version that was taken back stays so; so it asks. */
export function BankRetire({ bank, onClose, onRetired }: {
	bank: Bank | null; onClose: () => void; onRetired: () => void;
}) {
	const act = useAct();

	useEffect(() => act.forget(), [bank?.id]);

	async function retire(id: string) {
		if (!await act.run(() => api.post('/api/banks/{bank}/retire',
			{ path: { bank: id } })))
			return;
		onClose();
		onRetired();
		toast({ text: t('model.retire.done', { bank: id }) });
	}

	return (
		<Modal
			open={bank !== null}
			title={t('model.retire.title', { bank: bank?.id ?? '' })}
			onClose={onClose}
			actions={(
				<>
					<Button kind="tertiary" onClick={onClose}>
						{t('parts.cancel')}
					</Button>
					<Button
						busy={act.busy} onClick={() => bank && void retire(bank.id)}
					>
						{t('model.retire')}
					</Button>
				</>
			)}
		>
			<div class="stack">
				<p>
					{bank?.in_use
						? t(USED[bank.kind].wordId) : t('model.retire.unused')}
				</p>
				<p>{t('model.retire.text')}</p>
				<ActError act={act} />
			</div>
		</Modal>
	);
}
