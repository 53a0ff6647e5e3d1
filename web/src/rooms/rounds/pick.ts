/* Events in the order of their programmes, to be picked many at a time. */
import type { EventRow } from '../sites/types';

export interface ProgrammeEvents {
	programme: string;
	name: string;
	site: string;
	kind: string;
	grade_from: number;
	grade_to: number;
	events: EventRow[];
}

/* Programmes in the order of their first event. */
export function byProgramme(events: readonly EventRow[]): ProgrammeEvents[] {
	const groups = new Map<string, ProgrammeEvents>();

	for (const event of [...events].sort((a, b) => a.starts - b.starts)) {
		const group = groups.get(event.programme) ?? {
			programme: event.programme, name: event.programme_name,
			site: event.site_name, kind: event.kind_name,
			grade_from: event.grade_from, grade_to: event.grade_to, events: [],
		};

		group.events.push(event);
		groups.set(event.programme, group);
	}
	return [...groups.values()];
}

export function matching(
	events: readonly EventRow[], words: string | undefined,
): EventRow[] {
	const wanted = words?.toLocaleLowerCase() ?? '';

	return events.filter((event) =>
		`${event.programme_name} ${event.site_name} ${event.address}`
			.toLocaleLowerCase().includes(wanted));
}

/* These in, or these out; what else was picked stays. */
export function picked(
	before: readonly string[], these: readonly string[], on: boolean,
): string[] {
	const kept = before.filter((id) => !these.includes(id));

	return on ? [...kept, ...these] : kept;
}
