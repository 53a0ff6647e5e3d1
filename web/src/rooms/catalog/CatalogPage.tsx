import type { ComponentChildren } from 'preact';
import type { Crumb } from '../../parts/Breadcrumb';
import { Page } from '../../parts/Page';
import { SideNav } from '../../parts/SideNav';
import { t } from '../../words';
import './catalog.css';

export type Part = 'fields' | 'majors' | 'occupations';

const PARTS: Record<Part, { wordId: string; href: string }> = {
	fields: { wordId: 'catalog.fields', href: '/catalog' },
	majors: { wordId: 'catalog.majors', href: '/catalog/majors' },
	occupations: { wordId: 'catalog.occupations', href: '/catalog/occupations' },
};

/* Every page of the catalogue: the three lists beside it, the way back above. */
export function CatalogPage({ part, title, lead, here, children }: {
	part: Part;
	title: string;
	lead?: ComponentChildren;
	/* One entry of the list: its address; the list leads to it. */
	here?: string;
	children: ComponentChildren;
}) {
	const list = PARTS[part];
	const crumbs: Crumb[] = [
		{ text: t('app.page.catalog'), href: '/catalog' },
		...(part === 'fields' ? [] : [
			{ text: t(list.wordId), href: list.href }]),
		...(here ? [{ text: title, href: here }] : []),
	];

	return (
		<Page
			title={title} lead={lead}
			{...(crumbs.length > 1 && { crumbs })}
			side={(
				<SideNav
					title={t('app.page.catalog')}
					items={(Object.keys(PARTS) as Part[]).map((one) => ({
						text: t(PARTS[one].wordId), href: PARTS[one].href,
						here: one === part,
					}))}
				/>
			)}
		>
			{children}
		</Page>
	);
}
