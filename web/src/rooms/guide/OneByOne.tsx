import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { Faces } from '../../parts/Faces';
import { LikertScale } from '../../parts/LikertScale';
import { Progress } from '../../parts/Progress';
import type { ScalePoint } from '../../parts/ScalePoint';
import { t } from '../../words';
import { SaveLine } from './SaveLine';
import { focusIn, useDigits, usePlace, type Item, type Sheet } from './sheet';

/* Long enough to see what was chosen. */
const SEEN_MS = 450;

interface AskingProps {
	/* Small children tap faces, the older choose among five steps. */
	child: boolean;
	sheet: Sheet;
	/* Everything shown is done: to what is asked next, or to the end. */
	onFinish: () => void;
	busy: boolean;
}

/*
 * Goes on by itself after a tap or a digit, not while arrows look around; where
 * the next question depends on this answer, as soon as it has come.
 */
function useGoOn(at: number, go: (to: number) => void, last: number) {
	const wanted = useRef(-1);
	const timer = useRef<ReturnType<typeof setTimeout>>();

	function goOn() {
		clearTimeout(timer.current);
		timer.current = setTimeout(() => {
			wanted.current = -1;
			go(at + 1);
		}, SEEN_MS);
	}

	useEffect(() => () => clearTimeout(timer.current), [at]);
	useEffect(() => {
		if (wanted.current === at && at < last)
			goOn();
	}, [at, last]);
	return () => {
		wanted.current = at;
		if (at < last)
			goOn();
	};
}

function likingWords(): [string, string, string, string, string] {
	return [
		t('guide_pupil.like.1'), t('guide_pupil.like.2'),
		t('guide_pupil.like.3'), t('guide_pupil.like.4'),
		t('guide_pupil.like.5'),
	];
}

function Steps({ child, item, value, onChange }: {
	child: boolean; item: Item; value: ScalePoint | null;
	onChange: (point: ScalePoint) => void;
}) {
	return child
		? <Faces question={item.text} value={value} onChange={onChange} />
		: (
			<LikertScale
				question={item.text} value={value} onChange={onChange}
				words={likingWords()}
			/>
		);
}

/* Where this question stands among those that come at the least. */
function Lead({ at, sheet }: { at: number; sheet: Sheet }) {
	return (
		<p class="asking-lead">
			{at < sheet.total
				? t('guide_pupil.test.n_of', { n: at + 1, total: sheet.total })
				: t('guide_pupil.test.more')}
		</p>
	);
}

/* One question, five steps, big. */
export function OneByOne({ child, sheet, onFinish, busy }: AskingProps) {
	const { items } = sheet;
	const last = items.length - 1;
	const [at, go] = usePlace('item', items.length,
		sheet.firstOpen < 0 ? last : sheet.firstOpen);
	const goOn = useGoOn(at, go, last);
	const place = useRef<HTMLDivElement>(null);
	const pointed = useRef(false);
	const opened = useRef(true);
	const item = items[at]!;
	const value = sheet.valueOf(item);
	const ends = at === last
		&& (sheet.complete || items.length >= sheet.total);

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
		<div class="asking one-by-one" data-complete={sheet.complete}>
			<Progress
				label={t('guide_pupil.test.answered')} done={sheet.answered}
				total={Math.max(sheet.total, items.length)}
			/>
			<div
				ref={place} key={item.id} class="asking-one" data-item={item.id}
				onPointerDownCapture={() => {
					pointed.current = true;
				}}
				onKeyDownCapture={() => {
					pointed.current = false;
				}}
			>
				<Lead at={at} sheet={sheet} />
				<Steps
					child={child} item={item} value={value}
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
				<Button
					size="xlarge" busy={busy}
					disabled={!ends && value === null}
					onClick={() => (at < last ? go(at + 1) : onFinish())}
				>
					{ends
						? t('guide_pupil.test.finish') : t('guide_pupil.test.after')}
				</Button>
			</div>
		</div>
	);
}
