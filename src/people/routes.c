/*
 * The doors of this room: entering, classes and pupils, consent, imports,
 * accounts. What each handler does stands in the file of its noun.
 */
#include "people/routes.h"

#include "people/people.h"

static const char *const purposes[] = { "test", NULL };
static const char *const methods[] = { "self", "form", NULL };
static const char *const levels[] = { "elementary", "middle", "high", NULL };
static const char *const import_kinds[] = { "roster", "schools", NULL };
static const char *const langs[] = { "ko", "en", NULL };
static const char *const role_names[] = { "teacher", "centre", "supervisor",
	"engineer", NULL };
static const char *const duties[] = { "career", "homeroom", NULL };

/* Entering */

static const struct field session_school[] = {
	{ "id", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "level", FIELD_CHOICE, .choices = levels, .required = true },
	{ 0 },
};
static const struct field session_answer[] = {
	{ "signed_in", FIELD_BOOL, .required = true },
	{ "csrf", FIELD_TEXT },
	{ "role", FIELD_TEXT },
	{ "account", FIELD_ID },
	{ "name", FIELD_TEXT },
	{ "lang", FIELD_CHOICE, .choices = langs },
	/* what is still missing: totp, totp_setup, pin, pin_setup */
	{ "needs", FIELD_TEXT },
	{ "pupil", FIELD_ID },
	{ "grade", FIELD_INT },
	{ "stage", FIELD_CHOICE, .choices = levels },
	{ "region", FIELD_ID },
	{ "office", FIELD_ID },
	{ "schools", FIELD_LIST, .fields = session_school, .required = true },
	{ "office_sign_in", FIELD_BOOL, .required = true },
	{ "demo", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field password_body[] = {
	{ "login", FIELD_TEXT, 1, 100, .required = true },
	{ "password", FIELD_TEXT, 1, 200, .required = true },
	{ 0 },
};
static const struct field code_body[] = {
	{ "code", FIELD_TEXT, 6, 6, .required = true },
	{ 0 },
};
static const struct field card_body[] = {
	{ "code", FIELD_TEXT, 20, 60, .required = true },
	{ "own_device", FIELD_BOOL },
	{ 0 },
};
static const struct field pin_body[] = {
	/* four of twelve pictures, in order, repeats allowed */
	{ "pictures", FIELD_LIST, 4, 4, .required = true, .of = FIELD_INT },
	{ 0 },
};
static const struct field link_body[] = {
	{ "code", FIELD_TEXT, 20, 60, .required = true },
	{ "name", FIELD_TEXT, 1, 60, .required = true },
	{ 0 },
};
static const struct field sessions_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "device", FIELD_TEXT, .required = true },
	{ "created", FIELD_TIME, .required = true },
	{ "last", FIELD_TIME, .required = true },
	{ "this_one", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field sessions_answer[] = {
	{ "sessions", FIELD_LIST, .fields = sessions_row, .required = true },
	{ 0 },
};
static const struct field oidc_query[] = {
	{ "code", FIELD_TEXT, 1, 2000 },
	{ "state", FIELD_TEXT, 1, 200 },
	{ "error", FIELD_TEXT, 1, 200 },
	{ "error_description", FIELD_TEXT, 0, 2000 },
	{ "iss", FIELD_TEXT, 0, 500 },
	{ "session_state", FIELD_TEXT, 0, 500 },
	{ 0 },
};
static const struct field totp_answer[] = {
	{ "secret", FIELD_TEXT, .required = true },
	{ "uri", FIELD_TEXT, .required = true },
	{ "qr", FIELD_TEXT, .required = true }, /* SVG */
	{ 0 },
};
static const struct field password_change[] = {
	{ "old", FIELD_TEXT, 1, 200, .required = true },
	{ "new", FIELD_TEXT, 10, 200, .required = true },
	{ 0 },
};
static const struct field lang_body[] = {
	{ "lang", FIELD_CHOICE, .choices = langs, .required = true },
	{ 0 },
};

/* Classes and pupils */

static const struct field pupils_query[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "class", FIELD_ID },
	{ "page", FIELD_INT, 1, 10000 },
	{ 0 },
};
static const struct field pupils_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "grade", FIELD_INT, .required = true },
	{ "number", FIELD_INT },
	{ "class", FIELD_ID },
	{ "class_name", FIELD_TEXT },
	{ "school_name", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field pupils_answer[] = {
	{ "pupils", FIELD_LIST, .fields = pupils_row, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field enrolment_row[] = {
	{ "year", FIELD_INT, .required = true },
	{ "grade", FIELD_INT, .required = true },
	{ "school_name", FIELD_TEXT, .required = true },
	{ "class_name", FIELD_TEXT, .required = true },
	{ "number", FIELD_INT },
	{ 0 },
};
static const struct field consent_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "purpose", FIELD_CHOICE, .choices = purposes, .required = true },
	{ "wording", FIELD_TEXT, .required = true },
	{ "method", FIELD_TEXT, .required = true },
	{ "given_by", FIELD_TEXT, .required = true }, /* pupil, guardian */
	{ "given", FIELD_TIME, .required = true },
	{ "withdrawn", FIELD_TIME },
	{ 0 },
};
static const struct field pupil_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "grade", FIELD_INT, .required = true },
	{ "stage", FIELD_CHOICE, .choices = levels, .required = true },
	{ "number", FIELD_INT },
	{ "class", FIELD_ID },
	{ "class_name", FIELD_TEXT },
	{ "school_name", FIELD_TEXT, .required = true },
	{ "birth", FIELD_DATE },
	{ "under_14", FIELD_BOOL, .required = true },
	{ "ai", FIELD_BOOL, .required = true },
	{ "consent", FIELD_TEXT,
	    .required = true }, /* given, needed, guardian */
	{ "guardians", FIELD_INT, .required = true },
	{ "card_issued", FIELD_TIME },
	{ "devices", FIELD_INT, .required = true },
	{ "pin", FIELD_BOOL, .required = true },
	{ "enrolments", FIELD_LIST, .fields = enrolment_row, .required = true },
	{ "consents", FIELD_LIST, .fields = consent_row, .required = true },
	{ 0 },
};
static const struct field cards_body[] = {
	/* nobody named: those of the class who have no card yet */
	{ "pupils", FIELD_LIST, 0, 100, .of = FIELD_ID },
	{ 0 },
};
static const struct field ai_body[] = {
	{ "on", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field consent_body[] = {
	{ "purpose", FIELD_CHOICE, .choices = purposes, .required = true },
	{ "wording", FIELD_TEXT, 1, 20, .required = true },
	{ "method", FIELD_CHOICE, .choices = methods, .required = true },
	{ 0 },
};
static const struct field consent_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ 0 },
};
static const struct field wording_answer[] = {
	{ "purpose", FIELD_TEXT, .required = true },
	{ "version", FIELD_TEXT, .required = true },
	{ "title", FIELD_TEXT, .required = true },
	{ "text", FIELD_LONG, .required = true }, /* for adults */
	{ "child", FIELD_LONG, .required = true }, /* in easy words */
	{ 0 },
};
static const struct field wording_query[] = {
	{ "purpose", FIELD_CHOICE, .choices = purposes, .required = true },
	{ 0 },
};
static const struct field invitation_answer[] = {
	{ "code", FIELD_TEXT, .required = true },
	{ "expires", FIELD_TIME, .required = true },
	{ "qr", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field looks_row[] = {
	{ "at", FIELD_TIME, .required = true },
	{ "kind", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ "role", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field looks_answer[] = {
	{ "looks", FIELD_LIST, .fields = looks_row, .required = true },
	{ 0 },
};
static const struct field wards_answer[] = {
	{ "wards", FIELD_LIST, .fields = pupils_row, .required = true },
	{ 0 },
};

/* Places */

static const struct field regions_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "code", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "part", FIELD_TEXT, .required = true },
	{ "schools", FIELD_INT, .required = true },
	{ "pupils", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field regions_answer[] = {
	{ "regions", FIELD_LIST, .fields = regions_row, .required = true },
	{ 0 },
};
static const struct field schools_query[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "region", FIELD_ID },
	{ "level", FIELD_CHOICE, .choices = levels },
	{ "page", FIELD_INT, 1, 10000 },
	{ 0 },
};
static const struct field schools_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "code", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "level", FIELD_CHOICE, .choices = levels, .required = true },
	{ "region_name", FIELD_TEXT, .required = true },
	{ "office_name", FIELD_TEXT, .required = true },
	{ "pupils", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field schools_answer[] = {
	{ "schools", FIELD_LIST, .fields = schools_row, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};

/* Imports */

static const struct field import_body[] = {
	{ "kind", FIELD_CHOICE, .choices = import_kinds, .required = true },
	{ "file", FIELD_FILE, 1, 512 * 1024 * 1024, .required = true },
	{ 0 },
};
static const struct field import_error_row[] = {
	{ "file", FIELD_TEXT, .required = true },
	{ "line", FIELD_INT, .required = true },
	{ "column", FIELD_INT },
	{ "column_name", FIELD_TEXT },
	{ "text", FIELD_TEXT, .required = true },
	{ "value", FIELD_TEXT },
	{ 0 },
};
static const struct field import_counts_fields[] = {
	{ "added", FIELD_INT, .required = true },
	{ "changed", FIELD_INT, .required = true },
	{ "left", FIELD_INT, .required = true },
	{ "same", FIELD_INT, .required = true },
	{ "moved", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field import_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ "kind", FIELD_CHOICE, .choices = import_kinds, .required = true },
	{ "file_name", FIELD_TEXT, .required = true },
	/* checking, checked, refused, writing, done, failed, cancelled */
	{ "state", FIELD_TEXT, .required = true },
	{ "step", FIELD_TEXT }, /* words of what is being done */
	{ "done", FIELD_INT, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "created", FIELD_TIME, .required = true },
	{ "schools", FIELD_OBJECT, .fields = import_counts_fields },
	{ "classes", FIELD_OBJECT, .fields = import_counts_fields },
	{ "staff", FIELD_OBJECT, .fields = import_counts_fields },
	{ "pupils", FIELD_OBJECT, .fields = import_counts_fields },
	{ "passed_over", FIELD_INT, .required = true },
	{ "error_count", FIELD_INT, .required = true },
	{ "errors", FIELD_LIST, .fields = import_error_row, .required = true },
	{ 0 },
};
static const struct field import_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "kind", FIELD_TEXT, .required = true },
	{ "file_name", FIELD_TEXT, .required = true },
	{ "state", FIELD_TEXT, .required = true },
	{ "created", FIELD_TIME, .required = true },
	{ 0 },
};
static const struct field imports_answer[] = {
	{ "imports", FIELD_LIST, .fields = import_row, .required = true },
	{ 0 },
};
static const struct field import_started[] = {
	{ "id", FIELD_ID, .required = true },
	{ 0 },
};

/* Accounts */

static const struct field account_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "login", FIELD_TEXT },
	{ "role", FIELD_CHOICE, .choices = role_names, .required = true },
	{ "state", FIELD_TEXT, .required = true },
	{ "totp", FIELD_BOOL, .required = true },
	{ "schools", FIELD_TEXT }, /* names, joined */
	{ 0 },
};
static const struct field accounts_query[] = {
	{ "q", FIELD_TEXT, 0, 60 },
	{ "role", FIELD_CHOICE, .choices = role_names },
	{ "page", FIELD_INT, 1, 10000 },
	{ 0 },
};
static const struct field accounts_answer[] = {
	{ "accounts", FIELD_LIST, .fields = account_row, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field account_body[] = {
	{ "name", FIELD_TEXT, 1, 60, .required = true },
	{ "login", FIELD_TEXT, 3, 100, .required = true },
	{ "role", FIELD_CHOICE, .choices = role_names, .required = true },
	{ "school", FIELD_ID }, /* of a teacher */
	{ "duty", FIELD_CHOICE, .choices = duties },
	{ "region", FIELD_ID }, /* of a centre manager */
	{ "office", FIELD_ID }, /* of a supervisor */
	{ 0 },
};
static const struct field account_secret[] = {
	{ "id", FIELD_ID, .required = true },
	{ "password", FIELD_TEXT, .required = true }, /* shown once */
	{ 0 },
};
static const struct field account_change[] = {
	{ "state", FIELD_TEXT, 1, 10, .required = true },
	{ 0 },
};

static const struct field needs_fields[] = {
	/* of the vault's need_names, each once */
	{ "needs", FIELD_LIST, 0, NEEDS, .of = FIELD_TEXT, .required = true },
	{ 0 },
};

enum {
	READS_PUPIL = ROLE_PUPIL | ROLE_GUARDIAN | ROLE_TEACHER,
	IMPORTS = ROLE_TEACHER | ROLE_ENGINEER
};

const struct route people_routes[] = {
	{ GET, "/api/session", session_show, ROLE_PUBLIC | ROLE_ANY,
	    .partial = true, .answer = session_answer,
	    .summary = "Who is signed in, and what is still missing" },
	{ POST, "/api/session/password", session_password, ROLE_PUBLIC,
	    .body = password_body, .answer = session_answer, .apart = true,
	    .summary = "Sign in as staff: the first factor" },
	{ POST, "/api/session/totp", session_totp, ROLE_STAFF, .partial = true,
	    .body = code_body, .answer = session_answer,
	    .summary = "Sign in as staff: the second factor" },
	{ POST, "/api/session/card", session_card, ROLE_PUBLIC,
	    .body = card_body, .answer = session_answer,
	    .summary = "Sign in as a pupil with the class card" },
	{ POST, "/api/session/pin", session_pin, ROLE_PUPIL, .partial = true,
	    .body = pin_body, .answer = session_answer,
	    .summary = "Answer the picture PIN on another device" },
	{ PUT, "/api/session/pin", session_pin_choose, ROLE_PUPIL,
	    .body = pin_body, .answer = session_answer,
	    .summary = "Choose the picture PIN" },
	{ POST, "/api/session/link", session_link, ROLE_PUBLIC,
	    .body = link_body, .answer = session_answer,
	    .summary = "Come in as a guardian with a one-time code" },
	{ GET, "/api/session/office", session_office, ROLE_PUBLIC | ROLE_ANY,
	    .apart = true, .answer_type = "text/html",
	    .summary = "To the office's own sign-in (OpenID Connect)" },
	{ GET, "/api/session/office/back", session_office_back,
	    ROLE_PUBLIC | ROLE_ANY, .query = oidc_query, .apart = true,
	    .answer_type = "text/html",
	    .summary = "Back from the office's own sign-in" },
	{ DELETE, "/api/session", session_leave, ROLE_ANY, .partial = true,
	    .summary = "Sign out" },
	{ GET, "/api/sessions", sessions_list, ROLE_ANY,
	    .answer = sessions_answer, .summary = "Where I am signed in" },
	{ DELETE, "/api/sessions/{session}", sessions_end, ROLE_ANY,
	    .scope = "session", .summary = "Sign out on one device" },
	{ DELETE, "/api/sessions", sessions_end_all, ROLE_ANY,
	    .summary = "Sign out everywhere else" },
	{ POST, "/api/account/totp", totp_begin, ROLE_STAFF, .partial = true,
	    .answer = totp_answer, .summary = "Set up the second factor" },
	{ PUT, "/api/account/totp", totp_confirm, ROLE_STAFF, .partial = true,
	    .body = code_body, .answer = session_answer,
	    .summary = "Confirm the second factor with a first code" },
	{ PUT, "/api/account/password", password_replace, ROLE_STAFF,
	    .body = password_change, .apart = true,
	    .summary = "Change the own password" },
	{ PUT, "/api/account/lang", lang_replace, ROLE_ANY, .body = lang_body,
	    .summary = "Change the own language" },

	{ GET, "/api/pupils", pupils_find, ROLE_TEACHER, .query = pupils_query,
	    .answer = pupils_answer,
	    .summary = "Pupils of the own classes, by name or class" },
	{ GET, "/api/pupils/{pupil}", pupil_show, READS_PUPIL, .scope = "pupil",
	    .answer = pupil_answer,
	    .summary = "One pupil: enrolments, consents, entry" },
	{ GET, "/api/pupils/{pupil}/looks", pupil_looks, READS_PUPIL,
	    .scope = "pupil", .answer = looks_answer,
	    .summary = "Who looked at, changed or exported the record" },
	{ PUT, "/api/pupils/{pupil}/ai", pupil_ai, READS_PUPIL,
	    .scope = "pupil", .body = ai_body,
	    .summary = "Take or refuse suggestions by AI" },
	{ GET, "/api/pupils/{pupil}/needs", needs_show, READS_PUPIL,
	    .scope = "pupil", .answer = needs_fields,
	    .summary = "What the pupil needs on the day" },
	{ PUT, "/api/pupils/{pupil}/needs", needs_change,
	    ROLE_GUARDIAN | ROLE_TEACHER, .scope = "pupil",
	    .body = needs_fields, .summary = "Say what the pupil needs" },
	{ GET, "/api/consent-wording", consent_wording, ROLE_PUBLIC | ROLE_ANY,
	    .query = wording_query, .answer = wording_answer,
	    .summary = "The text that a consent is given to" },
	{ POST, "/api/pupils/{pupil}/consents", consent_enter, READS_PUPIL,
	    .scope = "pupil", .body = consent_body, .answer = consent_answer,
	    .summary = "Give a consent, or register a signed form" },
	{ POST, "/api/consents/{consent}/withdraw", consent_withdraw,
	    READS_PUPIL, .scope = "consent", .summary = "Withdraw a consent" },
	{ POST, "/api/pupils/{pupil}/invitations", invitation_issue,
	    ROLE_TEACHER, .scope = "pupil", .answer = invitation_answer,
	    .summary = "A one-time code for a guardian" },
	{ GET, "/api/wards", wards_list, ROLE_GUARDIAN, .answer = wards_answer,
	    .summary = "The children of a guardian" },
	{ POST, "/api/classes/{class}/cards", cards_print, ROLE_TEACHER,
	    .scope = "class", .body = cards_body,
	    .answer_type = "application/pdf", .apart = true, .seconds = 60,
	    .summary = "New class cards to print; older ones end" },
	{ GET, "/api/classes/{class}/consent-forms", consent_forms,
	    ROLE_TEACHER, .scope = "class", .answer_type = "application/pdf",
	    .summary = "Paper consent forms of those who need one" },
	{ DELETE, "/api/pupils/{pupil}/devices", devices_forget, ROLE_TEACHER,
	    .scope = "pupil",
	    .summary = "Forget a pupil's devices, sessions and picture PIN" },

	{ GET, "/api/regions", regions_list, ROLE_STAFF,
	    .answer = regions_answer, .summary = "The regions" },
	{ GET, "/api/schools", schools_find,
	    ROLE_ENGINEER | ROLE_SUPERVISOR | ROLE_CENTRE,
	    .query = schools_query, .answer = schools_answer,
	    .summary = "Schools within reach" },

	{ POST, "/api/imports", import_start, IMPORTS, .body = import_body,
	    .answer = import_started, .apart = true, .seconds = 900,
	    .body_max = 520 * 1024 * 1024,
	    .summary = "Hand in a file; it is checked, nothing is written" },
	{ GET, "/api/imports", imports_list, IMPORTS, .answer = imports_answer,
	    .apart = true, .summary = "The own imports" },
	{ GET, "/api/imports/{import}", import_show, IMPORTS, .scope = "import",
	    .answer = import_answer, .apart = true,
	    .summary = "How far an import is and what it found" },
	{ POST, "/api/imports/{import}/confirm", import_confirm, IMPORTS,
	    .scope = "import", .apart = true,
	    .summary = "Write what was checked" },
	{ POST, "/api/imports/{import}/cancel", import_cancel, IMPORTS,
	    .scope = "import", .apart = true,
	    .summary = "Stop and throw away" },
	{ GET, "/api/roster-template", import_template, IMPORTS,
	    .answer_type = "application/vnd.openxmlformats-officedocument"
			   ".spreadsheetml.sheet",
	    .summary = "The empty roster for Excel" },

	{ GET, "/api/accounts", accounts_find, ROLE_ENGINEER,
	    .query = accounts_query, .answer = accounts_answer,
	    .summary = "Staff accounts" },
	{ POST, "/api/accounts", account_add, ROLE_ENGINEER,
	    .body = account_body, .answer = account_secret, .apart = true,
	    .summary = "A new staff account with a first password" },
	{ POST, "/api/accounts/{account}/reset", account_reset, ROLE_ENGINEER,
	    .scope = "account", .answer = account_secret, .apart = true,
	    .summary = "A new password; the second factor starts anew" },
	{ PUT, "/api/accounts/{account}/state", account_state, ROLE_ENGINEER,
	    .scope = "account", .body = account_change,
	    .summary = "Close or open an account" },
	{ 0 },
};
