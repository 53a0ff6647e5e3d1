/* The first page; each role will find its own here. */
import { Page } from '../../parts/Page';
import { t } from '../../words';

export default function Home() {
	return (
		<Page title={t('app.page.home')}>
			<p>{t('app.page.home.text')}</p>
		</Page>
	);
}
