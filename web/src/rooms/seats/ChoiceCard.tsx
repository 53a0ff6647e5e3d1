import { AiMark } from '../../parts/AiMark';
import { Badge, type BadgeKind } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Card } from '../../parts/StructuredList';
import { t } from '../../words';
import { costText, distanceText, eventFacts, type Fact } from './eventFacts';
import type { Choice } from './types';

const CROWDS: Record<NonNullable<Choice['crowd']>,
	{ wordId: string; kind: BadgeKind }> = {
	few: { wordId: 'seats.crowd.few', kind: 'success' },
	some: { wordId: 'seats.crowd.some', kind: 'gray' },
	many: { wordId: 'seats.crowd.many', kind: 'warning' },
};

export interface ChoiceCardProps {
	choice: Choice;
	/* Its place on the own list, from 1; 0: not there. */
	place: number;
	/* Fewer facts, for children. */
	short: boolean;
	/* Undefined where the list is only read. */
	onAdd?: (() => void) | undefined;
	full: boolean;
}

function factsOf({ event, seats, distance }: Choice, short: boolean): Fact[] {
	return [
		...eventFacts(event),
		...(distance === undefined || distance === null ? [] : [{
			name: t('seats.fact.distance'), value: distanceText(distance),
		}]),
		...(short ? [] : [{
			name: t('seats.fact.seats'),
			value: t('seats.seats', { count: seats }),
		}]),
		...(short && event.cost === 0 ? [] : [{
			name: t('seats.fact.cost'), value: costText(event.cost),
		}]),
	];
}

function Like({ choice }: { choice: Choice }) {
	if (!choice.like)
		return null;
	return (
		<p class="choice-like">
			<AiMark /> <span>{choice.like}</span>
		</p>
	);
}

/* In the list already, to be added, or out of reach: and why. */
function Act({ choice, place, full, onAdd }: ChoiceCardProps) {
	const name = choice.event.programme_name;

	if (choice.held)
		return <p class="choice-note">{t('seats.choice.held')}</p>;
	if (place > 0) {
		return (
			<p class="choice-in">
				<a href="#my-list">{t('seats.choice.in', { place })}</a>
			</p>
		);
	}
	return onAdd && (
		<Button
			kind="secondary" size="medium" icon="plus" aria-disabled={full}
			onClick={full ? undefined : onAdd}
			aria-label={t('seats.choice.add_of', { name })}
		>
			{t('seats.choice.add')}
		</Button>
	);
}

/* One session that can be wished. */
export function ChoiceCard(props: ChoiceCardProps) {
	const { choice, short } = props;
	const { event, crowd } = choice;

	return (
		<Card
			title={event.programme_name}
			badges={(
				<>
					<Badge kind="primary">{event.kind_name}</Badge>
					{!short && <Badge>{event.field_name}</Badge>}
					{!short && event.step_free === 'yes' && (
						<Badge>{t('seats.step_free')}</Badge>
					)}
					{crowd && (
						<Badge kind={CROWDS[crowd].kind}>
							{t(CROWDS[crowd].wordId)}
						</Badge>
					)}
				</>
			)}
			facts={factsOf(choice, short)}
			actions={<Act {...props} />}
		>
			<Like choice={choice} />
		</Card>
	);
}
