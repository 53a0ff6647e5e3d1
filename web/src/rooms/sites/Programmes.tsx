/* Programmes of all sites: found by words and conditions. */
import { useGet } from '../../api/useGet';
import { addressWith, useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { Pager } from '../../parts/Pager';
import { t } from '../../words';
import { choicesOf, gradeChoices, STAGES } from './choices';
import { CheckFilter, SearchFilter, SelectFilter } from './FilterParts';
import { minutesText } from './figures';
import {
	conditionCount, filterOf, PROGRAMMES_FILTER, type Filter,
} from './filters';
import {
	OrderFilter, RegionFilter, SchoolFilter, useRegion,
} from './PlaceFilters';
import { ProgrammesTable } from './ProgrammesTable';
import '../teacher/staff.css';
import './sites.css';

type ProgrammesFilter = Filter<typeof PROGRAMMES_FILTER>;

/* Those behind "more conditions". */
const FURTHER = [
	'stage', 'grade', 'minutes', 'standard', 'step_free', 'free', 'certified',
	'closed',
];
const LENGTHS = [60, 120, 180, 240, 360, 480];

function Checks({ filter, centre }: {
	filter: ProgrammesFilter; centre: boolean;
}) {
	return (
		<div class="filter-checks">
			<CheckFilter
				label={t('sites.only.free')} name="free" on={filter.free}
			/>
			<CheckFilter
				label={t('sites.only.step_free')} name="step_free"
				on={filter.step_free}
			/>
			<CheckFilter
				label={t('sites.only.certified')} name="certified"
				on={filter.certified}
			/>
			{centre && (
				<CheckFilter
					label={t('sites.programmes.closed_too')} name="closed"
					on={filter.closed}
				/>
			)}
		</div>
	);
}

function Further({ filter, centre }: {
	filter: ProgrammesFilter; centre: boolean;
}) {
	const { data } = useGet('/api/catalog/experiences');
	const count = conditionCount(filter, FURTHER);

	return (
		<details open={count > 0}>
			<summary>
				{count > 0 ? t('sites.further.some', { count })
					: t('sites.further')}
			</summary>
			<div class="filter-grid">
				<SelectFilter
					label={t('sites.stage')} name="stage" value={filter.stage}
					empty={t('sites.any')} choices={choicesOf(STAGES)}
				/>
				<SelectFilter
					label={t('sites.grade')} name="grade" value={filter.grade}
					empty={t('sites.any')} choices={gradeChoices()}
				/>
				<SelectFilter
					label={t('sites.length.most')} name="minutes"
					value={filter.minutes} empty={t('sites.any')}
					choices={LENGTHS.map((minutes) => (
						{ value: String(minutes), text: minutesText(minutes) }))}
				/>
				<SelectFilter
					label={t('sites.standard')} name="standard"
					value={filter.standard} empty={t('sites.any')}
					choices={(data?.standards ?? []).map((one) => (
						{ value: one.code, text: `${one.code} ${one.text}` }))}
				/>
			</div>
			<Checks filter={filter} centre={centre} />
		</details>
	);
}

function Conditions({ filter, region, distances, centre }: {
	filter: ProgrammesFilter; region: string | undefined; distances: boolean;
	centre: boolean;
}) {
	const { data: catalogue } = useGet('/api/catalog/experiences');
	const { data: fields } = useGet('/api/catalog/fields');

	return (
		<section class="register-filters no-print" aria-label={t('sites.conditions')}>
			<div class="filter-grid">
				<SearchFilter
					label={t('sites.programmes.search')} value={filter.q}
				/>
				<RegionFilter value={region} />
				<SelectFilter
					label={t('sites.programme.kind')} name="kind"
					value={filter.kind} empty={t('sites.any')}
					choices={(catalogue?.kinds ?? []).map((one) => (
						{ value: one.id, text: one.name }))}
				/>
				<SelectFilter
					label={t('sites.field')} name="field" value={filter.field}
					empty={t('sites.any')}
					choices={(fields?.fields ?? []).map((one) => (
						{ value: one.id, text: one.name }))}
				/>
				<SchoolFilter value={filter.school} />
				<OrderFilter value={filter.order} distances={distances} />
			</div>
			<Further filter={filter} centre={centre} />
		</section>
	);
}

function Empty({ narrowed }: { narrowed: boolean }) {
	return narrowed
		? (
			<div class="stack">
				<p>{t('sites.programmes.none.found')}</p>
				<p><a href="/programmes">{t('sites.conditions.clear')}</a></p>
			</div>
		)
		: <p>{t('sites.programmes.none.yet')}</p>;
}

export default function Programmes() {
	const { account } = useSession();
	const { query } = useLocation();
	const filter = filterOf(PROGRAMMES_FILTER, query);
	const region = useRegion(query);
	const distances =
		account?.role === 'teacher' || filter.school !== undefined;
	const got = useGet('/api/programmes', { query: { ...filter, region } });

	return (
		<Page
			title={t('app.page.programmes')} lead={t('sites.programmes.lead')}
			printedBy={account?.name ?? ''}
		>
			<Conditions
				filter={filter} region={region} distances={distances}
				centre={account?.role === 'centre'}
			/>
			<Fetched got={got}>
				{(data) => (
					<>
						<p role="status">
							{t('sites.programmes.found', { count: data.total })}
						</p>
						<ProgrammesTable
							rows={data.programmes} places distances={distances}
							caption={t('app.page.programmes')}
							empty={(
								<Empty
									narrowed={conditionCount(filter,
										['q', 'kind', 'field', 'site', ...FURTHER]) > 0}
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
