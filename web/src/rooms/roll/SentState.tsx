/* Whether the marks have arrived, and what the server would not take. */
import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { t } from '../../words/all';
import type { Refused } from './markQueue';
import type { Person } from './types';
import type { Roll } from './useRoll';
import { POINT_WORDS } from './words';

function refusedText({ mark, why, error }: Refused,
	people: readonly Person[]): string {
	const name = people.find((one) => one.pupil === mark.pupil)?.name ?? '';

	return t('roll.refused', {
		name, point: t(POINT_WORDS[mark.point].wordId),
		why: why ?? problemText(error),
	});
}

export function SentState({ state, people }: {
	state: Roll; people: readonly Person[];
}) {
	const { waiting, refused } = state;

	return (
		<>
			<p class="roll-state-line" role="status">
				{waiting.length > 0
					? t('roll.waiting', { count: waiting.length })
					: t('roll.all_sent')}
			</p>
			{refused.length > 0 && (
				<Alert kind="danger">
					<ul>
						{refused.map((one) => (
							<li key={`${one.mark.pupil} ${one.mark.point}`}>
								{refusedText(one, people)}
							</li>
						))}
					</ul>
				</Alert>
			)}
		</>
	);
}
