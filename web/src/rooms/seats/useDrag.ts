/* Rows step aside while one is held; the list changes when it is let go. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { dropPlace, stepAside, type Span } from './ranking';

interface Drag {
	row: number;
	from: number;
	moved: number;
	rows: readonly Span[];
}

const EDGE_PX = 64;
const SCROLL_PX = 12;

function spansOf(list: HTMLElement): Span[] {
	return [...list.children].map((row) => {
		const { top, height } = row.getBoundingClientRect();

		return { top: top + window.scrollY, height };
	});
}

export function useDrag(onDrop: (row: number, place: number) => void) {
	const list = useRef<HTMLOListElement>(null);
	const [drag, setDrag] = useState<Drag | null>(null);
	const now = useRef<Drag | null>(null);

	function hold(next: Drag | null) {
		now.current = next;
		setDrag(next);
	}

	function move(event: PointerEvent) {
		const { current } = now;

		if (!current)
			return;
		event.preventDefault();
		if (event.clientY < EDGE_PX)
			window.scrollBy(0, -SCROLL_PX);
		else if (event.clientY > window.innerHeight - EDGE_PX)
			window.scrollBy(0, SCROLL_PX);
		hold({ ...current, moved: event.pageY - current.from });
	}

	function end(event: PointerEvent) {
		const { current } = now;

		hold(null);
		if (current && event.type === 'pointerup')
			onDrop(current.row,
				dropPlace(current.rows, current.row, current.moved));
	}

	const latest = useRef({ move, end });

	latest.current = { move, end };
	useEffect(() => {
		const moved = (event: PointerEvent) => latest.current.move(event);
		const ended = (event: PointerEvent) => latest.current.end(event);

		if (drag === null)
			return undefined;
		document.addEventListener('pointermove', moved);
		document.addEventListener('pointerup', ended);
		document.addEventListener('pointercancel', ended);
		return () => {
			document.removeEventListener('pointermove', moved);
			document.removeEventListener('pointerup', ended);
			document.removeEventListener('pointercancel', ended);
		};
	}, [drag === null]);

	function offset(row: number): number {
		if (!drag)
			return 0;
		if (row === drag.row)
			return drag.moved;
		return stepAside(row, drag.row,
			dropPlace(drag.rows, drag.row, drag.moved),
			drag.rows[drag.row]!.height);
	}

	return {
		list, offset, dragged: drag?.row,
		start(row: number, event: PointerEvent) {
			if (event.button !== 0 || !list.current)
				return;
			hold({
				row, from: event.pageY, moved: 0, rows: spansOf(list.current),
			});
		},
	};
}
