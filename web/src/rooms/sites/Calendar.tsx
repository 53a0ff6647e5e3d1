/*
 * The centre's first page: what takes place in a month, and beside it what is
 * due: rounds, and who is missing now. A grid on a desk, a list by day on a
 * phone. Month and day stand in the address.
 */
import { useGet } from '../../api/useGet';
import { addressWith, navigate, useLocation } from '../../app/location';
import { useSession } from '../../app/session';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { t } from '../../words/all';
import { DayEvents } from './DayEvents';
import { DaysList } from './DaysList';
import { MissingNow } from './MissingNow';
import { monthText } from './monthText';
import { byDay, dayChosen, monthAfter, monthOf, weeksOf } from './month';
import { MonthGrid } from './MonthGrid';
import { useRegion } from './PlaceFilters';
import { RoundsDue } from './RoundsDue';
import { dayOf } from './seoul';
import type { EventRow } from './types';
import '../teacher/staff.css';
import './sites.css';
import './calendar.css';

function monthTo(month: string) {
	navigate(addressWith({ month, day: null }));
}

function MonthButtons({ month, today }: { month: string; today: string }) {
	return (
		<div class="month-head">
			<h2 aria-live="polite">{monthText(month)}</h2>
			<div class="row no-print">
				<Button
					kind="tertiary" size="small"
					onClick={() => monthTo(monthAfter(month, -1))}
				>
					{t('sites.month.before')}
				</Button>
				<Button
					kind="tertiary" size="small"
					onClick={() => monthTo(today.slice(0, 7))}
				>
					{t('sites.month.now')}
				</Button>
				<Button
					kind="tertiary" size="small"
					onClick={() => monthTo(monthAfter(month, 1))}
				>
					{t('sites.month.after')}
				</Button>
			</div>
		</div>
	);
}

function Month({ month, day, today, events, more }: {
	month: string; day: string; today: string; events: readonly EventRow[];
	more: boolean;
}) {
	const days = byDay(events);

	return (
		<>
			{more && <Alert kind="info">{t('sites.month.more')}</Alert>}
			<MonthGrid month={month} day={day} today={today} days={days} />
			<DaysList month={month} today={today} days={days} />
			<div class="chosen-day">
				<DayEvents day={day} events={days.get(day) ?? []} />
			</div>
		</>
	);
}

export default function Calendar() {
	const { account } = useSession();
	const { query } = useLocation();
	const today = dayOf(Date.now());
	const month = monthOf(query.get('month'), today);
	const day = dayChosen(query.get('day'), month, today);
	const weeks = weeksOf(month);
	const region = useRegion(query);
	const got = useGet('/api/events', {
		query: { from: weeks[0]![0]!, to: weeks.at(-1)![6]!, region },
	});
	const centre = account?.role === 'centre';

	return (
		<Page
			title={t('app.page.calendar')} lead={t('sites.calendar.lead')}
			printedBy={account?.name ?? ''}
			actions={centre && (
				<LinkButton href="/rounds/new" size="medium">
					{t('sites.round.new')}
				</LinkButton>
			)}
		>
			<div class="calendar">
				<section class="stack calendar-month">
					<MonthButtons month={month} today={today} />
					<Fetched got={got}>
						{(data) => (
							<Month
								month={month} day={day} today={today}
								events={data.events} more={data.more}
							/>
						)}
					</Fetched>
				</section>
				<aside class="stack calendar-due" aria-label={t('sites.due')}>
					<MissingNow />
					<RoundsDue />
				</aside>
			</div>
		</Page>
	);
}
