import { Checkbox } from '../../parts/Checkbox';
import { t } from '../../words';
import type { Experiences } from './types';

const MOST = 10;

/* The standards that a programme serves, at most ten. */
export function StandardsField({ all, chosen, error, onChange }: {
	all: Experiences['standards']; chosen: readonly string[];
	error: string | undefined; onChange: (codes: string[]) => void;
}) {
	const turn = (code: string, on: boolean) => onChange(
		on ? [...chosen, code] : chosen.filter((one) => one !== code));

	return (
		<details open={error !== undefined}>
			<summary>
				{t('sites.standards.chosen', { count: chosen.length })}
			</summary>
			<fieldset class="stack tight">
				<legend class="quiet">{t('sites.standards.hint', { most: MOST })}</legend>
				{error && <p class="form-hint-invalid">{error}</p>}
				{all.map((one) => (
					<Checkbox
						key={one.code} size="medium"
						label={`${one.code} ${one.text}`}
						checked={chosen.includes(one.code)}
						disabled={chosen.length >= MOST
							&& !chosen.includes(one.code)}
						onChange={(on) => turn(one.code, on)}
					/>
				))}
			</fieldset>
		</details>
	);
}
