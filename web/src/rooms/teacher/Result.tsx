/* What a pupil's newest answers show, without a brief being opened. */
import { Problem } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { dateText, t } from '../../words/all';
import { ListChoice } from '../brief/ListChoice';
import { ListsRead } from '../brief/ListsRead';
import { Person } from '../brief/Person';
import { MadeFrom } from '../guide/WhatIf';
import { restsOn } from '../model/banks';
import { briefHref } from './classFilter';
import { TeacherPage } from './TeacherPage';

function None({ pupil }: { pupil: string }) {
	return (
		<div class="stack empty-note">
			<p>{t('teacher.result.none')}</p>
			<p>
				<LinkButton kind="secondary" href={`/pupils/${pupil}?tab=entry`}>
					{t('teacher.tab.entry')}
				</LinkButton>
			</p>
		</div>
	);
}

export default function Result({ params }: PageProps) {
	const id = params.pupil ?? '';
	const pupil = useGet('/api/pupils/{pupil}', { path: { pupil: id } });
	const own = useLocation().query.get('list') === 'own';
	const got = useGet('/api/pupils/{pupil}/result', {
		path: { pupil: id }, query: own ? { list: 'own' } : {},
	});
	const none = got.error instanceof Problem && got.error.status === 404;
	const name = pupil.data?.name ?? t('app.role.pupil');

	return (
		<TeacherPage
			title={t('teacher.result.of', { name })}
			lead={got.data && t('teacher.test.done_at', {
				date: dateText(got.data.finished),
			})}
			crumbs={[
				{ text: t('app.page.today'), href: '/today' },
				{ text: name, href: `/pupils/${id}` },
				{ text: t('teacher.result'), href: `/pupils/${id}/result` },
			]}
			actions={got.data && (
				<>
					<Button
						kind="tertiary" size="medium" icon="print"
						onClick={() => window.print()}
					>
						{t('parts.page.print')}
					</Button>
					<LinkButton
						size="medium"
						href={briefHref(id, pupil.data?.class ?? undefined)}
					>
						{t('teacher.brief.open')}
					</LinkButton>
				</>
			)}
		>
			{none
				? <None pupil={id} />
				: (
					<Fetched got={got}>
						{(result) => (
							<>
								{!result.ai && (
									<Alert kind="info">{t('brief.no_ai')}</Alert>
								)}
								<Person profile={result.profile} moved={[]} />
								<ListChoice
									versions={result.versions} busy={got.loading}
									onChoose={(list) => navigate(addressWith({
										list: list === 'own' ? list : '',
									}), { replace: true })}
								/>
								<MadeFrom.Provider
									value={{
										sheet: result.sheet,
										versions: result.versions, reader: 'staff',
									}}
								>
									<ListsRead
										lists={result.lists}
										rests={restsOn(result.versions)}
									/>
								</MadeFrom.Provider>
							</>
						)}
					</Fetched>
				)}
		</TeacherPage>
	);
}
