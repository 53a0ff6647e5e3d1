/* Staff accounts: who may come in, and how they get in again. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { Pager } from '../../parts/Pager';
import { SearchField } from '../../parts/SearchField';
import { Table, type Sort } from '../../parts/Table';
import { toast } from '../../parts/Toast';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { FilterLinks } from '../teacher/FilterLinks';
import { useAct } from '../teacher/useAct';
import { sorted, useSort } from '../teacher/useSort';
import { AccountAdd } from './AccountAdd';
import { AccountReset } from './AccountReset';
import { roleText, STAFF, type AccountRow } from './accountRows';
import './engineer.css';

const VALUES = {
	name: (one: AccountRow) => one.name,
	login: (one: AccountRow) => one.login ?? null,
	role: (one: AccountRow) => one.role,
	state: (one: AccountRow) => one.state,
};

function isOpen(one: AccountRow): boolean {
	return one.state === 'active';
}

function RowButtons({ one, own, busy, onReset, onTurn }: {
	one: AccountRow; own: boolean; busy: boolean;
	onReset: () => void; onTurn: () => void;
}) {
	const about = <span class="sr-only">{` ${one.name}`}</span>;

	if (own)
		return <span class="quiet">{t('engineer.account.own')}</span>;
	return (
		<span class="row">
			{isOpen(one) && (
				<Button kind="tertiary" size="small" onClick={onReset}>
					{t('engineer.account.reset')}
					{about}
				</Button>
			)}
			<Button kind="tertiary" size="small" busy={busy} onClick={onTurn}>
				{isOpen(one)
					? t('engineer.account.close') : t('engineer.account.open')}
				{about}
			</Button>
		</span>
	);
}

const UNSORTED: Sort = { key: '', descending: false };

export default function Accounts() {
	const { account } = useSession();
	const { query } = useLocation();
	const q = query.get('q') ?? '';
	const role = STAFF.find((one) => one.value === query.get('role'))?.value;
	const page = Math.max(1, Number(query.get('page')) || 1);
	const [text, setText] = useState(q);
	const [adding, setAdding] = useState(false);
	const [resetting, setResetting] = useState<AccountRow | null>(null);
	const [sort, setSort] = useSort(UNSORTED);
	const act = useAct();
	const got = useGet('/api/accounts', {
		query: { ...(q && { q }), ...(role && { role }), page },
	});

	async function turn(one: AccountRow, state: 'active' | 'closed') {
		if (!await act.run(() => api.put('/api/accounts/{account}/state',
			{ path: { account: one.id }, body: { state } })))
			return;
		got.reload();
		toast(state === 'closed'
			? {
				text: t('engineer.account.closed', { name: one.name }),
				onUndo: () => void turn(one, 'active'),
			}
			: { text: t('engineer.account.opened', { name: one.name }) });
	}

	return (
		<Page
			title={t('app.page.accounts')} lead={t('engineer.accounts.lead')}
			printedBy={account?.name ?? ''}
			actions={(
				<Button size="medium" icon="plus" onClick={() => setAdding(true)}>
					{t('engineer.account.add')}
				</Button>
			)}
		>
			<SearchField
				label={t('engineer.accounts.search')} labelShown value={text}
				onInput={setText} slash
				onSearch={(wanted) => navigate(
					addressWith({ q: wanted.trim() || null, page: null }))}
			/>
			<FilterLinks
				label={t('engineer.role')} name="role" value={role ?? ''}
				choices={[
					{ value: '', text: t('engineer.role.all') },
					...STAFF.map((one) => (
						{ value: one.value, text: t(one.wordId) })),
				]}
			/>
			<ActError act={act} />
			<Fetched got={got}>
				{(data) => (
					<>
						<p role="status">
							{t('engineer.accounts.found', { count: data.total })}
						</p>
						<Table
							caption={t('app.page.accounts')}
							rows={sorted(data.accounts,
								data.pages > 1 ? UNSORTED : sort, VALUES)}
							rowKey={(one) => one.id} sort={sort}
							onSort={data.pages > 1 ? undefined : setSort}
							empty={t('engineer.accounts.none')}
							columns={[
								{
									key: 'name', title: t('engineer.name'),
									sortable: true, cell: (one) => one.name,
								},
								{
									key: 'login', title: t('engineer.login'),
									sortable: true, cell: (one) => one.login ?? '–',
								},
								{
									key: 'role', title: t('engineer.role'),
									sortable: true, cell: (one) => roleText(one.role),
								},
								{
									key: 'schools', title: t('engineer.schools'),
									cell: (one) => one.schools ?? '–',
								},
								{
									key: 'state', title: t('engineer.state'),
									sortable: true,
									cell: (one) => (
										<span class="badges">
											{isOpen(one)
												? (
													<Badge kind="success">
														{t('engineer.state.open')}
													</Badge>
												)
												: <Badge>{t('engineer.state.closed')}</Badge>}
											{one.totp && (
												<Badge kind="information">
													{t('engineer.totp')}
												</Badge>
											)}
										</span>
									),
								},
								{
									key: 'actions', title: t('engineer.actions'),
									titleHidden: true,
									cell: (one) => (
										<RowButtons
											one={one} own={one.id === account?.id}
											busy={act.busy}
											onReset={() => setResetting(one)}
											onTurn={() => void turn(one,
												isOpen(one) ? 'closed' : 'active')}
										/>
									),
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
			<AccountAdd
				open={adding} onClose={() => setAdding(false)} onAdded={got.reload}
			/>
			<AccountReset
				one={resetting} onClose={() => setResetting(null)}
				onReset={got.reload}
			/>
		</Page>
	);
}
