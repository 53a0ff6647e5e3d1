import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { TextField } from '../../parts/TextField';
import { toast } from '../../parts/Toast';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { wholeRead } from './programmeFields';
import { clockOf, dayOf, momentOf } from './seoul';
import type { EventBody, EventRow } from './types';
import { WhenFields, type When } from './WhenFields';

interface Fields {
	starts: When;
	ends: When;
	seats: string;
	least: string;
}

function whenOf(moment: number): When {
	return { day: dayOf(moment), clock: clockOf(moment) };
}

function fieldsOf(event: EventRow): Fields {
	return {
		starts: whenOf(event.starts), ends: whenOf(event.ends),
		seats: String(event.seats), least: String(event.least),
	};
}

/* What cannot be read is missing. */
function bodyOf(fields: Fields): Partial<EventBody> {
	return {
		starts: momentOf(fields.starts.day, fields.starts.clock),
		ends: momentOf(fields.ends.day, fields.ends.clock),
		seats: wholeRead(fields.seats), least: wholeRead(fields.least),
	} as Partial<EventBody>;
}

function Form({ event, onClose, onChanged }: {
	event: EventRow; onClose: () => void; onChanged: () => void;
}) {
	const act = useAct();
	const [fields, setFields] = useState(() => fieldsOf(event));
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const body = bodyOf(fields);
	const set = (change: Partial<Fields>) =>
		setFields((before) => ({ ...before, ...change }));
	const error = (name: keyof EventBody, words: string) =>
		(faults > 0 && body[name] === undefined
			? words : fieldText(act.error, name));

	async function save() {
		const whole = Object.values(body).every((one) => one !== undefined);

		if (whole && await act.run(() => api.put('/api/events/{event}',
			{ path: { event: event.id }, body: body as EventBody }))) {
			toast({ text: t('sites.event.changed') });
			onClose();
			onChanged();
		} else {
			setFaults((n) => n + 1);
		}
	}

	return (
		<form
			class="stack" ref={form} noValidate
			onSubmit={(submit) => {
				submit.preventDefault();
				void save();
			}}
		>
			<p class="quiet">{t('sites.event.change.text')}</p>
			<ActError act={act} />
			<WhenFields
				label={t('sites.event.starts')} value={fields.starts}
				error={error('starts', t('sites.moment.wrong'))}
				onInput={(starts) => set({ starts })}
			/>
			<WhenFields
				label={t('sites.event.ends')} value={fields.ends}
				error={error('ends', t('sites.moment.wrong'))}
				onInput={(ends) => set({ ends })}
			/>
			<div class="field-pair">
				<TextField
					label={t('sites.event.seats')} value={fields.seats} required
					size="medium" inputMode="numeric" autocomplete="off"
					error={error('seats', t('sites.whole.wrong'))}
					onInput={(seats) => set({ seats })}
				/>
				<TextField
					label={t('sites.event.least')} value={fields.least} required
					size="medium" inputMode="numeric" autocomplete="off"
					hint={t('sites.event.least.hint')}
					error={error('least', t('sites.whole.wrong'))}
					onInput={(least) => set({ least })}
				/>
			</div>
			<div class="modal-foot">
				<Button kind="tertiary" onClick={onClose}>
					{t('parts.cancel')}
				</Button>
				<Button type="submit" busy={act.busy}>{t('sites.save')}</Button>
			</div>
		</form>
	);
}

/* What was typed stays while the window is closed and opened again. */
export function EventChange({ event, onClose, onChanged }: {
	event: EventRow | null; onClose: () => void; onChanged: () => void;
}) {
	const [last, setLast] = useState<EventRow | null>(null);

	useEffect(() => {
		if (event)
			setLast(event);
	}, [event]);
	return (
		<Modal
			open={event !== null} title={t('sites.event.change.title')}
			onClose={onClose}
		>
			{last && (
				<Form
					key={`${last.id} ${last.starts} ${last.seats}`} event={last}
					onClose={onClose} onChanged={onChanged}
				/>
			)}
		</Modal>
	);
}
