/* When, where, how far, what it costs: as every card tells it. */
import { dateText, numberText, t, timeText } from '../../words/all';
import { dayOf } from './choiceFilter';
import type { SeatEvent } from './types';

export interface Fact {
	name: string;
	value: string;
}

/* 2026. 5. 14.(목) 13:30–15:30; a camp says both days. */
export function whenText({ starts, ends }: SeatEvent): string {
	const from = `${dateText(starts)} ${timeText(starts)}`;

	return dayOf(starts) === dayOf(ends)
		? `${from}–${timeText(ends)}`
		: `${from} – ${dateText(ends)} ${timeText(ends)}`;
}

export function costText(cost: number): string {
	return cost === 0 ? t('seats.cost.free')
		: t('seats.cost.won', { won: numberText(cost) });
}

export function distanceText(km: number): string {
	return km < 1 ? t('seats.distance.near')
		: t('seats.distance.km', { km: numberText(km, km < 10 ? 1 : 0) });
}

export function eventFacts(event: SeatEvent): Fact[] {
	return [
		{ name: t('seats.fact.when'), value: whenText(event) },
		{
			name: t('seats.fact.where'),
			value: `${event.site_name} (${event.address})`,
		},
	];
}
