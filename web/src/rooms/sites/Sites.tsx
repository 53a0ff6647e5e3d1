/* The register of sites: found by words and conditions, nearest first. */
import type { ComponentChildren } from 'preact';
import { useGet } from '../../api/useGet';
import { addressWith, useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Pager } from '../../parts/Pager';
import { numberText, t } from '../../words/all';
import { Table } from '../../parts/Table';
import { choicesOf, SITE_KINDS, wordOf } from './choices';
import { CheckFilter, SearchFilter, SelectFilter } from './FilterParts';
import { distanceText } from './figures';
import {
	conditionCount, filterOf, SITES_FILTER, type Filter,
} from './filters';
import {
	OrderFilter, RegionFilter, SchoolFilter, useRegion,
} from './PlaceFilters';
import { SiteBadges } from './SiteBadges';
import type { SitesAnswer } from './types';
import '../teacher/staff.css';
import './sites.css';

type SitesFilter = Filter<typeof SITES_FILTER>;

const CONDITIONS = ['q', 'kind', 'step_free', 'certified', 'closed'];

function Conditions({ filter, region, distances, centre }: {
	filter: SitesFilter; region: string | undefined; distances: boolean;
	centre: boolean;
}) {
	return (
		<section class="register-filters no-print" aria-label={t('sites.conditions')}>
			<div class="filter-grid">
				<SearchFilter label={t('sites.search')} value={filter.q} />
				<RegionFilter value={region} />
				<SelectFilter
					label={t('sites.kind')} name="kind" value={filter.kind}
					empty={t('sites.any')} choices={choicesOf(SITE_KINDS)}
				/>
				<SchoolFilter value={filter.school} />
				<OrderFilter value={filter.order} distances={distances} />
			</div>
			<div class="filter-checks">
				<CheckFilter
					label={t('sites.only.certified')} name="certified"
					on={filter.certified}
				/>
				<CheckFilter
					label={t('sites.only.step_free')} name="step_free"
					on={filter.step_free}
				/>
				{centre && (
					<CheckFilter
						label={t('sites.closed_too')} name="closed"
						on={filter.closed}
					/>
				)}
			</div>
		</section>
	);
}

function Empty({ narrowed, centre }: { narrowed: boolean; centre: boolean }) {
	return (
		<div class="stack">
			<p>{narrowed ? t('sites.none.found') : t('sites.none')}</p>
			{narrowed && (
				<p><a href="/sites">{t('sites.conditions.clear')}</a></p>
			)}
			{!narrowed && centre && (
				<p>
					<LinkButton href="/sites/new" kind="secondary" size="medium">
						{t('sites.add')}
					</LinkButton>
				</p>
			)}
		</div>
	);
}

function SitesTable({ data, distances, empty }: {
	data: SitesAnswer; distances: boolean; empty: ComponentChildren;
}) {
	return (
		<Table
			caption={t('app.page.sites')} rows={data.sites}
			rowKey={(one) => one.id} rowHref={(one) => `/sites/${one.id}`}
			empty={empty}
			columns={[
				{ key: 'name', title: t('sites.name'), cell: (one) => one.name },
				{
					key: 'kind', title: t('sites.kind'),
					cell: (one) => wordOf(SITE_KINDS, one.kind),
				},
				{
					key: 'badges', title: t('sites.promises'),
					cell: (one) => <SiteBadges one={one} />,
				},
				{
					key: 'address', title: t('sites.address'),
					cell: (one) => one.address,
				},
				{
					key: 'programmes', title: t('sites.programmes.count'),
					number: true, cell: (one) => numberText(one.programmes),
				},
				{
					key: 'upcoming', title: t('sites.upcoming'), number: true,
					cell: (one) => numberText(one.upcoming),
				},
				...(distances ? [{
					key: 'distance', title: t('sites.distance'), number: true,
					cell: (one: SitesAnswer['sites'][number]) =>
						distanceText(one.distance),
				}] : []),
			]}
		/>
	);
}

export default function Sites() {
	const { account } = useSession();
	const { query } = useLocation();
	const filter = filterOf(SITES_FILTER, query);
	const region = useRegion(query);
	const centre = account?.role === 'centre';
	const distances =
		account?.role === 'teacher' || filter.school !== undefined;
	const got = useGet('/api/sites', { query: { ...filter, region } });

	return (
		<Page
			title={t('app.page.sites')} lead={t('sites.lead')}
			printedBy={account?.name ?? ''}
			actions={centre && (
				<LinkButton href="/sites/new" size="medium">
					{t('sites.add')}
				</LinkButton>
			)}
		>
			<Conditions
				filter={filter} region={region} distances={distances}
				centre={centre}
			/>
			<Fetched got={got}>
				{(data) => (
					<>
						<p role="status">
							{t('sites.found', { count: data.total })}
						</p>
						<SitesTable
							data={data} distances={distances}
							empty={(
								<Empty
									centre={centre}
									narrowed={conditionCount(filter, CONDITIONS) > 0}
								/>
							)}
						/>
						<Pager
							page={data.page} pages={data.pages}
							href={(n) => addressWith({ page: String(n) })}
						/>
					</>
				)}
			</Fetched>
		</Page>
	);
}
