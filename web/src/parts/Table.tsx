import type { ComponentChildren } from 'preact';
import { t } from '../words';
import { classes } from './classes';

export interface Column<Row> {
	key: string;
	title: string;
	/* What stands in the cell. */
	cell: (row: Row) => ComponentChildren;
	/* Right-aligned with figures of one width. */
	number?: boolean;
	sortable?: boolean;
	/* Names the row; the first column if none says so. */
	names?: boolean;
	titleHidden?: boolean;
}

export interface Sort {
	key: string;
	descending: boolean;
}

export interface TableProps<Row> {
	/* Heard, not seen, unless captionShown. */
	caption: string;
	captionShown?: boolean;
	columns: readonly Column<Row>[];
	rows: readonly Row[];
	rowKey: (row: Row) => string;
	/* Where the row's name leads. */
	rowHref?: (row: Row) => string;
	sort?: Sort;
	onSort?: (sort: Sort) => void;
	/* What stands here when there are no rows: words and a button. */
	empty?: ComponentChildren;
	/* On a phone: each row a block (default), or the table moves sideways. */
	onPhone?: 'stack' | 'scroll';
}

function HeadCell<Row>({ column, sort, onSort }: {
	column: Column<Row>; sort: Sort | undefined;
	onSort: ((sort: Sort) => void) | undefined;
}) {
	const sorted = sort?.key === column.key;
	const order = sort?.descending ? 'descending' : 'ascending';

	return (
		<th
			scope="col" class={classes(column.number && 'is-number')}
			aria-sort={sorted ? order : undefined}
		>
			{column.sortable && onSort
				? (
					<button
						type="button" class={classes('sort-button', sorted && order)}
						title={t('parts.table.sort', { name: column.title })}
						onClick={() => onSort({
							key: column.key,
							descending: sorted ? !sort.descending : !!column.number,
						})}
					>
						{column.title}
					</button>
				)
				: (
					<span class={classes(column.titleHidden && 'sr-only')}>
						{column.title}
					</span>
				)}
		</th>
	);
}

function BodyCell<Row>({ column, row, names, href }: {
	column: Column<Row>; row: Row; names: boolean; href: string | undefined;
}) {
	const content = column.cell(row);
	const shared = {
		class: classes(column.number && 'is-number'),
		'data-label': column.titleHidden ? undefined : column.title,
	};

	if (!names)
		return <td {...shared}>{content}</td>;
	return (
		<th scope="row" {...shared}>
			{href ? <a class="row-link" href={href}>{content}</a> : content}
		</th>
	);
}

export function Table<Row>(props: TableProps<Row>) {
	const { columns, rows, sort, onSort, onPhone = 'stack' } = props;
	const naming = columns.find((column) => column.names) ?? columns[0];

	return (
		<div
			class={classes('krds-table-wrap', 'table-wrap', onPhone)}
			{...(onPhone === 'scroll'
				&& { role: 'region', 'aria-label': props.caption, tabIndex: 0 })}
		>
			<table class="tbl col data">
				<caption class={classes(props.captionShown && 'caption-shown')}>
					{props.caption}
				</caption>
				<thead>
					<tr>
						{columns.map((column) => (
							<HeadCell
								key={column.key} column={column} sort={sort}
								onSort={onSort}
							/>
						))}
					</tr>
				</thead>
				<tbody>
					{rows.map((row) => (
						<tr key={props.rowKey(row)}>
							{columns.map((column) => (
								<BodyCell
									key={column.key} column={column} row={row}
									names={column === naming}
									href={props.rowHref?.(row)}
								/>
							))}
						</tr>
					))}
					{rows.length === 0 && (
						<tr>
							<td class="table-empty" colSpan={columns.length}>
								{props.empty ?? t('parts.table.empty')}
							</td>
						</tr>
					)}
				</tbody>
			</table>
		</div>
	);
}
