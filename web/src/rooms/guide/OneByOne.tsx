import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { Faces } from '../../parts/Faces';
import { Progress } from '../../parts/Progress';
import type { ScalePoint } from '../../parts/ScalePoint';
import { t } from '../../words';
import { SaveLine } from './SaveLine';
import {
	focusIn, useDigits, usePlace, type Item, type Sheet,
} from './sheet';

/* Long enough to see the face that was chosen. */
const SEEN_MS = 450;

export interface AskingProps {
	items: readonly Item[];
	sheet: Sheet;
	/* All that can be done here has been done. */
	onFinish: () => void;
	busy: boolean;
}

/* Goes on by itself after a tap or a digit, not while arrows look around. */
function useGoOn(at: number, go: (to: number) => void, last: number) {
	const timer = useRef<ReturnType<typeof setTimeout>>();

	useEffect(() => () => clearTimeout(timer.current), [at]);
	return () => {
		clearTimeout(timer.current);
		if (at < last)
			timer.current = setTimeout(() => go(at + 1), SEEN_MS);
	};
}

/* For small children: one question, five faces, big. */
export function OneByOne({ items, sheet, onFinish, busy }: AskingProps) {
	const last = items.length - 1;
	const [at, go] = usePlace('item', items.length,
		sheet.firstOpen < 0 ? last : sheet.firstOpen);
	const goOn = useGoOn(at, go, last);
	const place = useRef<HTMLDivElement>(null);
	const pointed = useRef(false);
	const opened = useRef(true);
	const item = items[at]!;
	const value = sheet.valueOf(item);

	useEffect(() => {
		sheet.seen();
		if (!opened.current)
			focusIn(place.current);
		opened.current = false;
	}, [at]);

	function give(point: ScalePoint, andGoOn: boolean) {
		sheet.give(item, point);
		if (andGoOn)
			goOn();
	}

	useDigits((point) => give(point, true));
	return (
		<div class="asking one-by-one">
			<Progress
				label={t('guide_pupil.test.answered')} done={sheet.answered}
				total={items.length}
			/>
			<div
				ref={place} key={item.id} class="asking-one"
				onPointerDownCapture={() => {
					pointed.current = true;
				}}
				onKeyDownCapture={() => {
					pointed.current = false;
				}}
			>
				<p class="asking-lead">
					{t('guide_pupil.test.n_of', { n: at + 1, total: items.length })}
				</p>
				<Faces
					question={item.text} value={value}
					onChange={(point) => give(point, pointed.current)}
				/>
			</div>
			<SaveLine state={sheet.state} queue={sheet.queue} />
			<div class="asking-foot">
				<Button
					kind="tertiary" size="xlarge" disabled={at === 0}
					onClick={() => go(at - 1)}
				>
					{t('guide_pupil.test.before')}
				</Button>
				{at < last
					? (
						<Button
							size="xlarge" disabled={value === null}
							onClick={() => go(at + 1)}
						>
							{t('guide_pupil.test.after')}
						</Button>
					)
					: (
						<Button size="xlarge" busy={busy} onClick={onFinish}>
							{t('guide_pupil.test.finish')}
						</Button>
					)}
			</div>
		</div>
	);
}
