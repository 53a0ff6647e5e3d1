/* How it was: stars with words and, if one likes, a text. */
import { useState } from 'preact/hooks';
import { problemText } from '../../api/problem';
import { Alert } from '../../parts/Alert';
import { Badge } from '../../parts/Badge';
import { Button } from '../../parts/Button';
import { RadioGroup } from '../../parts/RadioGroup';
import { Card } from '../../parts/StructuredList';
import { TextField } from '../../parts/TextField';
import { t } from '../../words';
import { useAct } from '../teacher/useAct';
import { eventFacts } from './eventFacts';
import { feedbackGive, type Holder } from './holder';
import { SEAT_BADGES } from './stateText';
import type { OwnRound, SeatEvent } from './types';

const STARS: readonly { value: string; wordId: string }[] = [
	{ value: '5', wordId: 'seats.stars.5' },
	{ value: '4', wordId: 'seats.stars.4' },
	{ value: '3', wordId: 'seats.stars.3' },
	{ value: '2', wordId: 'seats.stars.2' },
	{ value: '1', wordId: 'seats.stars.1' },
];

function starsText(value: string, wordId: string): string {
	const n = Number(value);

	return `${'★'.repeat(n)}${'☆'.repeat(5 - n)} ${t(wordId)}`;
}

function Form({ holder, event, onGiven }: {
	holder: Holder; event: SeatEvent; onGiven: () => void;
}) {
	const act = useAct();
	const [stars, setStars] = useState('');
	const [text, setText] = useState('');
	const [missing, setMissing] = useState(false);

	async function send() {
		setMissing(stars === '');
		if (stars !== '' && await act.run(() =>
			feedbackGive(holder, event.id, Number(stars), text.trim())))
			onGiven();
	}

	return (
		<form
			class="stack" noValidate
			onSubmit={(submit) => {
				submit.preventDefault();
				void send();
			}}
		>
			<RadioGroup
				label={t('seats.feedback.stars')} required value={stars}
				choices={STARS.map(({ value, wordId }) =>
					({ value, text: starsText(value, wordId) }))}
				error={missing && stars === ''
					? t('seats.feedback.missing') : undefined}
				onChange={setStars}
			/>
			<TextField
				label={t('seats.feedback.text')} rows={3} value={text}
				hint={t('seats.feedback.hint')} maxLength={1000} onInput={setText}
			/>
			{act.error !== undefined && (
				<Alert kind="danger">{problemText(act.error)}</Alert>
			)}
			<div>
				<Button
					type="submit" kind="secondary" size="medium" busy={act.busy}
				>
					{t('seats.feedback.send')}
				</Button>
			</div>
		</form>
	);
}

/* A day that is over; who was there may say how it was. */
export function Feedback({ holder, round }: {
	holder: Holder; round: OwnRound;
}) {
	const [open, setOpen] = useState(false);
	const [given, setGiven] = useState(false);
	const { event, seat } = round;

	if (!event || !seat)
		return null;
	const may = holder.ranks && seat === 'accepted';

	return (
		<Card
			title={event.programme_name} facts={eventFacts(event)}
			badges={(
				<Badge kind={SEAT_BADGES[seat].kind}>
					{seat === 'accepted'
						? t('seats.seat.was_there') : t(SEAT_BADGES[seat].wordId)}
				</Badge>
			)}
			actions={may && !open && (
				<Button
					kind="tertiary" size="medium" onClick={() => setOpen(true)}
				>
					{given ? t('seats.feedback.again') : t('seats.feedback.open')}
				</Button>
			)}
		>
			<p role="status">{given && !open && t('seats.feedback.given')}</p>
			{open && (
				<Form
					holder={holder} event={event}
					onGiven={() => {
						setGiven(true);
						setOpen(false);
					}}
				/>
			)}
		</Card>
	);
}
