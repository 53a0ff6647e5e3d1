import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { useGet } from '../../api/useGet';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { Table } from '../../parts/Table';
import { toast } from '../../parts/Toast';
import { dateTimeText, t } from '../../words/all';
import { ActError } from './ActError';
import type { PupilAnswer } from './Pupil';
import { useAct, type Act } from './useAct';

type Given = PupilAnswer['consents'][number];

const METHODS: Record<string, { wordId: string }> = {
	self: { wordId: 'teacher.method.self' },
	link: { wordId: 'teacher.method.link' },
	form: { wordId: 'teacher.method.form' },
};

function methodText(one: Given): string {
	const words = METHODS[one.method];

	return words ? t(words.wordId) : one.method;
}

function giverText(one: Given): string {
	return one.given_by === 'guardian'
		? t('app.role.guardian') : t('app.role.pupil');
}

function stateText(pupil: PupilAnswer): string {
	if (pupil.consent === 'given')
		return t('teacher.consent.given');
	return pupil.consent === 'guardian'
		? t('teacher.consent.guardian') : t('teacher.consent.needed');
}

/* The teacher says that a signed form lies before them; the wording is shown. */
function FormDialog({ pupil, open, onClose, onDone, act }: {
	pupil: PupilAnswer; open: boolean; onClose: () => void;
	onDone: () => void; act: Act;
}) {
	const { data } = useGet('/api/consent-wording',
		{ query: { purpose: 'test' } });

	async function register() {
		if (data && await act.run(() =>
			api.post('/api/pupils/{pupil}/consents', {
				path: { pupil: pupil.id },
				body: { purpose: 'test', wording: data.version, method: 'form' },
			}))) {
			toast({ text: t('teacher.consent.registered') });
			onDone();
		}
	}

	return (
		<Modal
			open={open} title={t('teacher.consent.register')} onClose={onClose}
			actions={(
				<>
					<Button kind="tertiary" onClick={onClose}>
						{t('parts.cancel')}
					</Button>
					<Button busy={act.busy || !data} onClick={() => void register()}>
						{t('teacher.consent.have_it')}
					</Button>
				</>
			)}
		>
			<div class="stack">
				<p>
					{pupil.under_14
						? t('teacher.consent.form.guardian', { name: pupil.name })
						: t('teacher.consent.form.pupil', { name: pupil.name })}
				</p>
				{data && (
					<details>
						<summary>
							{t('teacher.consent.wording', { version: data.version })}
						</summary>
						<p class="wording">{data.text}</p>
					</details>
				)}
				<ActError act={act} />
			</div>
		</Modal>
	);
}

function WithdrawDialog({ one, act, onClose, onDone }: {
	one: Given | null; act: Act; onClose: () => void; onDone: () => void;
}) {
	async function withdraw() {
		if (one && await act.run(() =>
			api.post('/api/consents/{consent}/withdraw', {
				path: { consent: one.id },
			}))) {
			toast({ text: t('teacher.consent.withdrawn_now') });
			onDone();
		}
	}

	return (
		<Modal
			open={one !== null} title={t('teacher.consent.withdraw')}
			onClose={onClose}
			actions={(
				<>
					<Button kind="tertiary" onClick={onClose}>
						{t('parts.cancel')}
					</Button>
					<Button busy={act.busy} onClick={() => void withdraw()}>
						{t('teacher.consent.withdraw')}
					</Button>
				</>
			)}
		>
			<div class="stack">
				<p>{t('teacher.consent.withdraw.text')}</p>
				<ActError act={act} />
			</div>
		</Modal>
	);
}

function History({ pupil, onWithdraw }: {
	pupil: PupilAnswer; onWithdraw: (one: Given) => void;
}) {
	return (
		<Table
			caption={t('teacher.consent.history')} rows={pupil.consents}
			rowKey={(one) => one.id} empty={t('teacher.consent.none')}
			columns={[
				{
					key: 'given', title: t('teacher.consent.at'),
					cell: (one) => dateTimeText(one.given),
				},
				{
					key: 'by', title: t('teacher.consent.by'), cell: giverText,
				},
				{
					key: 'method', title: t('teacher.consent.method'),
					cell: methodText,
				},
				{
					key: 'wording', title: t('teacher.consent.version'),
					cell: (one) => one.wording,
				},
				{
					key: 'state', title: t('teacher.state'),
					cell: (one) => (one.withdrawn
						? t('teacher.consent.withdrawn', {
							date: dateTimeText(one.withdrawn),
						})
						: (
							<span class="row">
								<Badge kind="success">
									{t('teacher.consent.holds')}
								</Badge>
								<Button
									kind="tertiary" size="small"
									onClick={() => onWithdraw(one)}
								>
									{t('teacher.consent.withdraw')}
								</Button>
							</span>
						)),
				},
			]}
		/>
	);
}

/* Consent to the optional test: what holds, what was, and a paper form. */
export function PupilConsent({ pupil, reload }: {
	pupil: PupilAnswer; reload: () => void;
}) {
	const act = useAct();
	const [form, setForm] = useState(false);
	const [ending, setEnding] = useState<Given | null>(null);

	function done() {
		setForm(false);
		setEnding(null);
		reload();
	}

	return (
		<section class="stack">
			<h2>{t('teacher.consent')}</h2>
			<p role="status">{stateText(pupil)}</p>
			<p>
				<Button
					kind="secondary" size="medium"
					onClick={() => {
						act.forget();
						setForm(true);
					}}
				>
					{t('teacher.consent.register')}
				</Button>
			</p>
			<History
				pupil={pupil}
				onWithdraw={(one) => {
					act.forget();
					setEnding(one);
				}}
			/>
			<FormDialog
				pupil={pupil} open={form} act={act} onDone={done}
				onClose={() => setForm(false)}
			/>
			<WithdrawDialog
				one={ending} act={act} onDone={done}
				onClose={() => setEnding(null)}
			/>
		</section>
	);
}
