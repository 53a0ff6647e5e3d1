/* What suggestions rest on that were made with one bank or model. */
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { useSession, type Role } from '../../app/session';
import type { Crumb } from '../../parts/Breadcrumb';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { Paragraphs } from '../guide/Paragraphs';
import { cardHref, KINDS, STATES } from './banks';

/* Where each role came from; teachers came from a suggestion. */
function above(role: Role | undefined): Crumb {
	switch (role) {
	case 'teacher': return { text: t('app.page.today'), href: '/today' };
	case 'centre': return { text: t('app.page.schools'), href: '/schools' };
	default: return { text: t('app.page.banks'), href: '/banks' };
	}
}

export default function Card({ params }: PageProps) {
	const bank = params.bank ?? '';
	const { account } = useSession();
	const got = useGet('/api/banks/{bank}/card', { path: { bank } });
	const { data } = got;
	const title = t('model.card.title');

	return (
		<Page
			title={title} printedBy={account?.name ?? ''}
			crumbs={[above(account?.role), { text: title, href: cardHref(bank) }]}
			lead={data && (
				<>
					{`${t(KINDS[data.kind].wordId)} ${data.id}`}
					{' '}
					<Badge kind={STATES[data.state].badge}>
						{t(STATES[data.state].wordId)}
					</Badge>
				</>
			)}
		>
			<Fetched got={got}>
				{({ parts }) => (
					<>
						{parts.map((part) => (
							<section key={part.title} class="stack reading">
								<h2>{part.title}</h2>
								<Paragraphs text={part.text} />
							</section>
						))}
					</>
				)}
			</Fetched>
		</Page>
	);
}
