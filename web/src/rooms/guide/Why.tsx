import { useState } from 'preact/hooks';
import { numberText, percentText, t } from '../../words/all';
import { ValueBars } from '../../parts/ValueBars';
import type { Suggestion } from './Suggestions';
import { WhatIf } from './WhatIf';

const SURENESS: Record<string, { wordId: string }> = {
	steady: { wordId: 'guide_pupil.sure.steady' },
	maybe: { wordId: 'guide_pupil.sure.maybe' },
	open: { wordId: 'guide_pupil.sure.open' },
};

function Sums({ suggestion }: { suggestion: Suggestion }) {
	const { terms, base, score, probability } = suggestion;
	const reach = Math.max(0.1, ...terms.map((one) => Math.abs(one.value)));

	return (
		<>
			<ValueBars
				title={t('guide_pupil.why.terms')} least={-reach} most={reach}
				digits={2} tableDigits={4} signed
				bars={terms.map((one) => (
					{ key: one.letter, text: one.name, value: one.value }))}
			/>
			<dl class="facts figures">
				<div>
					<dt>{t('guide_pupil.why.base')}</dt>
					<dd>{numberText(base ?? 0, 4)}</dd>
				</div>
				<div>
					<dt>{t('guide_pupil.why.score')}</dt>
					<dd>{numberText(score ?? 0, 4)}</dd>
				</div>
				<div>
					<dt>{t('guide_pupil.why.probability')}</dt>
					<dd>{`${numberText(100 * (probability ?? 0), 1)}%`}</dd>
				</div>
			</dl>
			<p class="source-note">{t('guide_pupil.why.sum')}</p>
		</>
	);
}

/* Behind a press: the exact parts, how sure, what would change it. */
export function Why({ suggestion, child }: {
	suggestion: Suggestion; child: boolean;
}) {
	const sure = SURENESS[suggestion.sureness];
	const ranked = suggestion.terms.length > 0;
	const [open, setOpen] = useState(false);

	if (!ranked)
		return null;
	return (
		<details
			class="why no-print"
			onToggle={(event) => setOpen(event.currentTarget.open)}
		>
			<summary>{t('guide_pupil.why')}</summary>
			<div class="stack why-box">
				{sure && (
					<p>
						{t(sure.wordId)}
						{!child && suggestion.steady != null && (
							<>
								{' '}
								{t('guide_pupil.sure.share', {
									share: percentText(suggestion.steady),
								})}
							</>
						)}
					</p>
				)}
				{suggestion.change && <p>{suggestion.change}</p>}
				{open && <WhatIf />}
				<Sums suggestion={suggestion} />
			</div>
		</details>
	);
}
