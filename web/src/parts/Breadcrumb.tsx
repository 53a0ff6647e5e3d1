import { t } from '../words';

export interface Crumb {
	text: string;
	href: string;
}

/* From the first page to this one; the last crumb is where you are. */
export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
	return (
		<nav
			class="krds-breadcrumb-wrap no-print"
			aria-label={t('parts.breadcrumb')}
		>
			<ol class="breadcrumb">
				{crumbs.map((crumb, i) => (
					<li key={crumb.href} class={i === 0 ? 'home' : ''}>
						<a
							class="txt" href={crumb.href}
							aria-current={i === crumbs.length - 1 ? 'page' : undefined}
						>
							{crumb.text}
						</a>
					</li>
				))}
			</ol>
		</nav>
	);
}
