import { Problem, problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';

/* What is wrong and belongs to no field of the form. */
export function FormProblem({ error, fields }: {
	error: unknown; fields: readonly string[];
}) {
	const atField = error instanceof Problem
		&& error.fields.some((field) => fields.includes(field.name));

	if (error === undefined || atField)
		return null;
	return <Alert kind="danger">{problemText(error)}</Alert>;
}
