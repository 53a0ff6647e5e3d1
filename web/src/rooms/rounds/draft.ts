/*
 * A round as the wizard holds it, figures and times as text until they are
 * sent: which steps there are, what each settles, and what a new one proposes.
 */
import {
	clockOf, dayAfter, dayOf, momentOf, weekdayOf,
} from '../sites/seoul';
import { wholeRead } from '../sites/programmeFields';
import type { When } from '../sites/WhenFields';
import type { RoundAnswer, RoundBody } from './types';

export type Group = RoundBody['reserves'][number]['group'];
export type BandKind = RoundBody['bands'][number]['by'];

/* The key of a cap of the whole round among those of sites. */
export const WHOLE_ROUND = 'all';

export interface Draft {
	name: string;
	events: string[];
	kind: RoundBody['kind'];
	grade_from: string;
	grade_to: string;
	most: string;
	/* Empty: the largest class that applies. */
	class_unit: string;
	/* The first counts most. */
	bands: { by: BandKind; value: string }[];
	/* In the order in which they are filled. */
	reserves: { group: Group; percent: string }[];
	/* By site, or WHOLE_ROUND; empty: no cap. */
	caps: Record<string, string>;
	opens: When;
	closes: When;
	answers_until: When;
}

export const STEPS = [
	{
		key: 'events', titleId: 'rounds.wizard.events',
		fields: ['name', 'events'],
	},
	{
		key: 'who', titleId: 'rounds.wizard.who',
		fields: ['kind', 'grade_from', 'grade_to', 'most', 'class_unit'],
	},
	{ key: 'first', titleId: 'rounds.wizard.first', fields: ['bands'] },
	{ key: 'reserves', titleId: 'rounds.wizard.reserves', fields: ['reserves'] },
	{ key: 'caps', titleId: 'rounds.wizard.caps', fields: ['caps'] },
	{
		key: 'dates', titleId: 'rounds.wizard.dates',
		fields: ['opens', 'closes', 'answers_until'],
	},
] as const;
export type StepKey = (typeof STEPS)[number]['key'];

export function stepAt(text: string | null): number {
	return Math.max(0, STEPS.findIndex((step) => step.key === text));
}

/* Which step settles a field that the server names: "reserves.0.percent". */
export function stepOf(field: string): number {
	const [first] = field.split('.');

	return STEPS.findIndex((step) =>
		(step.fields as readonly string[]).includes(first!));
}

const OPEN_DAYS = 14;
const ANSWER_DAYS = 7;
/* Time to look at the draft before it opens. */
const AHEAD_DAYS = 3;

type Dates = Pick<Draft, 'opens' | 'closes' | 'answers_until'>;

/* Two weeks from a Monday morning on, and a week to answer. */
export function datesProposed(now: number): Dates {
	const soon = dayAfter(dayOf(now), AHEAD_DAYS);
	const monday = dayAfter(soon, (8 - weekdayOf(soon)) % 7);

	return datesFrom(monday);
}

export function datesFrom(day: string): Dates {
	const closes = dayAfter(day, OPEN_DAYS);

	return {
		opens: { day, clock: '09:00' },
		closes: { day: closes, clock: '18:00' },
		answers_until: { day: dayAfter(closes, ANSWER_DAYS), clock: '18:00' },
	};
}

export function draftNew(now: number): Draft {
	return {
		name: '', events: [], kind: 'pupils', grade_from: '7', grade_to: '9',
		most: '10', class_unit: '', bands: [{ by: 'fewer', value: '3' }],
		reserves: [], caps: {}, ...datesProposed(now),
	};
}

function whenOf(moment: number): When {
	return { day: dayOf(moment), clock: clockOf(moment) };
}

export function draftOf(round: RoundAnswer, events: readonly string[]): Draft {
	const { name, kind } = round;

	return {
		name, kind, events: [...events],
		grade_from: String(round.grade_from), grade_to: String(round.grade_to),
		most: String(round.most),
		class_unit: round.class_unit > 0 ? String(round.class_unit) : '',
		bands: round.bands.map(({ by, value }) => (
			{ by, value: String(value) })),
		reserves: round.reserves.map(({ group, percent }) => (
			{ group, percent: String(percent) })),
		caps: Object.fromEntries(round.caps.map(({ site, most }) => [
			site ?? WHOLE_ROUND, String(most)])),
		opens: whenOf(round.opens), closes: whenOf(round.closes),
		answers_until: whenOf(round.answers_until),
	};
}

const MOMENTS = ['opens', 'closes', 'answers_until'] as const;

function isUnread(text: string): boolean {
	return wholeRead(text) === undefined;
}

/* Of which fields the text is no figure or no time. */
export function unread(draft: Draft): string[] {
	const caps = Object.values(draft.caps).filter((most) => most !== '');
	const wrong: (string | false)[] = [
		draft.name.trim() === '' && 'name',
		isUnread(draft.most) && 'most',
		draft.class_unit !== '' && isUnread(draft.class_unit) && 'class_unit',
		draft.bands.some((band) => isUnread(band.value)) && 'bands',
		draft.reserves.some((one) => isUnread(one.percent)) && 'reserves',
		caps.some(isUnread) && 'caps',
		...MOMENTS.map((name) =>
			momentOf(draft[name].day, draft[name].clock) === undefined && name),
	];

	return wrong.filter((name) => name !== false);
}

function capsOf(caps: Draft['caps']): RoundBody['caps'] {
	return Object.entries(caps)
		.filter(([, most]) => most !== '')
		.map(([site, most]) => ({
			...(site !== WHOLE_ROUND && { site }), most: wholeRead(most)!,
		}));
}

/* Once unread() has found none. */
export function bodyOf(draft: Draft): RoundBody {
	const moment = ({ day, clock }: When) => momentOf(day, clock)!;

	return {
		name: draft.name.trim(), kind: draft.kind, events: draft.events,
		grade_from: Number(draft.grade_from), grade_to: Number(draft.grade_to),
		most: wholeRead(draft.most)!,
		class_unit: draft.kind === 'pupils' || draft.class_unit === ''
			? 0 : wholeRead(draft.class_unit)!,
		bands: draft.bands.map(({ by, value }) => (
			{ by, value: wholeRead(value)! })),
		reserves: draft.reserves.map(({ group, percent }) => (
			{ group, percent: wholeRead(percent)! })),
		caps: capsOf(draft.caps),
		opens: moment(draft.opens), closes: moment(draft.closes),
		answers_until: moment(draft.answers_until),
	};
}

interface GradeSpan {
	grade_from: number;
	grade_to: number;
}

/*
 * The grades of a round with these events: of a new one those that the events
 * are for; of one that is settled already no fewer than before.
 */
export function gradesWith(
	draft: Pick<Draft, 'grade_from' | 'grade_to'>,
	events: readonly GradeSpan[], settled: boolean,
): Pick<Draft, 'grade_from' | 'grade_to'> {
	let from = Number(draft.grade_from);
	let to = Number(draft.grade_to);

	if (!settled && events.length > 0) {
		from = Math.min(...events.map((event) => event.grade_from));
		to = Math.max(...events.map((event) => event.grade_to));
	}
	for (const event of events) {
		from = Math.min(from, event.grade_to);
		to = Math.max(to, event.grade_from);
	}
	return { grade_from: String(from), grade_to: String(to) };
}

/* A site whose events were let go has no cap any more. */
export function capsOfSites(
	caps: Draft['caps'], sites: readonly string[],
): Draft['caps'] {
	return Object.fromEntries(Object.entries(caps).filter(
		([site]) => site === WHOLE_ROUND || sites.includes(site)));
}

/* One place up in a list whose order counts. */
export function movedUp<T>(list: readonly T[], at: number): T[] {
	const next = [...list];

	if (at > 0)
		[next[at - 1], next[at]] = [next[at]!, next[at - 1]!];
	return next;
}
