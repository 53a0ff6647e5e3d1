/* The engine room: what runs, how much is in it, where to look for more. */
import { useGet } from '../../api/useGet';
import { Card, StructuredList } from '../../parts/StructuredList';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Table } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import { useSession } from '../../app/session';
import { HealthPart } from './HealthPart';
import './engineer.css';

function Counts() {
	const regions = useGet('/api/regions');
	const accounts = useGet('/api/accounts');

	return (
		<section class="stack stored">
			<h2>{t('engineer.counts')}</h2>
			<Fetched got={regions}>
				{(data) => {
					const sum = (key: 'schools' | 'pupils') =>
						data.regions.reduce((n, one) => n + one[key], 0);

					return (
						<Table
							caption={t('engineer.counts')} rowKey={(row) => row.name}
							columns={[
								{
									key: 'name', title: t('engineer.thing'),
									cell: (row) => row.name,
								},
								{
									key: 'count', title: t('engineer.count'),
									number: true, cell: (row) => row.count,
								},
							]}
							rows={[
								{
									name: t('engineer.regions'),
									count: numberText(data.regions.length),
								},
								{
									name: t('engineer.schools'),
									count: numberText(sum('schools')),
								},
								{
									name: t('engineer.pupils'),
									count: numberText(sum('pupils')),
								},
								{
									name: t('engineer.accounts'),
									count: accounts.data
										? numberText(accounts.data.total) : '–',
								},
							]}
						/>
					);
				}}
			</Fetched>
		</section>
	);
}

function Addresses() {
	return (
		<section class="stack">
			<h2>{t('engineer.addresses')}</h2>
			<StructuredList>
				<Card title="/healthz" text={t('engineer.healthz')} />
				<Card title="/readyz" text={t('engineer.readyz')} />
				<Card title="/metrics" text={t('engineer.metrics')} />
			</StructuredList>
		</section>
	);
}

export default function Engine() {
	const { account } = useSession();

	return (
		<Page
			title={t('app.page.engine')} lead={t('engineer.lead')}
			printedBy={account?.name ?? ''}
			actions={(
				<LinkButton href="/imports" size="medium">
					{t('app.page.imports')}
				</LinkButton>
			)}
		>
			<HealthPart />
			<Counts />
			<Addresses />
		</Page>
	);
}
