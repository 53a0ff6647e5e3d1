/* The person of a brief: interests with their bands, and what has moved. */
import { Badge } from '../../parts/Badge';
import { ProfileChart } from '../../parts/ProfileChart';
import { t } from '../../words';
import { MovedTable } from './MovedTable';
import type { Moved, Profile } from './types';
import './brief.css';

const NOTICES: Record<string, { wordId: string }> = {
	same: { wordId: 'brief.notice.same' },
	fast: { wordId: 'brief.notice.fast' },
	few: { wordId: 'brief.notice.few' },
};

function Notices({ notices }: { notices: readonly string[] }) {
	const known = notices.filter((notice) => NOTICES[notice]);

	if (known.length === 0)
		return null;
	return (
		<ul class="notice-list">
			{known.map((notice) => (
				<li key={notice}>
					<Badge>{t('brief.notice')}</Badge>
					<span>{t(NOTICES[notice]!.wordId)}</span>
				</li>
			))}
		</ul>
	);
}

function Letters({ profile }: { profile: Profile }) {
	return (
		<details class="no-print">
			<summary>{t('brief.letters')}</summary>
			<dl class="letter-list">
				{profile.letters.map((one) => (
					<div key={one.letter}>
						<dt>{one.name}</dt>
						<dd>{one.about}</dd>
					</div>
				))}
			</dl>
		</details>
	);
}

export function Person({ profile, moved }: {
	profile: Profile; moved: readonly Moved[];
}) {
	return (
		<section class="stack">
			<h2>{t('brief.profile')}</h2>
			<p>{profile.summary}</p>
			<ProfileChart
				title={t('brief.profile.title')}
				bars={profile.letters.map((one) => ({
					key: one.letter, text: one.name, value: one.score,
					low: one.low, high: one.high,
				}))}
			/>
			<p>{profile.sureness}</p>
			{profile.apart && <p>{profile.apart}</p>}
			<Notices notices={profile.notices} />
			{moved.length > 0 && <MovedTable moved={moved} />}
			<Letters profile={profile} />
		</section>
	);
}
