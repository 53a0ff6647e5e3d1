import { classes } from './classes';
import { FieldNote, useWired, type FieldProps } from './Field';

export interface CheckboxProps extends FieldProps {
	checked: boolean;
	onChange: (checked: boolean) => void;
	/* Some of what stands below is chosen. */
	mixed?: boolean;
	disabled?: boolean;
	name?: string;
	size?: 'medium' | 'large';
}

export function Checkbox(props: CheckboxProps) {
	const wired = useWired(props);

	return (
		<div class="form-group">
			<div class={classes('krds-form-check', props.size ?? 'large')}>
				<input
					{...wired} type="checkbox" name={props.name}
					checked={props.checked}
					indeterminate={props.mixed ?? false}
					disabled={props.disabled}
					onChange={(event) => props.onChange(event.currentTarget.checked)}
				/>
				<label for={wired.id}>
					{props.labelHidden
						? <span class="sr-only">{props.label}</span> : props.label}
				</label>
			</div>
			<FieldNote id={wired.id} hint={props.hint} error={props.error} />
		</div>
	);
}
