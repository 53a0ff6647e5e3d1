import { classes } from '../../parts/classes';
import { t } from '../../words';
import { placeOf, STATES, stateText } from './states';
import type { RoundState } from './types';
import './rounds.css';

/* How far a round is, in the space of a line. */
export function MiniSteps({ state }: { state: RoundState }) {
	const at = placeOf(state);

	return (
		<span class="mini-steps">
			<span class="mini-dots" aria-hidden="true">
				{STATES.map((one, i) => (
					<i
						key={one.value}
						class={classes(i < at && 'done', i === at && 'here')}
					/>
				))}
			</span>
			<span>
				{t('rounds.step.of', {
					state: stateText(state), n: at + 1, total: STATES.length,
				})}
			</span>
		</span>
	);
}
