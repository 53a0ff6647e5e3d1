/* One line of placements.csv; the file is looked through here, not elsewhere. */

export interface Placement {
	/* Empty: without a seat. */
	session: string;
	rank: string;
}

/* Undefined: the pseudonym is not in the file. */
export function placementOf(
	file: string, pseudonym: string,
): Placement | undefined {
	const lines = file.split('\n');
	const names = lines[0]?.split(',') ?? [];
	const at = (name: string) => names.indexOf(name);

	if (pseudonym === '')
		return undefined;
	for (const line of lines.slice(1)) {
		const cells = line.split(',');

		if (cells[at('applicant')] === pseudonym) {
			return {
				session: cells[at('session')] ?? '', rank: cells[at('rank')] ?? '',
			};
		}
	}
	return undefined;
}
