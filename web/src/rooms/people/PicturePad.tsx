import { useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { classes } from '../../parts/classes';
import { t } from '../../words';
import { PICTURES } from './pictures';

export const TAPS = 4;

export interface PicturePadProps {
	label: string;
	/* The pictures so far, by number, in order. */
	taps: readonly number[];
	onTaps: (taps: number[]) => void;
	/* Dots instead of the pictures: somebody may look over the shoulder. */
	hidden?: boolean;
	busy?: boolean;
	error?: string | undefined;
}

function Drawing({ number }: { number: number }) {
	return (
		<svg
			class="picture" viewBox="0 0 48 48" aria-hidden="true"
			focusable="false"
		>
			{PICTURES[number]!.drawing}
		</svg>
	);
}

function pictureName(number: number): string {
	return t(PICTURES[number]!.wordId);
}

function Places({ taps, hidden }: {
	taps: readonly number[]; hidden: boolean;
}) {
	return (
		<ol class="pin-places" aria-hidden="true">
			{Array.from({ length: TAPS }, (_, i) => (
				<li key={i} class={classes(i < taps.length && 'full')}>
					{i < taps.length && !hidden && <Drawing number={taps[i]!} />}
				</li>
			))}
		</ol>
	);
}

/* The grid is three or four wide; the arrows follow what is seen. */
function columnsOf(grid: HTMLElement): number {
	const tops = [...grid.children].map(
		(child) => (child as HTMLElement).offsetTop);

	return Math.max(1, tops.filter((top) => top === tops[0]).length);
}

const STEPS: Record<string, (columns: number) => number> = {
	ArrowRight: () => 1,
	ArrowLeft: () => -1,
	ArrowDown: (columns) => columns,
	ArrowUp: (columns) => -columns,
};

/* Twelve pictures to tap; arrows move, Enter taps, Backspace takes one back. */
export function PicturePad(props: PicturePadProps) {
	const { taps, onTaps, hidden = false, busy = false } = props;
	const [at, setAt] = useState(0);
	const grid = useRef<HTMLDivElement>(null);
	const id = useId();

	function back() {
		if (!busy)
			onTaps(taps.slice(0, -1));
	}

	function move(event: KeyboardEvent) {
		const step = STEPS[event.key]?.(columnsOf(grid.current!));

		if (event.key === 'Backspace') {
			event.preventDefault();
			back();
		}
		if (step === undefined)
			return;
		event.preventDefault();
		const next = at + step;

		if (next < 0 || next >= PICTURES.length)
			return;
		setAt(next);
		grid.current?.querySelectorAll('button')[next]?.focus();
	}

	return (
		<div
			class="pin" role="group" aria-label={props.label}
			aria-describedby={props.error ? `${id}-error` : undefined}
		>
			<Places taps={taps} hidden={hidden} />
			<p class="sr-only" role="status">
				{hidden || taps.length === 0
					? t('people.pin.tapped', { count: taps.length, total: TAPS })
					: t('people.pin.tapped_names', {
						names: taps.map(pictureName).join(', '),
					})}
			</p>
			{props.error && (
				<p class="form-hint-invalid" id={`${id}-error`} role="alert">
					{props.error}
				</p>
			)}
			<div class="pin-grid" ref={grid} onKeyDown={move}>
				{PICTURES.map((picture, i) => (
					<button
						key={picture.wordId} type="button" class="pin-picture"
						tabIndex={i === at ? 0 : -1} aria-disabled={busy || undefined}
						onFocus={() => setAt(i)}
						onClick={() => {
							if (!busy && taps.length < TAPS)
								onTaps([...taps, i]);
						}}
					>
						<Drawing number={i} />
						<span>{pictureName(i)}</span>
					</button>
				))}
			</div>
			<div>
				<Button
					kind="tertiary" size="medium" onClick={back}
					disabled={taps.length === 0}
				>
					{t('people.pin.back')}
				</Button>
			</div>
		</div>
	);
}
