/* One pupil: the record over the years, consent, entry, who looked. */
import type { Answer } from '../../api/client';
import { useGet, type Got } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Tabs } from '../../parts/Tabs';
import { t } from '../../words';
import { Needs } from '../seats/Needs';
import { briefHref } from './classFilter';
import { PupilAi } from './PupilAi';
import { PupilConsent } from './PupilConsent';
import { PupilEntry } from './PupilEntry';
import { PupilGuardian } from './PupilGuardian';
import { PupilLooks } from './PupilLooks';
import { PupilRecord } from './PupilRecord';
import { TeacherPage } from './TeacherPage';

export type PupilAnswer = Answer<'/api/pupils/{pupil}', 'get'>;

function Badges({ pupil }: { pupil: PupilAnswer }) {
	return (
		<p class="badges">
			{!pupil.ai && <Badge kind="secondary">{t('teacher.notice.no_ai')}</Badge>}
			{pupil.consent === 'guardian' && (
				<Badge kind="warning">{t('teacher.notice.consent_guardian')}</Badge>
			)}
			{pupil.consent === 'needed' && (
				<Badge kind="warning">{t('teacher.notice.consent')}</Badge>
			)}
			{pupil.under_14 && <Badge>{t('teacher.under_14')}</Badge>}
		</p>
	);
}

function Parts({ pupil, got }: {
	pupil: PupilAnswer; got: Got<PupilAnswer>;
}) {
	const { query } = useLocation();
	const parts = { pupil, reload: got.reload };

	return (
		<Tabs
			label={t('teacher.pupil.parts')}
			selected={query.get('tab') ?? 'record'}
			onSelect={(key) => navigate(
				addressWith({ tab: key === 'record' ? null : key }),
				{ replace: true })}
			tabs={[
				{
					key: 'record', title: t('teacher.tab.record'),
					content: <PupilRecord pupil={pupil} />,
				},
				{
					key: 'consent', title: t('teacher.tab.consent'),
					content: (
						<div class="stack wide-gap">
							<PupilConsent {...parts} />
							<PupilAi {...parts} />
							<PupilGuardian pupil={pupil} />
						</div>
					),
				},
				{
					key: 'needs', title: t('seats.needs'),
					content: <Needs pupil={pupil.id} />,
				},
				{
					key: 'entry', title: t('teacher.tab.entry'),
					content: <PupilEntry {...parts} />,
				},
				{
					key: 'looks', title: t('teacher.tab.looks'),
					content: <PupilLooks pupil={pupil.id} />,
				},
			]}
		/>
	);
}

export default function Pupil({ params }: PageProps) {
	const id = params.pupil ?? '';
	const got = useGet('/api/pupils/{pupil}', { path: { pupil: id } });
	const { data } = got;
	const name = data?.name ?? t('app.role.pupil');

	return (
		<TeacherPage
			title={name}
			lead={data && [data.school_name, data.class_name,
				data.number && t('teacher.number_of', { number: data.number })]
				.filter(Boolean).join(' ')}
			crumbs={[
				{ text: t('app.page.today'), href: '/today' },
				...(data?.class ? [{
					text: data.class_name ?? t('teacher.class'),
					href: `/classes/${data.class}`,
				}] : []),
				{ text: name, href: `/pupils/${id}` },
			]}
			actions={(
				<>
					<LinkButton
						kind="tertiary" size="medium"
						href={`/pupils/${encodeURIComponent(id)}/result`}
					>
						{t('teacher.result')}
					</LinkButton>
					<LinkButton
						size="medium" href={briefHref(id, data?.class ?? undefined)}
					>
						{t('teacher.brief.open')}
					</LinkButton>
				</>
			)}
		>
			<Fetched got={got}>
				{(pupil) => (
					<>
						<Badges pupil={pupil} />
						<Parts pupil={pupil} got={got} />
					</>
				)}
			</Fetched>
		</TeacherPage>
	);
}
