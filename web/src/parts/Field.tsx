/* What every field has: a label above, a hint or an error below. */
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { t } from '../words';
import { classes } from './classes';

export interface FieldProps {
	label: string;
	hint?: string | undefined;
	/* Says what is wrong and what would be right; fieldText() gives it. */
	error?: string | undefined;
	required?: boolean;
	/* The label is only heard: the place says enough to those who see. */
	labelHidden?: boolean;
}

export interface Wired {
	id: string;
	'aria-describedby': string | undefined;
	'aria-invalid': true | undefined;
	'aria-required': true | undefined;
}

/* The ids that tie a control to its hint and error. */
export function useWired(props: FieldProps): Wired {
	const id = useId();

	return {
		id,
		'aria-describedby': props.error || props.hint ? `${id}-note` : undefined,
		'aria-invalid': props.error ? true : undefined,
		'aria-required': props.required || undefined,
	};
}

export function FieldNote({ id, hint, error }: {
	id: string; hint?: string | undefined; error?: string | undefined;
}) {
	if (error)
		return <p class="form-hint-invalid" id={`${id}-note`}>{error}</p>;
	if (hint)
		return <p class="form-hint" id={`${id}-note`}>{hint}</p>;
	return null;
}

export function RequiredMark({ required }: { required?: boolean | undefined }) {
	if (!required)
		return null;
	return <span class="required-mark">{t('parts.required')}</span>;
}

export function Field({ wired, contents, children, ...props }: FieldProps & {
	wired: Wired; contents?: string; children: ComponentChildren;
}) {
	return (
		<div class="form-group">
			<div class={classes('form-tit', props.labelHidden && 'sr-only')}>
				<label for={wired.id}>{props.label}</label>
				<RequiredMark required={props.required} />
			</div>
			<div class={classes('form-conts', contents, props.error && 'is-error')}>
				{children}
			</div>
			<FieldNote id={wired.id} hint={props.hint} error={props.error} />
		</div>
	);
}
