/* Which events: found by conditions, picked one by one or a programme at once. */
import { useEffect } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { useLocation } from '../../app/location';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Checkbox } from '../../parts/Checkbox';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { TextField } from '../../parts/TextField';
import { dateText, numberText, t } from '../../words/all';
import { gradeChoices, gradesText } from '../sites/choices';
import { clockText } from '../sites/eventText';
import { goWith, SelectFilter } from '../sites/FilterParts';
import { filterOf, type Filter } from '../sites/filters';
import { dayAfter, isDay, noonOf } from '../sites/seoul';
import type { EventRow } from '../sites/types';
import { gradesWith, type Draft } from './draft';
import { byProgramme, matching, picked, type ProgrammeEvents } from './pick';
import { useTaken } from './useTaken';
import type { StepProps } from './Wizard';

const DAYS_SHOWN = 180;
const EVENTS_FILTER = {
	q: 'text', from: 'day', to: 'day', field: 'text',
	kind: ['FIELD', 'PRACTICE', 'VISIT', 'DEPT', 'CAMP', 'TALK'],
	grade: { from: 5, to: 12 }, only: 'flag',
} as const;

function DayFilter({ label, name, value }: {
	label: string; name: string; value: string;
}) {
	return (
		<TextField
			label={label} type="date" size="medium" value={value}
			onInput={(day) => {
				if (isDay(day))
					goWith({ [name]: day });
			}}
		/>
	);
}

function Conditions({ filter, from, to }: {
	filter: Filter<typeof EVENTS_FILTER>; from: string; to: string;
}) {
	const { data: catalogue } = useGet('/api/catalog/experiences');
	const { data: fields } = useGet('/api/catalog/fields');

	return (
		<div class="register-filters">
			<div class="filter-grid">
				<DayFilter label={t('rounds.pick.from')} name="from" value={from} />
				<DayFilter label={t('rounds.pick.to')} name="to" value={to} />
				<SelectFilter
					label={t('sites.programme.kind')} name="kind"
					value={filter.kind} empty={t('sites.any')}
					choices={(catalogue?.kinds ?? []).map((one) => (
						{ value: one.id, text: one.name }))}
				/>
				<SelectFilter
					label={t('sites.field')} name="field" value={filter.field}
					empty={t('sites.any')}
					choices={(fields?.fields ?? []).map((one) => (
						{ value: one.id, text: one.name }))}
				/>
				<SelectFilter
					label={t('sites.grade')} name="grade" value={filter.grade}
					empty={t('sites.any')} choices={gradeChoices()}
				/>
			</div>
			<Checkbox
				label={t('rounds.pick.only')} checked={filter.only === true}
				size="medium"
				onChange={(on) => goWith({ only: on ? 'true' : null })}
			/>
		</div>
	);
}

function Programme({ group, chosen, taken, onPick }: {
	group: ProgrammeEvents; chosen: readonly string[];
	/* Events of other rounds, with the round's name. */
	taken: ReadonlyMap<string, string>;
	onPick: (ids: string[], on: boolean) => void;
}) {
	const ids = group.events.map((event) => event.id)
		.filter((id) => !taken.has(id));
	const count = ids.filter((id) => chosen.includes(id)).length;

	return (
		<li class="pick-programme">
			<Checkbox
				label={group.name} checked={count > 0 && count === ids.length}
				disabled={ids.length === 0}
				mixed={count > 0 && count < ids.length}
				hint={t('rounds.pick.facts', {
					site: group.site, kind: group.kind,
					grades: gradesText(group.grade_from, group.grade_to),
				})}
				size="medium" onChange={(on) => onPick(ids, on)}
			/>
			<div class="pick-events">
				{group.events.map((event) => (
					<Checkbox
						key={event.id} size="medium"
						label={t('rounds.pick.event', {
							day: dateText(event.starts), clock: clockText(event),
							count: event.seats,
						})}
						checked={chosen.includes(event.id)}
						disabled={taken.has(event.id)}
						{...(taken.has(event.id) && {
							hint: t('rounds.pick.taken', {
								name: taken.get(event.id),
							}),
						})}
						onChange={(on) => onPick([event.id], on)}
					/>
				))}
			</div>
		</li>
	);
}

function Picked({ events, draft }: {
	events: readonly EventRow[]; draft: Draft;
}) {
	return (
		<p role="status" class="pick-count">
			{t('rounds.pick.count', {
				events: numberText(events.length),
				seats: numberText(events.reduce((sum, one) => sum + one.seats, 0)),
				grades: gradesText(
					Number(draft.grade_from), Number(draft.grade_to)),
			})}
		</p>
	);
}

function None() {
	return (
		<div class="empty-note stack tight">
			<p>{t('rounds.pick.none')}</p>
			<p>
				<LinkButton href="/programmes" kind="secondary" size="medium">
					{t('rounds.pick.programmes')}
				</LinkButton>
			</p>
		</div>
	);
}

export function StepEvents({
	draft, set, error, region, round, known, onKnown,
}: StepProps & {
	region: string;
	/* None: it has not been saved yet. */
	round: string | undefined;
	/* Events whose facts are here: those of the draft and those shown. */
	known: readonly EventRow[];
	onKnown: (events: readonly EventRow[]) => void;
}) {
	const { query } = useLocation();
	const filter = filterOf(EVENTS_FILTER, query);
	const from = filter.from ?? dayAfter(draft.answers_until.day, 1);
	const to = filter.to ?? dayAfter(from, DAYS_SHOWN);
	const { kind, field, grade } = filter;
	const got = useGet('/api/events', {
		query: { region, from, to, kind, field, grade },
	});
	const chosen = known.filter((event) => draft.events.includes(event.id));
	const taken = useTaken(round);

	useEffect(() => {
		if (got.data) {
			const ids = new Set(known.map((event) => event.id));

			onKnown([...known,
				...got.data.events.filter((event) => !ids.has(event.id))]);
		}
	}, [got.data]);
	function onPick(ids: string[], on: boolean) {
		const events = picked(draft.events, ids, on);

		set({
			events,
			...gradesWith(draft, known.filter(
				(event) => events.includes(event.id)), round !== undefined),
		});
	}

	return (
		<>
			<TextField
				label={t('rounds.name')} value={draft.name} required
				maxLength={100} hint={t('rounds.name.hint')}
				error={error('name')} autocomplete="off"
				onInput={(name) => set({ name })}
			/>
			<fieldset class="stack pick-set" aria-labelledby="pick-title">
				<h3 id="pick-title">{t('rounds.pick')}</h3>
				<p class="quiet">
					{t('rounds.pick.text', {
						day: dateText(noonOf(draft.answers_until.day)),
					})}
				</p>
				{error('events') && (
					<p class="form-hint-invalid">{error('events')}</p>
				)}
				<Conditions filter={filter} from={from} to={to} />
				<Picked events={chosen} draft={draft} />
				<Fetched got={got}>
					{(data) => {
						const rows = matching(
							filter.only ? chosen : data.events, filter.q);
						const ids = rows.map((event) => event.id)
							.filter((id) => !taken.has(id));

						return (
							<>
								{data.more && (
									<Alert kind="info">{t('rounds.pick.more')}</Alert>
								)}
								{rows.length === 0 ? <None /> : (
									<>
										<div class="row">
											<Button
												kind="tertiary" size="small"
												onClick={() => onPick(ids, true)}
											>
												{t('rounds.pick.all', { count: ids.length })}
											</Button>
											<Button
												kind="tertiary" size="small"
												onClick={() => onPick(ids, false)}
											>
												{t('rounds.pick.nothing')}
											</Button>
										</div>
										<ul class="pick-list">
											{byProgramme(rows).map((group) => (
												<Programme
													key={group.programme} group={group}
													chosen={draft.events} taken={taken}
													onPick={onPick}
												/>
											))}
										</ul>
									</>
								)}
							</>
						);
					}}
				</Fetched>
			</fieldset>
		</>
	);
}
