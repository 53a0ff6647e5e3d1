/*
 * Every page of the program. To add one, add a row. Who may open a page is
 * checked by the server with each request; here it decides what is offered.
 * The same path may stand once for each role: '/' is a different first page
 * for each. The first row counts that fits and that the person may open.
 */
import type { ComponentType } from 'preact';
import type { Role } from './session';

export interface PageProps {
	params: Record<string, string>;
}

export interface Route {
	/* {names} stand for one part of the address and reach the page. */
	path: string;
	roles: readonly Role[] | 'anyone' | 'signed_in';
	/* Of a page in the menu: words of the room `app`, which is always there. */
	titleId: string;
	/* The rooms whose words the page speaks: src/words/ko/<room>.json. */
	room?: string | readonly string[];
	/* Stands in the main menu of its roles. */
	menu?: boolean;
	page: () => Promise<{ default: ComponentType<PageProps> }>;
}

export const SIGN_IN = '/sign-in';

export const routes: readonly Route[] = [
	// pupils
	{
		path: '/', roles: ['pupil'], titleId: 'app.page.way', menu: true,
		room: ['guide_pupil', 'seats'], page: () => import('../rooms/guide/Way'),
	},
	{
		path: '/test', roles: ['pupil'], titleId: 'app.page.test',
		room: 'guide_pupil', page: () => import('../rooms/guide/Test'),
	},
	{
		path: '/result', roles: ['pupil'], titleId: 'app.page.result',
		menu: true, room: 'guide_pupil',
		page: () => import('../rooms/guide/Result'),
	},
	{
		path: '/briefs/{brief}', roles: ['pupil', 'guardian'],
		titleId: 'app.page.brief', room: 'guide_pupil',
		page: () => import('../rooms/guide/SignedBrief'),
	},
	{
		path: '/seats', roles: ['pupil'], titleId: 'app.page.seats',
		menu: true, room: 'seats',
		page: () => import('../rooms/seats/Seats'),
	},
	{
		path: '/seats/{round}', roles: ['pupil'], titleId: 'app.page.seats',
		room: 'seats', page: () => import('../rooms/seats/Round'),
	},
	{
		path: '/seats/{round}/outcome', roles: ['pupil'],
		titleId: 'app.page.seats', room: 'seats',
		page: () => import('../rooms/seats/Outcome'),
	},
	{
		path: '/looks', roles: ['pupil'], titleId: 'app.page.looks',
		room: 'people', page: () => import('../rooms/people/OwnLooks'),
	},
	{
		path: '/pin', roles: ['pupil'], titleId: 'app.page.pin',
		room: 'people', page: () => import('../rooms/people/PinChoose'),
	},

	// guardians
	{
		path: '/', roles: ['guardian'], titleId: 'app.page.wards', menu: true,
		room: 'guardian', page: () => import('../rooms/guardian/Wards'),
	},
	{
		path: '/wards/{pupil}', roles: ['guardian'],
		titleId: 'app.page.ward', room: ['guardian', 'people', 'seats'],
		page: () => import('../rooms/guardian/Ward'),
	},
	{
		path: '/wards/{pupil}/result', roles: ['guardian'],
		titleId: 'app.page.result', room: ['guardian', 'guide_pupil'],
		page: () => import('../rooms/guardian/WardResult'),
	},
	{
		path: '/wards/{pupil}/seats', roles: ['guardian'],
		titleId: 'app.page.seats', room: 'seats',
		page: () => import('../rooms/seats/Seats'),
	},
	{
		path: '/wards/{pupil}/seats/{round}', roles: ['guardian'],
		titleId: 'app.page.seats', room: 'seats',
		page: () => import('../rooms/seats/Round'),
	},
	{
		path: '/wards/{pupil}/seats/{round}/outcome', roles: ['guardian'],
		titleId: 'app.page.seats', room: 'seats',
		page: () => import('../rooms/seats/Outcome'),
	},

	// staff pages
	{
		path: '/', roles: ['teacher', 'centre', 'supervisor', 'engineer'],
		titleId: 'app.page.home',
		page: () => import('../rooms/teacher/StaffHome'),
	},
	{
		path: '/today', roles: ['teacher'], titleId: 'app.page.today',
		menu: true, room: ['teacher', 'seats'],
		page: () => import('../rooms/teacher/Today'),
	},
	{
		path: '/classes/{class}', roles: ['teacher'],
		titleId: 'app.page.class', room: ['teacher', 'seats'],
		page: () => import('../rooms/teacher/Class'),
	},
	{
		path: '/classes/{class}/seats', roles: ['teacher'],
		titleId: 'app.page.seats', room: ['seats', 'teacher'],
		page: () => import('../rooms/seats/Seats'),
	},
	{
		path: '/classes/{class}/seats/{round}', roles: ['teacher'],
		titleId: 'app.page.seats', room: ['seats', 'teacher'],
		page: () => import('../rooms/seats/Round'),
	},
	{
		path: '/classes/{class}/seats/{round}/outcome', roles: ['teacher'],
		titleId: 'app.page.seats', room: ['seats', 'teacher'],
		page: () => import('../rooms/seats/Outcome'),
	},
	{
		path: '/pupils', roles: ['teacher'], titleId: 'app.page.pupils',
		menu: true, room: 'teacher',
		page: () => import('../rooms/teacher/Pupils'),
	},
	{
		path: '/pupils/{pupil}', roles: ['teacher'],
		titleId: 'app.role.pupil', room: ['teacher', 'seats'],
		page: () => import('../rooms/teacher/Pupil'),
	},
	{
		path: '/pupils/{pupil}/invitation', roles: ['teacher'],
		titleId: 'app.role.guardian', room: 'teacher',
		page: () => import('../rooms/teacher/Invitation'),
	},
	{
		path: '/pupils/{pupil}/result', roles: ['teacher'],
		titleId: 'app.role.pupil', room: ['teacher', 'brief', 'model'],
		page: () => import('../rooms/teacher/Result'),
	},
	{
		path: '/pupils/{pupil}/brief', roles: ['teacher'],
		titleId: 'app.page.brief', room: ['teacher', 'brief'],
		page: () => import('../rooms/brief/BriefOpen'),
	},
	{
		path: '/briefs/{brief}', roles: ['teacher'],
		titleId: 'app.page.brief', room: ['teacher', 'brief', 'model'],
		page: () => import('../rooms/brief/Brief'),
	},
	{
		path: '/overview', roles: ['supervisor'],
		titleId: 'app.page.overview', menu: true, room: 'overview',
		page: () => import('../rooms/supervisor/Overview'),
	},
	{
		path: '/overview/{region}', roles: ['supervisor'],
		titleId: 'app.page.overview', room: 'overview',
		page: () => import('../rooms/supervisor/Region'),
	},
	// the register and rounds: kept by the centre, read by the others
	{
		path: '/calendar', roles: ['centre'], titleId: 'app.page.calendar',
		menu: true, room: ['sites', 'rounds'],
		page: () => import('../rooms/sites/Calendar'),
	},
	{
		path: '/sites', roles: ['centre', 'teacher', 'supervisor'],
		titleId: 'app.page.sites', menu: true, room: 'sites',
		page: () => import('../rooms/sites/Sites'),
	},
	{
		path: '/sites/new', roles: ['centre'], titleId: 'app.page.sites',
		room: 'sites', page: () => import('../rooms/sites/SiteNew'),
	},
	{
		path: '/sites/{site}', roles: ['centre', 'teacher', 'supervisor'],
		titleId: 'app.page.site', room: 'sites',
		page: () => import('../rooms/sites/Site'),
	},
	{
		path: '/sites/{site}/programmes/new', roles: ['centre'],
		titleId: 'app.page.programme', room: 'sites',
		page: () => import('../rooms/sites/ProgrammeNew'),
	},
	{
		path: '/programmes', roles: ['centre', 'teacher', 'supervisor'],
		titleId: 'app.page.programmes', menu: true, room: 'sites',
		page: () => import('../rooms/sites/Programmes'),
	},
	{
		path: '/programmes/{programme}',
		roles: ['centre', 'teacher', 'supervisor'],
		titleId: 'app.page.programme', room: 'sites',
		page: () => import('../rooms/sites/Programme'),
	},
	{
		path: '/rounds', roles: ['centre', 'supervisor'],
		titleId: 'app.page.rounds', menu: true, room: ['sites', 'rounds'],
		page: () => import('../rooms/rounds/Rounds'),
	},
	{
		path: '/rounds/new', roles: ['centre'], titleId: 'app.page.rounds',
		room: ['sites', 'rounds'],
		page: () => import('../rooms/rounds/RoundNew'),
	},
	{
		path: '/rounds/{round}', roles: ['centre', 'supervisor'],
		titleId: 'app.page.round', room: ['sites', 'rounds'],
		page: () => import('../rooms/rounds/Round'),
	},
	{
		path: '/rounds/{round}/edit', roles: ['centre'],
		titleId: 'app.page.round', room: ['sites', 'rounds'],
		page: () => import('../rooms/rounds/RoundEdit'),
	},
	{
		path: '/events/{event}/roll', roles: ['centre'],
		titleId: 'app.page.roll', room: ['roll', 'rounds', 'sites'],
		page: () => import('../rooms/roll/Roll'),
	},
	{
		path: '/classes/{class}/events/{event}/roll', roles: ['teacher'],
		titleId: 'app.page.roll', room: ['roll', 'sites'],
		page: () => import('../rooms/roll/Roll'),
	},
	{
		path: '/engine', roles: ['engineer'], titleId: 'app.page.engine',
		menu: true, room: 'engineer',
		page: () => import('../rooms/engineer/Engine'),
	},
	{
		path: '/imports', roles: ['teacher', 'engineer'],
		titleId: 'app.page.imports', menu: true, room: 'imports',
		page: () => import('../rooms/imports/Imports'),
	},
	{
		path: '/imports/{import}', roles: ['teacher', 'engineer'],
		titleId: 'app.page.imports', room: 'imports',
		page: () => import('../rooms/imports/ImportOne'),
	},
	{
		path: '/accounts', roles: ['engineer'], titleId: 'app.page.accounts',
		menu: true, room: 'engineer',
		page: () => import('../rooms/engineer/Accounts'),
	},
	{
		path: '/schools', roles: ['engineer', 'centre', 'supervisor'],
		titleId: 'app.page.schools', menu: true, room: 'engineer',
		page: () => import('../rooms/engineer/Schools'),
	},
	{
		path: '/banks', roles: ['engineer', 'supervisor'],
		titleId: 'app.page.banks', menu: true, room: 'model',
		page: () => import('../rooms/model/Banks'),
	},
	{
		path: '/model/{bank}',
		roles: ['teacher', 'centre', 'supervisor', 'engineer'],
		titleId: 'app.page.model', room: 'model',
		page: () => import('../rooms/model/Card'),
	},
	// end of staff pages

	// everybody who is signed in
	{
		path: '/catalog', roles: 'signed_in', titleId: 'app.page.catalog',
		menu: true, room: 'catalog',
		page: () => import('../rooms/catalog/Fields'),
	},
	{
		path: '/catalog/fields/{field}', roles: 'signed_in',
		titleId: 'app.page.field', room: 'catalog',
		page: () => import('../rooms/catalog/Field'),
	},
	{
		path: '/catalog/majors', roles: 'signed_in',
		titleId: 'app.page.majors', room: 'catalog',
		page: () => import('../rooms/catalog/Majors'),
	},
	{
		path: '/catalog/majors/{major}', roles: 'signed_in',
		titleId: 'app.page.major', room: 'catalog',
		page: () => import('../rooms/catalog/Major'),
	},
	{
		path: '/catalog/occupations', roles: 'signed_in',
		titleId: 'app.page.occupations', room: 'catalog',
		page: () => import('../rooms/catalog/Occupations'),
	},
	{
		path: '/catalog/occupations/{occupation}', roles: 'signed_in',
		titleId: 'app.page.occupation', room: 'catalog',
		page: () => import('../rooms/catalog/Occupation'),
	},
	{
		path: '/sessions', roles: 'signed_in', titleId: 'app.page.sessions',
		room: 'people', page: () => import('../rooms/people/Sessions'),
	},
	{
		path: '/settings', roles: 'signed_in', titleId: 'app.page.settings',
		room: 'people', page: () => import('../rooms/people/Settings'),
	},

	// anybody
	{
		path: '/', roles: 'anyone', titleId: 'app.page.home', room: 'people',
		page: () => import('../rooms/home/Home'),
	},
	{
		path: SIGN_IN, roles: 'anyone', titleId: 'app.page.sign_in',
		room: 'people', page: () => import('../rooms/people/SignIn'),
	},
	{
		path: '/c', roles: 'anyone', titleId: 'app.page.sign_in',
		room: 'people', page: () => import('../rooms/people/CardLink'),
	},
	{
		path: '/g', roles: 'anyone', titleId: 'app.page.guardian_link',
		room: 'people', page: () => import('../rooms/people/GuardianLink'),
	},
	{
		path: '/draws', roles: 'anyone', titleId: 'app.page.draws',
		room: 'seats', page: () => import('../rooms/seats/Draws'),
	},
	{
		path: '/draws/{round}', roles: 'anyone', titleId: 'app.page.draws',
		room: 'seats', page: () => import('../rooms/seats/Draw'),
	},
	{
		path: '/how-seats', roles: 'anyone', titleId: 'app.page.how_seats',
		room: 'seats', page: () => import('../rooms/seats/HowSeats'),
	},
	...(__PARTS__ ? [{
		path: '/parts', roles: 'anyone', titleId: 'app.page.parts',
		menu: true, page: () => import('../rooms/parts/Parts'),
	} as const] : []),
];
