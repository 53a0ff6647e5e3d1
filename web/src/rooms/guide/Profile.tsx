import { ProfileChart } from '../../parts/ProfileChart';
import { t } from '../../words';
import type { Result } from './Suggestions';

/* The six letters with their bands, how sure, and what the letters mean. */
export function Profile({ profile }: { profile: Result['profile'] }) {
	return (
		<section class="stack">
			<h2>{t('guide_pupil.profile')}</h2>
			<ProfileChart
				title={t('guide_pupil.profile.title')}
				bars={profile.letters.map((one) => ({
					key: one.letter, text: one.name, value: one.score,
					low: one.low, high: one.high,
				}))}
			/>
			<p>{profile.sureness}</p>
			{profile.apart && <p>{profile.apart}</p>}
			<details>
				<summary>{t('guide_pupil.profile.letters')}</summary>
				<dl class="letters">
					{profile.letters.map((one) => (
						<div key={one.letter}>
							<dt>{one.name}</dt>
							<dd>{one.about}</dd>
						</div>
					))}
				</dl>
			</details>
		</section>
	);
}
