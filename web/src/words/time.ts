/*
 * Times come from the server as UTC milliseconds or ISO text and are always
 * shown as they are in Seoul, wherever the browser stands.
 */
import { language } from './index';

export type Moment = number | string | Date;

const ZONE = 'Asia/Seoul';

function partsOf(moment: Moment, locale: string) {
	const format = new Intl.DateTimeFormat(locale, {
		timeZone: ZONE,
		year: 'numeric', month: 'numeric', day: 'numeric', weekday: 'short',
		hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
	});
	const parts: Record<string, string> = {};

	for (const part of format.formatToParts(new Date(moment)))
		parts[part.type] = part.value;
	return parts as Record<
		'year' | 'month' | 'day' | 'weekday' | 'hour' | 'minute', string>;
}

/* 2026. 3. 2.(월), or Mon 2 Mar 2026. */
export function dateText(moment: Moment): string {
	if (language() === 'ko') {
		const p = partsOf(moment, 'ko-KR-u-nu-latn');
		const month = Number.parseInt(p.month, 10);
		const day = Number.parseInt(p.day, 10);

		return `${p.year}. ${month}. ${day}.(${p.weekday})`;
	}
	return new Intl.DateTimeFormat('en-GB', {
		timeZone: ZONE, year: 'numeric', month: 'short', day: 'numeric',
		weekday: 'short',
	}).format(new Date(moment)).replace(',', '');
}

/* 24 hours: 09:05. */
export function timeText(moment: Moment): string {
	const p = partsOf(moment, 'en-GB');

	return `${p.hour}:${p.minute}`;
}

export function dateTimeText(moment: Moment): string {
	return `${dateText(moment)} ${timeText(moment)}`;
}

export function numberText(n: number, digits = 0): string {
	return new Intl.NumberFormat(language(), {
		minimumFractionDigits: digits, maximumFractionDigits: digits,
	}).format(n);
}

/* A share between 0 and 1 as 42 %. */
export function percentText(share: number): string {
	return `${numberText(share * 100)}%`;
}
