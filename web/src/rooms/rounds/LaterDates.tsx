/* A published round: its times can be moved, and only to later. */
import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { toast } from '../../parts/Toast';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { WhenFields } from '../sites/WhenFields';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { bodyOf, draftOf, unread, type Draft } from './draft';
import { faultText } from './faults';
import { isBefore } from './states';
import type { RoundAnswer } from './types';

type Dates = Pick<Draft, 'opens' | 'closes' | 'answers_until'>;

function Form({ round, onClose, onChanged }: {
	round: RoundAnswer; onClose: () => void; onChanged: () => void;
}) {
	const act = useAct();
	const [draft, setDraft] = useState(() => draftOf(round, []));
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const wrong = faults > 0 ? unread(draft) : [];
	const field = (name: keyof Dates, label: string) => (
		<WhenFields
			label={label} value={draft[name]}
			error={faultText(name, wrong, act.error)}
			onInput={(when) => setDraft((all) => ({ ...all, [name]: when }))}
		/>
	);

	async function save() {
		if (unread(draft).length === 0 && await act.run(async () => {
			const path = { round: round.id };
			const { events } = await api.get('/api/rounds/{round}/events',
				{ path });

			await api.put('/api/rounds/{round}', {
				path,
				body: {
					...bodyOf(draft),
					events: events.map(({ event }) => event.id),
				},
			});
		})) {
			toast({ text: t('rounds.dates.moved') });
			onClose();
			onChanged();
		} else {
			setFaults((n) => n + 1);
		}
	}

	return (
		<form
			class="stack" ref={form} noValidate
			onSubmit={(event) => {
				event.preventDefault();
				void save();
			}}
		>
			<p class="quiet">{t('rounds.dates.later')}</p>
			<ActError act={act} />
			{isBefore(round.state, 'open') && field('opens', t('rounds.opens'))}
			{isBefore(round.state, 'frozen')
				&& field('closes', t('rounds.closes'))}
			{field('answers_until', t('rounds.answers_until'))}
			<div class="modal-foot">
				<Button kind="tertiary" onClick={onClose}>
					{t('parts.cancel')}
				</Button>
				<Button type="submit" busy={act.busy}>{t('sites.save')}</Button>
			</div>
		</form>
	);
}

export function LaterDates({ round, onChanged }: {
	round: RoundAnswer; onChanged: () => void;
}) {
	const [open, setOpen] = useState(false);
	const close = () => setOpen(false);

	if (isBefore(round.state, 'published') || round.state === 'announced')
		return null;
	return (
		<>
			<p>
				<Button
					kind="tertiary" size="medium" onClick={() => setOpen(true)}
				>
					{t('rounds.dates.move')}
				</Button>
			</p>
			<Modal open={open} title={t('rounds.dates.move')} onClose={close}>
				{open && (
					<Form round={round} onClose={close} onChanged={onChanged} />
				)}
			</Modal>
		</>
	);
}
