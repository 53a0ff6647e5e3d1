/* Rounds under way: how far each is, and what comes next by when. */
import { useGet } from '../../api/useGet';
import { Fetched } from '../../parts/Fetched';
import { t } from '../../words';
import { MiniSteps } from '../rounds/MiniSteps';
import { dueText, isUnderWay } from '../rounds/states';

const MOST = 5;

export function RoundsDue() {
	const got = useGet('/api/rounds');

	return (
		<section class="stack tight">
			<h2>{t('sites.rounds')}</h2>
			<Fetched got={got}>
				{(data) => {
					const due = data.rounds.filter(
						(one) => isUnderWay(one, Date.now())).slice(0, MOST);

					return due.length === 0
						? <p class="quiet">{t('sites.rounds.none')}</p>
						: (
							<ul class="rounds-due">
								{due.map((one) => (
									<li key={one.id}>
										<a class="row-link" href={`/rounds/${one.id}`}>
											{one.name}
										</a>
										<MiniSteps state={one.state} />
										<span class="quiet">{dueText(one)}</span>
									</li>
								))}
							</ul>
						);
				}}
			</Fetched>
			<p><a class="row-link" href="/rounds">{t('sites.rounds.all')}</a></p>
		</section>
	);
}
