import { dateText, t, timeText } from '../../words/all';
import { dayOf } from './seoul';

/* 2026. 5. 14.(목) 10:00~12:00; a camp names its last day, too. */
export function whenText(event: { starts: number; ends: number }): string {
	const same = dayOf(event.starts) === dayOf(event.ends);

	return t('sites.when', {
		day: dateText(event.starts), from: timeText(event.starts),
		to: same ? timeText(event.ends)
			: `${dateText(event.ends)} ${timeText(event.ends)}`,
	});
}

export function clockText(event: { starts: number; ends: number }): string {
	return t('sites.clock', {
		from: timeText(event.starts), to: timeText(event.ends),
	});
}

export function seatsText(event: { seats: number; least: number }): string {
	return event.least > 0
		? t('sites.seats.least', { count: event.seats, least: event.least })
		: t('sites.seats', { count: event.seats });
}
