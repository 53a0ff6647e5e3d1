/*
 * What the server answers when it cannot do what was asked (RFC 9457). The
 * answer carries message ids; the words are ours.
 */
import { t, wordsHave } from '../words';

export interface FieldProblem {
	name: string;
	id: string;
	text?: string;
}

export interface ProblemFields {
	status: number;
	id: string;
	title?: string;
	detail?: string;
	fields?: FieldProblem[];
	reference?: string;
}

export class Problem extends Error {
	readonly status: number;
	readonly id: string;
	readonly detail: string | undefined;
	readonly fields: FieldProblem[];
	readonly reference: string | undefined;

	constructor(from: ProblemFields) {
		super(from.title ?? from.id);
		this.name = 'Problem';
		this.status = from.status;
		this.id = from.id;
		this.detail = from.detail;
		this.fields = from.fields ?? [];
		this.reference = from.reference;
	}
}

/* The best words there are: the id's, the server's own, the status's. */
function idText(id: string, own: string | undefined): string | undefined {
	return wordsHave(`errors.${id}`) ? t(`errors.${id}`) : own;
}

function statusText(status: number): string {
	if (status === 0)
		return t('errors.network');
	return idText(`status.${status}`, undefined)
		?? t(status < 500 ? 'errors.status.400' : 'errors.status.500');
}

/* One sentence for the person in front of the screen. */
export function problemText(error: unknown): string {
	if (!(error instanceof Problem))
		return t('errors.status.500');
	const text = idText(error.id, error.detail) ?? statusText(error.status);

	if (error.status >= 500 && error.reference) {
		return t('errors.with_reference', {
			text, reference: error.reference,
		});
	}
	return text;
}

/* What is wrong with one field, for the place where the field stands. */
export function fieldText(error: unknown, name: string): string | undefined {
	if (!(error instanceof Problem))
		return undefined;
	const field = error.fields.find((f) => f.name === name);

	return field && (idText(field.id, field.text) ?? t('errors.status.422'));
}
