import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../parts/Button';
import { LikertScale } from '../../parts/LikertScale';
import { Progress } from '../../parts/Progress';
import type { ScalePoint } from '../../parts/ScalePoint';
import { t } from '../../words';
import type { AskingProps } from './OneByOne';
import { SaveLine } from './SaveLine';
import {
	focusIn, useDigits, usePlace, type Item, type Sheet,
} from './sheet';

const A_PAGE = 6;

function likingWords(): [string, string, string, string, string] {
	return [
		t('guide_pupil.like.1'), t('guide_pupil.like.2'),
		t('guide_pupil.like.3'), t('guide_pupil.like.4'),
		t('guide_pupil.like.5'),
	];
}

function Question({ item, sheet }: { item: Item; sheet: Sheet }) {
	const state = sheet.state.items[item.id];

	return (
		<li class="asking-item" data-item={item.id}>
			<LikertScale
				question={item.text} value={sheet.valueOf(item)}
				onChange={(value) => sheet.give(item, value)}
				words={likingWords()}
			/>
			<p class="item-state" aria-hidden="true">
				{state === 'saved' && t('guide_pupil.save.item_saved')}
				{state === 'saving' && t('guide_pupil.save.item_saving')}
			</p>
		</li>
	);
}

function focusAt(list: HTMLElement | null, item: Item | undefined) {
	const row = item
		&& list?.querySelector<HTMLElement>(`[data-item="${item.id}"]`);

	if (!row)
		return;
	focusIn(row);
	row.scrollIntoView({ block: 'center' });
}

/* The item with the focus, else the first of the page that is open. */
function itemMeant(
	list: HTMLElement | null, shown: readonly Item[], sheet: Sheet,
): Item | undefined {
	const row = document.activeElement?.closest<HTMLElement>('[data-item]');
	const id = list?.contains(row ?? null) ? row?.dataset.item : undefined;

	return shown.find((item) => item.id === id)
		?? shown.find((item) => sheet.valueOf(item) === null);
}

/* For older pupils: six questions a page, five steps each. */
export function SixAPage({ items, sheet, onFinish, busy }: AskingProps) {
	const pages = Math.ceil(items.length / A_PAGE);
	const open = sheet.firstOpen < 0 ? items.length - 1 : sheet.firstOpen;
	const [page, go] = usePlace('page', pages, Math.floor(open / A_PAGE));
	const shown = items.slice(page * A_PAGE, (page + 1) * A_PAGE);
	const list = useRef<HTMLOListElement>(null);
	const opened = useRef(true);

	useEffect(() => {
		sheet.seen();
		if (!opened.current) {
			window.scrollTo(0, 0);
			focusAt(list.current,
				shown.find((item) => sheet.valueOf(item) === null) ?? shown[0]);
		}
		opened.current = false;
	}, [page]);
	useDigits((value: ScalePoint) => {
		const item = itemMeant(list.current, shown, sheet);

		if (!item)
			return;
		sheet.give(item, value);
		focusAt(list.current, shown[shown.indexOf(item) + 1]);
	});

	/* One left open on this page is shown at once; others by their page. */
	function finish() {
		onFinish();
		focusAt(list.current, shown.find((item) => sheet.valueOf(item) === null));
	}

	return (
		<div class="asking">
			<div class="asking-head">
				<Progress
					label={t('guide_pupil.test.answered')} done={sheet.answered}
					total={items.length}
				/>
				<SaveLine state={sheet.state} queue={sheet.queue} />
			</div>
			<h2 class="asking-lead">
				{t('guide_pupil.test.how', { n: page + 1, total: pages })}
			</h2>
			<ol class="asking-list" ref={list} start={page * A_PAGE + 1}>
				{shown.map((item) => (
					<Question key={item.id} item={item} sheet={sheet} />
				))}
			</ol>
			<div class="asking-foot">
				<Button
					kind="tertiary" size="xlarge" disabled={page === 0}
					onClick={() => go(page - 1)}
				>
					{t('guide_pupil.test.before')}
				</Button>
				{page + 1 < pages
					? (
						<Button size="xlarge" onClick={() => go(page + 1)}>
							{t('guide_pupil.test.after')}
						</Button>
					)
					: (
						<Button size="xlarge" busy={busy} onClick={finish}>
							{t('guide_pupil.test.finish')}
						</Button>
					)}
			</div>
		</div>
	);
}
