/* One child of a guardian: consent, result, briefs, who looked. */
import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { Tabs } from '../../parts/Tabs';
import { t } from '../../words';
import { AiSwitch } from '../people/AiSwitch';
import { Looks } from '../people/Looks';
import { WardSeats } from '../seats/WardSeats';
import { ConsentPart } from './ConsentPart';
import { placeText } from './placeText';
import { RecordPart } from './RecordPart';

type Pupil = Answer<'/api/pupils/{pupil}', 'get'>;

function Parts({ pupil, reload }: { pupil: Pupil; reload: () => void }) {
	const { query } = useLocation();
	const first = pupil.consent === 'guardian' ? 'consent' : 'record';

	return (
		<Tabs
			label={t('guardian.parts')} selected={query.get('tab') ?? first}
			onSelect={(tab) => navigate(
				addressWith({ tab, who: null, order: null, page: null }),
				{ replace: true })}
			tabs={[
				{
					key: 'record', title: t('guardian.tab.record'),
					content: <RecordPart pupil={pupil} />,
				},
				{
					key: 'seats', title: t('seats.tab'),
					content: <WardSeats pupil={pupil.id} />,
				},
				{
					key: 'consent', title: t('guardian.tab.consent'),
					content: <ConsentPart pupil={pupil} reload={reload} />,
				},
				{
					key: 'ai', title: t('guardian.tab.ai'),
					content: (
						<AiSwitch
							pupil={pupil.id} on={pupil.ai} onChanged={reload}
						/>
					),
				},
				{
					key: 'looks', title: t('guardian.tab.looks'),
					content: (
						<div class="stack">
							<p>{t('guardian.looks.lead')}</p>
							<Looks pupil={pupil.id} />
						</div>
					),
				},
			]}
		/>
	);
}

export default function Ward({ params }: PageProps) {
	const pupil = params.pupil ?? '';
	const got = useGet('/api/pupils/{pupil}', { path: { pupil } });
	const { data } = got;
	const name = data?.name ?? t('app.page.ward');

	return (
		<Page
			title={name}
			lead={data && placeText(data)}
			crumbs={[
				{ text: t('app.page.wards'), href: '/' },
				{ text: name, href: `/wards/${encodeURIComponent(pupil)}` },
			]}
		>
			<Fetched got={got}>
				{(loaded) => <Parts pupil={loaded} reload={got.reload} />}
			</Fetched>
		</Page>
	);
}
