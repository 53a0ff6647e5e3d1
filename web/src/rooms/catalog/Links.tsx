import { Tags } from '../../parts/Tags';
import { t } from '../../words';

export interface Linked {
	id: string;
	name: string;
}

/* Things of one kind that belong to the entry; leads on where there is a page. */
export function Links({ title, links, page }: {
	title: string; links: readonly Linked[]; page?: string;
}) {
	return (
		<section class="stack link-section">
			<h2>{title}</h2>
			{links.length === 0
				? <p class="list-count">{t('catalog.no_links')}</p>
				: (
					<Tags
						tags={links.map((link) => ({
							key: link.id, text: link.name,
							...(page !== undefined && {
								href: `${page}/${encodeURIComponent(link.id)}`,
							}),
						}))}
					/>
				)}
		</section>
	);
}
