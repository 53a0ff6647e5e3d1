/* A one-time code for a guardian, as a slip to print or to copy. */
import { useState } from 'preact/hooks';
import { api, type Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { dateTimeText, t } from '../../words/all';
import { ActError } from './ActError';
import type { PupilAnswer } from './Pupil';
import { TeacherPage } from './TeacherPage';
import { useAct } from './useAct';

type Code = Answer<'/api/pupils/{pupil}/invitations', 'post'>;

function Slip({ pupil, code }: { pupil: PupilAnswer; code: Code }) {
	const picture = `data:image/svg+xml;utf8,${encodeURIComponent(code.qr)}`;

	return (
		<div class="slip">
			<img
				class="slip-qr" src={picture} width="180" height="180"
				alt={t('teacher.invite.qr')}
			/>
			<div class="stack">
				<p class="slip-title">
					{t('teacher.invite.for', { name: pupil.name })}
				</p>
				<p>{t('teacher.invite.how', { address: `${location.origin}/g` })}</p>
				<p class="slip-code">{code.code}</p>
				<p>
					{t('teacher.invite.until', { date: dateTimeText(code.expires) })}
				</p>
			</div>
		</div>
	);
}

function Made({ pupil, code, again }: {
	pupil: PupilAnswer; code: Code; again: () => void;
}) {
	return (
		<>
			<div role="status"><Slip pupil={pupil} code={code} /></div>
			<p class="no-print">{t('teacher.invite.once')}</p>
			<div class="row no-print">
				<Button icon="print" onClick={() => window.print()}>
					{t('teacher.invite.print')}
				</Button>
				<Button kind="tertiary" onClick={again}>
					{t('teacher.invite.another')}
				</Button>
			</div>
		</>
	);
}

export default function Invitation({ params }: PageProps) {
	const id = params.pupil ?? '';
	const got = useGet('/api/pupils/{pupil}', { path: { pupil: id } });
	const act = useAct();
	const [code, setCode] = useState<Code>();

	const make = () => void act.run(async () => setCode(
		await api.post('/api/pupils/{pupil}/invitations',
			{ path: { pupil: id } })));

	return (
		<TeacherPage
			title={t('teacher.invite')}
			crumbs={[
				{ text: t('app.page.today'), href: '/today' },
				{
					text: got.data?.name ?? t('app.role.pupil'),
					href: `/pupils/${id}?tab=consent`,
				},
				{ text: t('teacher.invite'), href: `/pupils/${id}/invitation` },
			]}
		>
			<Fetched got={got}>
				{(pupil) => (
					<>
						<p class="reading no-print">
							{t('teacher.invite.text', { name: pupil.name })}
						</p>
						{code
							? <Made pupil={pupil} code={code} again={make} />
							: (
								<p>
									<Button busy={act.busy} onClick={make}>
										{t('teacher.invite.make')}
									</Button>
								</p>
							)}
						<ActError act={act} />
					</>
				)}
			</Fetched>
		</TeacherPage>
	);
}
