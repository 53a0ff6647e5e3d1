/* The pupil's first page: where am I, what is next, what have I found. */
import { useGet } from '../../api/useGet';
import { useSession } from '../../app/session';
import { Alert } from '../../parts/Alert';
import { Fetched } from '../../parts/Fetched';
import { Page } from '../../parts/Page';
import { Card, StructuredList } from '../../parts/StructuredList';
import { t } from '../../words';
import { WaySeats } from '../seats/WaySeats';
import './guide.css';
import { NextCard, type Way } from './NextCard';
import { WayPath } from './WayPath';

function PinInvitation() {
	const { needs } = useSession();

	if (needs !== 'pin_setup')
		return null;
	return (
		<Alert
			kind="info"
			action={<a class="row-link" href="/pin">{t('guide_pupil.way.pin.go')}</a>}
		>
			{t('guide_pupil.way.pin')}
		</Alert>
	);
}

function Found({ way }: { way: Way }) {
	const known = way.stops.some(
		(stop) => stop.id === 'know' && stop.state === 'done');

	return (
		<section class="stack">
			<h2>{t('guide_pupil.way.found')}</h2>
			{!known && !way.brief
				? <p class="empty-note">{t('guide_pupil.way.found.none')}</p>
				: (
					<StructuredList>
						{known && (
							<Card
								title={t('app.page.result')} href="/result"
								text={t('guide_pupil.way.result.text')}
							/>
						)}
						{way.brief && (
							<Card
								title={t('app.page.brief')}
								href={`/briefs/${way.brief}`}
								text={t('guide_pupil.way.brief.text', {
									version: way.brief_version ?? 1,
								})}
							/>
						)}
					</StructuredList>
				)}
		</section>
	);
}

function More({ ai }: { ai: boolean }) {
	return (
		<section class="stack">
			<h2>{t('guide_pupil.way.more')}</h2>
			<StructuredList>
				<Card
					title={t('app.page.catalog')} href="/catalog"
					text={t('guide_pupil.way.catalog.text')}
				/>
				<Card
					title={t('app.page.looks')} href="/looks"
					text={t('guide_pupil.way.looks.text')}
				/>
				<Card
					title={t('app.page.settings')} href="/settings"
					text={ai
						? t('guide_pupil.way.settings.text')
						: t('guide_pupil.way.settings.no_ai')}
				/>
			</StructuredList>
		</section>
	);
}

export default function WayPage() {
	const { account } = useSession();
	const got = useGet('/api/way');

	return (
		<Page
			title={t('guide_pupil.way.title', { name: account?.name ?? '' })}
			lead={t('guide_pupil.way.lead')}
		>
			<Fetched got={got}>
				{(way) => (
					<>
						<WayPath stops={way.stops} />
						<NextCard way={way} />
						<PinInvitation />
						<WaySeats />
						<Found way={way} />
						<More ai={way.ai} />
					</>
				)}
			</Fetched>
		</Page>
	);
}
