import { useId } from 'preact/hooks';
import { classes } from './classes';

export interface SideNavItem {
	text: string;
	href: string;
	here?: boolean;
}

/* The pages beside this one, in one room. */
export function SideNav({ title, items }: {
	title: string; items: readonly SideNavItem[];
}) {
	const id = useId();

	return (
		<nav class="krds-side-navigation no-print" aria-labelledby={id}>
			<h2 class="lnb-tit" id={id}>{title}</h2>
			<ul class="lnb-list">
				{items.map((item) => (
					<li
						key={item.href}
						class={classes('lnb-item', item.here && 'active')}
					>
						<a
							class={classes('lnb-btn', 'lnb-link',
								item.here && 'active selected')}
							href={item.href}
							aria-current={item.here ? 'page' : undefined}
						>
							{item.text}
						</a>
					</li>
				))}
			</ul>
		</nav>
	);
}
