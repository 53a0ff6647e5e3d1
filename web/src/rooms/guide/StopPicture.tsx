import type { ComponentChildren } from 'preact';

/* One picture a stop, in the line of the sign: a path with a dot on it. */
const DRAWINGS: Record<string, ComponentChildren> = {
	know: (
		<>
			<circle class="pic-paper" cx="40" cy="34" r="22" />
			<circle class="pic-spot" cx="32" cy="30" r="2.6" />
			<circle class="pic-spot" cx="48" cy="30" r="2.6" />
			<path d="M30 41c5 7 15 7 20 0" />
			<path class="pic-way" d="M14 72c14-8 38-8 52 0" />
		</>
	),
	look: (
		<>
			<path class="pic-way" d="M12 66c16 2 8-24 26-24s14 18 30 8" />
			<circle class="pic-paper" cx="36" cy="32" r="18" />
			<path d="M49 45l16 18" />
			<circle class="pic-spot" cx="36" cy="32" r="4" />
		</>
	),
	try: (
		<>
			<path class="pic-way" d="M10 68c14-2 20-8 26-18" />
			<path class="pic-paper" d="M14 38l54-24-18 52-12-20z" />
			<path d="M68 14L38 46" />
		</>
	),
	plan: (
		<>
			<path class="pic-way" d="M12 70c10-14 34 0 44-16" />
			<path d="M34 62V12" />
			<path class="pic-paper" d="M34 14h30l-7 10 7 10H34z" />
			<circle class="pic-spot" cx="34" cy="64" r="4" />
		</>
	),
};

export function StopPicture({ stop }: { stop: string }) {
	return (
		<svg
			class="stop-picture" viewBox="0 0 80 80" aria-hidden="true"
			focusable="false"
		>
			{DRAWINGS[stop] ?? DRAWINGS.plan}
		</svg>
	);
}
