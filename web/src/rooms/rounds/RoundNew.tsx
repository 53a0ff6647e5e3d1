import { useState } from 'preact/hooks';
import { useSession } from '../../app/session';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { draftNew } from './draft';
import { Wizard } from './Wizard';

export default function RoundNew() {
	const { account } = useSession();
	const [start] = useState(() => draftNew(Date.now()));

	return (
		<Page
			title={t('rounds.new')} lead={t('rounds.new.lead')}
			crumbs={[
				{ text: t('app.page.rounds'), href: '/rounds' },
				{ text: t('rounds.new'), href: '/rounds/new' },
			]}
		>
			<Wizard
				round={null} start={start} chosen={[]}
				region={account?.region ?? ''} onSaved={() => undefined}
			/>
		</Page>
	);
}
