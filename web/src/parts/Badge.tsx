import type { ComponentChildren } from 'preact';

const CLASSES = {
	primary: 'bg-light-primary',
	secondary: 'bg-light-secondary',
	gray: 'bg-light-gray',
	danger: 'bg-light-danger',
	warning: 'bg-light-warning',
	success: 'bg-light-success',
	information: 'bg-light-information',
} as const;

export type BadgeKind = keyof typeof CLASSES;

/* A state in one word; the word says it, the colour only helps. */
export function Badge({ kind = 'gray', children }: {
	kind?: BadgeKind; children: ComponentChildren;
}) {
	return <span class={`krds-badge ${CLASSES[kind]}`}>{children}</span>;
}
