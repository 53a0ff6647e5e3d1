import { expect, test } from 'vitest';
import { fieldsOf, placeRead, SITE_NEW, siteBody } from './siteFields';
import type { Site } from './types';

test.each([
	['37.2636, 127.0286', { latitude: 37.2636, longitude: 127.0286 }],
	['(37.2636,127.0286)', { latitude: 37.2636, longitude: 127.0286 }],
	['37.2636 127', { latitude: 37.2636, longitude: 127 }],
	['  ', {}],
	['37.2636', undefined],
	['수원시 팔달구', undefined],
])('the place %s', (text, want) => {
	expect(placeRead(text)).toEqual(want);
});

test('a site goes into the form and out again as it was', () => {
	const site: Site = {
		id: '1', region: '2', region_name: '수원시', name: '한빛 공방',
		kind: 'shop', about: '나무로 만듭니다', address: '수원시 팔달구',
		latitude: 37.26, longitude: 127.03, phone: '031-000-0000',
		step_free: 'partly', certification: 'certified',
		certified_until: '2027-05-31', certified: true, state: 'active',
		programmes: 1, upcoming: 2, may_change: true,
	};
	const {
		id, region, region_name, certified, programmes, upcoming, may_change,
		...body
	} = site;

	expect(siteBody(fieldsOf(site), site.state)).toEqual(body);
});

test('what is empty is left out', () => {
	expect(siteBody({ ...SITE_NEW, name: ' 공방 ' }, 'active')).toEqual({
		name: '공방', kind: 'company', about: '', address: '', phone: '',
		step_free: 'unknown', certification: 'none', state: 'active',
	});
});
