/* A ranked list of wishes: what can be done to it, and where a drag ends. */

export type Change =
	| { kind: 'add'; id: string }
	| { kind: 'remove'; id: string }
	/* Back to where it was before it was removed. */
	| { kind: 'insert'; id: string; to: number }
	| { kind: 'move'; id: string; to: number };

export type Ranking = readonly string[];

function inserted(list: Ranking, id: string, to: number): Ranking {
	const at = Math.min(Math.max(to, 0), list.length);

	return [...list.slice(0, at), id, ...list.slice(at)];
}

/* The very list that was given when the change changes nothing. */
export function ranked(list: Ranking, change: Change, most: number): Ranking {
	const at = list.indexOf(change.id);
	const others = list.filter((id) => id !== change.id);

	switch (change.kind) {
	case 'remove':
		return at < 0 ? list : others;
	case 'add':
	case 'insert':
		if (at >= 0 || list.length >= most)
			return list;
		return inserted(list, change.id,
			change.kind === 'add' ? list.length : change.to);
	case 'move':
		if (at < 0 || Math.min(Math.max(change.to, 0), others.length) === at)
			return list;
		return inserted(others, change.id, change.to);
	}
}

/* Only what can be wished still, once each, and no more than may be. */
export function rankingFrom(
	list: Ranking, known: ReadonlySet<string>, most: number,
): Ranking {
	return [...new Set(list)].filter((id) => known.has(id)).slice(0, most);
}

export interface Span {
	top: number;
	height: number;
}

/*
 * Where the row that is being dragged would come to stand: before it are those
 * others whose middle lies above its own.
 */
export function dropPlace(
	rows: readonly Span[], dragged: number, moved: number,
): number {
	const own = rows[dragged]!;
	const middle = own.top + own.height / 2 + moved;

	return rows.filter((row, i) =>
		i !== dragged && row.top + row.height / 2 < middle).length;
}

/* How far a row steps aside for the one that is dragged over it. */
export function stepAside(
	row: number, dragged: number, place: number, height: number,
): number {
	if (row > dragged && row <= place)
		return -height;
	return row < dragged && row >= place ? height : 0;
}
