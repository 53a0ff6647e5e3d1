import { TextField } from '../../parts/TextField';
import { numberText, t } from '../../words/all';
import type { EventRow } from '../sites/types';
import { WHOLE_ROUND } from './draft';
import type { StepProps } from './Wizard';

interface SiteSeats {
	site: string;
	name: string;
	seats: number;
}

function sitesOf(events: readonly EventRow[]): SiteSeats[] {
	const sites = new Map<string, SiteSeats>();

	for (const event of events) {
		const before = sites.get(event.site);

		sites.set(event.site, {
			site: event.site, name: event.site_name,
			seats: event.seats + (before?.seats ?? 0),
		});
	}
	return [...sites.values()].sort(
		(a, b) => a.name.localeCompare(b.name, 'ko'));
}

/* How many pupils at most, at a site or in all: where seats alone say too much. */
export function StepCaps({ draft, set, error, known }: StepProps & {
	known: readonly EventRow[];
}) {
	const chosen = known.filter((event) => draft.events.includes(event.id));
	const seats = chosen.reduce((sum, event) => sum + event.seats, 0);
	const cap = (key: string) => draft.caps[key] ?? '';
	const setCap = (key: string, most: string) =>
		set({ caps: { ...draft.caps, [key]: most } });

	return (
		<>
			<p class="reading">{t('rounds.caps.text')}</p>
			{error('caps') && <p class="form-hint-invalid">{error('caps')}</p>}
			<TextField
				label={t('rounds.caps.all')} value={cap(WHOLE_ROUND)}
				size="medium" inputMode="numeric" autocomplete="off"
				hint={t('rounds.caps.seats', { seats: numberText(seats) })}
				onInput={(most) => setCap(WHOLE_ROUND, most)}
			/>
			{chosen.length > 0 && (
				<fieldset class="stack tight" aria-labelledby="caps-sites">
					<h3 id="caps-sites">{t('rounds.caps.sites')}</h3>
					<div class="cap-grid">
						{sitesOf(chosen).map((one) => (
							<TextField
								key={one.site} label={one.name} size="medium"
								value={cap(one.site)} inputMode="numeric"
								autocomplete="off"
								hint={t('rounds.caps.seats', {
									seats: numberText(one.seats),
								})}
								onInput={(most) => setCap(one.site, most)}
							/>
						))}
					</div>
				</fieldset>
			)}
		</>
	);
}
