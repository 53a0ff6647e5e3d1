import { Badge } from '../../parts/Badge';
import { dateText, t } from '../../words/all';
import { gradesText } from './choices';
import { clockText, seatsText, whenText } from './eventText';
import { dayOf, noonOf } from './seoul';
import type { EventRow } from './types';

function Row({ event }: { event: EventRow }) {
	const oneDay = dayOf(event.starts) === dayOf(event.ends);

	return (
		<li class="day-event">
			<span class="figures day-clock">
				{oneDay ? clockText(event) : whenText(event)}
			</span>
			<span class="day-what">
				<a class="row-link" href={`/programmes/${event.programme}`}>
					{event.programme_name}
				</a>
				<span class="quiet">
					{t('sites.day.facts', {
						site: event.site_name,
						grades: gradesText(event.grade_from, event.grade_to),
					})}
				</span>
			</span>
			{event.state === 'cancelled'
				? <Badge kind="danger">{t('sites.event.cancelled')}</Badge>
				: <span class="figures day-seats">{seatsText(event)}</span>}
		</li>
	);
}

/* What takes place on a day, in the order of the clock. */
export function DayEvents({ day, events }: {
	day: string; events: readonly EventRow[];
}) {
	return (
		<section class="stack tight">
			<h3 class="day-title">
				{t('sites.day.title', {
					day: dateText(noonOf(day)), count: events.length,
				})}
			</h3>
			{events.length === 0
				? <p class="quiet">{t('sites.day.none')}</p>
				: (
					<ul class="day-events">
						{events.map((event) => <Row key={event.id} event={event} />)}
					</ul>
				)}
		</section>
	);
}
