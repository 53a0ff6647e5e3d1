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

const COUNTS = [
	['schools', 'engineer.schools'],
	['classes', 'engineer.classes'],
	['pupils', 'engineer.pupils'],
	['accounts', 'engineer.accounts'],
	['sheets', 'engineer.sheets'],
	['signed', 'engineer.signed'],
	['ledger', 'engineer.ledger'],
	['sessions', 'engineer.sessions'],
] as const;

function Counts() {
	const room = useGet('/api/engine-room');

	return (
		<section class="stack stored">
			<h2>{t('engineer.counts')}</h2>
			<Fetched got={room}>
				{(data) => (
					<>
						<p>
							{t('engineer.versions', {
								version: data.version,
								database: data.database,
								catalogue: data.catalogue.slice(0, 12),
							})}
						</p>
						<Table
							caption={t('engineer.counts')} rowKey={(row) => row[0]}
							columns={[
								{
									key: 'name', title: t('engineer.thing'),
									cell: (row) => t(row[1]),
								},
								{
									key: 'count', title: t('engineer.count'),
									number: true,
									cell: (row) => numberText(data[row[0]]),
								},
							]}
							rows={[...COUNTS]}
						/>
					</>
				)}
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
