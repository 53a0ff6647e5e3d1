import { t } from '../../words';

/* The published rule in plain words, folded; and where more of it stands. */
export function RuleFold({ round, words, hash }: {
	round: string; words: readonly string[]; hash: string | null | undefined;
}) {
	return (
		<details class="rule-fold">
			<summary>{t('seats.rule')}</summary>
			<ul class="plain-list rule-words">
				{words.map((text) => <li key={text}>{text}</li>)}
			</ul>
			<p class="rule-more">
				<a class="row-link" href="/how-seats">{t('seats.rule.how')}</a>
				{hash && (
					<a class="row-link" href={`/draws/${encodeURIComponent(round)}`}>
						{t('seats.rule.public')}
					</a>
				)}
			</p>
		</details>
	);
}
