import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Page } from '../../parts/Page';
import { t } from '../../words';
import './guide.css';

const WORDS: Record<string, { wordId: string }> = {
	same: { wordId: 'guide_pupil.notice.same' },
	fast: { wordId: 'guide_pupil.notice.fast' },
	few: { wordId: 'guide_pupil.notice.few' },
};

/* Something stood out in how the answers were given; the pupil decides. */
export function Noticed({ notices, busy, error, onKeep, onLookAgain }: {
	notices: readonly string[];
	busy: boolean;
	error: unknown;
	onKeep: () => void;
	onLookAgain: () => void;
}) {
	return (
		<Page
			title={t('guide_pupil.notice.title')}
			lead={t('guide_pupil.notice.lead')}
		>
			<ul class="plain-list">
				{notices.map((notice) => (WORDS[notice]
					? <li key={notice}>{t(WORDS[notice].wordId)}</li>
					: null))}
			</ul>
			<p>{t('guide_pupil.notice.choose')}</p>
			{error !== undefined && (
				<Alert kind="danger">{problemText(error)}</Alert>
			)}
			<div class="row">
				<Button size="xlarge" onClick={onLookAgain}>
					{t('guide_pupil.notice.again')}
				</Button>
				<Button
					kind="secondary" size="xlarge" busy={busy} onClick={onKeep}
				>
					{t('guide_pupil.notice.keep')}
				</Button>
			</div>
		</Page>
	);
}
