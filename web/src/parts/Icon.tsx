/* Icons of KRDS. The class stands whole, so that the build keeps its rule. */
const CLASSES = {
	angle: 'ico-angle',
	right: 'ico-angle right',
	search: 'ico-sch',
	clear: 'ico-delete-fill',
	close: 'ico-popup-close',
	down: 'ico-down',
	filter: 'ico-filter',
	global: 'ico-global',
	go: 'ico-go',
	help: 'ico-tooltip',
	my: 'ico-my',
	plus: 'ico-plus',
	print: 'ico-print',
	reset: 'ico-reset',
	setting: 'ico-setting',
	toggle: 'ico-toggle',
	upload: 'ico-upload',
} as const;

export type IconName = keyof typeof CLASSES;

export function Icon({ name }: { name: IconName }) {
	return <i class={`svg-icon ${CLASSES[name]}`} aria-hidden="true" />;
}
