/* Behind a press: the exact parts of a score, how sure, what would change it. */
import { Button } from '../../parts/Button';
import { ValueBars } from '../../parts/ValueBars';
import { numberText, percentText, t } from '../../words/all';
import { useState } from 'preact/hooks';
import { WhatIf } from '../guide/WhatIf';
import { CardLink } from '../model/CardLink';
import { SuggestionLinks } from './SuggestionLinks';
import type { Suggestion } from './types';

const SURE: Record<string, { wordId: string }> = {
	steady: { wordId: 'brief.sure.steady' },
	maybe: { wordId: 'brief.sure.maybe' },
	open: { wordId: 'brief.sure.open' },
};

function Sums({ suggestion }: { suggestion: Suggestion }) {
	const { terms, base, score, probability } = suggestion;
	const parts = [
		{ key: 'base', text: t('brief.why.base'), value: base ?? 0 },
		...terms.map((one) => (
			{ key: one.letter, text: one.name, value: one.value })),
	];
	const reach = Math.max(0.1, ...parts.map((one) => Math.abs(one.value)));

	return (
		<>
			<ValueBars
				title={t('brief.why.terms')} bars={parts} least={-reach}
				most={reach} digits={2} tableDigits={4} signed
				valueTitle={t('brief.why.part')}
			/>
			<dl class="facts figures">
				<div>
					<dt>{t('brief.why.score')}</dt>
					<dd>{numberText(score ?? 0, 4)}</dd>
				</div>
				{probability != null && (
					<div>
						<dt>{t('brief.why.probability')}</dt>
						<dd>{`${numberText(100 * probability, 1)}%`}</dd>
					</div>
				)}
			</dl>
			<p class="source-note">{t('brief.why.sum')}</p>
		</>
	);
}

export function sureText(suggestion: Suggestion): string | undefined {
	const words = SURE[suggestion.sureness];

	if (!words || suggestion.terms.length === 0)
		return undefined;
	return t(words.wordId);
}

export function Why({ suggestion, rests, loss }: {
	suggestion: Suggestion;
	/* The bank or model whose card is one press away. */
	rests: string | undefined;
	/* What it costs that its list holds different fields: a share of fit. */
	loss: number | null | undefined;
}) {
	const [open, setOpen] = useState(false);

	if (suggestion.terms.length === 0 && suggestion.links.length === 0)
		return null;
	return (
		<div class="why">
			<div class="row no-print">
				<Button
					kind="text" size="small" icon="toggle"
					aria-expanded={open} onClick={() => setOpen(!open)}
				>
					{t('brief.why')}
					<span class="sr-only">{` ${suggestion.name}`}</span>
				</Button>
				{rests && <CardLink bank={rests} />}
			</div>
			{open && (
				<div class="stack why-inside">
					{suggestion.steady != null && (
						<p>
							{t('brief.sure.share', {
								share: percentText(suggestion.steady),
							})}
						</p>
					)}
					{suggestion.change && <p>{suggestion.change}</p>}
					{suggestion.terms.length > 0 && <WhatIf />}
					{suggestion.terms.length > 0 && loss != null && (
						<p>
							{t('brief.loss', {
								share: `${numberText(100 * loss, 1)}%`,
							})}
						</p>
					)}
					{suggestion.terms.length > 0 && (
						<Sums suggestion={suggestion} />
					)}
					<SuggestionLinks links={suggestion.links} />
				</div>
			)}
		</div>
	);
}
