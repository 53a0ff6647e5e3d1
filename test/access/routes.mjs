/*
 * What the walk sends to each route, by its operation id in the OpenAPI page. A
 * route without a row fails the walk. In a row:
 *
 *	body    a JSON body that fits, or a function of world and role
 *	form    the same as a form with a file
 *	query   a query that fits
 *	objects a maker by the name in the path, where any object will not do
 *	before  what has to be so, before it goes well
 *	after   what the world must know when it went well
 *	another a client of its own, because it signs out or is changed
 *	open    everybody who enters reaches every object: only an unknown
 *	        one is outside
 *	not     the status of a right request that something else refuses,
 *	        and why
 */
import { answerAll, answerTest } from '../lib/answers.mjs';
import { auditText, bankText } from '../lib/banks.mjs';
import { rosterForm } from '../lib/world.mjs';

const consent = (world, role) => ({ purpose: 'test', wording: '1',
	method: role === 'teacher' ? 'form' : 'self' });
const pictures = { pictures: [3, 1, 4, 1] };
const suggestion = { decision: 'keep' };
const copy = '?copy=pupil';
const over = { status: 409, why: 'the round is over' };

/* The register */
const day = 86400000;
const dayText = ahead =>
	new Date(Date.now() + ahead * day).toISOString().slice(0, 10);
const site = { name: '새 체험처', kind: 'shop', about: '', address: '수원시',
	latitude: 37.3, longitude: 127, phone: '', step_free: 'yes',
	certification: 'none', state: 'active' };
const programme = { name: '새 프로그램', kind: 'VISIT', field: 'food', about: '',
	grade_from: 7, grade_to: 9, standards: ['9진로01-01'], minutes: 60, cost: 0,
	safety: '', pupils_per_adult: 15, state: 'active' };
const event = () => {
	const starts = Date.parse(`${dayText(30)}T10:00:00+09:00`);

	return { starts, ends: starts + 3600000, seats: 20, least: 5 };
};

const round = () => {
	const now = Date.now();

	return { name: '새 모집', kind: 'pupils', grade_from: 7, grade_to: 9,
		most: 5, opens: now + day, closes: now + 2 * day,
		answers_until: now + 3 * day, class_unit: 0,
		reserves: [{ group: 'care', percent: 20 }],
		bands: [{ by: 'remote', value: 10 }], caps: [], events: [] };
};

/* The event of a path was today and is over, and the pupil holds a seat of it. */
async function eventOver({ house, own }, path) {
	const [, event] = /events\/(\d+)/.exec(path);

	await house.ask(`UPDATE event SET starts = ${Date.now() - 7200000},
		ends = ${Date.now() - 3600000} WHERE id = ${event}`);
	await house.ask(`INSERT INTO seat (id, region, round, event, applicant,
		class, size, place, source, state, until, made, changed)
		SELECT ${event}, region, round, ${event}, applicant, class, size,
		place, source, 'accepted', until, made, changed FROM seat
		WHERE applicant = ${own} AND NOT EXISTS (SELECT 1 FROM seat
		WHERE event = ${event} AND applicant = ${own}) LIMIT 1`);
}

const marks = async (world, role, path) => {
	await eventOver(world, path);
	return { marks: [{ pupil: world.own, point: 'arrive', state: 'here',
		reason: '', at: Date.now() }] };
};
const feedback = async (world, role, path) => {
	await eventOver(world, path);
	return { stars: 4, text: '좋았어요' };
};

export const rows = {
	get_catalog_fields: {},
	get_catalog_fields_field: {},
	get_catalog_experiences: {},
	get_catalog_majors: { query: '?q=간호&page=1' },
	get_catalog_majors_major: {},
	get_catalog_occupations: { query: '?letter=S' },
	get_catalog_occupations_occupation: {},

	get_session: {},
	delete_session: { another: true },
	post_session_password: { body: world => world.staff.centre },
	post_session_totp: { body: { code: '000000' },
		not: { status: 422, why: 'the code is wrong' } },
	post_session_card: { body: world => ({ code: world.card }) },
	post_session_pin: { body: pictures,
		before: world => world.pupil.put('/api/session/pin', pictures) },
	put_session_pin: { body: pictures },
	post_session_link: { body: async world => ({ name: '새 보호자',
		code: (await world.teacher.post(
			`/api/pupils/${world.other}/invitations`)).code }) },
	get_session_office: { type: /html/,
		not: { status: 404, why: 'no office is configured' } },
	get_session_office_back: { type: /html/,
		not: { status: 404, why: 'no office is configured' } },
	get_sessions: {},
	delete_sessions: {},
	delete_sessions_session: { after: async (world, role) => {
		if (role === 'guardian')
			world.guardian = await world.another('guardian');
	} },
	post_account_totp: {},
	put_account_totp: { another: true, body: { code: '000000' },
		not: { status: [409, 422], why: 'nothing was begun, or a wrong code' } },
	put_account_password: { body: { old: 'not the password',
		new: 'a new password' },
	not: { status: 422, why: 'the old password is wrong' } },
	put_account_lang: { body: { lang: 'ko' } },

	get_pupils: { query: '?q=김&page=1' },
	get_pupils_pupil: {},
	get_pupils_pupil_looks: {},
	get_pupils_pupil_needs: {},
	put_pupils_pupil_needs: { body: { needs: ['step_free'] } },
	put_pupils_pupil_ai: { body: { on: true } },
	get_consent_wording: { query: '?purpose=test' },
	post_pupils_pupil_consents: { body: consent },
	post_consents_consent_withdraw: {},
	post_pupils_pupil_invitations: {},
	get_wards: {},
	post_classes_class_cards: { body: {} },
	get_classes_class_consent_forms: {},
	delete_pupils_pupil_devices: {},

	get_regions: {},
	get_schools: { query: '?level=high&page=1' },
	post_imports: { form: rosterForm },
	get_imports: {},
	get_imports_import: {},
	post_imports_import_confirm: {},
	post_imports_import_cancel: {},
	get_roster_template: {},
	get_accounts: { query: '?role=teacher' },
	post_accounts: { body: world => ({ name: '새 사람', role: 'engineer',
		login: `added-${world.count++}` }) },
	post_accounts_account_reset: {},
	put_accounts_account_state: { body: { state: 'closed' } },

	get_banks: {},
	post_banks: { body: () => {
		const file = bankText();

		return { name: 'middle', file, audit: auditText(file) };
	} },
	post_banks_bank_retire: {},
	get_banks_bank_card: {},

	get_way: {},
	get_test: {},
	post_test: { body: { lang: 'ko' }, before: world => world.startTest() },
	put_sheets_sheet_answers_item: { body: { value: 3 } },
	post_sheets_sheet_finish: { body: {}, before: async world => {
		await answerAll(world.pupil, await world.startTest());
	} },
	get_pupils_pupil_result: {},
	get_sheets_sheet_change: { objects: {
		sheet: async world => (await answerTest(world.pupil)).sheet } },

	get_today: {},
	get_classes_class: {},
	get_classes_class_table: {},
	get_classes_class_briefs: { query: copy },

	get_pupils_pupil_briefs: {},
	post_pupils_pupil_briefs: {},
	get_briefs_brief: {},
	put_briefs_brief_list: { body: { list: 'own' },
		not: { status: 409, why: 'without a model there is one list' } },
	put_briefs_brief_suggestions_suggestion: { body: suggestion },
	post_briefs_brief_own: { body: { kind: 'majors', name: '새 제안',
		text: '함께 찾은 것' } },
	delete_briefs_brief_own_own: {},
	put_briefs_brief_sections_section: { body: { text: '이야기한 것' } },
	get_briefs_brief_preview: {},
	post_briefs_brief_sign: { body: async (world, role, path) => ({
		hash: (await world.teacher.get(path.replace(/sign$/, 'preview')))
			.hash }) },
	get_briefs_brief_paper: { query: copy },

	get_pupils_pupil_rounds: {},
	get_pupils_pupil_rounds_round: {},
	put_pupils_pupil_rounds_round_wishes: { body: { events: [] }, not: over },
	get_pupils_pupil_rounds_round_outcome: {},
	put_pupils_pupil_rounds_round_seat: { body: { answer: 'accept' } },
	get_pupils_pupil_rounds_round_code: {},
	post_pupils_pupil_calendar: {},
	put_pupils_pupil_events_event_feedback: { body: feedback },
	get_classes_class_rounds: {},
	get_classes_class_rounds_round: {},
	put_classes_class_rounds_round_wishes: { body: { events: [] }, not: over },
	get_classes_class_rounds_round_outcome: {},
	put_classes_class_rounds_round_seat: { body: { answer: 'accept' } },
	get_classes_class_rounds_round_letters: {},
	post_classes_class_calendar: {},
	get_classes_class_events_event_roll: {},
	post_classes_class_events_event_marks: { body: marks },
	put_classes_class_events_event_feedback: { body: feedback },
	get_events_event_people: {},
	get_events_event_paper: {},
	get_events_event_roll: {},
	post_events_event_marks: { body: marks },
	get_events_event_feedback: {},
	get_missing: {},
	get_calendars_calendar: {},

	get_overview: { query: '?stage=high' },
	get_overview_region: { query: '?stage=high' },

	get_sites: { query: '?order=distance&page=1' },
	post_regions_region_sites: { body: site },
	get_sites_site: { open: true },
	put_sites_site: { body: site },
	get_programmes: { query: '?stage=middle&order=soon' },
	post_sites_site_programmes: { body: programme },
	get_programmes_programme: { open: true },
	put_programmes_programme: { body: programme },
	get_events: { query: `?from=${dayText(0)}&to=${dayText(60)}` },
	post_programmes_programme_events: {
		body: () => ({ events: [event()] }) },
	put_events_event: { body: event },
	post_events_event_cancel: {},

	get_rounds: { query: '?state=draft&page=1' },
	post_regions_region_rounds: { body: round },
	get_rounds_round: {},
	put_rounds_round: { body: round },
	get_rounds_round_events: {},
	post_rounds_round_steps: { body: { to: 'announced' },
		not: { status: 409, why: 'it is a draft' } },
	post_rounds_round_simulation: {},
	post_rounds_round_draw: { body: { public_number: '1' },
		not: { status: 409, why: 'it is a draft' } },
	get_rounds_round_results: { type: /json/,
		not: { status: [200, 409], why: "the centre's is a draft" } },
	get_rounds_round_files_file: {},
	get_public_rounds: {},
	get_public_rounds_round: { type: /json/,
		not: { status: [200, 404], why: "the centre's is a draft" } },
	get_public_rounds_round_files_file: { type: /csv|json/,
		not: { status: [200, 404], why: "the centre's is a draft" } },

	get_engine_room: {},
	get_healthz: {},
	get_readyz: {},
	get_metrics: {},
};

/* Where a role reaches every object of a scope only an unknown one is outside. */
export const everything = { engineer: ['import', 'account', 'region'] };
