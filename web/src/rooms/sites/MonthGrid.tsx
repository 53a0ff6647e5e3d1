/*
 * A month on a desk. One day is chosen: arrows, Home, End, PageUp and PageDown
 * choose another, and what takes place on it stands below.
 */
import { useEffect, useRef } from 'preact/hooks';
import { addressWith, navigate } from '../../app/location';
import { classes } from '../../parts/classes';
import { dateText, t, timeText } from '../../words/all';
import { dayMoved, weeksOf } from './month';
import { isWeekend, monthText, weekdayText } from './monthText';
import { noonOf } from './seoul';
import type { EventRow } from './types';

/* As many fit into a day; the others are counted. */
const SHOWN = 3;

function dayTo(day: string) {
	navigate(addressWith({ month: day.slice(0, 7), day }), { replace: true });
}

function Day({ day, events, chosen, today, inMonth }: {
	day: string; events: readonly EventRow[]; chosen: boolean; today: boolean;
	inMonth: boolean;
}) {
	return (
		<td
			role="gridcell" aria-selected={chosen}
			class={classes('month-day', chosen && 'is-chosen',
				today && 'is-today', !inMonth && 'is-beside')}
			onClick={() => dayTo(day)}
		>
			<button
				type="button" class="month-number" tabIndex={chosen ? 0 : -1}
				data-day={day}
				aria-current={today ? 'date' : undefined}
				aria-label={t('sites.day.label', {
					day: dateText(noonOf(day)), count: events.length,
				})}
			>
				{Number(day.slice(8))}
			</button>
			{events.slice(0, SHOWN).map((event) => (
				<a
					key={event.id} class="month-event" tabIndex={-1}
					href={`/programmes/${event.programme}`}
					onClick={(click) => click.stopPropagation()}
				>
					<span class="figures">{timeText(event.starts)}</span>
					{` ${event.programme_name}`}
				</a>
			))}
			{events.length > SHOWN && (
				<span class="month-more">
					{t('sites.day.more', { count: events.length - SHOWN })}
				</span>
			)}
		</td>
	);
}

export function MonthGrid({ month, day, today, days }: {
	month: string; day: string; today: string;
	days: ReadonlyMap<string, readonly EventRow[]>;
}) {
	const grid = useRef<HTMLTableElement>(null);
	const moved = useRef(false);
	const weeks = weeksOf(month);

	/* The focus goes along when the day was chosen by a key. */
	useEffect(() => {
		if (moved.current) {
			grid.current?.querySelector<HTMLElement>(
				`[data-day="${day}"]`)?.focus();
		}
		moved.current = false;
	}, [day]);

	function move(event: KeyboardEvent) {
		const next = dayMoved(day, event.key);

		if (next === undefined || event.altKey || event.ctrlKey || event.metaKey)
			return;
		event.preventDefault();
		moved.current = true;
		dayTo(next);
	}

	return (
		<table
			class="month-grid" role="grid" aria-label={monthText(month)}
			ref={grid} onKeyDown={move}
		>
			<thead>
				<tr>
					{weeks[0]!.map((one) => (
						<th
							key={one} scope="col"
							class={classes(isWeekend(one) && 'is-weekend')}
						>
							{weekdayText(one)}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{weeks.map((week) => (
					<tr key={week[0]}>
						{week.map((one) => (
							<Day
								key={one} day={one} events={days.get(one) ?? []}
								chosen={one === day} today={one === today}
								inMonth={one.startsWith(month)}
							/>
						))}
					</tr>
				))}
			</tbody>
		</table>
	);
}
