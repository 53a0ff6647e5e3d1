/* What can be wished, with filters that live in the address. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { addressWith, navigate, useLocation } from '../../app/location';
import { Button } from '../../parts/Button';
import { Help } from '../../parts/Help';
import { Select } from '../../parts/Select';
import { StructuredList } from '../../parts/StructuredList';
import { TextField } from '../../parts/TextField';
import { dateText, t } from '../../words/all';
import { ChoiceCard } from './ChoiceCard';
import {
	daysOf, filterFrom, fits, likedFirst, valuesOf, type Filter, type Known,
} from './choiceFilter';
import type { Ranking } from './ranking';
import type { Choice } from './types';

const AT_ONCE = 24;

function filterBy(name: keyof Filter, value: string) {
	navigate(addressWith({ [name]: value }), { replace: true });
}

function By({ name, label, all, value, known }: {
	name: keyof Filter; label: string; all: string; value: string;
	known: readonly Known[];
}) {
	return (
		<Select
			label={label} size="medium"
			value={known.some((one) => one.value === value) ? value : 'all'}
			choices={[{ value: 'all', text: all }, ...known]}
			onChange={(wanted) => filterBy(name, wanted === 'all' ? '' : wanted)}
		/>
	);
}

function Filters({ choices, filter, short }: {
	choices: readonly Choice[]; filter: Filter; short: boolean;
}) {
	return (
		<div class="choice-filters">
			<By
				name="day" label={t('seats.filter.day')} value={filter.day}
				all={t('seats.filter.day.all')}
				known={[...daysOf(choices)].map(([value, moment]) =>
					({ value, text: dateText(moment) }))}
			/>
			<By
				name="field" label={t('seats.filter.field')} value={filter.field}
				all={t('seats.filter.field.all')}
				known={valuesOf(choices, ({ event }) =>
					({ value: event.field, text: event.field_name }))}
			/>
			{!short && (
				<By
					name="kind" label={t('seats.filter.kind')} value={filter.kind}
					all={t('seats.filter.kind.all')}
					known={valuesOf(choices, ({ event }) =>
						({ value: event.kind, text: event.kind_name }))}
				/>
			)}
			{!short && (
				<TextField
					label={t('seats.filter.q')} size="medium" value={filter.q}
					onInput={(wanted) => filterBy('q', wanted)}
				/>
			)}
		</div>
	);
}

function CrowdHelp({ choices }: { choices: readonly Choice[] }) {
	if (!choices.some((choice) => choice.crowd))
		return null;
	return (
		<Help title={t('seats.crowd')}>{t('seats.crowd.help')}</Help>
	);
}

export interface ChoicesProps {
	choices: readonly Choice[];
	list: Ranking;
	most: number;
	short: boolean;
	/* What stands between the heading and the filters. */
	before?: ComponentChildren;
	onAdd?: ((id: string) => void) | undefined;
}

export function Choices({
	choices, list, most, short, before, onAdd,
}: ChoicesProps) {
	const { query } = useLocation();
	const [shown, setShown] = useState(AT_ONCE);
	const filter = filterFrom(query);
	const fitting = likedFirst(choices.filter((choice) =>
		fits(choice, filter)));

	return (
		<section class="stack choices seats-part" aria-labelledby="choices-title">
			<div class="choices-head">
				<h2 id="choices-title">{t('seats.choices')}</h2>
				<CrowdHelp choices={choices} />
			</div>
			{before}
			<Filters choices={choices} filter={filter} short={short} />
			<p role="status" class="choices-count">
				{t('seats.choices.count', { count: fitting.length })}
			</p>
			<StructuredList>
				{fitting.slice(0, shown).map((choice) => (
					<ChoiceCard
						key={choice.event.id} choice={choice} short={short}
						place={list.indexOf(choice.event.id) + 1}
						full={list.length >= most}
						onAdd={onAdd && (() => onAdd(choice.event.id))}
					/>
				))}
			</StructuredList>
			{fitting.length > shown && (
				<Button
					kind="tertiary" size="medium"
					onClick={() => setShown(shown + AT_ONCE)}
				>
					{t('seats.choices.more', { count: fitting.length - shown })}
				</Button>
			)}
		</section>
	);
}
