/* A day and a time in 24 hours, whatever the browser's habits are. */
import { TextField } from '../../parts/TextField';
import { t } from '../../words';

export interface When {
	day: string;
	clock: string;
}

export function WhenFields({ label, value, hint, error, onInput }: {
	label: string; value: When; hint?: string; error?: string | undefined;
	onInput: (value: When) => void;
}) {
	return (
		<div class="when-fields">
			<TextField
				label={label} type="date" value={value.day} required
				size="medium" hint={hint} error={error}
				onInput={(day) => onInput({ ...value, day })}
			/>
			<ClockField
				label={t('sites.clock.of', { what: label })} value={value.clock}
				onInput={(clock) => onInput({ ...value, clock })}
			/>
		</div>
	);
}

export function ClockField({ label, value, error, onInput }: {
	label: string; value: string; error?: string | undefined;
	onInput: (clock: string) => void;
}) {
	return (
		<TextField
			label={label} value={value} required size="medium" maxLength={5}
			inputMode="numeric" autocomplete="off" error={error}
			onInput={onInput}
		/>
	);
}
