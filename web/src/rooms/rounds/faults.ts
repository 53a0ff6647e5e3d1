/* What is wrong with a field of a round: our own finding, or the server's. */
import { fieldText, Problem } from '../../api/problem';
import { t } from '../../words';

const OWN: Record<string, { wordId: string }> = {
	name: { wordId: 'rounds.fault.name' },
	most: { wordId: 'rounds.fault.whole' },
	class_unit: { wordId: 'rounds.fault.whole' },
	bands: { wordId: 'rounds.fault.whole' },
	reserves: { wordId: 'rounds.fault.whole' },
	caps: { wordId: 'rounds.fault.whole' },
	opens: { wordId: 'rounds.fault.moment' },
	closes: { wordId: 'rounds.fault.moment' },
	answers_until: { wordId: 'rounds.fault.moment' },
};

/* Of a list, what is wrong with anything in it. */
export function faultText(
	field: string, wrong: readonly string[], error: unknown,
): string | undefined {
	if (wrong.includes(field))
		return t(OWN[field]!.wordId);
	if (!(error instanceof Problem))
		return undefined;
	const found = error.fields.find((one) =>
		one.name === field || one.name.startsWith(`${field}.`));

	return found && fieldText(error, found.name);
}
