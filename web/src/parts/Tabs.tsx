import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { classes } from './classes';

export interface Tab {
	key: string;
	title: string;
	content: ComponentChildren;
}

export interface TabsProps {
	label: string;
	tabs: readonly Tab[];
	/* Keep it in the address, so that a link opens the right one. */
	selected: string;
	onSelect: (key: string) => void;
}

const MOVES: Record<string, (i: number, n: number) => number> = {
	ArrowRight: (i, n) => (i + 1) % n,
	ArrowLeft: (i, n) => (i + n - 1) % n,
	Home: () => 0,
	End: (_, n) => n - 1,
};

export function Tabs({ label, tabs, selected, onSelect }: TabsProps) {
	const id = useId();
	const list = useRef<HTMLUListElement>(null);
	const at = Math.max(0, tabs.findIndex((tab) => tab.key === selected));

	function move(event: KeyboardEvent) {
		const next = MOVES[event.key]?.(at, tabs.length);

		if (next === undefined)
			return;
		event.preventDefault();
		onSelect(tabs[next]!.key);
		list.current?.querySelectorAll('button')[next]?.focus();
	}

	return (
		<div class="krds-tab-area layer">
			<div class="tab line full">
				<ul role="tablist" aria-label={label} ref={list} onKeyDown={move}>
					{tabs.map((tab, i) => (
						<li
							key={tab.key} role="presentation"
							class={classes(i === at && 'active')}
						>
							<button
								type="button" class="btn-tab" role="tab"
								id={`${id}-${i}`} aria-selected={i === at}
								aria-controls={`${id}-panel`}
								tabIndex={i === at ? 0 : -1}
								onClick={() => onSelect(tab.key)}
							>
								{tab.title}
							</button>
						</li>
					))}
				</ul>
			</div>
			<div
				class="tab-panel" role="tabpanel" id={`${id}-panel`}
				aria-labelledby={`${id}-${at}`} tabIndex={0}
			>
				{tabs[at]?.content}
			</div>
		</div>
	);
}
