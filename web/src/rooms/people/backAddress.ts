/* Where to go after signing in. */

/* Only back to one of our own pages: "//elsewhere" is another host. */
export function backAddress(query: URLSearchParams): string {
	const back = query.get('back') ?? '/';

	return /^\/(?![/\\])/.test(back) ? back : '/';
}
