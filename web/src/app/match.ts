/* Which row of the route table an address means. */

export interface Match<R> {
	route: R;
	params: Record<string, string>;
}

function partsOf(path: string): string[] {
	return path.split('/').filter((part) => part !== '');
}

/* An address that cannot be decoded matches nothing. */
function decoded(part: string): string | undefined {
	try {
		return decodeURIComponent(part);
	} catch {
		return undefined;
	}
}

function paramsOf(template: string, path: string) {
	const wanted = partsOf(template);
	const given = partsOf(path);
	const params: Record<string, string> = {};

	if (wanted.length !== given.length)
		return undefined;
	for (const [i, want] of wanted.entries()) {
		const name = /^\{(\w+)\}$/.exec(want)?.[1];
		const value = decoded(given[i]!);

		if (value === undefined || (!name && want !== value))
			return undefined;
		if (name)
			params[name] = value;
	}
	return params;
}

/* The first row that fits; rows with words stand before rows with {names}. */
export function routeMatch<R extends { path: string }>(
	routes: readonly R[], path: string,
): Match<R> | undefined {
	for (const route of routes) {
		const params = paramsOf(route.path, path);

		if (params)
			return { route, params };
	}
	return undefined;
}
