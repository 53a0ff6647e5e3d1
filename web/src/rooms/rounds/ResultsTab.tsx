import { useGet } from '../../api/useGet';
import { Fetched } from '../../parts/Fetched';
import { dateTimeText, t } from '../../words/all';
import { ResultCounts, Shares } from './Shares';
import type { RoundAnswer } from './types';

/* What came of the draw: figures and shares, never a child. */
export function ResultsTab({ round, centre }: {
	round: RoundAnswer; centre: boolean;
}) {
	const got = useGet('/api/rounds/{round}/results',
		{ path: { round: round.id } });

	return (
		<div class="stack">
			<section class="stack tight">
				<h2>{t('rounds.results')}</h2>
				{round.drawn != null && (
					<p>
						{t('rounds.results.drawn', {
							when: dateTimeText(round.drawn),
							number: round.public_number ?? '',
						})}
					</p>
				)}
				<p class="checked"><strong>{t('rounds.draw.checked')}</strong></p>
				{centre && (
					<p>
						<a class="row-link" href={`/draws/${round.id}`}>
							{t('rounds.public')}
						</a>
					</p>
				)}
			</section>
			<Fetched got={got}>
				{(data) => (
					<>
						<ResultCounts {...data} />
						<Shares shares={data.shares} />
					</>
				)}
			</Fetched>
		</div>
	);
}
