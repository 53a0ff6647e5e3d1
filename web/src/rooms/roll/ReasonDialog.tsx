/* Somebody does not come, and it is known why. */
import { useEffect, useState } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { TextField } from '../../parts/TextField';
import { t } from '../../words/all';
import type { Person } from './types';

const LONGEST = 200;

export function ReasonDialog({ person, onReason, onClose }: {
	/* null: nobody is asked about. */
	person: Person | null;
	onReason: (person: Person, reason: string) => void;
	onClose: () => void;
}) {
	const [reason, setReason] = useState('');

	useEffect(() => setReason(''), [person]);
	function done() {
		if (person)
			onReason(person, reason.trim());
		onClose();
	}

	return (
		<Modal
			open={person !== null} onClose={onClose}
			title={t('roll.excuse.title', { name: person?.name ?? '' })}
			actions={(
				<Button size="medium" onClick={done}>{t('roll.excuse.do')}</Button>
			)}
		>
			<TextField
				label={t('roll.excuse.reason')} hint={t('roll.excuse.hint')}
				value={reason} maxLength={LONGEST} onInput={setReason}
			/>
		</Modal>
	);
}
