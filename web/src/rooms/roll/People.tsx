/* Everybody at one point: how many, who is left, a row each. */
import { useState } from 'preact/hooks';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { classes } from '../../parts/classes';
import { t } from '../../words/all';
import { countsAt, markAt, stateAfter, type Counts } from './marks';
import type { Marked, MarkState, Person, Point } from './types';
import { POINT_WORDS, STATE_WORDS } from './words';

type Shown = 'all' | 'unseen' | 'missing';

const FILTERS: readonly { key: Shown; wordId: string }[] = [
	{ key: 'all', wordId: 'roll.show.all' },
	{ key: 'unseen', wordId: 'roll.show.unseen' },
	{ key: 'missing', wordId: 'roll.show.missing' },
];

function fits(person: Person, point: Point, shown: Shown): boolean {
	const state = markAt(person, point)?.state ?? 'unseen';

	return shown === 'all' || state === shown;
}

/* "23 of 30 here", and what else there is. */
function Count({ counts, all }: { counts: Counts; all: number }) {
	const { here, missing, excused } = counts;

	return (
		<p class="roll-count" aria-live="polite">
			<strong>{t('roll.count', { here, all })}</strong>
			{missing > 0 && ` · ${t('roll.count.missing', { count: missing })}`}
			{excused > 0 && ` · ${t('roll.count.excused', { count: excused })}`}
		</p>
	);
}

function Filter({ shown, counts, all, onShow }: {
	shown: Shown; counts: Counts; all: number; onShow: (shown: Shown) => void;
}) {
	return (
		<div class="roll-filter" role="group" aria-label={t('roll.show')}>
			{FILTERS.map(({ key, wordId }) => (
				<button
					key={key} type="button" class="roll-choice"
					aria-pressed={shown === key} onClick={() => onShow(key)}
				>
					{t(wordId, { count: key === 'all' ? all : counts[key] })}
				</button>
			))}
		</div>
	);
}

function Needs({ needs }: { needs: readonly string[] }) {
	return needs.length === 0 ? null : (
		<ul class="roll-needs" aria-label={t('roll.needs')}>
			{needs.map((need) => (
				<li key={need}>
					<span class="roll-need-sign" aria-hidden="true">♥</span>
					{need}
				</li>
			))}
		</ul>
	);
}

function placeText(person: Person, schools: boolean): string {
	const number = person.number == null ? undefined
		: t('roll.number', { count: person.number });

	return [schools && person.school_name, schools && person.class_name, number]
		.filter(Boolean).join(' ');
}

interface RowProps {
	person: Person;
	point: Point;
	/* Its mark has not reached the server. */
	waits: boolean;
	schools: boolean;
	onMark: (person: Person, state: MarkState) => void;
	onReason: (person: Person) => void;
}

function PersonRow({
	person, point, waits, schools, onMark, onReason,
}: RowProps) {
	const mark = markAt(person, point);
	const state = mark?.state ?? 'unseen';
	const { wordId, sign, kind } = STATE_WORDS[state];

	return (
		<li class={classes('roll-row', `is-${state}`)}>
			<button
				type="button" class="roll-tap"
				onClick={() => onMark(person, stateAfter(mark?.state))}
			>
				<span class="roll-sign" aria-hidden="true">{sign}</span>
				<span class="roll-who">
					<strong>{person.name}</strong>
					<span class="roll-place">{placeText(person, schools)}</span>
					{mark?.reason && (
						<span class="roll-place">{mark.reason}</span>
					)}
				</span>
				<span class="roll-state">
					<Badge kind={kind}>{t(wordId)}</Badge>
					{mark && (
						<span class="roll-sent">
							{t(waits ? 'roll.mark.waiting' : 'roll.mark.sent')}
						</span>
					)}
				</span>
			</button>
			<Button
				kind="tertiary" size="medium" class="roll-excuse"
				onClick={() => onReason(person)}
			>
				{t('roll.excuse')}
				<span class="sr-only">{` ${person.name}`}</span>
			</Button>
			<Needs needs={person.needs} />
		</li>
	);
}

export function People({
	people, point, waiting, schools, onMark, onReason,
}: {
	people: readonly Person[]; point: Point; waiting: readonly Marked[];
	/* From several schools: whose they are stands beside the name. */
	schools: boolean;
	onMark: (person: Person, state: MarkState) => void;
	onReason: (person: Person) => void;
}) {
	const [shown, setShown] = useState<Shown>('all');
	const counts = countsAt(people, point);
	const rows = people.filter((person) => fits(person, point, shown));

	return (
		<div class="stack tight">
			<Count counts={counts} all={people.length} />
			<p class="quiet no-print">{t('roll.how')}</p>
			<Filter
				shown={shown} counts={counts} all={people.length}
				onShow={setShown}
			/>
			{rows.length === 0 && (
				<p class="quiet">
					{t(people.length === 0 ? 'roll.empty' : 'roll.show.none')}
				</p>
			)}
			<ul
				class="roll-list"
				aria-label={t('roll.list', { point: t(POINT_WORDS[point].wordId) })}
			>
				{rows.map((person) => (
					<PersonRow
						key={person.pupil} person={person} point={point}
						schools={schools} onMark={onMark} onReason={onReason}
						waits={waiting.some((one) =>
							one.pupil === person.pupil && one.point === point)}
					/>
				))}
			</ul>
		</div>
	);
}
