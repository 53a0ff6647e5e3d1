/* One import: how far it is, what it found, and the word to write it. */
import { useEffect } from 'preact/hooks';
import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import type { PageProps } from '../../app/routes';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { LinkButton } from '../../parts/LinkButton';
import { Page } from '../../parts/Page';
import { Progress } from '../../parts/Progress';
import { StepIndicator } from '../../parts/StepIndicator';
import { dateTimeText, t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { ImportCounts } from './ImportCounts';
import { ImportErrors } from './ImportErrors';
import { stateOf, type Import } from './states';
import './imports.css';

const ASK_MS = 1000;

/* While the server is at it, ask again and again. */
function useFollowed(id: string) {
	const got = useGet('/api/imports/{import}', { path: { import: id } });
	const { data, loading, reload } = got;
	const goes = data !== undefined && stateOf(data.state).goes;

	useEffect(() => {
		if (!goes || loading)
			return undefined;
		const timer = setTimeout(reload, ASK_MS);

		return () => clearTimeout(timer);
	}, [goes, loading, data]);
	return got;
}

function stepOf(state: string): number {
	switch (state) {
	case 'checking': case 'refused': return 1;
	case 'checked': case 'cancelled': return 2;
	case 'writing': case 'failed': return 3;
	default: return 4;
	}
}

function Goes({ one }: { one: Import }) {
	if (!stateOf(one.state).goes)
		return null;
	return (
		<div class="stack">
			{one.total > 0
				? (
					<Progress
						label={one.step ?? t(stateOf(one.state).wordId)}
						done={one.done} total={one.total} says="share"
					/>
				)
				: <p>{one.step ?? t(stateOf(one.state).wordId)}</p>}
			<p class="quiet">{t('imports.may_leave')}</p>
		</div>
	);
}

const SAID: Record<string, { wordId: string; kind: 'ok' | 'info' | 'danger' }> = {
	checked: { wordId: 'imports.said.checked', kind: 'info' },
	refused: { wordId: 'imports.said.refused', kind: 'info' },
	done: { wordId: 'imports.said.done', kind: 'ok' },
	failed: { wordId: 'imports.said.failed', kind: 'danger' },
	cancelled: { wordId: 'imports.said.cancelled', kind: 'info' },
};

function Said({ one }: { one: Import }) {
	const said = SAID[one.state];

	if (!said)
		return null;
	return (
		<Alert kind={said.kind}>
			{t(said.wordId, { count: one.error_count })}
		</Alert>
	);
}

function Actions({ one, reload }: { one: Import; reload: () => void }) {
	const act = useAct();
	const path = { import: one.id };
	const may = stateOf(one.state).goes || one.state === 'checked';

	async function send(work: () => Promise<unknown>) {
		await act.run(work);
		reload();
	}

	return (
		<>
			<ActError act={act} />
			<div class="row no-print">
				{one.state === 'checked' && (
					<Button
						busy={act.busy}
						onClick={() => void send(() =>
							api.post('/api/imports/{import}/confirm', { path }))}
					>
						{t('imports.confirm')}
					</Button>
				)}
				{may && (
					<Button
						kind="tertiary" busy={act.busy}
						onClick={() => void send(() =>
							api.post('/api/imports/{import}/cancel', { path }))}
					>
						{t('imports.cancel')}
					</Button>
				)}
				{!may && (
					<LinkButton
						kind={one.state === 'done' ? 'tertiary' : 'primary'}
						href="/imports"
					>
						{t('imports.another')}
					</LinkButton>
				)}
			</div>
		</>
	);
}

export default function ImportOne({ params }: PageProps) {
	const id = params.import ?? '';
	const got = useFollowed(id);
	const { data } = got;
	const title = data?.file_name ?? t('app.page.imports');

	return (
		<Page
			title={title}
			lead={data && dateTimeText(data.created)}
			crumbs={[
				{ text: t('app.page.imports'), href: '/imports' },
				{ text: title, href: `/imports/${id}` },
			]}
		>
			<Fetched got={got}>
				{(one) => (
					<>
						<StepIndicator
							label={t('imports.steps')} current={stepOf(one.state)}
							steps={[
								t('imports.step.send'), t('imports.step.check'),
								t('imports.step.confirm'), t('imports.step.write'),
							]}
						/>
						<div aria-live="polite" class="stack">
							<Said one={one} />
							<Goes one={one} />
						</div>
						<ImportCounts one={one} />
						<Actions one={one} reload={got.reload} />
						{one.errors.length > 0 && <ImportErrors one={one} />}
					</>
				)}
			</Fetched>
		</Page>
	);
}
