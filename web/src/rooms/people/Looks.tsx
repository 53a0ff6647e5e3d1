import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { Fetched } from '../../parts/Fetched';
import { Pager } from '../../parts/Pager';
import { Select } from '../../parts/Select';
import { Table, type Sort } from '../../parts/Table';
import { dateTimeText, t } from '../../words/all';

type Look = Answer<'/api/pupils/{pupil}/looks', 'get'>['looks'][number];

const ROWS = 20;

const WHO: Record<string, { wordId: string }> = {
	pupil: { wordId: 'people.looks.who.pupil' },
	guardian: { wordId: 'app.role.guardian' },
	teacher: { wordId: 'people.looks.who.teacher' },
	centre: { wordId: 'app.role.centre' },
	supervisor: { wordId: 'app.role.supervisor' },
	engineer: { wordId: 'app.role.engineer' },
	system: { wordId: 'people.looks.who.system' },
};

function whoText(role: string): string {
	return WHO[role] ? t(WHO[role].wordId) : role;
}

/* The newest first, unless the address says otherwise. */
function sortOf(query: URLSearchParams): Sort {
	return { key: 'at', descending: query.get('order') !== 'old' };
}

function List({ looks }: { looks: readonly Look[] }) {
	const { query } = useLocation();
	const who = query.get('who') ?? '';
	const sort = sortOf(query);
	const roles = [...new Set(looks.map((look) => look.role))];
	const rows = looks
		.filter((look) => who === '' || look.role === who)
		.sort((a, b) => (sort.descending ? b.at - a.at : a.at - b.at));
	const pages = Math.max(1, Math.ceil(rows.length / ROWS));
	const page = Math.min(pages, Math.max(1, Number(query.get('page')) || 1));

	return (
		<div class="stack">
			{roles.length > 1 && (
				<Select
					label={t('people.looks.filter')} size="medium" value={who}
					empty={t('people.looks.everyone')}
					choices={roles.map((role) => (
						{ value: role, text: whoText(role) }))}
					onChange={(role) => navigate(
						addressWith({ who: role, page: null }), { replace: true })}
				/>
			)}
			<Table
				caption={t('app.page.looks')}
				rows={rows.slice((page - 1) * ROWS, page * ROWS)}
				rowKey={(look) => `${look.at} ${look.kind} ${look.role}`}
				sort={sort}
				onSort={(next) => navigate(addressWith({
					order: next.descending ? null : 'old', page: null,
				}), { replace: true })}
				empty={t('people.looks.none')}
				columns={[
					{
						key: 'at', title: t('people.looks.at'), sortable: true,
						cell: (look) => dateTimeText(look.at),
					},
					{
						key: 'who', title: t('people.looks.who'),
						cell: (look) => whoText(look.role),
					},
					{
						key: 'text', title: t('people.looks.what'),
						cell: (look) => look.text,
					},
				]}
			/>
			<Pager
				page={page} pages={pages}
				href={(n) => addressWith({ page: n === 1 ? null : String(n) })}
			/>
			{looks.length >= 200 && (
				<p class="source-note">{t('people.looks.newest')}</p>
			)}
		</div>
	);
}

/* Who looked at a record, changed it or took a copy, of the newest 200. */
export function Looks({ pupil }: { pupil: string }) {
	const got = useGet('/api/pupils/{pupil}/looks', { path: { pupil } });

	return (
		<Fetched got={got}>{(data) => <List looks={data.looks} />}</Fetched>
	);
}
