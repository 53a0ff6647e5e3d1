import type { HTMLInputAutoCompleteAttribute } from './autocomplete';
import { Field, useWired, type FieldProps } from './Field';

export interface TextFieldProps extends FieldProps {
	value: string;
	onInput: (value: string) => void;
	onLeave?: () => void;
	name?: string;
	type?: 'text' | 'email' | 'tel' | 'password' | 'number' | 'date';
	/* More than one line. */
	rows?: number;
	autocomplete?: HTMLInputAutoCompleteAttribute;
	inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'tel';
	maxLength?: number;
	disabled?: boolean;
	readOnly?: boolean;
	size?: 'small' | 'medium' | 'large';
}

export function TextField(props: TextFieldProps) {
	const wired = useWired(props);
	const common = {
		...wired,
		class: `krds-input ${props.size ?? 'large'}`,
		name: props.name,
		value: props.value,
		maxLength: props.maxLength,
		disabled: props.disabled,
		readOnly: props.readOnly,
		autocomplete: props.autocomplete,
		placeholder: ' ',
		onBlur: props.onLeave,
		onInput: (event: { currentTarget: { value: string } }) =>
			props.onInput(event.currentTarget.value),
	};

	return (
		<Field {...props} wired={wired}>
			{props.rows
				? <textarea {...common} rows={props.rows} />
				: (
					<input
						{...common} type={props.type ?? 'text'}
						inputMode={props.inputMode}
					/>
				)}
		</Field>
	);
}
