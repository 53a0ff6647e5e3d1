/* The first, the last, and those around this one; null is a gap. */
export function pagesShown(page: number, pages: number): (number | null)[] {
	const near = [1, page - 1, page, page + 1, pages];
	const shown = [...new Set(near)]
		.filter((n) => n >= 1 && n <= pages)
		.sort((a, b) => a - b);

	return shown.flatMap((n, i) => {
		const gap = i === 0 ? 1 : n - shown[i - 1]!;

		if (gap === 2)
			return [n - 1, n];
		return gap > 2 ? [null, n] : [n];
	});
}
