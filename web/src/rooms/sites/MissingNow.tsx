/* Who was said to be missing and has not been found: looked at every minute. */
import { useEffect } from 'preact/hooks';
import { useGet } from '../../api/useGet';
import { dateTimeText, t } from '../../words/all';
import type { Missing } from './types';

const AGAIN_MS = 60_000;

const POINTS: Record<Missing['point'], { wordId: string }> = {
	depart: { wordId: 'sites.point.depart' },
	arrive: { wordId: 'sites.point.arrive' },
	leave: { wordId: 'sites.point.leave' },
	home: { wordId: 'sites.point.home' },
};

function Person({ one }: { one: Missing }) {
	return (
		<li>
			<strong>{one.name}</strong>
			{` ${one.school_name}`}
			<br />
			<a class="row-link" href={`/events/${one.event.id}/roll`}>
				{one.event.programme_name}
			</a>
			{`, ${one.event.site_name}`}
			<br />
			<span class="quiet">
				{t('sites.missing.at', {
					point: t(POINTS[one.point].wordId), at: dateTimeText(one.at),
				})}
			</span>
		</li>
	);
}

export function MissingNow() {
	const { data, error, reload } = useGet('/api/missing');
	const missing = data?.missing ?? [];

	useEffect(() => {
		const timer = setInterval(() => {
			if (document.visibilityState === 'visible')
				reload();
		}, AGAIN_MS);

		return () => clearInterval(timer);
	}, [reload]);
	return (
		<section class="stack tight">
			<h2>{t('sites.missing')}</h2>
			<div aria-live="assertive">
				{missing.length > 0 && (
					<div class="missing-now">
						<strong>{t('sites.missing.count', { count: missing.length })}</strong>
						<ul>
							{missing.map((one) => (
								<Person key={`${one.event.id} ${one.pupil}`} one={one} />
							))}
						</ul>
					</div>
				)}
			</div>
			{data && missing.length === 0 && (
				<p class="quiet">{t('sites.missing.none')}</p>
			)}
			{!data && error !== undefined && (
				<p class="quiet">{t('sites.missing.unknown')}</p>
			)}
		</section>
	);
}
