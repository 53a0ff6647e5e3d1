/* A brief: a draft to work on, or what was signed. */
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { toast } from '../../parts/Toast';
import { dateText, t } from '../../words/all';
import { TeacherPage } from '../teacher/TeacherPage';
import { Draft } from './Draft';
import { Signed } from './Signed';
import type { Brief as BriefAnswer } from './types';
import './brief.css';

function Lead({ brief }: { brief: BriefAnswer }) {
	return (
		<>
			{brief.state === 'signed'
				? (
					<Badge kind="success">
						{t('brief.version', { version: brief.version ?? 1 })}
					</Badge>
				)
				: <Badge>{t('brief.draft')}</Badge>}
			{' '}
			{brief.class_name}
			{' '}
			{brief.answered
				&& t('brief.answered_at', { date: dateText(brief.answered) })}
		</>
	);
}

export default function Brief({ params }: PageProps) {
	const id = params.brief ?? '';
	const got = useGet('/api/briefs/{brief}', { path: { brief: id } });
	const { data } = got;
	const title = data
		? t('brief.of', { name: data.pupil_name }) : t('app.page.brief');

	return (
		<TeacherPage
			title={title} lead={data && <Lead brief={data} />}
			crumbs={[
				{ text: t('app.page.today'), href: '/today' },
				...(data ? [{
					text: data.pupil_name, href: `/pupils/${data.pupil}`,
				}] : []),
				{ text: t('app.page.brief'), href: `/briefs/${id}` },
			]}
		>
			<Fetched got={got}>
				{(brief) => (brief.state === 'signed'
					? <Signed brief={brief} />
					: (
						<Draft
							brief={brief} onList={got.reload}
							onSigned={(version) => {
								toast({ text: t('brief.signed_now', { version }) });
								got.reload();
								window.scrollTo(0, 0);
							}}
						/>
					))}
			</Fetched>
		</TeacherPage>
	);
}
