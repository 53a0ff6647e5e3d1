/* One wish of the own list: its handle, its place, its buttons. */
import { classes } from '../../parts/classes';
import { t } from '../../words';
import { whenText } from './eventFacts';
import { MoveMark, type MoveKind } from './MoveMark';
import type { SeatEvent } from './types';

/* What of a row was used, so that the focus can come back to it. */
export type Control = 'handle' | 'up' | 'down';

const MOVES: Record<MoveKind, { wordId: string }> = {
	up: { wordId: 'seats.list.up' },
	down: { wordId: 'seats.list.down' },
	remove: { wordId: 'seats.list.remove' },
};

function MoveButton({ kind, name, off, onClick }: {
	kind: MoveKind; name: string; off?: boolean; onClick: () => void;
}) {
	return (
		<button
			type="button" class="wish-button" data-control={kind}
			aria-label={t(MOVES[kind].wordId, { name })}
			aria-disabled={off || undefined}
			onClick={off ? undefined : onClick}
		>
			<MoveMark kind={kind} />
		</button>
	);
}

export interface WishRowProps {
	event: SeatEvent;
	/* From 1. */
	place: number;
	/* How many wishes there are. */
	of: number;
	/* The id of the words that tell how to rank. */
	how: string;
	held: boolean;
	/* How far it has been dragged, or steps aside, in pixels. */
	offset: number;
	onHold: (press: PointerEvent) => void;
	/* Places from 0. */
	onMove: (to: number, control: Control) => void;
	onRemove: () => void;
}

export function WishRow(props: WishRowProps) {
	const { event, place, of, offset, onMove } = props;
	const name = event.programme_name;
	const at = place - 1;

	function keys(key: KeyboardEvent) {
		const to = {
			ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: of - 1,
		}[key.key];

		if (to === undefined)
			return;
		key.preventDefault();
		onMove(to, 'handle');
	}

	return (
		<li
			data-wish={event.id} class={classes('wish', props.held && 'is-held')}
			style={{
				transform: offset === 0 ? undefined : `translateY(${offset}px)`,
			}}
		>
			<button
				type="button" class="wish-handle" data-control="handle"
				aria-label={t('seats.list.handle', { name, place })}
				aria-describedby={props.how} onPointerDown={props.onHold}
				onKeyDown={keys}
			>
				<span class="wish-place figures">{place}</span>
				<MoveMark kind="handle" />
			</button>
			<span class="wish-name">
				<strong>{name}</strong>
				<span class="wish-when">{whenText(event)}</span>
			</span>
			<span class="wish-buttons">
				<MoveButton
					kind="up" name={name} off={at === 0}
					onClick={() => onMove(at - 1, 'up')}
				/>
				<MoveButton
					kind="down" name={name} off={place === of}
					onClick={() => onMove(place, 'down')}
				/>
				<MoveButton kind="remove" name={name} onClick={props.onRemove} />
			</span>
		</li>
	);
}
