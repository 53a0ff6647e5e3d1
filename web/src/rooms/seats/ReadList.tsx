import { t } from '../../words';
import { whenText } from './eventFacts';
import type { SeatEvent } from './types';

/* A list that is only read; what is no longer offered is left out. */
export function ReadList({ title, list, eventOf }: {
	title: string; list: readonly string[];
	eventOf: (id: string) => SeatEvent | undefined;
}) {
	const events = list.map(eventOf).filter((event) => event !== undefined);

	return (
		<section class="stack" id="my-list">
			<h2>{title}</h2>
			{events.length === 0
				? <p class="empty-note">{t('seats.list.none_read')}</p>
				: (
					<ol class="wishes">
						{events.map((event, at) => (
							<li key={event.id} class="wish is-read">
								<span class="wish-place figures">{at + 1}</span>
								<span class="wish-name">
									<strong>{event.programme_name}</strong>
									<span class="wish-when">{whenText(event)}</span>
								</span>
							</li>
						))}
					</ol>
				)}
		</section>
	);
}
