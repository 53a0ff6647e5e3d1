import type { EChartsCoreOption } from 'echarts/core';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../words';
import { Button } from './Button';

export interface ChartProps {
	title: string;
	option: EChartsCoreOption;
	/* The same facts: a <Table>. */
	table: ComponentChildren;
	/* In rem, so that it grows with the type. */
	height?: number;
}

/* Ours in every chart: the font, no motion where it is not wanted, tooltips
 * drawn on the canvas. */
function withOurs(option: EChartsCoreOption): EChartsCoreOption {
	const still = matchMedia('(prefers-reduced-motion: reduce)').matches;

	return {
		animation: !still,
		textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
		...option,
		tooltip: { ...(option.tooltip as object), renderMode: 'richText' },
	};
}

function useChart(option: EChartsCoreOption, wanted: boolean) {
	const place = useRef<HTMLDivElement>(null);

	useEffect(() => {
		let stop = () => undefined as void;
		let left = false;

		if (!wanted)
			return undefined;
		void import('./charts').then(({ init }) => {
			if (left || !place.current)
				return;
			const chart = init(place.current);
			const watch = new ResizeObserver(() => chart.resize());

			chart.setOption(withOurs(option));
			watch.observe(place.current);
			stop = () => {
				watch.disconnect();
				chart.dispose();
			};
		});
		return () => {
			left = true;
			stop();
		};
	}, [option, wanted]);
	return place;
}

/* Keep `option` in useMemo: a new one draws the chart again. */
export function Chart({ title, option, table, height = 28 }: ChartProps) {
	const [asTable, setAsTable] = useState(false);
	const place = useChart(option, !asTable);

	return (
		<figure class="profile">
			<figcaption class="profile-head">
				<span class="profile-title">{title}</span>
				<Button
					kind="text" size="small" class="no-print"
					onClick={() => setAsTable(!asTable)}
				>
					{asTable ? t('parts.profile.as_chart') : t('parts.profile.as_table')}
				</Button>
			</figcaption>
			{asTable
				? table
				: (
					<div
						ref={place} class="chart" role="img" aria-label={title}
						style={{ height: `${height}rem` }}
					/>
				)}
		</figure>
	);
}
