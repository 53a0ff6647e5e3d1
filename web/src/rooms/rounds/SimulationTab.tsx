/*
 * The round tried before it opens: the same draw, on the wishes of a round like
 * it, or on made-up ones. Nothing of it is kept.
 */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { EventResults } from './EventsTab';
import { ResultCounts, Shares } from './Shares';
import type { Results, RoundAnswer } from './types';

function Tried({ results }: { results: Results }) {
	return (
		<div class="stack">
			<p class="reading">
				{results.wishes === 'last_year'
					? t('rounds.simulation.last_year')
					: t('rounds.simulation.made_up')}
			</p>
			<ResultCounts {...results} />
			<Shares shares={results.shares} />
			<section class="stack tight">
				<h3>{t('rounds.results.events')}</h3>
				<EventResults rows={results.events} papers={false} />
			</section>
		</div>
	);
}

export function SimulationTab({ round }: { round: RoundAnswer }) {
	const act = useAct();
	const [results, setResults] = useState<Results>();

	return (
		<div class="stack">
			<section class="stack tight">
				<h2>{t('rounds.simulation')}</h2>
				<p class="reading">{t('rounds.simulation.text')}</p>
				{round.events === 0
					? <p class="not-yet">{t('rounds.simulation.no_events')}</p>
					: (
						<p>
							<Button
								kind="tertiary" size="medium" busy={act.busy}
								onClick={() => void act.run(async () => {
									setResults(await api.post(
										'/api/rounds/{round}/simulation',
										{ path: { round: round.id } }));
								})}
							>
								{results ? t('rounds.simulation.again')
									: t('rounds.simulation.do')}
							</Button>
						</p>
					)}
				<p role="status" class="quiet">
					{act.busy ? t('rounds.simulation.busy') : ''}
				</p>
				<ActError act={act} />
			</section>
			{results && <Tried results={results} />}
		</div>
	);
}
