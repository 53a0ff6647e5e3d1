import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { problemText } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import { Paragraphs } from './Paragraphs';

/* From fourteen on a pupil decides alone, after easy words. */
export function Consent({ pupil, onGiven }: {
	pupil: string; onGiven: () => void;
}) {
	const got = useGet('/api/consent-wording', { query: { purpose: 'test' } });
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(undefined);

	async function give(wording: string) {
		setBusy(true);
		setError(undefined);
		try {
			await api.post('/api/pupils/{pupil}/consents', {
				path: { pupil },
				body: { purpose: 'test', wording, method: 'self' },
			});
			onGiven();
		} catch (failure) {
			setError(() => failure);
			setBusy(false);
			got.reload();
		}
	}

	return (
		<Page title={t('guide_pupil.consent.title')}>
			<Fetched got={got}>
				{(wording) => (
					<div class="stack reading">
						<Paragraphs text={wording.child} />
						<details>
							<summary>{t('guide_pupil.consent.whole')}</summary>
							<div class="stack">
								<h2>{wording.title}</h2>
								<Paragraphs text={wording.text} />
							</div>
						</details>
						{error !== undefined && (
							<Alert kind="danger">{problemText(error)}</Alert>
						)}
						<p>{t('guide_pupil.consent.free')}</p>
						<div class="row">
							<Button
								size="xlarge" busy={busy}
								onClick={() => void give(wording.version)}
							>
								{t('guide_pupil.consent.give')}
							</Button>
							<LinkButton href="/" kind="tertiary" size="xlarge">
								{t('guide_pupil.consent.not_now')}
							</LinkButton>
						</div>
					</div>
				)}
			</Fetched>
		</Page>
	);
}
