import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Table } from '../../parts/Table';
import { dateText, t } from '../../words/all';

type Pupil = Answer<'/api/pupils/{pupil}', 'get'>;
type Brief = Answer<'/api/pupils/{pupil}/briefs', 'get'>['briefs'][number];

function Briefs({ briefs }: { briefs: readonly Brief[] }) {
	const signed = briefs.filter((brief) => brief.state === 'signed');

	return (
		<Table
			caption={t('guardian.briefs')} rows={signed}
			rowKey={(brief) => brief.id}
			rowHref={(brief) => `/briefs/${brief.id}`}
			empty={t('guardian.briefs.none')}
			columns={[
				{
					key: 'version', title: t('guardian.brief.version'),
					cell: (brief) => t('guardian.brief.nth', {
						version: brief.version ?? 1,
					}),
				},
				{
					key: 'signed', title: t('guardian.brief.signed'),
					cell: (brief) => (brief.signed ? dateText(brief.signed) : ''),
				},
				{
					key: 'signer', title: t('guardian.brief.signer'),
					cell: (brief) => brief.signer ?? '',
				},
				{
					key: 'pdf', title: t('guardian.brief.pdf'),
					cell: (brief) => (
						<a
							class="row-link"
							href={`/api/briefs/${brief.id}/paper?copy=pupil`}
							download={`${t('app.page.brief')}.pdf`}
						>
							{t('guardian.brief.pdf')}
						</a>
					),
				},
			]}
		/>
	);
}

/* The result and the briefs of a child. */
export function RecordPart({ pupil }: { pupil: Pupil }) {
	const got = useGet('/api/pupils/{pupil}/briefs',
		{ path: { pupil: pupil.id } });

	return (
		<div class="stack">
			<section class="stack">
				<h2>{t('guardian.result')}</h2>
				<p>{t('guardian.result.about')}</p>
				<div>
					<LinkButton href={`/wards/${pupil.id}/result`}>
						{t('guardian.result.open')}
					</LinkButton>
				</div>
			</section>
			<section class="stack">
				<h2>{t('guardian.briefs')}</h2>
				<Fetched got={got}>{(data) => <Briefs briefs={data.briefs} />}</Fetched>
			</section>
		</div>
	);
}
