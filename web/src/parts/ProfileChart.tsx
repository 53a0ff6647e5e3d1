import { useState } from 'preact/hooks';
import { numberText, t } from '../words/all';
import { Button } from './Button';
import { Table } from './Table';

export interface ProfileBar {
	key: string;
	/* A letter or a short name before the bar. */
	text: string;
	/* All between 0 and 1, low <= value <= high. */
	value: number;
	low: number;
	high: number;
}

export interface ProfileChartProps {
	/* Says what is shown; heads the chart and the table. */
	title: string;
	bars: readonly ProfileBar[];
	/* The same facts in rows, one key away. */
	startsAsTable?: boolean;
}

const INTEREST = {
	R: { wordId: 'parts.interest.R' },
	I: { wordId: 'parts.interest.I' },
	A: { wordId: 'parts.interest.A' },
	S: { wordId: 'parts.interest.S' },
	E: { wordId: 'parts.interest.E' },
	C: { wordId: 'parts.interest.C' },
} as const;

export type InterestLetter = keyof typeof INTEREST;

export function interestText(letter: InterestLetter): string {
	return t(INTEREST[letter].wordId);
}

/* The scale is 0 to 100, as people read it. */
function shown(share: number): string {
	return numberText(share * 100);
}

/* Bare means have no band. */
function banded(bars: readonly ProfileBar[]): boolean {
	return bars.some((bar) => bar.high > bar.low);
}

function bandText(bar: ProfileBar): string {
	return t('parts.profile.from_to',
		{ low: shown(bar.low), high: shown(bar.high) });
}

function Bar({ bar }: { bar: ProfileBar }) {
	const at = (share: number) => `${share * 100}%`;

	return (
		<svg class="profile-bar" aria-hidden="true" focusable="false">
			<rect class="profile-track" x="0" y="40%" width="100%" height="20%" />
			{[0.25, 0.5, 0.75].map((mark) => (
				<line
					key={mark} class="profile-mark"
					x1={at(mark)} x2={at(mark)} y1="0" y2="100%"
				/>
			))}
			<rect
				class="profile-band" x={at(bar.low)} y="20%"
				width={at(bar.high - bar.low)} height="60%" rx="4"
			/>
			<circle class="profile-dot" cx={at(bar.value)} cy="50%" r="6" />
		</svg>
	);
}

function Chart({ title, bars }: ProfileChartProps) {
	return (
		<ul class="profile-bars" aria-label={title}>
			{bars.map((bar) => (
				<li key={bar.key}>
					<span class="profile-name">{bar.text}</span>
					<Bar bar={bar} />
					<span class="profile-value figures">
						{shown(bar.value)}
						{banded(bars) && (
							<span class="sr-only">
								{`, ${t('parts.profile.band')} ${bandText(bar)}`}
							</span>
						)}
					</span>
				</li>
			))}
		</ul>
	);
}

function AsTable({ title, bars }: ProfileChartProps) {
	return (
		<Table
			caption={title} rows={bars} rowKey={(bar) => bar.key}
			columns={[
				{
					key: 'field', title: t('parts.profile.field'),
					cell: (bar) => bar.text,
				},
				{
					key: 'value', title: t('parts.profile.value'), number: true,
					cell: (bar) => shown(bar.value),
				},
				...(banded(bars) ? [{
					key: 'band', title: t('parts.profile.band'), number: true,
					cell: bandText,
				}] : []),
			]}
		/>
	);
}

export function ProfileChart(props: ProfileChartProps) {
	const [table, setTable] = useState(props.startsAsTable ?? false);

	return (
		<figure class="profile">
			<figcaption class="profile-head">
				<span class="profile-title">{props.title}</span>
				<Button
					kind="text" size="small" class="no-print"
					onClick={() => setTable(!table)}
				>
					{table ? t('parts.profile.as_chart') : t('parts.profile.as_table')}
				</Button>
			</figcaption>
			{table ? <AsTable {...props} /> : <Chart {...props} />}
			{banded(props.bars)
				&& <p class="profile-scale">{t('parts.profile.scale')}</p>}
		</figure>
	);
}
