import { classes } from '../../parts/classes';
import { t } from '../../words';

export type StopState = 'done' | 'next' | 'later';

export interface Stop {
	id: string;
	state: string;
}

const STOPS: Record<string, { wordId: string }> = {
	know: { wordId: 'guide_pupil.stop.know' },
	look: { wordId: 'guide_pupil.stop.look' },
	try: { wordId: 'guide_pupil.stop.try' },
	plan: { wordId: 'guide_pupil.stop.plan' },
};

const STATES: Record<StopState, { wordId: string }> = {
	done: { wordId: 'guide_pupil.stop.done' },
	next: { wordId: 'guide_pupil.stop.next' },
	later: { wordId: 'guide_pupil.stop.later' },
};

function stateOf(stop: Stop): StopState {
	return stop.state === 'done' || stop.state === 'next' ? stop.state : 'later';
}

/* The drawn way; how far it has been walked is a share of its length. */
function Line({ d, box, walked, kind }: {
	d: string; box: string; walked: number; kind: 'wide' | 'tall';
}) {
	return (
		<svg
			class={classes('way-line', kind === 'wide' ? 'is-wide' : 'is-tall')}
			viewBox={box} preserveAspectRatio="none" aria-hidden="true"
			focusable="false"
		>
			<path class="way-ahead" d={d} vector-effect="non-scaling-stroke" />
			<path
				class="way-walked" d={d} pathLength={100}
				stroke-dasharray={`${walked * 100} 200`}
			/>
		</svg>
	);
}

/* Through the middles of four equal parts, up and down by turns. */
const WIDE = 'M24 82 C 50 82 64 75 100 70 S 240 26 300 26 S 440 74 500 74 '
	+ 'S 640 26 700 26 S 762 18 776 12';
const TALL = 'M30 8 C 27 20 26 30 26 50 S 62 110 62 150 S 26 210 26 250 '
	+ 'S 62 310 62 350 S 59 385 57 394';
/* Where along the length the four stops lie, measured once. */
const AT_WIDE = [0.1, 0.365, 0.632, 0.899];
const AT_TALL = [0.103, 0.365, 0.628, 0.891];

function Mark({ state }: { state: StopState }) {
	return (
		<svg
			class="way-mark" viewBox="0 0 40 40" aria-hidden="true"
			focusable="false"
		>
			{state === 'next' && <circle class="way-halo" cx="20" cy="20" r="19" />}
			<circle class="way-dot" cx="20" cy="20" r="13" />
			{state === 'done' && <path class="way-tick" d="M14 20.5l4.4 4.4 8-9" />}
			{state === 'next' && <circle class="way-here" cx="20" cy="20" r="5" />}
		</svg>
	);
}

/* The stops of this school year along a path, and the same as a list. */
export function WayPath({ stops }: { stops: readonly Stop[] }) {
	const states = stops.map(stateOf);
	const here = states.indexOf('next');
	const last = here >= 0 ? here : states.lastIndexOf('done');
	const walked = (at: readonly number[]) =>
		(here < 0 && last >= 0 ? 1 : at[last] ?? 0);

	return (
		<div class="way">
			<Line d={WIDE} box="0 0 800 100" walked={walked(AT_WIDE)} kind="wide" />
			<Line d={TALL} box="0 0 88 400" walked={walked(AT_TALL)} kind="tall" />
			<ol class="way-stops" aria-label={t('guide_pupil.way.stops')}>
				{stops.map((stop, i) => {
					const state = states[i]!;

					return (
						<li
							key={stop.id}
							class={classes('way-stop', state === 'done' && 'is-done',
								state === 'next' && 'is-next')}
							aria-current={state === 'next' ? 'step' : undefined}
						>
							<Mark state={state} />
							<span class="way-words">
								<strong>
									{STOPS[stop.id]
										? t(STOPS[stop.id]!.wordId) : stop.id}
								</strong>
								<span class="way-state">{t(STATES[state].wordId)}</span>
							</span>
						</li>
					);
				})}
			</ol>
		</div>
	);
}
