import { api } from '../../api/client';
import { Button } from '../../parts/Button';
import { LinkButton } from '../../parts/LinkButton';
import { toast } from '../../parts/Toast';
import { dateTimeText, t } from '../../words/all';
import { ActError } from '../teacher/ActError';
import { useAct, type Act } from '../teacher/useAct';
import { Draw } from './Draw';
import { stepAsked, WAYS } from './nextStep';
import type { RoundAnswer, Step } from './types';

interface StepProps {
	round: RoundAnswer;
	act: Act;
	/* Says what was done when it is done. */
	take: (to: Step, done: string) => void;
}

/* What the present state means, with its times. */
function nowText(round: RoundAnswer): string {
	return t(WAYS[round.state].wordId, {
		opens: dateTimeText(round.opens), closes: dateTimeText(round.closes),
		until: dateTimeText(round.answers_until),
	});
}

function Forward({ round, act, take }: StepProps) {
	const next = WAYS[round.state].next;

	if (!next || next.to === 'drawn')
		return null;
	const { to, labelId, titleId } = next;
	const { allowed, why } = stepAsked(round, to);

	return (
		<div class="stack tight">
			<p class="reading">{t(titleId)}</p>
			{why && !allowed && <p class="not-yet">{why}</p>}
			{allowed && (
				<p>
					<Button
						busy={act.busy}
						onClick={() => take(to, t('rounds.step.done'))}
					>
						{t(labelId)}
					</Button>
				</p>
			)}
		</div>
	);
}

function Back({ round, act, take }: StepProps) {
	const back = WAYS[round.state].back;

	if (!back || !stepAsked(round, back.to).allowed)
		return null;
	return (
		<p>
			<Button
				kind="tertiary" size="medium" icon="reset" busy={act.busy}
				onClick={() => take(back.to, t(back.titleId))}
			>
				{t(back.labelId)}
			</Button>
		</p>
	);
}

/* Where the round stands, the next step as the one primary button, a way back. */
export function NextStep({ round, centre, reload }: {
	round: RoundAnswer; centre: boolean; reload: () => void;
}) {
	const act = useAct();
	const next = WAYS[round.state].next;

	async function take(to: Step, done: string) {
		if (await act.run(() => api.post('/api/rounds/{round}/steps',
			{ path: { round: round.id }, body: { to } }))) {
			reload();
			toast({ text: done });
		}
	}

	const props: StepProps = {
		round, act, take: (to, done) => void take(to, done),
	};

	return (
		<section class="next-step stack tight" aria-labelledby="next-step">
			<h2 id="next-step">{t('rounds.next')}</h2>
			<p class="reading" role="status">{nowText(round)}</p>
			{centre && (
				<>
					<Forward {...props} />
					{next?.to === 'drawn' && (
						<Draw round={round} onDrawn={reload} />
					)}
					<ActError act={act} />
					{round.state === 'draft' && (
						<p>
							<LinkButton
								href={`/rounds/${round.id}/edit`} kind="secondary"
								size="medium"
							>
								{t('rounds.edit.do')}
							</LinkButton>
						</p>
					)}
					<Back {...props} />
				</>
			)}
		</section>
	);
}
