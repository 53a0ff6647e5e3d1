/* The order of a list, kept in the address: ?sort=name, or ?sort=-name. */
import { addressWith, navigate, useLocation } from '../../app/location';
import type { Sort } from '../../parts/Table';

export function useSort(first: Sort): [Sort, (sort: Sort) => void] {
	const { query } = useLocation();
	const asked = query.get('sort');
	const sort = asked
		? { key: asked.replace(/^-/, ''), descending: asked.startsWith('-') }
		: first;

	function set(next: Sort) {
		const text = `${next.descending ? '-' : ''}${next.key}`;

		navigate(addressWith({ sort: text, page: null }), { replace: true });
	}

	return [sort, set];
}

type Value = string | number | boolean | null | undefined;

/* What is not known stands last in either order. */
export function sorted<Row>(
	rows: readonly Row[], sort: Sort,
	values: Record<string, (row: Row) => Value>,
): Row[] {
	const value = values[sort.key];

	if (!value)
		return [...rows];
	return [...rows].sort((one, other) => {
		const a = value(one);
		const b = value(other);

		if (a == null || b == null)
			return Number(a == null) - Number(b == null);
		const order = typeof a === 'string'
			? a.localeCompare(String(b), 'ko') : Number(a) - Number(b);
		return sort.descending ? -order : order;
	});
}
