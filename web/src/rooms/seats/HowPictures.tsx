/* The pictures of the worked example, in the line of the sign: a way with dots. */
import { t } from '../../words';
import {
	example, pupilName, reservedIn, sessionName, sessionOf, type ExampleStep,
} from './example';
import { shareOf } from './numberPlace';

const WIDE = 640;
const WAY_Y = 76;

/* The lottery numbers along a way, the smallest first. */
export function NumbersPicture() {
	const pupils = [...example.pupils].sort((a, b) =>
		(a.number < b.number ? -1 : 1));

	return (
		<svg
			class="how-numbers" viewBox={`0 0 ${WIDE} 156`} aria-hidden="true"
			focusable="false"
		>
			<path class="how-way" d={`M16 ${WAY_Y}H${WIDE - 16}`} />
			{pupils.map(({ id, number }, i) => {
				const x = 16 + shareOf(number) * (WIDE - 32);
				/* Numbers may lie close: by turns above and below the way. */
				const side = i % 2 === 0 ? -1 : 1;
				const y = WAY_Y + side * 15;

				return (
					<g key={id}>
						<circle class="how-dot" cx={x} cy={y} r="13" />
						<text
							class="how-order" x={x} y={y + 5.5}
							text-anchor="middle"
						>
							{i + 1}
						</text>
						<text
							class="how-label" x={x} text-anchor="middle"
							y={side < 0 ? y - 24 : y + 42}
						>
							{pupilName(id)}
						</text>
					</g>
				);
			})}
		</svg>
	);
}

const SEAT = 84;

function Seat({ x, id, reserved }: {
	x: number; id: string | undefined; reserved: boolean;
}) {
	return (
		<g>
			<rect
				class={reserved ? 'how-seat is-reserved' : 'how-seat'}
				x={x} y="4" width={SEAT - 10} height="66" rx="10"
			/>
			{id === undefined ? null : (
				<>
					<circle class="how-dot" cx={x + 37} cy="26" r="11" />
					<text
						class="how-name" x={x + 37} y="60" text-anchor="middle"
					>
						{pupilName(id)}
					</text>
				</>
			)}
		</g>
	);
}

/* One session after a step: who sits, and who goes on to the next wish. */
export function StepPicture({ step }: { step: ExampleStep }) {
	const { seats, reserve } = sessionOf(step.session);
	const reserved = reservedIn(step);
	const others = step.kept.filter((id) => !reserved.includes(id));
	const sitting = Array.from({ length: seats }, (_, i) => {
		const isReserved = i < (reserve?.seats ?? 0);

		return { isReserved, id: isReserved ? reserved[i] : others.shift() };
	});

	return (
		<figure class="how-session">
			<figcaption>{sessionName(step.session)}</figcaption>
			<svg
				viewBox={`0 0 260 ${step.refused.length > 0 ? 112 : 76}`}
				aria-hidden="true" focusable="false"
			>
				{sitting.map(({ id, isReserved }, i) => (
					<Seat key={i} x={4 + i * SEAT} id={id} reserved={isReserved} />
				))}
				{step.refused.map((id, i) => (
					<g key={id}>
						<circle
							class="how-dot is-away" cx={16 + i * 86} cy="94" r="8"
						/>
						<text class="how-name is-away" x={29 + i * 86} y="99">
							{`${pupilName(id)} →`}
						</text>
					</g>
				))}
			</svg>
			{reserve && (
				<p class="how-note">{t('seats.how.reserved_seat')}</p>
			)}
		</figure>
	);
}
