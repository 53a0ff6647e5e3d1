/*
 * Where everybody comes in. After signing in: sessionSet(answer), then
 * navigate(backAddress(query)).
 */
import { useLocation } from '../../app/location';
import { Alert } from '../../parts/Alert';
import { Page } from '../../parts/Page';
import { t } from '../../words';

/* Only back to one of our own pages: "//elsewhere" is another host. */
export function backAddress(query: URLSearchParams): string {
	const back = query.get('back') ?? '/';

	return /^\/(?![/\\])/.test(back) ? back : '/';
}

export default function SignIn() {
	const { query } = useLocation();

	return (
		<Page title={t('app.page.sign_in')}>
			{query.has('expired') && <Alert kind="info">{t('app.expired')}</Alert>}
		</Page>
	);
}
