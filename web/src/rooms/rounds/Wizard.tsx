/*
 * A round in six steps. Each step is saved as a draft when one goes on; beside
 * it the rule stands in plain words, as the server makes them from what is saved.
 */
import { useEffect, useState } from 'preact/hooks';
import { api } from '../../api/client';
import { Problem } from '../../api/problem';
import { addressWith, navigate, useLocation } from '../../app/location';
import { Alert } from '../../parts/Alert';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { StepIndicator } from '../../parts/StepIndicator';
import { toast } from '../../parts/Toast';
import { useFirstError } from '../../parts/useFirstError';
import { t } from '../../words';
import type { EventRow } from '../sites/types';
import { Unsaved } from '../sites/Unsaved';
import { ActError } from '../teacher/ActError';
import { useAct } from '../teacher/useAct';
import {
	bodyOf, capsOfSites, stepAt, stepOf, STEPS, unread, type Draft,
} from './draft';
import { faultText } from './faults';
import { RuleWords } from './RuleWords';
import { StepCaps } from './StepCaps';
import { StepDates } from './StepDates';
import { StepEvents } from './StepEvents';
import { StepFirst } from './StepFirst';
import { StepReserves } from './StepReserves';
import { StepWho } from './StepWho';
import type { RoundAnswer } from './types';
import '../teacher/staff.css';
import '../sites/sites.css';
import './rounds.css';

export interface StepProps {
	draft: Draft;
	set: (change: Partial<Draft>) => void;
	/* What is wrong with a field, in words for its place. */
	error: (field: string) => string | undefined;
}

/* The first step before or behind this one that the server complains of. */
function otherStep(error: unknown, here: number): number | undefined {
	if (!(error instanceof Problem))
		return undefined;
	return error.fields.map((field) => stepOf(field.name))
		.find((at) => at >= 0 && at !== here);
}

function Elsewhere({ at }: { at: number | undefined }) {
	if (at === undefined)
		return null;
	return (
		<Alert
			kind="info"
			action={(
				<a class="row-link" href={addressWith({ step: STEPS[at]!.key })}>
					{t('rounds.wizard.go_there')}
				</a>
			)}
		>
			{t('rounds.wizard.elsewhere', { step: t(STEPS[at]!.titleId) })}
		</Alert>
	);
}

function Aside({ round }: { round: RoundAnswer | null }) {
	return (
		<aside
			class="wizard-rule" aria-label={t('rounds.words')} tabIndex={0}
		>
			<h2>{t('rounds.words')}</h2>
			<p class="quiet">{t('rounds.words.lead')}</p>
			<div aria-live="polite">
				<RuleWords words={round?.words ?? []} />
			</div>
		</aside>
	);
}

/* Moves the focus to the heading of the step that has just been opened. */
function useStepFocus(at: number) {
	const [before, setBefore] = useState(at);

	useEffect(() => {
		if (at !== before) {
			setBefore(at);
			document.getElementById('wizard-step')?.focus();
			document.querySelector('.wizard-steps')?.scrollIntoView();
		}
	}, [at]);
}

export function Wizard({ round, start, chosen, region, onSaved }: {
	round: RoundAnswer | null; start: Draft; chosen: readonly EventRow[];
	region: string; onSaved: () => void;
}) {
	const { path, query } = useLocation();
	const at = stepAt(query.get('step'));
	const act = useAct();
	const [draft, setDraft] = useState(start);
	const [safe, setSafe] = useState(start);
	const [known, setKnown] = useState<readonly EventRow[]>(chosen);
	const [wrong, setWrong] = useState<readonly string[]>([]);
	const [faults, setFaults] = useState(0);
	const form = useFirstError(faults || undefined);
	const last = at === STEPS.length - 1;
	const dirty = JSON.stringify(draft) !== JSON.stringify(safe);
	const props: StepProps = {
		draft,
		set: (change) => setDraft((before) => ({ ...before, ...change })),
		error: (field) => faultText(field, wrong, act.error),
	};

	useStepFocus(at);

	/* The id of what was saved. */
	async function save(): Promise<string | undefined> {
		const sites = known.filter((event) => draft.events.includes(event.id))
			.map((event) => event.site);
		const kept = { ...draft, caps: capsOfSites(draft.caps, sites) };
		const found = unread(kept);
		let id = round?.id;

		act.forget();
		setWrong(found);
		if (found.length > 0 || !await act.run(async () => {
			const body = bodyOf(kept);

			if (id === undefined) {
				({ id } = await api.post('/api/regions/{region}/rounds',
					{ path: { region }, body }));
			} else if (dirty) {
				await api.put('/api/rounds/{round}',
					{ path: { round: id }, body });
			}
		})) {
			setFaults((n) => n + 1);
			return undefined;
		}
		setDraft(kept);
		setSafe(kept);
		onSaved();
		return id;
	}

	async function goOn() {
		const id = await save();

		if (id === undefined)
			return;
		if (last) {
			toast({ text: t('rounds.wizard.saved') });
			navigate(`/rounds/${id}`);
		} else {
			navigate(`/rounds/${id}/edit?step=${STEPS[at + 1]!.key}`);
		}
	}

	return (
		<>
			<Unsaved dirty={dirty} within={path} />
			<div class="wizard-steps">
				<StepIndicator
					label={t('rounds.wizard')} current={at}
					steps={STEPS.map((step) => t(step.titleId))}
				/>
			</div>
			<div class="wizard">
				<form
					class="stack" ref={form} noValidate
					onSubmit={(event) => {
						event.preventDefault();
						void goOn();
					}}
				>
					<h2 id="wizard-step" tabIndex={-1}>
						{t(STEPS[at]!.titleId)}
					</h2>
					<ActError act={act} />
					<Elsewhere at={otherStep(act.error, at)} />
					{at === 0 && (
						<StepEvents
							{...props} region={region} round={round?.id}
							known={known} onKnown={setKnown}
						/>
					)}
					{at === 1 && <StepWho {...props} />}
					{at === 2 && <StepFirst {...props} />}
					{at === 3 && <StepReserves {...props} />}
					{at === 4 && <StepCaps {...props} known={known} />}
					{at === 5 && <StepDates {...props} />}
					<div class="row wizard-foot">
						{at > 0 && (
							<LinkButton
								href={addressWith({ step: STEPS[at - 1]!.key })}
								kind="tertiary"
							>
								{t('rounds.wizard.before')}
							</LinkButton>
						)}
						<Button type="submit" busy={act.busy}>
							{last ? t('rounds.wizard.finish')
								: t('rounds.wizard.next')}
						</Button>
						<span class="quiet" role="status">
							{dirty ? t('rounds.wizard.unsaved')
								: t('rounds.wizard.safe')}
						</span>
					</div>
				</form>
				<Aside round={round} />
			</div>
		</>
	);
}
