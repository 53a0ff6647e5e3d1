import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/TextField';
import { toast } from '../../parts/Toast';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { FormProblem } from './FormProblem';

const SHORTEST = 10;

/* Staff change the own password; other devices are signed out by it. */
export function PasswordForm() {
	const [old, setOld] = useState('');
	const [next, setNext] = useState('');
	const [busy, setBusy] = useState(false);
	const [early, setEarly] = useState(false);
	const [error, setError] = useState<unknown>(undefined);
	const missing = {
		old: early && old === '' ? t('people.required') : undefined,
		next: early && next.length < SHORTEST
			? t('people.password.short', { least: SHORTEST }) : undefined,
	};
	const form = useFirstError(missing.old ?? missing.next ?? error);

	async function send() {
		setBusy(true);
		setError(undefined);
		try {
			await api.put('/api/account/password', { body: { old, new: next } });
			setOld('');
			setNext('');
			setEarly(false);
			toast({ text: t('people.password.changed') });
		} catch (failure) {
			setError(() => failure);
		} finally {
			setBusy(false);
		}
	}

	return (
		<form
			class="stack entry" ref={form} noValidate
			onSubmit={(event) => {
				event.preventDefault();
				setEarly(true);
				if (!busy && old !== '' && next.length >= SHORTEST)
					void send();
			}}
		>
			<FormProblem error={error} fields={['old', 'new']} />
			<TextField
				label={t('people.password.old')} type="password" value={old}
				onInput={setOld} autocomplete="current-password" required
				error={missing.old ?? fieldText(error, 'old')}
			/>
			<TextField
				label={t('people.password.new')} type="password" value={next}
				onInput={setNext} autocomplete="new-password" required
				hint={t('people.password.hint', { least: SHORTEST })}
				error={missing.next ?? fieldText(error, 'new')}
			/>
			<div>
				<Button type="submit" kind="secondary" busy={busy}>
					{t('people.password.change')}
				</Button>
			</div>
		</form>
	);
}
