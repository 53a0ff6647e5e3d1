/* The schools within reach, with how many pupils each has. */
import { useState } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Pager } from '../../parts/Pager';
import { SearchField } from '../../parts/SearchField';
import { Select } from '../../parts/Select';
import { Table, type Sort } from '../../parts/Table';
import { numberText, t } from '../../words/all';
import { FilterLinks } from '../teacher/FilterLinks';
import { sorted, useSort } from '../teacher/useSort';
import { LEVELS, levelOf } from './levels';
import './engineer.css';

function RegionChoice({ value }: { value: string }) {
	const { data } = useGet('/api/regions');

	return (
		<Select
			label={t('engineer.region')} size="medium" value={value}
			empty={t('engineer.region.all')}
			choices={(data?.regions ?? []).map((one) => (
				{ value: one.id, text: one.name }))}
			onChange={(region) => navigate(
				addressWith({ region: region || null, page: null }))}
		/>
	);
}

function Empty({ engineer }: { engineer: boolean }) {
	return (
		<div class="stack">
			<p>{t('engineer.schools.none')}</p>
			{engineer && (
				<p>
					<LinkButton href="/imports" kind="secondary" size="medium">
						{t('engineer.schools.import')}
					</LinkButton>
				</p>
			)}
		</div>
	);
}

const UNSORTED: Sort = { key: '', descending: false };

export default function Schools() {
	const { account } = useSession();
	const { query } = useLocation();
	const q = query.get('q') ?? '';
	const level = levelOf(query.get('level'));
	const region = query.get('region') ?? '';
	const page = Math.max(1, Number(query.get('page')) || 1);
	const [text, setText] = useState(q);
	const [sort, setSort] = useSort(UNSORTED);
	const engineer = account?.role === 'engineer';
	const got = useGet('/api/schools', {
		query: {
			...(q && { q }), ...(level && { level }), ...(region && { region }),
			page,
		},
	});

	return (
		<Page
			title={t('app.page.schools')} printedBy={account?.name ?? ''}
			lead={account?.role === 'centre' && t('engineer.schools.centre')}
		>
			<div class="filter-row no-print">
				<SearchField
					label={t('engineer.schools.search')} labelShown value={text}
					onInput={setText} slash
					onSearch={(wanted) => navigate(
						addressWith({ q: wanted.trim() || null, page: null }))}
				/>
				{engineer && <RegionChoice value={region} />}
			</div>
			<FilterLinks
				label={t('engineer.level')} name="level" value={level ?? ''}
				choices={[
					{ value: '', text: t('engineer.level.all') },
					...LEVELS.map((one) => (
						{ value: one.value, text: t(one.wordId) })),
				]}
			/>
			<Fetched got={got}>
				{(data) => (
					<>
						<p role="status">
							{t('engineer.schools.found', { count: data.total })}
						</p>
						<Table
							caption={t('app.page.schools')}
							rows={sorted(data.schools,
								data.pages > 1 ? UNSORTED : sort, {
								name: (one) => one.name,
								level: (one) => one.level,
								region: (one) => one.region_name,
								pupils: (one) => one.pupils,
							})}
							rowKey={(one) => one.id} sort={sort}
							onSort={data.pages > 1 ? undefined : setSort}
							empty={<Empty engineer={engineer} />}
							columns={[
								{
									key: 'name', title: t('engineer.school'),
									sortable: true, cell: (one) => one.name,
								},
								{
									key: 'level', title: t('engineer.level'),
									sortable: true,
									cell: (one) => t(LEVELS.find(
										(row) => row.value === one.level)!.wordId),
								},
								{
									key: 'region', title: t('engineer.region'),
									sortable: true, cell: (one) => one.region_name,
								},
								{
									key: 'office', title: t('engineer.office'),
									cell: (one) => one.office_name,
								},
								{
									key: 'code', title: t('engineer.code'),
									cell: (one) => one.code,
								},
								{
									key: 'pupils', title: t('engineer.pupils'),
									number: true, sortable: true,
									cell: (one) => numberText(one.pupils),
								},
							]}
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
