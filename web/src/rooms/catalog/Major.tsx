/* One major, with its field, subjects and occupations. */
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { t } from '../../words';
import { CatalogPage } from './CatalogPage';
import { Letters } from './Letters';
import { Links } from './Links';

export default function Major({ params }: PageProps) {
	const major = params.major ?? '';
	const got = useGet('/api/catalog/majors/{major}', { path: { major } });

	return (
		<CatalogPage
			part="majors" title={got.data?.name ?? t('app.page.major')}
			lead={got.data?.about}
			here={`/catalog/majors/${encodeURIComponent(major)}`}
		>
			<Fetched got={got}>
				{(data) => (
					<>
						<Links
							title={t('catalog.field')} links={[data.field]}
							page="/catalog/fields"
						/>
						<Links
							title={t('catalog.subjects')} links={data.subjects}
						/>
						<Links
							title={t('catalog.occupations')} links={data.occupations}
							page="/catalog/occupations"
						/>
						<Letters letters={data.letters} />
					</>
				)}
			</Fetched>
		</CatalogPage>
	);
}
