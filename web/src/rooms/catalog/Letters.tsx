import type { ComponentChildren } from 'preact';
import { interestText, type InterestLetter } from '../../parts/ProfileChart';
import { ValueBars } from '../../parts/ValueBars';
import { t } from '../../words';

/* Which interests an entry has to do with, from 1 to 7. */
export function Letters({ letters, note }: {
	letters: readonly { letter: string; value: number }[];
	note?: ComponentChildren;
}) {
	return (
		<section class="stack">
			<h2>{t('catalog.letters')}</h2>
			<ValueBars
				title={t('catalog.letters.title')} least={1} most={7} digits={2}
				bars={letters.map((one) => ({
					key: one.letter,
					text: interestText(one.letter as InterestLetter),
					value: one.value,
				}))}
			/>
			{note}
		</section>
	);
}
