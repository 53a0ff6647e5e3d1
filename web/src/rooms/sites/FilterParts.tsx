/* Conditions of a list; each stands in the address as soon as it is chosen. */
import { useState } from 'preact/hooks';
import { addressWith, navigate } from '../../app/location';
import { Checkbox } from '../../parts/Checkbox';
import { SearchField } from '../../parts/SearchField';
import { Select, type Choice } from '../../parts/Select';

export function goWith(changes: Record<string, string | null>) {
	navigate(addressWith({ ...changes, page: null }));
}

export function SearchFilter({ label, value }: {
	label: string; value: string | undefined;
}) {
	const [text, setText] = useState(value ?? '');

	return (
		<SearchField
			label={label} labelShown value={text} onInput={setText} slash
			onSearch={(wanted) => goWith({ q: wanted.trim() || null })}
		/>
	);
}

export function SelectFilter({ label, name, value, choices, empty }: {
	label: string;
	/* Of the value in the address. */
	name: string;
	value: string | number | undefined;
	choices: readonly Choice[];
	/* What no choice means; without it the first choice is that. */
	empty?: string;
}) {
	return (
		<Select
			label={label} size="medium" value={String(value ?? '')}
			choices={choices} {...(empty !== undefined && { empty })}
			onChange={(chosen) => goWith({ [name]: chosen || null })}
		/>
	);
}

export function CheckFilter({ label, name, on }: {
	label: string; name: string; on: boolean | undefined;
}) {
	return (
		<Checkbox
			label={label} checked={on === true} size="medium"
			onChange={(checked) => goWith({ [name]: checked ? 'true' : null })}
		/>
	);
}
