/*
 * The parts of ECharts that we draw with; a chunk of its own, loaded with the
 * first chart. Canvas, since the page's security policy refuses the style
 * attributes that the SVG renderer writes.
 */
import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import {
	AriaComponent, GridComponent, LegendComponent, MarkLineComponent,
	TooltipComponent,
} from 'echarts/components';
import { init, use } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

use([
	AriaComponent, BarChart, CanvasRenderer, GridComponent, LegendComponent,
	LineChart, MarkLineComponent, ScatterChart, TooltipComponent,
]);

export { init };
