/*
 * A dot for each place on a line from 0 to 100 %: the share that has answered
 * over the share that was signed, with the mean of all as a mark. The table
 * below holds the same facts.
 */
import { percentText, t } from '../../words/all';
import type { OverviewAnswer, OverviewRow } from './rows';

interface Dot {
	row: OverviewRow;
	x: number;
	/* Dots on the same spot stand on each other. */
	level: number;
}

const STEP = 2;
/* Of a pile, in rem; a higher one is pressed together. */
const PILE_MOST = 11;

function dotsOf(rows: readonly OverviewRow[], key: 'answered' | 'signed') {
	const heights = new Map<number, number>();

	return rows
		.filter((row) => row[key] != null)
		.sort((a, b) => a[key]! - b[key]!)
		.map((row): Dot => {
			const spot = Math.round(row[key]! * 100 / STEP);
			const level = heights.get(spot) ?? 0;

			heights.set(spot, level + 1);
			return { row, x: spot * STEP, level };
		});
}

function Strip({ title, rows, mean, of }: {
	title: string; rows: readonly OverviewRow[];
	mean: number | null | undefined; of: 'answered' | 'signed';
}) {
	const dots = dotsOf(rows, of);
	const most = Math.max(0, ...dots.map((dot) => dot.level));
	const rise = most > 0 ? Math.min(1.4, PILE_MOST / most) : 0;
	const height = 3 + most * rise;
	const y = (level: number) => `${height - 1.2 - level * rise}rem`;
	const least = dots[0];
	const best = dots.at(-1);

	return (
		<figure class="dots">
			<figcaption>
				<strong>{title}</strong>
				{mean != null && (
					<span class="quiet">
						{t('overview.mean', { share: percentText(mean) })}
					</span>
				)}
			</figcaption>
			<svg
				class="dots-plot" role="img" height={`${height}rem`}
				aria-label={least && best
					? t('overview.dots.label', {
						title, least: least.row.name,
						from: percentText(least.row[of]!), most: best.row.name,
						to: percentText(best.row[of]!),
					})
					: title}
			>
				<line
					class="dots-line" x1="0" x2="100%"
					y1={`${height - 0.4}rem`} y2={`${height - 0.4}rem`}
				/>
				{mean != null && (
					<line
						class="dots-mean" x1={`${mean * 100}%`}
						x2={`${mean * 100}%`} y1="0" y2={`${height - 0.4}rem`}
					/>
				)}
				{dots.map((dot) => (
					<circle
						key={dot.row.id} class="dots-dot" r="0.55rem"
						cx={`${dot.x}%`} cy={y(dot.level)}
					>
						<title>
							{`${dot.row.name} ${percentText(dot.row[of]!)}`}
						</title>
					</circle>
				))}
			</svg>
			<div class="dots-scale figures" aria-hidden="true">
				<span>0%</span>
				<span>50%</span>
				<span>100%</span>
			</div>
			{least && best && least !== best && (
				<p class="quiet">
					{t('overview.dots.ends', {
						least: least.row.name, from: percentText(least.row[of]!),
						most: best.row.name, to: percentText(best.row[of]!),
					})}
				</p>
			)}
		</figure>
	);
}

export function OverviewDots({ data }: { data: OverviewAnswer }) {
	return (
		<section class="stack">
			<h2>{t('overview.dots')}</h2>
			<div class="dots-pair">
				<Strip
					title={t('overview.answered')} rows={data.rows}
					mean={data.answered} of="answered"
				/>
				<Strip
					title={t('overview.signed')} rows={data.rows}
					mean={data.signed} of="signed"
				/>
			</div>
		</section>
	);
}
