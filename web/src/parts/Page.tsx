import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { dateTimeText, t } from '../words/all';
import { Breadcrumb, type Crumb } from './Breadcrumb';
import { classes } from './classes';

export interface PageProps {
	/* The heading, and the name of the browser's tab. */
	title: string;
	/* One sentence under the heading. */
	lead?: ComponentChildren;
	crumbs?: readonly Crumb[];
	/* Beside the heading: the one primary button, the state of saving. */
	actions?: ComponentChildren;
	/* Beside the content: <SideNav>. */
	side?: ComponentChildren;
	/* On paper, at the foot: who printed it. The time stands beside it. */
	printedBy?: string;
	children?: ComponentChildren;
}

/* Every page is one of these; it looks right on paper by itself. */
export function Page(props: PageProps) {
	const { title, side } = props;

	useEffect(() => {
		document.title = t('app.document_title', { page: title });
	}, [title]);
	return (
		<div class={classes('page', side !== undefined && 'has-side')}>
			{side}
			<article class="page-content">
				{props.crumbs && <Breadcrumb crumbs={props.crumbs} />}
				<div class="page-head">
					<div>
						<h1 tabIndex={-1}>{title}</h1>
						{props.lead && <p class="page-lead">{props.lead}</p>}
					</div>
					{props.actions && (
						<div class="page-actions no-print">{props.actions}</div>
					)}
				</div>
				{props.children}
				<p class="print-only print-foot">
					{t('parts.page.printed', {
						date: dateTimeText(Date.now()), name: props.printedBy ?? '',
					})}
				</p>
			</article>
		</div>
	);
}
