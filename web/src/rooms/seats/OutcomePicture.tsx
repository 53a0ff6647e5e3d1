/* A refused wish as pictures; the words beside each say the same. */
import { t } from '../../words';
import { lanesOf, type Key, type Lane } from './numberPlace';

const WIDE = 400;

/* How many seats there were for how many wishes. */
export function SeatsPicture({ seats, wished }: {
	seats: number; wished: number;
}) {
	const most = Math.max(seats, wished, 1);
	const bar = (n: number) => Math.max(n / most * WIDE, n > 0 ? 4 : 0);

	return (
		<div class="seats-picture">
			<svg
				viewBox={`0 0 ${WIDE} 28`} preserveAspectRatio="none"
				aria-hidden="true" focusable="false"
			>
				<rect class="pic-wished" width={bar(wished)} height="12" rx="3" />
				<rect class="pic-seats" y="16" width={bar(seats)} height="12" rx="3" />
			</svg>
			<p class="pic-words">
				<span class="key-wished">
					{t('seats.pic.wished', { count: wished })}
				</span>
				<span class="key-seats">
					{t('seats.pic.seats', { count: seats })}
				</span>
			</p>
		</div>
	);
}

function laneText(lane: Lane): string {
	if (lane.own === null)
		return t('seats.pic.lane_cut', { band: lane.band });
	return lane.own <= lane.reached
		? t('seats.pic.lane_in', { band: lane.band })
		: t('seats.pic.lane_out', { band: lane.band });
}

/* The numbers from the first to the last: how far the seats reached, and I. */
export function NumberPicture({ cut, own }: { cut: Key; own: Key }) {
	return (
		<ul class="number-picture">
			{lanesOf(cut, own).map((lane) => (
				<li key={lane.band}>
					<svg
						viewBox={`0 0 ${WIDE} 24`} aria-hidden="true"
						focusable="false"
					>
						<rect
							class="pic-lane" y="8" width={WIDE} height="8" rx="4"
						/>
						<rect
							class="pic-reached" y="8" height="8" rx="4"
							width={lane.reached * WIDE}
						/>
						{lane.reached > 0 && lane.reached < 1 && (
							<path
								class="pic-cut" d={`M${lane.reached * WIDE} 2v20`}
							/>
						)}
						{lane.own !== null && (
							<circle
								class="pic-own" cy="12" r="8"
								cx={Math.min(Math.max(lane.own * WIDE, 10), WIDE - 10)}
							/>
						)}
					</svg>
					<p class="pic-words">{laneText(lane)}</p>
				</li>
			))}
		</ul>
	);
}
