import { Field, useWired, type FieldProps } from './Field';
import { classes } from './classes';

export interface Choice<V extends string = string> {
	value: V;
	text: string;
	hint?: string;
	disabled?: boolean;
}

export interface SelectProps<V extends string> extends FieldProps {
	value: V | '';
	choices: readonly Choice<V>[];
	onChange: (value: V) => void;
	/* What stands there while nothing is chosen. */
	empty?: string;
	name?: string;
	disabled?: boolean;
	size?: 'small' | 'medium' | 'large';
}

export function Select<V extends string>(props: SelectProps<V>) {
	const wired = useWired(props);

	return (
		<Field {...props} wired={wired}>
			<select
				{...wired}
				class={classes('krds-form-select', props.size ?? 'large',
					props.value !== '' && 'completed', props.error && 'is-error')}
				name={props.name}
				value={props.value}
				disabled={props.disabled}
				onChange={(event) => props.onChange(event.currentTarget.value as V)}
			>
				{props.empty !== undefined && (
					<option value="" disabled={props.required}>
						{props.empty}
					</option>
				)}
				{props.choices.map((choice) => (
					<option
						key={choice.value} value={choice.value}
						disabled={choice.disabled}
					>
						{choice.text}
					</option>
				))}
			</select>
		</Field>
	);
}
