import { useId } from 'preact/hooks';

export interface SwitchProps {
	label: string;
	on: boolean;
	/* Takes effect at once; what waits for a button is a Checkbox. */
	onChange: (on: boolean) => void;
	disabled?: boolean;
}

export function Switch({ label, on, onChange, disabled }: SwitchProps) {
	const id = useId();

	return (
		<div class="krds-form-toggle-switch">
			<input
				type="checkbox" role="switch" id={id} checked={on}
				disabled={disabled}
				onChange={(event) => onChange(event.currentTarget.checked)}
			/>
			<label for={id}>
				<span class="switch-toggle"><i /></span>
				{label}
			</label>
		</div>
	);
}
