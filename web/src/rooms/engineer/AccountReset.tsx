import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import type { AccountRow } from './accountRows';
import { Secret } from './Secret';

/* A new password, and the second factor anew; cannot be undone, so it asks. */
export function AccountReset({ one, onClose, onReset }: {
	one: AccountRow | null; onClose: () => void; onReset: () => void;
}) {
	const act = useAct();
	const [password, setPassword] = useState<string>();

	useEffect(() => {
		setPassword(undefined);
		act.forget();
	}, [one?.id]);

	async function reset(id: string) {
		if (await act.run(async () => {
			const answer = await api.post('/api/accounts/{account}/reset',
				{ path: { account: id } });

			setPassword(answer.password);
		}))
			onReset();
	}

	return (
		<Modal
			open={one !== null} title={t('engineer.account.reset')}
			onClose={onClose}
			actions={password
				? <Button onClick={onClose}>{t('engineer.secret.noted')}</Button>
				: (
					<>
						<Button kind="tertiary" onClick={onClose}>
							{t('parts.cancel')}
						</Button>
						<Button
							busy={act.busy}
							onClick={() => one && void reset(one.id)}
						>
							{t('engineer.account.reset')}
						</Button>
					</>
				)}
		>
			{password
				? <Secret login={one?.login ?? ''} password={password} />
				: (
					<p>
						{t('engineer.account.reset.text', { name: one?.name ?? '' })}
					</p>
				)}
			<ActError act={act} />
		</Modal>
	);
}
