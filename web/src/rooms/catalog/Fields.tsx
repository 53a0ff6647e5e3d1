/* Where looking around begins: the fields of work and study. */
import { useState } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { SearchField } from '../../parts/SearchField';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { CatalogPage } from './CatalogPage';

function holds(text: string, words: string): boolean {
	const small = text.toLowerCase();

	return words.toLowerCase().split(/\s+/).every((word) =>
		small.includes(word));
}

export default function Fields() {
	const { query } = useLocation();
	const asked = query.get('q') ?? '';
	const [typed, setTyped] = useState(asked);
	const got = useGet('/api/catalog/fields');
	const find = (q: string) => navigate(addressWith({ q: q.trim() || null }));

	return (
		<CatalogPage
			part="fields" title={t('app.page.catalog')} lead={t('catalog.lead')}
		>
			<SearchField
				label={t('catalog.find.fields')} value={typed} slash
				onInput={setTyped} onSearch={find}
				example={t('catalog.find.fields.example')}
			/>
			<Fetched got={got}>
				{({ fields }) => {
					const shown = fields.filter((field) =>
						holds(`${field.name} ${field.about}`, asked));

					return (
						<>
							<p role="status" class="list-count">
								{t('catalog.count', { count: shown.length })}
							</p>
							{shown.length === 0 && (
								<div class="stack empty-note">
									<p>{t('catalog.none')}</p>
									<p>
										<Button
											kind="secondary" size="medium"
											onClick={() => {
												setTyped('');
												find('');
											}}
										>
											{t('catalog.clear')}
										</Button>
									</p>
								</div>
							)}
							<StructuredList>
								{shown.map((field) => (
									<Card
										key={field.id} title={field.name} level={2}
										text={field.about}
										href={`/catalog/fields/${encodeURIComponent(field.id)}`}
									/>
								))}
							</StructuredList>
						</>
					);
				}}
			</Fetched>
		</CatalogPage>
	);
}
