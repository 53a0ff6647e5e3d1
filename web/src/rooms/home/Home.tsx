/*
 * The first page where no role has one of its own: nobody signs in here, staff
 * without a first page find the way to theirs.
 */
import { mayOpen } from '../../app/mayOpen';
import { routes } from '../../app/routes';
import { useSession, type Account } from '../../app/session';
import { Page } from '../../parts/Page';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import SignIn from '../people/SignIn';

function Ways({ account }: { account: Account }) {
	return (
		<StructuredList>
			{routes
				.filter((route) => route.menu && mayOpen(route, account))
				.map((route) => (
					<Card
						key={route.path} level={2} href={route.path}
						title={t(route.titleId)}
					/>
				))}
		</StructuredList>
	);
}

export default function Home() {
	const { account } = useSession();

	if (account === null)
		return <SignIn />;
	return (
		<Page title={t('app.page.home')}><Ways account={account} /></Page>
	);
}
