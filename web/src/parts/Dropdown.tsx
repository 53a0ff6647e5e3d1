import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { classes } from './classes';
import { Icon, type IconName } from './Icon';

export interface DropdownItem {
	text: string;
	onSelect: () => void;
	active?: boolean;
	lang?: string;
}

export interface DropdownProps {
	label: string;
	icon?: IconName;
	/* Stands over the list; on a phone the button shows only its icon. */
	head?: string;
	items: readonly DropdownItem[];
	class?: string;
}

/* A short list of things to do, behind one button. */
export function Dropdown(props: DropdownProps) {
	const { label, icon, head, items, class: extra } = props;
	const [open, setOpen] = useState(false);
	const root = useRef<HTMLDivElement>(null);
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
		document.addEventListener('focusin', outside);
		return () => {
			document.removeEventListener('pointerdown', outside);
			document.removeEventListener('focusin', outside);
		};
	}, [open]);

	function close() {
		setOpen(false);
		button.current?.focus();
	}

	return (
		<div
			class={classes('krds-drop-wrap drop-right', open && 'is-open', extra)}
			ref={root}
			onKeyDown={(event) => {
				if (event.key === 'Escape' && open)
					close();
			}}
		>
			<button
				ref={button} type="button" class="krds-btn small text drop-btn"
				aria-expanded={open} aria-controls={id}
				onClick={() => setOpen(!open)}
			>
				{icon && <Icon name={icon} />}
				<span class="drop-label">{label}</span>
				<Icon name="toggle" />
			</button>
			<div class="drop-menu" id={id}>
				<div class="drop-in">
					{head && (
						<div class="drop-top"><p class="my-name">{head}</p></div>
					)}
					<ul class="drop-list">
						{items.map((item) => (
							<li key={item.text}>
								<button
									type="button" lang={item.lang}
									class={classes('item-link', item.active && 'active')}
									aria-current={item.active || undefined}
									onClick={() => {
										close();
										item.onSelect();
									}}
								>
									{item.text}
								</button>
							</li>
						))}
					</ul>
				</div>
			</div>
		</div>
	);
}
