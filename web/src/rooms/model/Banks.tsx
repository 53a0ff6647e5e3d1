/* Banks and models: which are in use, a new version, one taken back. */
import { useState } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { BankPublish } from './BankPublish';
import { BankRetire } from './BankRetire';
import { BankTable } from './BankTable';
import type { Bank } from './banks';
import '../teacher/staff.css';
import './model.css';

export default function Banks() {
	const { account } = useSession();
	const got = useGet('/api/banks');
	const [retiring, setRetiring] = useState<Bank | null>(null);
	const engineer = account?.role === 'engineer';

	return (
		<Page
			title={t('app.page.banks')} lead={t('model.lead')}
			printedBy={account?.name ?? ''}
		>
			<p class="reading">{t('model.versions')}</p>
			<Fetched got={got}>
				{({ banks, names }) => (
					<>
						<BankTable
							banks={banks} onRetire={engineer ? setRetiring : undefined}
						/>
						{engineer && (
							<BankPublish names={names} onPublished={got.reload} />
						)}
					</>
				)}
			</Fetched>
			{engineer && (
				<BankRetire
					bank={retiring} onClose={() => setRetiring(null)}
					onRetired={got.reload}
				/>
			)}
		</Page>
	);
}
