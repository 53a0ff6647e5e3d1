import { useGet } from '../../api/useGet';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { Paragraphs } from './Paragraphs';

/* Under fourteen: who is asked, what happens next, what can be done meanwhile. */
export function AskGuardian({ onLook, looking }: {
	onLook: () => void; looking: boolean;
}) {
	const got = useGet('/api/consent-wording', { query: { purpose: 'test' } });

	return (
		<Page
			title={t('guide_pupil.guardian.title')}
			lead={t('guide_pupil.guardian.lead')}
		>
			<ol class="numbered">
				<li>{t('guide_pupil.guardian.step.1')}</li>
				<li>{t('guide_pupil.guardian.step.2')}</li>
				<li>{t('guide_pupil.guardian.step.3')}</li>
			</ol>
			<details>
				<summary>{t('guide_pupil.guardian.what')}</summary>
				<div class="stack">
					<Fetched got={got}>
						{(wording) => <Paragraphs text={wording.child} />}
					</Fetched>
				</div>
			</details>
			<p>{t('guide_pupil.guardian.meanwhile')}</p>
			<div class="row">
				<LinkButton href="/catalog" size="xlarge">
					{t('guide_pupil.guardian.look_around')}
				</LinkButton>
				<Button
					kind="secondary" size="xlarge" busy={looking} onClick={onLook}
				>
					{t('guide_pupil.guardian.given')}
				</Button>
			</div>
		</Page>
	);
}
