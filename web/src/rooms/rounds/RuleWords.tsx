import { t } from '../../words';

/* The rule as everybody will read it, made by the server from the settings. */
export function RuleWords({ words }: { words: readonly string[] }) {
	if (words.length === 0)
		return <p class="quiet">{t('rounds.words.none')}</p>;
	return (
		<ol class="numbered rule-words">
			{words.map((sentence) => <li key={sentence}>{sentence}</li>)}
		</ol>
	);
}
