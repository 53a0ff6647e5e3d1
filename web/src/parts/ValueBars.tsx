import { useState } from 'preact/hooks';
import { numberText, t } from '../words/all';
import { Button } from './Button';
import { Table } from './Table';

export interface ValueBar {
	key: string;
	text: string;
	value: number;
}

export interface ValueBarsProps {
	title: string;
	bars: readonly ValueBar[];
	/* The ends of the scale; bars start at 0 if it lies between, else at least. */
	least: number;
	most: number;
	/* Decimals of the figures beside the bars, and of those in the table. */
	digits?: number;
	tableDigits?: number;
	/* Figures carry their sign: these are parts of a sum. */
	signed?: boolean;
	/* The head of the figures in the table. */
	valueTitle?: string;
}

function figure(value: number, digits: number, signed: boolean | undefined) {
	const text = numberText(Math.abs(value), digits);
	const nothing = Number(Math.abs(value).toFixed(digits)) === 0;

	if (value < 0 && !nothing)
		return `−${text}`;
	return signed && !nothing ? `+${text}` : text;
}

function Bar({ value, least, most }: {
	value: number; least: number; most: number;
}) {
	const span = most - least || 1;
	const at = (v: number) =>
		100 * (Math.min(Math.max(v, least), most) - least) / span;
	const from = Math.min(Math.max(0, least), most);
	const start = Math.min(at(from), at(value));
	const width = Math.abs(at(value) - at(from));

	return (
		<svg class="value-bar" aria-hidden="true" focusable="false">
			<rect class="value-track" width="100%" height="100%" />
			<rect
				class={value < 0 ? 'value-less' : 'value-more'}
				x={`${start}%`} width={`${width}%`} height="100%"
			/>
			{from > least && (
				<line
					class="value-zero" x1={`${at(from)}%`} x2={`${at(from)}%`}
					y1="-15%" y2="115%"
				/>
			)}
		</svg>
	);
}

function AsTable(props: ValueBarsProps) {
	const digits = props.tableDigits ?? props.digits ?? 0;

	return (
		<Table
			caption={props.title} rows={props.bars} rowKey={(bar) => bar.key}
			columns={[
				{
					key: 'name', title: t('parts.profile.field'),
					cell: (bar) => bar.text,
				},
				{
					key: 'value', number: true,
					title: props.valueTitle ?? t('parts.profile.value'),
					cell: (bar) => figure(bar.value, digits, props.signed),
				},
			]}
		/>
	);
}

/* Bars from one line, to both sides where there is less than nothing. */
export function ValueBars(props: ValueBarsProps) {
	const [table, setTable] = useState(false);

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
			{table
				? <AsTable {...props} />
				: (
					<ul class="value-bars" aria-label={props.title}>
						{props.bars.map((bar) => (
							<li key={bar.key}>
								<span class="profile-name">{bar.text}</span>
								<Bar
									value={bar.value} least={props.least}
									most={props.most}
								/>
								<span class="profile-value figures">
									{figure(bar.value, props.digits ?? 0, props.signed)}
								</span>
							</li>
						))}
					</ul>
				)}
		</figure>
	);
}
