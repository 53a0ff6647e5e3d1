import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { toast } from '../../parts/Toast';
import { dateText, t } from '../../words/all';
import { ActError } from './ActError';
import { fileTake } from './fileTake';
import type { PupilAnswer } from './Pupil';
import { useAct } from './useAct';

type Asked = 'card' | 'devices' | null;

function Facts({ pupil }: { pupil: PupilAnswer }) {
	return (
		<dl class="facts">
			<div>
				<dt>{t('teacher.entry.card')}</dt>
				<dd>
					{pupil.card_issued
						? t('teacher.entry.card_of', {
							date: dateText(pupil.card_issued),
						})
						: t('teacher.entry.no_card')}
				</dd>
			</div>
			<div>
				<dt>{t('teacher.entry.devices')}</dt>
				<dd>{t('app.count.things', { count: pupil.devices })}</dd>
			</div>
			<div>
				<dt>{t('teacher.entry.pin')}</dt>
				<dd>
					{pupil.pin
						? t('teacher.entry.pin_set') : t('teacher.entry.pin_none')}
				</dd>
			</div>
		</dl>
	);
}

/* How the pupil comes in: the card, known devices, the picture PIN. */
export function PupilEntry({ pupil, reload }: {
	pupil: PupilAnswer; reload: () => void;
}) {
	const act = useAct();
	const [asked, setAsked] = useState<Asked>(null);
	const close = () => setAsked(null);

	function ask(what: Asked) {
		act.forget();
		setAsked(what);
	}

	async function done(text: string) {
		toast({ text });
		close();
		reload();
	}

	async function card() {
		if (await act.run(() => fileTake({
			address: `/api/classes/${encodeURIComponent(pupil.class ?? '')}/cards`,
			name: `${pupil.name} ${t('teacher.card')}.pdf`,
			method: 'POST', body: { pupils: [pupil.id] },
		})))
			await done(t('teacher.entry.card_made'));
	}

	async function devices() {
		if (await act.run(() => api.delete('/api/pupils/{pupil}/devices',
			{ path: { pupil: pupil.id } })))
			await done(t('teacher.entry.forgotten'));
	}

	return (
		<section class="stack">
			<h2>{t('teacher.tab.entry')}</h2>
			<Facts pupil={pupil} />
			<div class="row">
				{pupil.class && (
					<Button
						kind="secondary" size="medium" icon="print"
						onClick={() => ask('card')}
					>
						{t('teacher.entry.new_card')}
					</Button>
				)}
				<Button
					kind="tertiary" size="medium" icon="reset"
					onClick={() => ask('devices')}
				>
					{t('teacher.entry.forget')}
				</Button>
			</div>
			<Modal
				open={asked === 'card'} title={t('teacher.entry.new_card')}
				onClose={close}
				actions={(
					<>
						<Button kind="tertiary" onClick={close}>
							{t('parts.cancel')}
						</Button>
						<Button busy={act.busy} onClick={() => void card()}>
							{t('teacher.entry.make_card')}
						</Button>
					</>
				)}
			>
				<p>{t('teacher.entry.card_ends', { name: pupil.name })}</p>
				<ActError act={act} />
			</Modal>
			<Modal
				open={asked === 'devices'} title={t('teacher.entry.forget')}
				onClose={close}
				actions={(
					<>
						<Button kind="tertiary" onClick={close}>
							{t('parts.cancel')}
						</Button>
						<Button busy={act.busy} onClick={() => void devices()}>
							{t('teacher.entry.forget')}
						</Button>
					</>
				)}
			>
				<p>{t('teacher.entry.forget.text', { name: pupil.name })}</p>
				<ActError act={act} />
			</Modal>
		</section>
	);
}
