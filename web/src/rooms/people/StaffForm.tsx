import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';

/* Staff: the first factor. */
export function StaffForm() {
	const [login, setLogin] = useState('');
	const [password, setPassword] = useState('');
	const [early, setEarly] = useState(false);
	const { busy, error, enter } = useEntering();
	const empty = (text: string) =>
		(early && text === '' ? t('people.required') : undefined);
	const missing = empty(login) ?? empty(password);
	const form = useFirstError(missing ?? error);

	function submit(event: Event) {
		event.preventDefault();
		if (busy)
			return;
		setEarly(true);
		if (login !== '' && password !== '') {
			void enter(() => api.post('/api/session/password', {
				body: { login: login.trim(), password },
			}));
		}
	}

	return (
		<form class="stack entry" ref={form} onSubmit={submit} noValidate>
			<FormProblem error={error} fields={['login', 'password']} />
			<TextField
				label={t('people.login')} name="login" value={login}
				onInput={setLogin} autocomplete="username" required
				error={empty(login) ?? fieldText(error, 'login')}
			/>
			<TextField
				label={t('people.password')} name="password" type="password"
				value={password} onInput={setPassword} required
				autocomplete="current-password"
				error={empty(password) ?? fieldText(error, 'password')}
			/>
			<div><Button type="submit" busy={busy}>{t('people.go_on')}</Button></div>
		</form>
	);
}
