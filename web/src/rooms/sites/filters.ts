/*
 * A list's filter as its address says it: of each value only what the server
 * would take, so that an old or mistyped address still shows a list.
 */
type Taker =
	'text' | 'id' | 'flag' | 'day' | readonly string[]
	| { from: number; to: number };

type Taken<T> =
	T extends 'flag' ? true
		: T extends readonly (infer V)[] ? V
			: T extends { from: number } ? number : string;

export type Filter<S extends Record<string, Taker>> = {
	[K in keyof S]?: Taken<S[K]>;
};

const TEXT_MOST = 60;
const PATTERNS = {
	id: /^[1-9][0-9]{0,18}$/,
	day: /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
};

function taken(taker: Taker, text: string) {
	if (taker === 'flag')
		return text === 'true' || undefined;
	if (taker === 'text')
		return text.trim().slice(0, TEXT_MOST) || undefined;
	if (taker === 'id' || taker === 'day')
		return PATTERNS[taker].test(text) ? text : undefined;
	if ('from' in taker) {
		const n = Number(text);

		return Number.isInteger(n) && n >= taker.from && n <= taker.to
			? n : undefined;
	}
	return taker.find((one) => one === text);
}

export function filterOf<S extends Record<string, Taker>>(
	takers: S, query: URLSearchParams,
): Filter<S> {
	const filter: Record<string, unknown> = {};

	for (const [name, taker] of Object.entries(takers)) {
		const text = query.get(name);
		const value = text === null ? undefined : taken(taker, text);

		if (value !== undefined)
			filter[name] = value;
	}
	return filter as Filter<S>;
}

/* How many conditions are set, of those that a person counts as one. */
export function conditionCount(
	filter: Record<string, unknown>, names: readonly string[],
): number {
	return names.filter((name) => filter[name] !== undefined).length;
}

const ORDERS = ['name', 'distance', 'soon'] as const;
const PAGE = { from: 1, to: 10000 } as const;

export const SITES_FILTER = {
	q: 'text', region: 'id',
	kind: ['public', 'company', 'university', 'school', 'youth', 'shop',
		'other'],
	step_free: 'flag', certified: 'flag', closed: 'flag', school: 'id',
	order: ORDERS, page: PAGE,
} as const;

export const PROGRAMMES_FILTER = {
	q: 'text', region: 'id', site: 'id',
	kind: ['FIELD', 'PRACTICE', 'VISIT', 'DEPT', 'CAMP', 'TALK'],
	field: 'text', stage: ['elementary', 'middle', 'high'],
	grade: { from: 5, to: 12 }, standard: 'text', step_free: 'flag',
	free: 'flag', certified: 'flag', minutes: { from: 1, to: 1440 },
	closed: 'flag', school: 'id', order: ORDERS, page: PAGE,
} as const;
