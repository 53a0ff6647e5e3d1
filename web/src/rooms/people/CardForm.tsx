import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { RadioGroup } from '../../parts/RadioGroup';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { CODE_LETTERS } from './cardCode';
import { CodeField } from './CodeField';
import { useEntering } from './enter';
import { FormProblem } from './FormProblem';

type Whose = 'own' | 'shared';

/* The pupil's card, typed. */
export function CardForm() {
	const [code, setCode] = useState('');
	const [whose, setWhose] = useState<Whose | ''>('');
	const [early, setEarly] = useState(false);
	const { busy, error, enter } = useEntering();
	const missing = {
		code: early && code.length < CODE_LETTERS
			? t('people.card.short', { left: CODE_LETTERS - code.length })
			: undefined,
		whose: early && whose === '' ? t('people.device.choose') : undefined,
	};
	const form = useFirstError(missing.code ?? missing.whose ?? error);

	function submit(event: Event) {
		event.preventDefault();
		if (busy)
			return;
		if (code.length < CODE_LETTERS || whose === '') {
			setEarly(true);
			return;
		}
		void enter(() => api.post('/api/session/card', {
			body: { code, own_device: whose === 'own' },
		}));
	}

	return (
		<form class="stack entry" ref={form} onSubmit={submit} noValidate>
			<p>{t('people.card.about')}</p>
			<FormProblem error={error} fields={['code']} />
			<CodeField
				label={t('people.card.code')} hint={t('people.card.hint')}
				error={missing.code ?? fieldText(error, 'code')}
				value={code} onInput={setCode}
			/>
			<RadioGroup
				label={t('people.device.question')} required
				value={whose} onChange={setWhose} error={missing.whose}
				choices={[
					{
						value: 'own', text: t('people.device.own'),
						hint: t('people.device.own.hint'),
					},
					{
						value: 'shared', text: t('people.device.shared'),
						hint: t('people.device.shared.hint'),
					},
				]}
			/>
			<div><Button type="submit" busy={busy}>{t('people.enter')}</Button></div>
		</form>
	);
}
