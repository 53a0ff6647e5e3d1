import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { Badge } from '../../parts/Badge';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Table } from '../../parts/Table';
import { dateText, t } from '../../words/all';
import { briefHref } from './classFilter';
import type { PupilAnswer } from './Pupil';

type Version = Answer<'/api/pupils/{pupil}/briefs', 'get'>['briefs'][number];

function versionText(one: Version): string {
	return one.state === 'signed'
		? t('teacher.version', { version: one.version ?? 1 })
		: t('teacher.draft');
}

function Briefs({ pupil }: { pupil: PupilAnswer }) {
	const got = useGet('/api/pupils/{pupil}/briefs',
		{ path: { pupil: pupil.id } });

	return (
		<section class="stack">
			<h2>{t('teacher.briefs')}</h2>
			<Fetched got={got}>
				{({ briefs }) => (
					<Table
						caption={t('teacher.briefs')} rows={briefs}
						rowKey={(one) => one.id}
						rowHref={(one) => `/briefs/${one.id}`}
						empty={(
							<div class="stack">
								<p>{t('teacher.briefs.none')}</p>
								<p>
									<LinkButton
										kind="secondary" size="medium"
										href={briefHref(pupil.id, pupil.class ?? undefined)}
									>
										{t('teacher.brief.open')}
									</LinkButton>
								</p>
							</div>
						)}
						columns={[
							{
								key: 'version', title: t('teacher.version.head'),
								cell: versionText,
							},
							{
								key: 'state', title: t('teacher.state'),
								cell: (one) => (one.state === 'signed'
									? (
										<Badge kind="success">
											{t('teacher.state.signed')}
										</Badge>
									)
									: <Badge>{t('teacher.state.draft')}</Badge>),
							},
							{
								key: 'signed', title: t('teacher.signed_at'),
								cell: (one) => (one.signed ? dateText(one.signed) : '–'),
							},
							{
								key: 'signer', title: t('teacher.signer'),
								cell: (one) => one.signer ?? '–',
							},
						]}
					/>
				)}
			</Fetched>
		</section>
	);
}

function Enrolments({ pupil }: { pupil: PupilAnswer }) {
	return (
		<section class="stack">
			<h2>{t('teacher.enrolments')}</h2>
			<Table
				caption={t('teacher.enrolments')} rows={pupil.enrolments}
				rowKey={(one) => `${one.year} ${one.school_name}`}
				columns={[
					{
						key: 'year', title: t('teacher.year'),
						cell: (one) => t('teacher.year_of', { year: one.year }),
					},
					{
						key: 'school', title: t('teacher.school'),
						cell: (one) => one.school_name,
					},
					{
						key: 'class', title: t('teacher.class'),
						cell: (one) => one.class_name,
					},
					{
						key: 'number', title: t('teacher.number'), number: true,
						cell: (one) => one.number ?? '',
					},
				]}
			/>
		</section>
	);
}

/* What stays with the pupil over the years and schools. */
export function PupilRecord({ pupil }: { pupil: PupilAnswer }) {
	return (
		<div class="stack wide-gap">
			<Briefs pupil={pupil} />
			<Enrolments pupil={pupil} />
		</div>
	);
}
