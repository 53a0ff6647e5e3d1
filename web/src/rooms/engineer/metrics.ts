/* The few figures of /metrics (Prometheus text) that a person wants to see. */

export interface Metrics {
	requests: number;
	/* Answers that were our fault. */
	faults: number;
	version: string | undefined;
}

const LINE = /^(\w+)(?:\{([^}]*)\})? ([0-9.eE+-]+)/;

export function metricsRead(text: string): Metrics {
	const found: Metrics = { requests: 0, faults: 0, version: undefined };

	for (const line of text.split('\n')) {
		const [, name, labels = '', value] = LINE.exec(line) ?? [];

		if (name === 'giljabi_requests_total') {
			found.requests += Number(value);
			if (labels.includes('status="5xx"'))
				found.faults += Number(value);
		}
		found.version ??= /\bversion="([^"]+)"/.exec(labels)?.[1];
	}
	return found;
}
