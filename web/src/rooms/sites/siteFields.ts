/* A site as its form holds it: every field as text until it is sent. */
import type { Site, SiteBody } from './types';

export interface SiteFields {
	name: string;
	kind: Site['kind'];
	about: string;
	address: string;
	/* "37.2636, 127.0286", as one copies it; empty: not known. */
	place: string;
	phone: string;
	step_free: Site['step_free'];
	certification: Site['certification'];
	certified_until: string;
}

export const SITE_NEW: SiteFields = {
	name: '', kind: 'company', about: '', address: '', place: '', phone: '',
	step_free: 'unknown', certification: 'none', certified_until: '',
};

export function fieldsOf(site: Site): SiteFields {
	const { name, kind, about, address, phone, step_free } = site;

	return {
		name, kind, about, address, phone, step_free,
		place: site.latitude != null && site.longitude != null
			? `${site.latitude}, ${site.longitude}` : '',
		certification: site.certification,
		certified_until: site.certified_until ?? '',
	};
}

/* None: it cannot be read. */
export function placeRead(
	text: string,
): Pick<SiteBody, 'latitude' | 'longitude'> | undefined {
	if (text.trim() === '')
		return {};
	const [, north, east] =
		/^\s*\(?\s*(-?\d+(?:\.\d+)?)\s*[,\s]\s*(-?\d+(?:\.\d+)?)\s*\)?\s*$/
			.exec(text) ?? [];

	return north === undefined ? undefined
		: { latitude: Number(north), longitude: Number(east) };
}

/* Without a place when that cannot be read; the form says so before. */
export function siteBody(fields: SiteFields, state: Site['state']): SiteBody {
	const { place, certified_until: until, ...same } = fields;

	return {
		...same, name: same.name.trim(), address: same.address.trim(),
		phone: same.phone.trim(), state, ...placeRead(place),
		...(until !== '' && { certified_until: until }),
	};
}
