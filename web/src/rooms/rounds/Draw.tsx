/*
 * The draw, before witnesses: the seed's hash that everybody could see, a public
 * number that nobody could know before, the draw, and what it came to. It is
 * done once and cannot be undone, so it asks and names the number.
 */
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { fieldText } from '../../api/problem';
import { Button } from '../../parts/Button';
import { Modal } from '../../parts/Modal';
import { TextField } from '../../parts/TextField';
import { useFirstError } from '../../parts/useFirstError';
import { numberText, t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import { Hash } from './Hash';
import { stepAsked } from './nextStep';
import type { Results, RoundAnswer } from './types';

function useSeconds(running: boolean): number {
	const [seconds, setSeconds] = useState(0);

	useEffect(() => {
		if (!running)
			return undefined;
		setSeconds(0);
		const timer = setInterval(() => setSeconds((n) => n + 1), 1000);

		return () => clearInterval(timer);
	}, [running]);
	return seconds;
}

/* What a ceremony ends with; the page goes on when it is closed. */
function Came({ results }: { results: Results }) {
	return (
		<div class="stack tight drawn">
			<p class="drawn-figure">
				{t('rounds.draw.placed', {
					placed: numberText(results.placed),
					applicants: numberText(results.applicants),
				})}
			</p>
			<p>{t('rounds.draw.first', { first: numberText(results.first) })}</p>
			{results.checked && (
				<p class="checked"><strong>{t('rounds.draw.checked')}</strong></p>
			)}
			<p class="quiet">{t('rounds.draw.then')}</p>
		</div>
	);
}

export function Draw({ round, onDrawn }: {
	round: RoundAnswer; onDrawn: () => void;
}) {
	const act = useAct();
	const [number, setNumber] = useState('');
	const [asked, setAsked] = useState(false);
	const [results, setResults] = useState<Results>();
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const seconds = useSeconds(act.busy);
	const { allowed, why } = stepAsked(round, 'drawn');
	const empty = number.trim() === '';

	async function draw() {
		if (await act.run(async () => {
			setResults(await api.post('/api/rounds/{round}/draw', {
				path: { round: round.id },
				body: { public_number: number.trim() },
			}));
		})) {
			/* Also when the window was closed meanwhile. */
			setAsked(true);
			return;
		}
		/* It may have been drawn, and the answer lost on the way. */
		setAsked(false);
		setFaults((n) => n + 1);
		onDrawn();
	}

	function close() {
		setAsked(false);
		if (results)
			onDrawn();
	}

	if (!allowed)
		return why ? <p class="not-yet">{why}</p> : null;
	return (
		<form
			class="stack ceremony" ref={form} noValidate
			onSubmit={(event) => {
				event.preventDefault();
				if (empty)
					setFaults((n) => n + 1);
				else
					setAsked(true);
			}}
		>
			<ol class="numbered">
				<li>
					<strong>{t('rounds.draw.hash')}</strong>
					<p>{t('rounds.draw.hash.text')}</p>
					<Hash value={round.seed_hash} />
				</li>
				<li>
					<strong>{t('rounds.draw.number')}</strong>
					<p>{t('rounds.draw.number.text')}</p>
					<TextField
						label={t('rounds.draw.number.field')} value={number}
						required maxLength={100} autocomplete="off"
						hint={t('rounds.draw.number.hint')}
						error={faults > 0 && empty ? t('rounds.draw.number.empty')
							: fieldText(act.error, 'public_number')}
						onInput={setNumber}
					/>
				</li>
				<li>
					<strong>{t('rounds.draw')}</strong>
					<p>{t('rounds.next.drawn.text')}</p>
					<p><Button type="submit">{t('rounds.next.drawn')}</Button></p>
				</li>
			</ol>
			<ActError act={act} />
			<Modal
				open={asked}
				title={results ? t('rounds.draw.done') : t('rounds.draw.ask')}
				onClose={close}
				actions={results
					? <Button onClick={close}>{t('rounds.draw.look')}</Button>
					: (
						<>
							{!act.busy && (
								<Button kind="tertiary" onClick={close}>
									{t('parts.cancel')}
								</Button>
							)}
							<Button busy={act.busy} onClick={() => void draw()}>
								{t('rounds.draw.do')}
							</Button>
						</>
					)}
			>
				<div aria-live="polite">
					{results ? <Came results={results} /> : (
						<div class="stack tight">
							<p>{t('rounds.draw.ask.text', { name: round.name })}</p>
							<p class="public-number figures">{number.trim()}</p>
							{act.busy && (
								<p>{t('rounds.draw.busy')}</p>
							)}
						</div>
					)}
				</div>
				{act.busy && (
					<p class="quiet figures" aria-hidden="true">
						{t('rounds.draw.seconds', { seconds })}
					</p>
				)}
			</Modal>
		</form>
	);
}
