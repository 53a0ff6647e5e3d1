import { classes } from './classes';
import { FieldNote, RequiredMark, useWired, type FieldProps } from './Field';
import type { Choice } from './Select';

export interface RadioGroupProps<V extends string> extends FieldProps {
	value: V | '';
	choices: readonly Choice<V>[];
	onChange: (value: V) => void;
	/* Side by side where there is room. */
	inline?: boolean;
	size?: 'medium' | 'large';
}

export function RadioGroup<V extends string>(props: RadioGroupProps<V>) {
	const wired = useWired(props);

	return (
		<fieldset
			class="form-group" role="radiogroup"
			aria-labelledby={`${wired.id}-name`}
			aria-describedby={wired['aria-describedby']}
			aria-invalid={wired['aria-invalid']}
			aria-required={wired['aria-required']}
		>
			<div
				id={`${wired.id}-name`}
				class={classes('form-tit', props.labelHidden && 'sr-only')}
			>
				{props.label}
				<RequiredMark required={props.required} />
			</div>
			<div class={classes('krds-check-area', !props.inline && 'chk-column')}>
				{props.choices.map((choice, i) => (
					<div
						key={choice.value}
						class={classes('krds-form-check', props.size ?? 'large')}
					>
						<input
							type="radio" id={`${wired.id}-${i}`} name={wired.id}
							value={choice.value}
							checked={choice.value === props.value}
							disabled={choice.disabled}
							onChange={() => props.onChange(choice.value)}
						/>
						<label for={`${wired.id}-${i}`}>{choice.text}</label>
						{choice.hint && (
							<div class="krds-form-check-cnt">
								<p class="krds-form-check-p">{choice.hint}</p>
							</div>
						)}
					</div>
				))}
			</div>
			<FieldNote id={wired.id} hint={props.hint} error={props.error} />
		</fieldset>
	);
}
