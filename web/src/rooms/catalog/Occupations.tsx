/* All occupations. */
import { useGet } from '../../api/useGet';
import { t } from '../../words';
import { CatalogPage } from './CatalogPage';
import { Entries, useFinding } from './Entries';

export default function Occupations() {
	const finding = useFinding();
	const got = useGet('/api/catalog/occupations', { query: finding });

	return (
		<CatalogPage
			part="occupations" title={t('catalog.occupations')}
			lead={t('catalog.occupations.lead')}
		>
			<Entries
				got={got} finding={finding} href="/catalog/occupations"
				label={t('catalog.find.occupations')}
				example={t('catalog.find.occupations.example')}
			/>
		</CatalogPage>
	);
}
