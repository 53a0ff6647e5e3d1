import { LinkButton } from '../../parts/LinkButton';
import { t } from '../../words';
import { Needs } from './Needs';
import './seats.css';

/* On the guardian's page of a child: the way to the seats, and the needs. */
export function WardSeats({ pupil }: { pupil: string }) {
	return (
		<div class="stack wide-gap">
			<section class="stack">
				<h2>{t('app.page.seats')}</h2>
				<p>{t('seats.ward.text')}</p>
				<div>
					<LinkButton
						kind="secondary" size="medium"
						href={`/wards/${encodeURIComponent(pupil)}/seats`}
					>
						{t('seats.ward.open')}
					</LinkButton>
				</div>
			</section>
			<Needs pupil={pupil} />
		</div>
	);
}
