import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { RadioGroup } from '../../parts/RadioGroup';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { AccountPlace } from './AccountPlace';
import { STAFF, type NewAccount, type StaffRole } from './accountRows';
import { Secret } from './Secret';

const NOTHING: NewAccount = { name: '', login: '', role: 'teacher' };

/* Only the place that the role has. */
function bodyOf(wanted: NewAccount): NewAccount {
	const { name, login, role, school, duty, region, office } = wanted;
	const who = { name: name.trim(), login: login.trim(), role };

	switch (role) {
	case 'teacher': return { ...who, school, duty: duty ?? 'career' };
	case 'centre': return { ...who, region };
	case 'supervisor': return { ...who, ...(office && { office }) };
	default: return who;
	}
}

export function AccountAdd({ open, onClose, onAdded }: {
	open: boolean; onClose: () => void; onAdded: () => void;
}) {
	const act = useAct();
	const [wanted, setWanted] = useState(NOTHING);
	const [password, setPassword] = useState<string>();
	const form = useFirstError(act.error);
	const set = (change: Partial<NewAccount>) =>
		setWanted((before) => ({ ...before, ...change }));

	/* What was typed stays while the window is closed; the password does not. */
	useEffect(() => {
		if (open && password !== undefined) {
			setWanted(NOTHING);
			setPassword(undefined);
		}
	}, [open]);

	async function add() {
		if (await act.run(async () => {
			const answer = await api.post('/api/accounts',
				{ body: bodyOf(wanted) });

			setPassword(answer.password);
		}))
			onAdded();
	}

	return (
		<Modal
			open={open} title={t('engineer.account.add')} onClose={onClose}
			actions={password
				? <Button onClick={onClose}>{t('engineer.secret.noted')}</Button>
				: (
					<>
						<Button kind="tertiary" onClick={onClose}>
							{t('parts.cancel')}
						</Button>
						<Button
							busy={act.busy}
							onClick={() => form.current?.requestSubmit()}
						>
							{t('engineer.account.make')}
						</Button>
					</>
				)}
		>
			{password
				? <Secret login={wanted.login} password={password} />
				: (
					<form
						class="stack" ref={form} noValidate
						onSubmit={(event) => {
							event.preventDefault();
							void add();
						}}
					>
						<ActError act={act} />
						<RadioGroup<StaffRole>
							label={t('engineer.role')} value={wanted.role}
							choices={STAFF.map((one) => (
								{ value: one.value, text: t(one.wordId) }))}
							error={fieldText(act.error, 'role')} size="medium"
							onChange={(role) => set({ role })} inline
						/>
						<TextField
							label={t('engineer.name')} value={wanted.name} required
							size="medium" maxLength={60} autocomplete="off"
							error={fieldText(act.error, 'name')}
							onInput={(name) => set({ name })}
						/>
						<TextField
							label={t('engineer.login')} value={wanted.login} required
							size="medium" maxLength={100} autocomplete="off"
							hint={t('engineer.login.hint')}
							error={fieldText(act.error, 'login')}
							onInput={(login) => set({ login })}
						/>
						<AccountPlace wanted={wanted} error={act.error} set={set} />
					</form>
				)}
		</Modal>
	);
}
