/*
 * What the walk sends to each route, by its operation id in the OpenAPI page. A
 * route without a row fails the walk. In a row:
 *
 *	body    a JSON body that fits, or a function of world and role
 *	form    the same as a form with a file
 *	query   a query that fits
 *	before  what has to be so, before it goes well
 *	after   what the world must know when it went well
 *	another a client of its own, because it signs out or is changed
 *	not     the status of a right request that something else refuses,
 *	        and why
 */
import { answerAll } from '../lib/answers.mjs';
import { auditText, bankText } from '../lib/banks.mjs';
import { rosterForm } from '../lib/world.mjs';

const consent = (world, role) => ({ purpose: 'test', wording: '1',
	method: role === 'teacher' ? 'form' : 'self' });
const pictures = { pictures: [3, 1, 4, 1] };
const suggestion = { decision: 'keep' };
const copy = '?copy=pupil';

export const rows = {
	get_catalog_fields: {},
	get_catalog_fields_field: {},
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

	get_today: {},
	get_classes_class: {},
	get_classes_class_table: {},
	get_classes_class_briefs: { query: copy },

	get_pupils_pupil_briefs: {},
	post_pupils_pupil_briefs: {},
	get_briefs_brief: {},
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

	get_overview: { query: '?stage=high' },
	get_overview_region: { query: '?stage=high' },

	get_engine_room: {},
	get_healthz: {},
	get_readyz: {},
	get_metrics: {},
};

/* Where a role reaches every object of a scope only an unknown one is outside. */
export const everything = { engineer: ['import', 'account', 'region'] };
