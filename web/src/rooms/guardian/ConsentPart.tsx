import { useState } from 'preact/hooks';
import { api, type Answer } from '../../api/client';
import { problemText } from '../../api/problem';
import { useGet } from '../../api/useGet';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Fetched } from '../../parts/Fetched';
import { Table } from '../../parts/Table';
import { toast } from '../../parts/Toast';
import { dateTimeText, t } from '../../words/all';
import { Paragraphs } from '../guide/Paragraphs';

type Pupil = Answer<'/api/pupils/{pupil}', 'get'>;
type Given = Pupil['consents'][number];

const METHODS: Record<string, { wordId: string }> = {
	self: { wordId: 'guardian.method.self' },
	link: { wordId: 'guardian.method.link' },
	form: { wordId: 'guardian.method.form' },
};
const GIVERS: Record<string, { wordId: string }> = {
	pupil: { wordId: 'app.role.pupil' },
	guardian: { wordId: 'app.role.guardian' },
};

function said(words: Record<string, { wordId: string }>, key: string): string {
	return words[key] ? t(words[key].wordId) : key;
}

function History({ consents, busy, onWithdraw }: {
	consents: readonly Given[]; busy: boolean;
	onWithdraw: (consent: Given) => void;
}) {
	return (
		<Table
			caption={t('guardian.history')} captionShown rows={consents}
			rowKey={(one) => one.id} empty={t('guardian.history.none')}
			columns={[
				{
					key: 'given', title: t('guardian.history.given'),
					cell: (one) => dateTimeText(one.given),
				},
				{
					key: 'by', title: t('guardian.history.by'),
					cell: (one) => said(GIVERS, one.given_by),
				},
				{
					key: 'method', title: t('guardian.history.method'),
					cell: (one) => said(METHODS, one.method),
				},
				{
					key: 'state', title: t('guardian.history.state'),
					cell: (one) => (one.withdrawn
						? t('guardian.history.withdrawn', {
							date: dateTimeText(one.withdrawn),
						})
						: (
							<span class="row">
								{t('guardian.history.holds')}
								<Button
									kind="tertiary" size="small" busy={busy}
									onClick={() => onWithdraw(one)}
								>
									{t('guardian.withdraw')}
								</Button>
							</span>
						)),
				},
			]}
		/>
	);
}

/* Read, give, withdraw; a withdrawal can be taken back by giving it again. */
export function ConsentPart({ pupil, reload }: {
	pupil: Pupil; reload: () => void;
}) {
	const got = useGet('/api/consent-wording', { query: { purpose: 'test' } });
	const [busy, setBusy] = useState(false);
	const [error, setError] = useState<unknown>(undefined);
	const held = pupil.consents.some((one) => !one.withdrawn
		&& (!pupil.under_14 || one.given_by === 'guardian'));

	async function act(work: () => Promise<unknown>) {
		setBusy(true);
		setError(undefined);
		try {
			await work();
			return true;
		} catch (failure) {
			setError(() => failure);
			return false;
		} finally {
			setBusy(false);
			reload();
		}
	}

	const give = (wording: string) => act(() =>
		api.post('/api/pupils/{pupil}/consents', {
			path: { pupil: pupil.id },
			body: { purpose: 'test', wording, method: 'self' },
		}));

	async function withdraw(consent: Given, wording: string) {
		if (await act(() => api.post('/api/consents/{consent}/withdraw', {
			path: { consent: consent.id },
		}))) {
			toast({
				text: t('guardian.withdrawn'),
				onUndo: () => void give(wording),
			});
		}
	}

	return (
		<Fetched got={got}>
			{(wording) => (
				<div class="stack">
					<section class="stack reading">
						<h2>{wording.title}</h2>
						<Paragraphs text={wording.text} />
					</section>
					{error !== undefined && (
						<Alert kind="danger">{problemText(error)}</Alert>
					)}
					<div role="status">
						{held
							? <p>{t('guardian.held', { name: pupil.name })}</p>
							: <p>{t('guardian.not_held', { name: pupil.name })}</p>}
					</div>
					{!held && (
						<div>
							<Button
								busy={busy}
								onClick={() => void give(wording.version)}
							>
								{t('guardian.give')}
							</Button>
						</div>
					)}
					<History
						consents={pupil.consents} busy={busy}
						onWithdraw={(one) => void withdraw(one, wording.version)}
					/>
				</div>
			)}
		</Fetched>
	);
}
