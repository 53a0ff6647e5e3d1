/* One occupation, with all that leads on from it. */
import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { OnetNote } from '../../parts/OnetNote';
import { t } from '../../words';
import { CatalogPage } from './CatalogPage';
import { Letters } from './Letters';
import { Links } from './Links';

type Data = Answer<'/api/catalog/occupations/{occupation}', 'get'>;

const ZONES: Record<number, { wordId: string }> = {
	1: { wordId: 'catalog.zone.1' },
	2: { wordId: 'catalog.zone.2' },
	3: { wordId: 'catalog.zone.3' },
	4: { wordId: 'catalog.zone.4' },
	5: { wordId: 'catalog.zone.5' },
};

function Note({ data }: { data: Data }) {
	if (data.source !== 'onet')
		return <p class="source-note">{t('catalog.own_figures')}</p>;
	return (
		<>
			<OnetNote />
			{data.onet && (
				<p class="source-note">
					{t('catalog.onet_code', { code: data.onet })}
				</p>
			)}
		</>
	);
}

function Content({ data }: { data: Data }) {
	const zone = ZONES[data.job_zone];

	return (
		<>
			{zone && (
				<section class="stack link-section">
					<h2>{t('catalog.zone')}</h2>
					<p>{t(zone.wordId)}</p>
				</section>
			)}
			<Links
				title={t('catalog.fields')} links={data.fields}
				page="/catalog/fields"
			/>
			<Links
				title={t('catalog.majors')} links={data.majors}
				page="/catalog/majors"
			/>
			<Links title={t('catalog.subjects')} links={data.subjects} />
			<Links
				title={t('catalog.related')} links={data.related}
				page="/catalog/occupations"
			/>
			<Letters letters={data.letters} note={<Note data={data} />} />
		</>
	);
}

export default function Occupation({ params }: PageProps) {
	const occupation = params.occupation ?? '';
	const got = useGet('/api/catalog/occupations/{occupation}',
		{ path: { occupation } });

	return (
		<CatalogPage
			part="occupations" title={got.data?.name ?? t('app.page.occupation')}
			lead={got.data?.about}
			here={`/catalog/occupations/${encodeURIComponent(occupation)}`}
		>
			<Fetched got={got}>{(data) => <Content data={data} />}</Fetched>
		</CatalogPage>
	);
}
