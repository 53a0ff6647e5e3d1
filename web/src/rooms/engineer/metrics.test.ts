import { expect, test } from 'vitest';
import { metricsRead } from './metrics';

test('requests and faults are summed over routes', () => {
	expect(metricsRead([
		'# HELP giljabi_requests_total Requests.',
		'giljabi_requests_total{method="GET",route="/a",status="2xx"} 7',
		'giljabi_requests_total{method="GET",route="/b",status="5xx"} 2',
		'giljabi_request_seconds_sum{method="GET",route="/a"} 7.9e-05',
		'giljabi_build_info{version="0.1.0"} 1',
	].join('\n'))).toEqual({ requests: 9, faults: 2, version: '0.1.0' });
});
