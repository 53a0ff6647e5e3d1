import { t } from '../words';
import { pagesShown } from './pagesShown';

export interface PagerProps {
	page: number;
	pages: number;
	/* Every page has an address: addressWith({ page: String(n) }). */
	href: (page: number) => string;
}

function Step({ to, kind, href }: {
	to: number | null; kind: 'prev' | 'next'; href: (page: number) => string;
}) {
	const text = kind === 'prev' ? t('parts.pager.previous') : t('parts.pager.next');

	if (to === null) {
		return (
			<span
				class={`page-navi ${kind} disabled`} role="link"
				aria-disabled="true"
			>
				{text}
			</span>
		);
	}
	return (
		<a class={`page-navi ${kind}`} href={href(to)} rel={kind}>{text}</a>
	);
}

export function Pager({ page, pages, href }: PagerProps) {
	if (pages < 2)
		return null;
	return (
		<nav class="krds-pagination" aria-label={t('parts.pager')}>
			<Step kind="prev" to={page > 1 ? page - 1 : null} href={href} />
			<div class="page-links">
				{pagesShown(page, pages).map((n, i) => (n === null
					? <span key={`gap${i}`} class="page-link link-dot" />
					: (
						<a
							key={n} href={href(n)}
							class={n === page ? 'page-link active' : 'page-link'}
							aria-current={n === page ? 'page' : undefined}
						>
							<span class="sr-only">{t('parts.pager.page', { page: n })}</span>
							<span aria-hidden="true">{n}</span>
						</a>
					)))}
			</div>
			<Step kind="next" to={page < pages ? page + 1 : null} href={href} />
		</nav>
	);
}
