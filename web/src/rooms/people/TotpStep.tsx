import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { CodeOfSix } from './CodeOfSix';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';

/* Staff: the second factor. */
export function TotpStep() {
	const [code, setCode] = useState('');
	const { busy, error, enter } = useEntering();
	const form = useFirstError(error);

	async function send(digits: string) {
		if (busy || digits.length < 6)
			return;
		if (!await enter(() => api.post('/api/session/totp', {
			body: { code: digits },
		})))
			setCode('');
	}

	return (
		<form
			class="stack entry" ref={form} noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void send(code);
			}}
		>
			<p>{t('people.totp.about')}</p>
			<FormProblem error={error} fields={['code']} />
			<CodeOfSix
				value={code} onInput={setCode} error={fieldText(error, 'code')}
				onFull={(digits) => void send(digits)}
			/>
			<div><Button type="submit" busy={busy}>{t('people.enter')}</Button></div>
		</form>
	);
}
