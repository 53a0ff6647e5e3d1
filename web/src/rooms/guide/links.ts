/* Where the catalogue tells more about what was suggested. */

interface Thing {
	kind: string;
	id: string;
}

const PAGES: Record<string, string> = {
	field: '/catalog/fields/', major: '/catalog/majors/',
	occupation: '/catalog/occupations/',
};
const KINDS: Record<string, string> = {
	fields: 'field', majors: 'major', occupations: 'occupation',
};

export function linkHref({ kind, id }: Thing): string | undefined {
	const page = PAGES[kind];

	return page && page + encodeURIComponent(id);
}

/* A suggestion's id is "majors:nursing". */
export function suggestionHref(
	kind: string, { id }: { id: string },
): string | undefined {
	return linkHref({
		kind: KINDS[kind] ?? '', id: id.slice(id.indexOf(':') + 1),
	});
}
