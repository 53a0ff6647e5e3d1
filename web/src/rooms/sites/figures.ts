/* Figures of places and programmes as people say them. */
import { numberText, t } from '../../words/all';

export function distanceText(km: number | null | undefined): string {
	return km == null ? '–' : t('sites.km', { km: numberText(km, 1) });
}

export function costText(won: number): string {
	return won === 0
		? t('sites.cost.free') : t('sites.cost.won', { won: numberText(won) });
}

export function minutesText(minutes: number): string {
	const hours = Math.floor(minutes / 60);
	const rest = minutes % 60;

	if (hours === 0)
		return t('sites.minutes', { minutes: rest });
	return rest === 0 ? t('sites.hours', { hours })
		: t('sites.hours_minutes', { hours, minutes: rest });
}
