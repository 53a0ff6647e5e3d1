/* The marks on a row of the list: hold, up, down, away. */
export type MoveKind = 'up' | 'down' | 'remove';

const PATHS: Record<MoveKind | 'handle', string> = {
	handle: 'M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01',
	up: 'M6 15l6-6 6 6',
	down: 'M6 9l6 6 6-6',
	remove: 'M7 7l10 10M17 7L7 17',
};

export function MoveMark({ kind }: { kind: MoveKind | 'handle' }) {
	return (
		<svg
			class={kind === 'handle' ? 'move-mark is-handle' : 'move-mark'}
			viewBox="0 0 24 24" aria-hidden="true" focusable="false"
		>
			<path d={PATHS[kind]} />
		</svg>
	);
}
