/*
 * A figure beside its bar and beside what the same machine did with a yardstick
 * in the same run: printed, and kept a line each in GILJABI_BENCH_FIGURES for
 * write.mjs.
 */
import { appendFileSync } from 'node:fs';

const MISSED = 3;	/* the status of a part that missed a bar */

export function number(value) {
	const digits = Math.abs(value) >= 100 ? { maximumFractionDigits: 0 } :
		{ maximumSignificantDigits: 3 };

	return value.toLocaleString('en-US', digits);
}

const bounds = {
	least: { sign: '≥', fits: (value, bar) => value >= bar },
	most: { sign: '≤', fits: (value, bar) => value <= bar },
	below: { sign: '<', fits: (value, bar) => value < bar },
};

/* bar: { least: 5 }, or { below: 5 }, or { least: 0.5, ratio: true }. */
function judge(bar, value, ratio) {
	if (bar === undefined)
		return { bar: '', met: null };
	const [kind] = Object.keys(bar).filter(name => name in bounds);
	const judged = bar.ratio ? ratio : value;

	return {
		bar: `${bar.ratio ? 'ratio ' : ''}${bounds[kind].sign} ` +
			number(bar[kind]),
		met: bounds[kind].fits(judged, bar[kind]),
	};
}

function line(row) {
	const parts = [`  ${row.what}: ${row.figure}`];

	if (row.yardstick)
		parts.push(`ratio ${row.ratio} to ${row.yardstick}`);
	if (row.bar)
		parts.push(`bar ${row.bar}: ${row.met ? 'met' : 'MISSED'}`);
	return parts.join('; ');
}

const shown = ({ value, unit }) => `${number(value)} ${unit}`;

/*
 * { what, value, unit, bar, yardstick: { what, value, unit } }; the ratio is the
 * value's to the yardstick's.
 */
export function figure({ what, value, unit, bar, yardstick }) {
	const ratio = yardstick && value / yardstick.value;
	const row = {
		what, figure: shown({ value, unit }),
		...judge(bar, value, ratio),
		yardstick: yardstick && `${yardstick.what}, ` +
			shown({ unit, ...yardstick }),
		ratio: yardstick && number(ratio),
	};

	console.log(line(row));
	if (row.met === false)
		process.exitCode = MISSED;
	if (process.env.GILJABI_BENCH_FIGURES)
		appendFileSync(process.env.GILJABI_BENCH_FIGURES,
			`${JSON.stringify({ part: process.env.GILJABI_BENCH_PART,
				...row })}\n`);
}

export const note = text => console.log(`  (${text})`);

/* values sorted; share 0.99 for the 99th percentile */
export const percentile = (values, share) =>
	values[Math.max(0, Math.ceil(values.length * share) - 1)];

export const median = values => percentile(
	[...values].sort((a, b) => a - b), 0.5);

/* What script/bench --seconds, --people leave of it. */
const bounded = name => most => Math.min(most,
	Number(process.env[name] || Infinity));

export const seconds = bounded('GILJABI_BENCH_SECONDS');
export const people = bounded('GILJABI_BENCH_PEOPLE');
