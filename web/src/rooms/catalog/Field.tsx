/* One field, with its majors and occupations. */
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { CatalogPage } from './CatalogPage';
import { Links } from './Links';

export default function Field({ params }: PageProps) {
	const field = params.field ?? '';
	const got = useGet('/api/catalog/fields/{field}', { path: { field } });
	const at = encodeURIComponent(field);

	return (
		<CatalogPage
			part="fields" title={got.data?.name ?? t('app.page.field')}
			lead={got.data?.about} here={`/catalog/fields/${at}`}
		>
			<Fetched got={got}>
				{(data) => (
					<>
						<Links
							title={t('catalog.majors')} links={data.majors}
							page="/catalog/majors"
						/>
						<Links
							title={t('catalog.occupations')} links={data.occupations}
							page="/catalog/occupations"
						/>
						<div class="row">
							<LinkButton
								href={`/catalog/occupations?field=${at}`}
								kind="secondary" size="medium"
							>
								{t('catalog.field.occupations')}
							</LinkButton>
							<LinkButton
								href={`/catalog/majors?field=${at}`}
								kind="tertiary" size="medium"
							>
								{t('catalog.field.majors')}
							</LinkButton>
						</div>
					</>
				)}
			</Fetched>
		</CatalogPage>
	);
}
