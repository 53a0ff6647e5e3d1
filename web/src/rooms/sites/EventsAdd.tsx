import { useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { Checkbox } from '../../parts/Checkbox';
import { Modal } from '../../parts/Modal';
import { TextField } from '../../parts/TextField';
import { toast } from '../../parts/Toast';
import { useFirstError } from '../../parts/useFirstError';
import { dateText, t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { wholeRead } from './programmeFields';
import { endClock, eventsOf, WEEKS_MOST, weekly, type Plan } from './repeat';
import { clockRead, dayAfter, dayOf, isDay, noonOf } from './seoul';
import type { Programme } from './types';
import { ClockField } from './WhenFields';

/* After the answers of a round that begins now. */
const DAYS_AHEAD = 42;

interface Fields {
	day: string;
	from: string;
	to: string;
	days: string;
	weeks: string;
	seats: string;
	least: string;
	without: string[];
}

function fieldsFor(programme: Programme): Fields {
	return {
		day: dayAfter(dayOf(Date.now()), DAYS_AHEAD), from: '10:00',
		to: endClock('10:00', programme.minutes), days: '1', weeks: '1',
		seats: '20', least: '0', without: [],
	};
}

/* Which fields cannot be read. */
function unread(fields: Fields): (keyof Fields)[] {
	const within = (text: string, least: number, most: number) => {
		const n = wholeRead(text);

		return n !== undefined && n >= least && n <= most;
	};
	const wrong: (keyof Fields | false)[] = [
		!isDay(fields.day) && 'day',
		clockRead(fields.from) === undefined && 'from',
		clockRead(fields.to) === undefined && 'to',
		!within(fields.days, 1, 3) && 'days',
		!within(fields.weeks, 1, WEEKS_MOST) && 'weeks',
		!within(fields.seats, 0, 1000) && 'seats',
		!within(fields.least, 0, 1000) && 'least',
	];

	return wrong.filter((name) => name !== false);
}

function planOf(fields: Fields): Plan {
	return {
		...fields, days: Number(fields.days), weeks: Number(fields.weeks),
		seats: Number(fields.seats), least: Number(fields.least),
	};
}

/* The days that would be made; each can be left out. */
function Days({ fields, onChange }: {
	fields: Fields; onChange: (without: string[]) => void;
}) {
	return (
		<fieldset class="stack tight">
			<legend class="quiet">{t('sites.events.days')}</legend>
			<div class="day-checks">
				{weekly(fields.day, Number(fields.weeks)).map((day) => (
					<Checkbox
						key={day} size="medium" label={dateText(noonOf(day))}
						checked={!fields.without.includes(day)}
						onChange={(on) => onChange(on
							? fields.without.filter((one) => one !== day)
							: [...fields.without, day])}
					/>
				))}
			</div>
		</fieldset>
	);
}

export function EventsAdd({ programme, open, onClose, onAdded }: {
	programme: Programme; open: boolean; onClose: () => void;
	onAdded: () => void;
}) {
	const act = useAct();
	const [fields, setFields] = useState(() => fieldsFor(programme));
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const wrong = unread(fields);
	const events = wrong.length === 0 ? eventsOf(planOf(fields)) ?? [] : [];
	const camp = programme.kind === 'CAMP';
	const set = (change: Partial<Fields>) =>
		setFields((before) => ({ ...before, ...change }));
	/* All of a week's events are alike, so the first one's error is told. */
	const error = (name: keyof Fields, words: string, server?: string) =>
		(faults > 0 && wrong.includes(name)
			? words : fieldText(act.error, `events.0.${server ?? name}`));

	async function add() {
		if (events.length > 0 && await act.run(() =>
			api.post('/api/programmes/{programme}/events', {
				path: { programme: programme.id }, body: { events },
			}))) {
			toast({ text: t('sites.events.added', { count: events.length }) });
			setFields(fieldsFor(programme));
			setFaults(0);
			onClose();
			onAdded();
		} else {
			setFaults((n) => n + 1);
		}
	}

	return (
		<Modal open={open} title={t('sites.events.add')} onClose={onClose}>
			<form
				class="stack" ref={form} noValidate
				onSubmit={(event) => {
					event.preventDefault();
					void add();
				}}
			>
				<ActError act={act} />
				<TextField
					label={t('sites.events.first')} type="date" size="medium"
					value={fields.day} required
					error={error('day', t('sites.day.wrong'), 'starts')}
					onInput={(day) => set({ day, without: [] })}
				/>
				<div class="field-pair">
					<ClockField
						label={t('sites.events.from')} value={fields.from}
						error={error('from', t('sites.clock.wrong'), 'starts')}
						onInput={(from) => set({
							from,
							...(clockRead(from) !== undefined && !camp && {
								to: endClock(clockRead(from)!, programme.minutes),
							}),
						})}
					/>
					<ClockField
						label={t('sites.events.to')} value={fields.to}
						error={error('to', t('sites.clock.wrong'), 'ends')}
						onInput={(to) => set({ to })}
					/>
				</div>
				{camp && (
					<TextField
						label={t('sites.events.lasts')} value={fields.days}
						size="medium" inputMode="numeric" autocomplete="off"
						error={error('days', t('sites.events.lasts.wrong'))}
						onInput={(days) => set({ days })}
					/>
				)}
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
				<TextField
					label={t('sites.events.weeks')} value={fields.weeks} required
					size="medium" inputMode="numeric" autocomplete="off"
					hint={t('sites.events.weeks.hint', { most: WEEKS_MOST })}
					error={error('weeks',
						t('sites.events.weeks.wrong', { most: WEEKS_MOST }))}
					onInput={(weeks) => set({ weeks, without: [] })}
				/>
				{wrong.length === 0 && Number(fields.weeks) > 1 && (
					<Days
						fields={fields} onChange={(without) => set({ without })}
					/>
				)}
				<p role="status" class="quiet">
					{wrong.length > 0 ? ''
						: t('sites.events.will', { count: events.length })}
				</p>
				<div class="modal-foot">
					<Button kind="tertiary" onClick={onClose}>
						{t('parts.cancel')}
					</Button>
					<Button type="submit" busy={act.busy}>
						{t('sites.events.add.do')}
					</Button>
				</div>
			</form>
		</Modal>
	);
}
