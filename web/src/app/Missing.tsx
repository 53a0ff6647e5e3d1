import { LinkButton } from '../parts/LinkButton';
import { Page } from '../parts/Page';
import { t } from '../words';

/* Says the same for pages that do not exist and pages that are not yours. */
export function Missing() {
	return (
		<Page title={t('app.missing.title')}>
			<p>{t('app.missing.text')}</p>
			<p><LinkButton href="/">{t('app.missing.home')}</LinkButton></p>
		</Page>
	);
}
