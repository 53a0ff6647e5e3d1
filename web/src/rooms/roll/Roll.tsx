/*
 * The roll-call, on a phone in one hand: four points as tabs, a big row each,
 * one tap for "here". It works on without a network.
 */
import { useState } from 'preact/hooks';
import { problemText } from '../../api/problem';
import { addressWith, navigate, useLocation } from '../../app/location';
import type { PageProps } from '../../app/routes';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { Loading } from '../../parts/Loading';
import { Page } from '../../parts/Page';
import { Tabs } from '../../parts/Tabs';
import { t } from '../../words/all';
import { Feedback } from '../rounds/Feedback';
import { whenText } from '../sites/eventText';
import { codesWork } from './codes';
import { CodeDialog } from './CodeDialog';
import { MissingHere } from './MissingHere';
import { markMake, pointNow, POINTS } from './marks';
import { People } from './People';
import { ReasonDialog } from './ReasonDialog';
import { SentState } from './SentState';
import type { MarkState, Person, Place, Point, RollAnswer } from './types';
import { useRoll, type Roll as RollOf } from './useRoll';
import { POINT_WORDS } from './words';
import './roll.css';

type MarkAs = (person: Person, state: MarkState, reason?: string) => void;

/* Beside the list: a code, and after the event what people say of it. */
function Tools({ roll, place, onCode }: {
	roll: RollAnswer; place: Place; onCode: () => void;
}) {
	const [asked, setAsked] = useState(false);
	const over = roll.event.ends < Date.now();

	return (
		<div class="row no-print">
			{codesWork() && (
				<Button kind="secondary" size="medium" onClick={onCode}>
					{t('roll.code')}
				</Button>
			)}
			{over && place.class === undefined && (
				<>
					<Button
						kind="tertiary" size="medium"
						onClick={() => setAsked(true)}
					>
						{t('roll.feedback')}
					</Button>
					<Feedback
						event={asked ? roll.event : null}
						onClose={() => setAsked(false)}
					/>
				</>
			)}
		</div>
	);
}

function Points({ point, content }: { point: Point; content: preact.VNode }) {
	return (
		<Tabs
			label={t('roll.points')} selected={point}
			onSelect={(key) =>
				navigate(addressWith({ point: key }), { replace: true })}
			tabs={POINTS.map((key) => ({
				key, title: t(POINT_WORDS[key].wordId), content,
			}))}
		/>
	);
}

function Called({ roll, state, place }: {
	roll: RollAnswer; state: RollOf; place: Place;
}) {
	const { query } = useLocation();
	const [start] = useState(() => pointNow(roll.event));
	const [excused, setExcused] = useState<Person | null>(null);
	const [code, setCode] = useState(false);
	const point = POINTS.find((one) => one === query.get('point')) ?? start;
	const mark: MarkAs = (person, as, reason = '') =>
		state.put(markMake(person, point, as, reason));

	return (
		<div class="stack roll">
			<MissingHere people={roll.people} onHere={(one) => mark(one, 'here')} />
			<SentState state={state} people={roll.people} />
			{roll.safety !== '' && (
				<details class="roll-safety">
					<summary>{t('roll.safety')}</summary>
					<p class="pre-line">{roll.safety}</p>
				</details>
			)}
			<Tools roll={roll} place={place} onCode={() => setCode(true)} />
			<Points
				point={point}
				content={(
					<People
						people={roll.people} point={point} waiting={state.waiting}
						schools={place.class === undefined}
						onMark={mark} onReason={setExcused}
					/>
				)}
			/>
			<ReasonDialog
				person={excused} onClose={() => setExcused(null)}
				onReason={(person, reason) => mark(person, 'excused', reason)}
			/>
			<CodeDialog
				open={code} people={roll.people} point={point}
				onFound={(person) => mark(person, 'here')}
				onClose={() => setCode(false)}
			/>
		</div>
	);
}

/* What was loaded before is shown while it is asked for again, or cannot be. */
export default function Roll({ params }: PageProps) {
	const place: Place = { event: params.event!, class: params.class };
	const state = useRoll(place);
	const { roll } = state;

	return (
		<Page
			title={roll ? t('roll.title', { name: roll.event.programme_name })
				: t('app.page.roll')}
			lead={roll && `${whenText(roll.event)}, ${roll.event.site_name}`}
		>
			{roll && <Called roll={roll} state={state} place={place} />}
			{!roll && state.error === undefined && <Loading />}
			{!roll && state.error !== undefined && (
				<Alert
					kind="danger"
					action={(
						<Button kind="text" size="small" onClick={state.reload}>
							{t('parts.again')}
						</Button>
					)}
				>
					{problemText(state.error)}
				</Alert>
			)}
		</Page>
	);
}
