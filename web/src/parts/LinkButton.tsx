import type { ComponentChildren } from 'preact';
import type { ButtonKind, ButtonSize } from './Button';
import { classes } from './classes';
import { Icon, type IconName } from './Icon';

export interface LinkButtonProps {
	href: string;
	kind?: ButtonKind;
	size?: ButtonSize;
	icon?: IconName;
	/* A file to keep, under this name. */
	download?: string;
	children: ComponentChildren;
}

/* Goes somewhere and looks like a button; what acts here is a Button. */
export function LinkButton({
	href, kind = 'primary', size = 'large', icon, download, children,
}: LinkButtonProps) {
	return (
		<a
			href={href} download={download}
			class={classes('krds-btn', size, kind)}
		>
			{children}
			{icon && <Icon name={icon} />}
		</a>
	);
}
