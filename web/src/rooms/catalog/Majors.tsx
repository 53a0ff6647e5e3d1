/* All majors. */
import { useGet } from '../../api/useGet';
import { t } from '../../words';
import { CatalogPage } from './CatalogPage';
import { Entries, useFinding } from './Entries';

export default function Majors() {
	const finding = useFinding();
	const got = useGet('/api/catalog/majors', { query: finding });

	return (
		<CatalogPage
			part="majors" title={t('catalog.majors')} lead={t('catalog.majors.lead')}
		>
			<Entries
				got={got} finding={finding} href="/catalog/majors"
				label={t('catalog.find.majors')}
				example={t('catalog.find.majors.example')}
			/>
		</CatalogPage>
	);
}
