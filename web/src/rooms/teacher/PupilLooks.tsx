import type { Answer } from '../../api/client';
import { useGet } from '../../api/useGet';
import { addressWith, useLocation } from '../../app/location';
import { ROLES } from '../../app/session';
import { Fetched } from '../../parts/Fetched';
import { Pager } from '../../parts/Pager';
import { Table } from '../../parts/Table';
import { dateTimeText, t } from '../../words/all';
import { sorted, useSort } from './useSort';

type Look = Answer<'/api/pupils/{pupil}/looks', 'get'>['looks'][number];

const ROWS = 20;
const WHO: Record<string, { wordId: string }> = {
	pupil: { wordId: 'app.role.pupil' },
	guardian: { wordId: 'app.role.guardian' },
	teacher: { wordId: 'app.role.teacher' },
	centre: { wordId: 'app.role.centre' },
	supervisor: { wordId: 'app.role.supervisor' },
	engineer: { wordId: 'app.role.engineer' },
};

function whoText(look: Look): string {
	const words = WHO[look.role];

	return words ? t(words.wordId) : t('app.name');
}

const VALUES = {
	at: (look: Look) => look.at,
	who: (look: Look) => ROLES.findIndex((role) => role === look.role),
};

function List({ looks }: { looks: readonly Look[] }) {
	const { query } = useLocation();
	const [sort, setSort] = useSort({ key: 'at', descending: true });
	const rows = sorted(looks, sort, VALUES);
	const pages = Math.max(1, Math.ceil(rows.length / ROWS));
	const page = Math.min(pages, Math.max(1, Number(query.get('page')) || 1));

	return (
		<>
			<Table
				caption={t('teacher.tab.looks')}
				rows={rows.slice((page - 1) * ROWS, page * ROWS)}
				rowKey={(look) => `${look.at} ${look.kind} ${look.role}`}
				sort={sort} onSort={setSort} empty={t('teacher.looks.none')}
				columns={[
					{
						key: 'at', title: t('teacher.looks.at'), sortable: true,
						cell: (look) => dateTimeText(look.at),
					},
					{
						key: 'who', title: t('teacher.looks.who'), sortable: true,
						cell: whoText,
					},
					{
						key: 'what', title: t('teacher.looks.what'),
						cell: (look) => look.text,
					},
				]}
			/>
			<Pager
				page={page} pages={pages}
				href={(n) => addressWith({ page: n === 1 ? null : String(n) })}
			/>
		</>
	);
}

/* Who looked at the record, changed it or took a copy. */
export function PupilLooks({ pupil }: { pupil: string }) {
	const got = useGet('/api/pupils/{pupil}/looks', { path: { pupil } });

	return (
		<section class="stack">
			<h2>{t('teacher.tab.looks')}</h2>
			<p>{t('teacher.looks.text')}</p>
			<Fetched got={got}>{({ looks }) => <List looks={looks} />}</Fetched>
		</section>
	);
}
