/*
 * What lies on this device for a while so that a page works without a network.
 * Each text has a last moment and an owner; it goes then, and when the owner
 * signs out. A full or forbidden storage only loses the second line of defence.
 */
const PREFIX = 'giljabi.kept.';

interface Kept {
	owner: string;
	until: number;
	value: unknown;
}

function keptOf(text: string | null): Kept | undefined {
	try {
		const kept = JSON.parse(text ?? 'null') as Partial<Kept> | null;

		return typeof kept?.owner === 'string' && typeof kept.until === 'number'
			? kept as Kept : undefined;
	} catch {
		return undefined;
	}
}

export function keep(
	name: string, kept: { owner: string; until: number; value: unknown },
	storage: Storage = localStorage,
) {
	try {
		storage.setItem(PREFIX + name, JSON.stringify(kept));
	} catch {
		/* Then it is only on the page. */
	}
}

/* Only to its owner, and only until its last moment. */
export function keptRead(
	name: string, owner: string, now = Date.now(),
	storage: Storage = localStorage,
): unknown {
	try {
		const kept = keptOf(storage.getItem(PREFIX + name));

		return kept?.owner === owner && kept.until > now
			? kept.value : undefined;
	} catch {
		return undefined;
	}
}

export function keptDrop(name: string, storage: Storage = localStorage) {
	try {
		storage.removeItem(PREFIX + name);
	} catch {
		/* Then nothing was kept. */
	}
}

/* Away with what is over or broken, and with all of one who signs out. */
export function keptSweep(
	gone?: string, now = Date.now(), storage: Storage = localStorage,
) {
	try {
		const names = Array.from({ length: storage.length },
			(_, i) => storage.key(i) ?? '');

		for (const name of names.filter((one) => one.startsWith(PREFIX))) {
			const kept = keptOf(storage.getItem(name));

			if (!kept || kept.until <= now || kept.owner === gone)
				storage.removeItem(name);
		}
	} catch {
		/* Then nothing was kept. */
	}
}
