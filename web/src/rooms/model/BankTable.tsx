import { Button } from '../../parts/Button';
import { Table, type Sort } from '../../parts/Table';
import { dateText, t } from '../../words/all';
import { sorted, useSort } from '../teacher/useSort';
import { BankBadges } from './BankBadges';
import { cardHref, KINDS, nameText, type Bank } from './banks';

/* As the server gives them: the newest of each first. */
const UNSORTED: Sort = { key: '', descending: false };

const VALUES = {
	bank: (one: Bank) => `${nameText(one.name)} ${one.id}`,
	kind: (one: Bank) => one.kind,
	state: (one: Bank) => one.state,
	people: (one: Bank) => one.people,
	published: (one: Bank) => one.published,
};

function RowActions({ bank, onRetire }: {
	bank: Bank; onRetire: ((bank: Bank) => void) | undefined;
}) {
	const about = <span class="sr-only">{` ${bank.id}`}</span>;

	return (
		<span class="row">
			<a class="row-link" href={cardHref(bank.id)}>
				{t('model.card')}
				{about}
			</a>
			{onRetire && bank.state === 'published' && (
				<Button
					kind="tertiary" size="small" onClick={() => onRetire(bank)}
				>
					{t('model.retire')}
					{about}
				</Button>
			)}
		</span>
	);
}

export function BankTable({ banks, onRetire }: {
	banks: readonly Bank[];
	/* Of those who may; the others only read. */
	onRetire: ((bank: Bank) => void) | undefined;
}) {
	const [sort, setSort] = useSort(UNSORTED);

	return (
		<Table
			caption={t('app.page.banks')} rows={sorted(banks, sort, VALUES)}
			rowKey={(one) => one.id} sort={sort} onSort={setSort}
			columns={[
				{
					key: 'bank', title: t('model.bank'), sortable: true,
					cell: (one) => (
						<>
							{nameText(one.name)}
							{' '}
							<span class="bank-id">{one.id}</span>
						</>
					),
				},
				{
					key: 'kind', title: t('model.kind'), sortable: true,
					cell: (one) => t(KINDS[one.kind].wordId),
				},
				{
					key: 'state', title: t('model.state'), sortable: true,
					cell: (one) => <BankBadges bank={one} />,
				},
				{
					key: 'people', title: t('model.people'), number: true,
					sortable: true,
					cell: (one) => (one.people == null
						? '–' : t('app.count.people', { count: one.people })),
				},
				{
					key: 'published', title: t('model.published'),
					sortable: true,
					cell: (one) => (one.published == null
						? '–' : dateText(one.published)),
				},
				{
					key: 'actions', title: t('model.actions'), titleHidden: true,
					cell: (one) => <RowActions bank={one} onRetire={onRetire} />,
				},
			]}
		/>
	);
}
