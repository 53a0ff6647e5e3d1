import type { ComponentChildren } from 'preact';
import { t } from '../words';

export type AlertKind = 'danger' | 'ok' | 'info';

export interface AlertProps {
	kind: AlertKind;
	children: ComponentChildren;
	/* A link or a text button at the end. */
	action?: ComponentChildren;
}

const WORDS = {
	danger: { wordId: 'parts.alert.danger' },
	ok: { wordId: 'parts.alert.ok' },
	info: { wordId: 'parts.alert.info' },
};

/* Danger is read out at once, the others when the reader pauses. */
export function Alert({ kind, children, action }: AlertProps) {
	return (
		<div class="krds-critical-alerts" role={kind === 'danger' ? 'alert' : 'status'}>
			<div class="critical-ban">
				<span class={`critical-badge ${kind}`}>
					{t(WORDS[kind].wordId)}
				</span>
				<div class="critical-txt">{children}</div>
				{action}
			</div>
		</div>
	);
}
