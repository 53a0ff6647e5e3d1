/* Fetches a file that takes a while to make, and hands it to the browser. */
import { Problem, type ProblemFields } from '../../api/problem';
import { sessionNow } from '../../app/session';

export interface FileWish {
	address: string;
	/* With its ending, as it will lie among the downloads. */
	name: string;
	method?: 'GET' | 'POST';
	body?: unknown;
}

const FREED_AFTER_MS = 60_000;

async function refusalOf(response: Response): Promise<Problem> {
	const said = await response.json().catch(() => ({})) as
		Partial<ProblemFields>;

	return new Problem({
		...said, status: response.status,
		id: said.id ?? `status.${response.status}`,
	});
}

async function fetched({ address, method = 'GET', body }: FileWish) {
	try {
		return await fetch(address, {
			method,
			credentials: 'same-origin',
			headers: {
				...(method === 'POST' && {
					'X-CSRF-Token': sessionNow().csrf,
					'Content-Type': 'application/json',
				}),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
	} catch {
		throw new Problem({ status: 0, id: 'network' });
	}
}

export async function fileTake(wish: FileWish) {
	const response = await fetched(wish);

	if (!response.ok)
		throw await refusalOf(response);
	const address = URL.createObjectURL(await response.blob());
	const link = document.createElement('a');

	link.href = address;
	link.download = wish.name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(address), FREED_AFTER_MS);
}
