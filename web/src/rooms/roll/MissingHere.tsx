/* Who is not to be found, on top of everything, and what to do first. */
import { Button } from '../../parts/Button';
import { t, timeText } from '../../words/all';
import { missingMark } from './marks';
import type { Mark, Person } from './types';
import { POINT_WORDS } from './words';

const STEPS: readonly { wordId: string }[] = [
	{ wordId: 'roll.missing.ask' }, { wordId: 'roll.missing.look' },
	{ wordId: 'roll.missing.call' },
];

function Lost({ person, mark, onHere }: {
	person: Person; mark: Mark; onHere: () => void;
}) {
	return (
		<li>
			<span>
				<strong>{person.name}</strong>
				{` ${[person.school_name, person.class_name]
					.filter(Boolean).join(' ')}`}
				<br />
				<span class="quiet">
					{t('roll.missing.at', {
						point: t(POINT_WORDS[mark.point].wordId),
						at: timeText(mark.at),
					})}
				</span>
			</span>
			<Button kind="secondary" size="medium" onClick={onHere}>
				{t('roll.missing.found')}
				<span class="sr-only">{` ${person.name}`}</span>
			</Button>
		</li>
	);
}

export function MissingHere({ people, onHere }: {
	people: readonly Person[]; onHere: (person: Person) => void;
}) {
	const missing = people.flatMap((person) => {
		const mark = missingMark(person);

		return mark ? [{ person, mark }] : [];
	});

	return (
		<div aria-live="assertive">
			{missing.length > 0 && (
				<section class="roll-missing">
					<h2>{t('roll.missing', { count: missing.length })}</h2>
					<ul>
						{missing.map(({ person, mark }) => (
							<Lost
								key={person.pupil} person={person} mark={mark}
								onHere={() => onHere(person)}
							/>
						))}
					</ul>
					<ol>
						{STEPS.map(({ wordId }) => (
							<li key={wordId}>{t(wordId)}</li>
						))}
					</ol>
				</section>
			)}
		</div>
	);
}
