import { TextField } from '../../parts/TextField';
import { t } from '../../words';

/* The six digits of the phone; the sixth one sends. */
export function CodeOfSix({ value, onInput, onFull, error }: {
	value: string;
	onInput: (value: string) => void;
	onFull: (value: string) => void;
	error: string | undefined;
}) {
	function take(typed: string) {
		const digits = typed.replace(/\D/g, '').slice(0, 6);

		onInput(digits);
		if (digits.length === 6 && digits !== value)
			onFull(digits);
	}

	return (
		<TextField
			label={t('people.totp.code')} hint={t('people.totp.code.hint')}
			name="code" value={value} onInput={take} required
			inputMode="numeric" autocomplete="one-time-code" error={error}
		/>
	);
}
