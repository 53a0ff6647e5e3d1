/* Rounds of the own region, or of all within reach of a supervisor. */
import { useGet } from '../../api/useGet';
import { addressWith, useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Pager } from '../../parts/Pager';
import { Table, type Column } from '../../parts/Table';
import { dateTimeText, numberText, t } from '../../words/all';
import { SelectFilter } from '../sites/FilterParts';
import { filterOf } from '../sites/filters';
import { FilterLinks } from '../teacher/FilterLinks';
import { MiniSteps } from './MiniSteps';
import { STATES } from './states';
import type { RoundRow } from './types';
import '../sites/sites.css';

const YEARS_BACK = 4;
const ROUNDS_FILTER = {
	state: ['draft', 'published', 'open', 'closed', 'frozen', 'drawn',
		'announced'],
	year: { from: 2000, to: 2100 }, page: { from: 1, to: 10000 },
} as const;

/* A school year begins in March. */
function yearsShown(): number[] {
	const now = new Date(Date.now());
	const year = now.getFullYear() - (now.getMonth() < 2 ? 1 : 0);

	return Array.from({ length: YEARS_BACK + 1 }, (_, i) => year - i);
}

function Empty({ centre, narrowed }: { centre: boolean; narrowed: boolean }) {
	if (narrowed)
		return <p>{t('rounds.none.found')}</p>;
	return (
		<div class="stack tight">
			<p>{t('rounds.none')}</p>
			{centre && (
				<p>
					<LinkButton href="/rounds/new" kind="secondary" size="medium">
						{t('rounds.new')}
					</LinkButton>
				</p>
			)}
		</div>
	);
}

function columnsFor(supervisor: boolean): Column<RoundRow>[] {
	return [
		{ key: 'name', title: t('rounds.name'), cell: (one) => one.name },
		...(supervisor ? [{
			key: 'region', title: t('sites.region'),
			cell: (one: RoundRow) => one.region_name,
		}] : []),
		{
			key: 'state', title: t('rounds.state'),
			cell: (one) => <MiniSteps state={one.state} />,
		},
		{
			key: 'opens', title: t('rounds.opens'),
			cell: (one) => dateTimeText(one.opens),
		},
		{
			key: 'closes', title: t('rounds.closes'),
			cell: (one) => dateTimeText(one.closes),
		},
		{
			key: 'events', title: t('rounds.events'), number: true,
			cell: (one) => numberText(one.events),
		},
		{
			key: 'seats', title: t('rounds.seats'), number: true,
			cell: (one) => numberText(one.seats),
		},
		{
			key: 'lists', title: t('rounds.lists'), number: true,
			cell: (one) => numberText(one.lists),
		},
	];
}

export default function Rounds() {
	const { account } = useSession();
	const { query } = useLocation();
	const filter = filterOf(ROUNDS_FILTER, query);
	const got = useGet('/api/rounds', { query: filter });
	const centre = account?.role === 'centre';

	return (
		<Page
			title={t('app.page.rounds')} printedBy={account?.name ?? ''}
			lead={centre ? t('rounds.lead') : t('rounds.lead.supervisor')}
			actions={centre && (
				<LinkButton href="/rounds/new" size="medium">
					{t('rounds.new')}
				</LinkButton>
			)}
		>
			<div class="rounds-filter no-print">
				<FilterLinks
					label={t('rounds.state')} name="state"
					value={filter.state ?? ''}
					choices={[
						{ value: '', text: t('rounds.state.all') },
						...STATES.map((one) => (
							{ value: one.value, text: t(one.wordId) })),
					]}
				/>
				<div class="year-filter">
					<SelectFilter
						label={t('rounds.year')} name="year" value={filter.year}
						empty={t('rounds.year.all')}
						choices={yearsShown().map((year) => ({
							value: String(year),
							text: t('rounds.year.of', { year }),
						}))}
					/>
				</div>
			</div>
			<Fetched got={got}>
				{(data) => (
					<>
						<p role="status">
							{t('rounds.found', { count: data.total })}
						</p>
						<Table
							caption={t('app.page.rounds')} rows={data.rounds}
							rowKey={(one) => one.id}
							rowHref={(one) => `/rounds/${one.id}`}
							columns={columnsFor(!centre)}
							empty={(
								<Empty
									centre={centre}
									narrowed={!!filter.state || !!filter.year}
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
