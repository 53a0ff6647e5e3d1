import type { ComponentChildren, JSX } from 'preact';
import { t } from '../words';
import { classes } from './classes';
import { Icon, type IconName } from './Icon';

export type ButtonKind =
	'primary' | 'secondary' | 'tertiary' | 'text' | 'link' | 'icon';
export type ButtonSize = 'xsmall' | 'small' | 'medium' | 'large' | 'xlarge';

export interface ButtonProps
	extends Omit<JSX.HTMLAttributes<HTMLButtonElement>, 'size' | 'icon'> {
	/* One primary a page. */
	kind?: ButtonKind;
	size?: ButtonSize;
	icon?: IconName;
	/* Work goes on: the button stays where it is and cannot be pressed twice. */
	busy?: boolean;
	disabled?: boolean;
	type?: 'button' | 'submit';
	/* The name of a button that shows an icon only. */
	label?: string;
	children?: ComponentChildren;
}

export function Button({
	kind = 'primary', size = 'large', icon, busy = false, type = 'button',
	label, children, class: extra, onClick, ...rest
}: ButtonProps) {
	return (
		<button
			{...rest}
			type={type}
			class={classes('krds-btn', size, kind, extra as string)}
			aria-busy={busy || undefined}
			aria-disabled={busy || undefined}
			onClick={busy ? (event) => event.preventDefault() : onClick}
		>
			{label !== undefined && <span class="sr-only">{label}</span>}
			{busy && <span class="sr-only">{t('parts.busy')}</span>}
			{icon && <Icon name={icon} />}
			{children}
		</button>
	);
}
