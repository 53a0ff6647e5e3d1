import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../words';
import { Button } from './Button';
import { Icon } from './Icon';

export interface HelpProps {
	/* What is being explained; names the button too. */
	title: string;
	children: ComponentChildren;
}

/* Contextual help: opens by a press, never by the pointer passing over. */
export function Help({ title, children }: HelpProps) {
	const [open, setOpen] = useState(false);
	const root = useRef<HTMLSpanElement>(null);
	const button = useRef<HTMLButtonElement>(null);
	const id = useId();

	useEffect(() => {
		const outside = (event: Event) => {
			if (!root.current?.contains(event.target as Node))
				setOpen(false);
		};

		if (!open)
			return undefined;
		document.addEventListener('pointerdown', outside);
		return () => document.removeEventListener('pointerdown', outside);
	}, [open]);

	function close() {
		setOpen(false);
		button.current?.focus();
	}

	return (
		<span
			class="help no-print" ref={root}
			onKeyDown={(event) => {
				if (event.key === 'Escape' && open)
					close();
			}}
		>
			<button
				ref={button} type="button" class="krds-btn medium icon"
				aria-expanded={open} aria-controls={id}
				onClick={() => setOpen(!open)}
			>
				<span class="sr-only">{t('parts.help.about', { name: title })}</span>
				<Icon name="help" />
			</button>
			<span class="help-box" id={id} hidden={!open} role="note">
				<strong class="help-title">{title}</strong>
				<span class="help-text">{children}</span>
				<Button kind="text" size="small" onClick={close}>
					{t('parts.close')}
				</Button>
			</span>
		</span>
	);
}
