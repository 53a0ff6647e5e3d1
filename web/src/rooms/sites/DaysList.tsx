/* The same month on a phone: the days on which something takes place. */
import { t } from '../../words';
import { DayEvents } from './DayEvents';
import type { EventRow } from './types';

export function DaysList({ month, today, days }: {
	month: string; today: string;
	days: ReadonlyMap<string, readonly EventRow[]>;
}) {
	const inMonth = [...days.keys()]
		.filter((day) => day.startsWith(month)).sort();
	const past = inMonth.filter((day) => day < today);
	const coming = inMonth.filter((day) => day >= today);
	const list = (shown: readonly string[]) => shown.map((day) => (
		<DayEvents key={day} day={day} events={days.get(day)!} />
	));

	return (
		<div class="days-list stack">
			{inMonth.length === 0 && (
				<p class="empty-note">{t('sites.month.none')}</p>
			)}
			{past.length > 0 && (
				<details>
					<summary>
						{t('sites.month.past', { count: past.length })}
					</summary>
					<div class="stack">{list(past)}</div>
				</details>
			)}
			{list(coming)}
		</div>
	);
}
