import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { dateText, t } from '../../words/all';
import type { TestState } from './sheet';

export interface BeginProps {
	test: TestState;
	onBegin: () => void;
	busy: boolean;
	error: unknown;
}

/* Before the first item: what it is, how long it takes, that nothing is wrong. */
export function Begin({ test, onBegin, busy, error }: BeginProps) {
	const child = test.stage === 'elementary';

	return (
		<Page
			title={child ? t('guide_pupil.test.child_title') : t('app.page.test')}
			lead={t(test.most > test.total
				? 'guide_pupil.begin.lead_about' : 'guide_pupil.begin.lead', {
				total: test.total, minutes: test.minutes,
			})}
		>
			<ul class="plain-list">
				<li>{t('guide_pupil.begin.no_right')}</li>
				<li>
					{child
						? t('guide_pupil.begin.faces') : t('guide_pupil.begin.steps')}
				</li>
				<li>{t('guide_pupil.begin.pause')}</li>
			</ul>
			{error !== undefined && (
				<Alert kind="danger">{problemText(error)}</Alert>
			)}
			<div>
				<Button size="xlarge" busy={busy} onClick={onBegin}>
					{t('guide_pupil.begin.go')}
				</Button>
			</div>
		</Page>
	);
}

/* A finished one: to the result, or once more. */
export function Done({ test, onBegin, busy, error }: BeginProps) {
	return (
		<Page
			title={t('guide_pupil.done.title')}
			lead={test.finished
				? t('guide_pupil.done.lead', { date: dateText(test.finished) })
				: undefined}
		>
			<p>{t('guide_pupil.done.again.about')}</p>
			{error !== undefined && (
				<Alert kind="danger">{problemText(error)}</Alert>
			)}
			<div class="row">
				<LinkButton href="/result" size="xlarge">
					{t('guide_pupil.done.result')}
				</LinkButton>
				<Button
					kind="secondary" size="xlarge" busy={busy} onClick={onBegin}
				>
					{t('guide_pupil.done.again')}
				</Button>
			</div>
		</Page>
	);
}
