import { language, t } from '../../words/all';
import { noonOf, weekdayOf } from './seoul';

/* 2026년 5월, or May 2026. */
export function monthText(month: string): string {
	const [year, number] = month.split('-');

	if (language() === 'ko') {
		return t('sites.month.name', {
			year, month: Number(number),
		});
	}
	return new Intl.DateTimeFormat('en-GB', {
		timeZone: 'Asia/Seoul', year: 'numeric', month: 'long',
	}).format(noonOf(`${month}-01`));
}

/* 일 … 토, or Sun … Sat, of a day. */
export function weekdayText(day: string): string {
	return new Intl.DateTimeFormat(language() === 'ko' ? 'ko-KR' : 'en-GB', {
		timeZone: 'Asia/Seoul', weekday: 'short',
	}).format(noonOf(day));
}

export function isWeekend(day: string): boolean {
	return [0, 6].includes(weekdayOf(day));
}
