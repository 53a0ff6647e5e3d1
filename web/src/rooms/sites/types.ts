import type { Answer, Body } from '../../api/client';

export type SitesAnswer = Answer<'/api/sites', 'get'>;
export type Site = Answer<'/api/sites/{site}', 'get'>;
export type SiteBody = NonNullable<Body<'/api/sites/{site}', 'put'>>;
export type Programme = Answer<'/api/programmes/{programme}', 'get'>;
export type ProgrammeBody =
	NonNullable<Body<'/api/programmes/{programme}', 'put'>>;
export type EventRow = Answer<'/api/events', 'get'>['events'][number];
export type EventBody = NonNullable<Body<'/api/events/{event}', 'put'>>;
export type Experiences = Answer<'/api/catalog/experiences', 'get'>;
export type Missing = Answer<'/api/missing', 'get'>['missing'][number];
