/* The pupil's own page: who looked at my record. */
import { useSession } from '../../app/session';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { Looks } from './Looks';

export default function OwnLooks() {
	const { account } = useSession();

	return (
		<Page title={t('app.page.looks')} lead={t('people.looks.lead')}>
			{account?.pupil && <Looks pupil={account.pupil} />}
		</Page>
	);
}
