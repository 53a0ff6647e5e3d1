import { useGet } from '../../api/useGet';
import { classes } from '../../parts/classes';
import { Fetched } from '../../parts/Fetched';
import { dateText, t } from '../../words/all';

/* The versions of the pupil's brief, with the one that is open marked. */
export function RecordPart({ pupil, here }: { pupil: string; here: string }) {
	const got = useGet('/api/pupils/{pupil}/briefs', { path: { pupil } });

	return (
		<section class="stack">
			<h2>{t('brief.record')}</h2>
			<Fetched got={got}>
				{({ briefs }) => (
					<ol class="record-list">
						{briefs.map((one) => (
							<li key={one.id}>
								<a
									class={classes('row-link', one.id === here && 'here')}
									href={`/briefs/${one.id}`}
									aria-current={one.id === here ? 'page' : undefined}
								>
									{one.state === 'signed'
										? t('brief.version', { version: one.version ?? 1 })
										: t('brief.draft')}
								</a>
								{one.signed && (
									<span class="quiet">
										{`${dateText(one.signed)} ${one.signer ?? ''}`}
									</span>
								)}
							</li>
						))}
					</ol>
				)}
			</Fetched>
			<p>
				<a class="row-link" href={`/pupils/${encodeURIComponent(pupil)}`}>
					{t('brief.record.all')}
				</a>
			</p>
		</section>
	);
}
