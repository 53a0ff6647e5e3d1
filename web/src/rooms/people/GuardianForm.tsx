import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { useSession } from '../../app/session';
import { Button } from '../../parts/Button';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { CODE_LETTERS } from './cardCode';
import { CodeField } from './CodeField';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';

export interface GuardianFormProps {
	/* From the address of the QR code: then it need not be typed. */
	code?: string;
	onDone?: () => void;
}

/* A guardian's one-time code; one who is signed in adds a child by it. */
export function GuardianForm({ code: given = '', onDone }: GuardianFormProps) {
	const { account } = useSession();
	const known = account?.role === 'guardian' ? account.name : null;
	const [code, setCode] = useState(given);
	const [name, setName] = useState('');
	const [early, setEarly] = useState(false);
	const { busy, error, enter } = useEntering();
	const missing = {
		code: early && code.length < CODE_LETTERS
			? t('people.card.short', { left: CODE_LETTERS - code.length })
			: undefined,
		name: early && known === null && name.trim() === ''
			? t('people.required') : undefined,
	};
	const form = useFirstError(missing.code ?? missing.name ?? error);
	const codeError = missing.code ?? fieldText(error, 'code');

	async function submit(event: Event) {
		event.preventDefault();
		setEarly(true);
		if (busy || code.length < CODE_LETTERS
		    || (known === null && name.trim() === ''))
			return;
		const body = { code, name: known ?? name.trim() };

		if (await enter(() => api.post('/api/session/link', { body })))
			onDone?.();
	}

	return (
		<form
			class="stack entry" ref={form} noValidate
			onSubmit={(event) => void submit(event)}
		>
			<p>{t('people.link.about')}</p>
			<FormProblem error={error} fields={['code', 'name']} />
			{given !== '' && codeError === undefined
				? <p>{t('people.link.code_given')}</p>
				: (
					<CodeField
						label={t('people.link.code')} hint={t('people.link.hint')}
						error={codeError} value={code} onInput={setCode}
					/>
				)}
			{known === null && (
				<TextField
					label={t('people.link.name')} name="name" value={name}
					onInput={setName} autocomplete="name" required
					hint={t('people.link.name.hint')} maxLength={60}
					error={missing.name ?? fieldText(error, 'name')}
				/>
			)}
			<div>
				<Button type="submit" busy={busy}>
					{known === null ? t('people.enter') : t('people.link.add')}
				</Button>
			</div>
		</form>
	);
}
