/*
 * The doors of this room: the test, the result, the brief, the class at a
 * glance, the province at a glance.
 */
#include "guide/routes.h"

#include "guide/suggest.h"

static const char *const stages[] = { "elementary", "middle", "high", NULL };
static const char *const copies[] = { "pupil", "teacher", NULL };
static const char *const langs[] = { "ko", "en", NULL };
static const char *const decisions[] = { "keep", "change", "reject", "open",
	NULL };
static const char *const sheet_states[] = { "none", "running", "done", NULL };
static const char *const brief_states[] = { "none", "draft", "signed", NULL };

/* The test */

static const struct field item_fields[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ "value", FIELD_INT, .required = true }, /* 0: no answer yet */
	{ 0 },
};
static const struct field test_answer[] = {
	/* consent, consent_guardian, ready, running, done */
	{ "state", FIELD_TEXT, .required = true },
	{ "stage", FIELD_CHOICE, .choices = stages, .required = true },
	{ "bank", FIELD_TEXT, .required = true },
	{ "sheet", FIELD_ID },
	{ "items", FIELD_LIST, .fields = item_fields, .required = true },
	{ "answered", FIELD_INT, .required = true },
	{ "total", FIELD_INT, .required = true }, /* usually asked */
	{ "most", FIELD_INT, .required = true }, /* asked at the most */
	/* all asked items are answered, and no more will be asked */
	{ "complete", FIELD_BOOL, .required = true },
	{ "minutes", FIELD_INT, .required = true },
	{ "finished", FIELD_TIME },
	{ 0 },
};
static const struct field test_body[] = {
	{ "lang", FIELD_CHOICE, .choices = langs, .required = true },
	{ 0 },
};
static const struct field answer_body[] = {
	{ "value", FIELD_INT, 1, 5, .required = true },
	{ "milliseconds", FIELD_INT, 0, 86400000 },
	{ 0 },
};
static const struct field answer_saved[] = {
	{ "answered", FIELD_INT, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "complete", FIELD_BOOL, .required = true },
	/* what is asked next, once everything asked is answered */
	{ "more", FIELD_LIST, .fields = item_fields, .required = true },
	{ 0 },
};
static const struct field finish_answer[] = {
	/* same, fast, few: what was noticed, told gently */
	{ "notices", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ "finished", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field finish_body[] = {
	{ "anyway", FIELD_BOOL }, /* the notices were read */
	{ 0 },
};

/* The result: a profile and what is suggested */

static const struct field letter_fields[] = {
	{ "letter", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "score", FIELD_REAL, .required = true }, /* 0..1 */
	{ "low", FIELD_REAL, .required = true }, /* 80 % band */
	{ "high", FIELD_REAL, .required = true },
	{ "answered", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field profile_fields[] = {
	{ "letters", FIELD_LIST, .fields = letter_fields, .required = true },
	{ "level", FIELD_BOOL, .required = true }, /* nothing stands out */
	{ "tied", FIELD_INT, .required = true },
	{ "summary", FIELD_TEXT, .required = true }, /* in plain words */
	{ "sureness", FIELD_TEXT, .required = true }, /* in plain words */
	/* what to try to tell two equally strong ones apart */
	{ "apart", FIELD_TEXT },
	{ "notices", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field term_fields[] = {
	{ "letter", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "value", FIELD_REAL, .required = true },
	{ 0 },
};
static const struct field link_fields[] = {
	{ "kind", FIELD_TEXT, .required = true },
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field suggestion_fields[] = {
	{ "id", FIELD_TEXT, .required = true }, /* "major:nursing" */
	{ "name", FIELD_TEXT, .required = true },
	{ "about", FIELD_TEXT, .required = true },
	{ "why", FIELD_TEXT, .required = true }, /* one sentence */
	{ "sureness", FIELD_TEXT, .required = true }, /* steady, maybe, open */
	{ "steady", FIELD_REAL }, /* 0..1 */
	{ "probability", FIELD_REAL },
	{ "base", FIELD_REAL },
	{ "score", FIELD_REAL }, /* base and terms, as they add up */
	{ "terms", FIELD_LIST, .fields = term_fields, .required = true },
	{ "change", FIELD_TEXT }, /* what would change it, in words */
	{ "links", FIELD_LIST, .fields = link_fields, .required = true },
	{ "source", FIELD_TEXT }, /* "onet" where its figures are used */
	{ 0 },
};
static const struct field list_fields[] = {
	/* strengths, tries, fields, occupations, high_schools, majors,
	   questions, starters, checks, next */
	{ "kind", FIELD_TEXT, .required = true },
	{ "title", FIELD_TEXT, .required = true },
	{ "by_ai", FIELD_BOOL, .required = true },
	/* what it costs that the list holds different fields: share of fit */
	{ "loss", FIELD_REAL },
	{ "suggestions", FIELD_LIST, .fields = suggestion_fields,
	    .required = true },
	{ 0 },
};
static const struct field versions_fields[] = {
	{ "bank", FIELD_TEXT, .required = true },
	{ "model", FIELD_TEXT, .required = true },
	{ "catalogue", FIELD_TEXT, .required = true },
	/* explore, own; only: there are no two. Older briefs do not say. */
	{ "list", FIELD_TEXT },
	{ 0 },
};
static const struct field list_query[] = {
	/* of a model's two; the other than "explore" for teachers only */
	{ "list", FIELD_CHOICE, .choices = model_list_names },
	{ 0 },
};
static const struct field result_answer[] = {
	{ "stage", FIELD_CHOICE, .choices = stages, .required = true },
	{ "ai", FIELD_BOOL, .required = true },
	{ "sheet", FIELD_ID, .required = true },
	{ "finished", FIELD_TIME, .required = true },
	{ "profile", FIELD_OBJECT, .fields = profile_fields, .required = true },
	{ "lists", FIELD_LIST, .fields = list_fields, .required = true },
	{ "versions", FIELD_OBJECT, .fields = versions_fields,
	    .required = true },
	{ 0 },
};

/* What other answers would have changed */

static const struct field change_query[] = {
	{ "list", FIELD_CHOICE, .choices = model_list_names },
	{ "model", FIELD_TEXT, 1, 100 }, /* that the suggestions came of */
	{ 0 },
};
static const struct field changed_fields[] = {
	{ "item", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ "given", FIELD_INT, .required = true }, /* 1..5 */
	{ "instead", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field change_answer[] = {
	{ "kind", FIELD_TEXT, .required = true }, /* of the list it is about */
	{ "text", FIELD_TEXT, .required = true }, /* in words for the age */
	{ "answers", FIELD_LIST, .fields = changed_fields, .required = true },
	{ 0 },
};

/* The pupil's own way */

static const struct field stop_fields[] = {
	{ "id", FIELD_TEXT, .required = true }, /* know, look, try, plan */
	{ "state", FIELD_TEXT, .required = true }, /* done, next, later */
	{ 0 },
};
static const struct field way_answer[] = {
	{ "stage", FIELD_CHOICE, .choices = stages, .required = true },
	{ "stops", FIELD_LIST, .fields = stop_fields, .required = true },
	{ "test", FIELD_CHOICE, .choices = sheet_states, .required = true },
	{ "answered", FIELD_INT, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "minutes", FIELD_INT, .required = true },
	{ "consent", FIELD_TEXT, .required = true },
	{ "ai", FIELD_BOOL, .required = true },
	{ "brief_version", FIELD_INT }, /* the newest signed one */
	{ "brief", FIELD_ID },
	{ 0 },
};

/* Classes at a glance */

static const struct field today_class[] = {
	{ "id", FIELD_ID, .required = true },
	{ "school", FIELD_ID, .required = true },
	{ "school_name", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "grade", FIELD_INT, .required = true },
	{ "pupils", FIELD_INT, .required = true },
	{ "answered", FIELD_INT, .required = true },
	{ "running", FIELD_INT, .required = true },
	{ "drafts", FIELD_INT, .required = true }, /* ready to read */
	{ "signed", FIELD_INT, .required = true },
	{ "refused", FIELD_INT, .required = true }, /* refuse AI */
	{ "consent_missing", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field today_answer[] = {
	{ "year", FIELD_INT, .required = true },
	{ "classes", FIELD_LIST, .fields = today_class, .required = true },
	{ 0 },
};
static const struct field class_pupil[] = {
	{ "id", FIELD_ID, .required = true },
	{ "number", FIELD_INT },
	{ "name", FIELD_TEXT, .required = true },
	{ "test", FIELD_CHOICE, .choices = sheet_states, .required = true },
	{ "answered", FIELD_INT, .required = true },
	{ "finished", FIELD_TIME },
	{ "notices", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ "brief", FIELD_CHOICE, .choices = brief_states, .required = true },
	{ "version", FIELD_INT },
	{ "signed", FIELD_TIME },
	{ "ai", FIELD_BOOL, .required = true },
	{ "consent", FIELD_TEXT, .required = true },
	{ "card", FIELD_BOOL, .required = true },
	{ "letters", FIELD_TEXT }, /* the first two, "SA" */
	{ 0 },
};
static const struct field class_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ "school_name", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "grade", FIELD_INT, .required = true },
	{ "year", FIELD_INT, .required = true },
	{ "total", FIELD_INT, .required = true }, /* items of the test */
	{ "pupils", FIELD_LIST, .fields = class_pupil, .required = true },
	{ 0 },
};
static const struct field copy_query[] = {
	{ "copy", FIELD_CHOICE, .choices = copies },
	{ 0 },
};

/* The brief */

static const struct field decision_fields[] = {
	{ "suggestion", FIELD_TEXT, .required = true },
	{ "decision", FIELD_CHOICE, .choices = decisions, .required = true },
	{ "reason", FIELD_LONG },
	{ "text", FIELD_LONG },
	{ 0 },
};
static const struct field own_fields[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "kind", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "text", FIELD_LONG, .required = true },
	{ 0 },
};
static const struct field section_fields[] = {
	/* summary, changes, talk, agreed, teacher */
	{ "id", FIELD_TEXT, .required = true },
	{ "text", FIELD_LONG, .required = true },
	{ 0 },
};
static const struct field version_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "version", FIELD_INT },
	{ "state", FIELD_CHOICE, .choices = brief_states, .required = true },
	{ "signed", FIELD_TIME },
	{ "signer", FIELD_TEXT },
	{ 0 },
};
static const struct field moved_fields[] = {
	{ "letter", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "before", FIELD_REAL, .required = true },
	{ "now", FIELD_REAL, .required = true },
	{ "beyond_band", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field brief_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ "pupil", FIELD_ID, .required = true },
	{ "pupil_name", FIELD_TEXT, .required = true },
	{ "class_name", FIELD_TEXT },
	{ "state", FIELD_CHOICE, .choices = brief_states, .required = true },
	{ "version", FIELD_INT },
	{ "stage", FIELD_CHOICE, .choices = stages, .required = true },
	{ "ai", FIELD_BOOL, .required = true },
	{ "answered", FIELD_TIME }, /* when the sheet was finished */
	{ "sheet", FIELD_ID },
	{ "profile", FIELD_OBJECT, .fields = profile_fields },
	{ "lists", FIELD_LIST, .fields = list_fields, .required = true },
	{ "moved", FIELD_LIST, .fields = moved_fields, .required = true },
	{ "decisions", FIELD_LIST, .fields = decision_fields,
	    .required = true },
	{ "own", FIELD_LIST, .fields = own_fields, .required = true },
	{ "sections", FIELD_LIST, .fields = section_fields, .required = true },
	{ "versions", FIELD_OBJECT, .fields = versions_fields },
	{ "changed", FIELD_TIME, .required = true },
	{ "signed", FIELD_TIME },
	{ "signer", FIELD_TEXT },
	{ "hash", FIELD_TEXT },
	{ "newer_answers", FIELD_BOOL, .required = true },
	{ 0 },
};
static const struct field briefs_answer[] = {
	{ "briefs", FIELD_LIST, .fields = version_row, .required = true },
	{ 0 },
};
static const struct field decision_body[] = {
	{ "decision", FIELD_CHOICE, .choices = decisions, .required = true },
	{ "reason", FIELD_LONG, 0, 500 },
	{ "text", FIELD_LONG, 0, 1000 },
	{ 0 },
};
static const struct field list_body[] = {
	{ "list", FIELD_CHOICE, .choices = model_list_names, .required = true },
	{ 0 },
};
static const struct field own_body[] = {
	{ "kind", FIELD_TEXT, 1, 20, .required = true },
	{ "name", FIELD_TEXT, 1, 100, .required = true },
	{ "text", FIELD_LONG, 0, 1000, .required = true },
	{ 0 },
};
static const struct field section_body[] = {
	{ "text", FIELD_LONG, 0, 4000, .required = true },
	{ 0 },
};
static const struct field saved_answer[] = {
	{ "changed", FIELD_TIME, .required = true },
	{ "id", FIELD_TEXT }, /* of what was added */
	{ 0 },
};
static const struct field preview_answer[] = {
	{ "hash", FIELD_TEXT, .required = true },
	{ "document", FIELD_ANY, .required = true },
	{ 0 },
};
static const struct field sign_body[] = {
	{ "hash", FIELD_TEXT, 64, 64, .required = true },
	{ 0 },
};
static const struct field signed_answer[] = {
	{ "version", FIELD_INT, .required = true },
	{ "signed", FIELD_TIME, .required = true },
	{ "hash", FIELD_TEXT, .required = true },
	{ 0 },
};

/* The province at a glance: counts only; small ones are not shown */

static const struct field overview_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "part", FIELD_TEXT },
	{ "level", FIELD_TEXT },
	{ "schools", FIELD_INT },
	{ "pupils", FIELD_INT, .required = true },
	{ "few", FIELD_BOOL, .required = true }, /* fewer than five */
	{ "answered", FIELD_REAL }, /* shares, 0..1 */
	{ "signed", FIELD_REAL },
	{ "consent_missing", FIELD_REAL },
	{ 0 },
};
static const struct field overview_answer[] = {
	{ "rows", FIELD_LIST, .fields = overview_row, .required = true },
	{ "answered", FIELD_REAL }, /* of the rows not `few` */
	{ "signed", FIELD_REAL },
	{ 0 },
};
static const struct field overview_query[] = {
	{ "stage", FIELD_CHOICE, .choices = stages },
	{ 0 },
};

enum { READS_PUPIL = ROLE_PUPIL | ROLE_GUARDIAN | ROLE_TEACHER };

#define PDF "application/pdf"
#define EXCEL \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

const struct route guide_routes[] = {
	{ GET, "/api/way", way_show, ROLE_PUPIL, .answer = way_answer,
	    .summary = "My way: the stops of this school year" },
	{ GET, "/api/test", test_show, ROLE_PUPIL, .answer = test_answer,
	    .summary = "The interest test as far as it is" },
	{ POST, "/api/test", test_start, ROLE_PUPIL, .body = test_body,
	    .answer = test_answer, .summary = "Start, or start anew" },
	{ PUT, "/api/sheets/{sheet}/answers/{item}", answer_save, ROLE_PUPIL,
	    .scope = "sheet", .body = answer_body, .answer = answer_saved,
	    .summary = "Save one answer; durable when acknowledged" },
	{ POST, "/api/sheets/{sheet}/finish", sheet_finish, ROLE_PUPIL,
	    .scope = "sheet", .body = finish_body, .answer = finish_answer,
	    .summary = "Finish, unless something wants a second look" },
	{ GET, "/api/pupils/{pupil}/result", result_show, READS_PUPIL,
	    .scope = "pupil", .query = list_query, .answer = result_answer,
	    .summary = "Profile and suggestions of the newest answers" },
	{ GET, "/api/sheets/{sheet}/change", change_show, READS_PUPIL,
	    .scope = "sheet", .query = change_query, .answer = change_answer,
	    .summary = "Which other answers would have changed the first" },

	{ GET, "/api/today", today_show, ROLE_TEACHER, .answer = today_answer,
	    .summary = "What needs the teacher, by class" },
	{ GET, "/api/classes/{class}", class_show, ROLE_TEACHER,
	    .scope = "class", .answer = class_answer,
	    .summary = "A class: who answered, who has a brief, who waits" },
	{ GET, "/api/classes/{class}/table", class_table, ROLE_TEACHER,
	    .scope = "class", .answer_type = EXCEL,
	    .summary = "The class as an Excel table" },
	{ GET, "/api/classes/{class}/briefs", class_briefs, ROLE_TEACHER,
	    .scope = "class", .query = copy_query, .answer_type = PDF,
	    .seconds = 120, .summary = "All briefs of the class as one PDF" },

	{ GET, "/api/pupils/{pupil}/briefs", briefs_list, READS_PUPIL,
	    .scope = "pupil", .answer = briefs_answer,
	    .summary = "The versions of a pupil's brief" },
	{ POST, "/api/pupils/{pupil}/briefs", brief_open, ROLE_TEACHER,
	    .scope = "pupil", .answer = brief_answer,
	    .summary = "The open draft, made when there is none" },
	{ GET, "/api/briefs/{brief}", brief_show, READS_PUPIL, .scope = "brief",
	    .answer = brief_answer, .summary = "One brief" },
	{ PUT, "/api/briefs/{brief}/list", brief_list, ROLE_TEACHER,
	    .scope = "brief", .body = list_body, .answer = saved_answer,
	    .summary = "Suggest by the other of the model's two lists" },
	{ PUT, "/api/briefs/{brief}/suggestions/{suggestion}", brief_decide,
	    ROLE_TEACHER, .scope = "brief", .body = decision_body,
	    .answer = saved_answer,
	    .summary = "Keep, change or reject a suggestion" },
	{ POST, "/api/briefs/{brief}/own", brief_own_add, ROLE_TEACHER,
	    .scope = "brief", .body = own_body, .answer = saved_answer,
	    .summary = "Add an own suggestion" },
	{ DELETE, "/api/briefs/{brief}/own/{own}", brief_own_remove,
	    ROLE_TEACHER, .scope = "brief", .answer = saved_answer,
	    .summary = "Take an own suggestion back" },
	{ PUT, "/api/briefs/{brief}/sections/{section}", brief_section,
	    ROLE_TEACHER, .scope = "brief", .body = section_body,
	    .answer = saved_answer, .summary = "Own words in a section" },
	{ GET, "/api/briefs/{brief}/preview", brief_preview, ROLE_TEACHER,
	    .scope = "brief", .answer = preview_answer,
	    .summary = "Exactly what a signature would keep" },
	{ POST, "/api/briefs/{brief}/sign", brief_sign_it, ROLE_TEACHER,
	    .scope = "brief", .body = sign_body, .answer = signed_answer,
	    .summary = "Sign what was shown, by its hash" },
	{ GET, "/api/briefs/{brief}/paper", brief_paper, READS_PUPIL,
	    .scope = "brief", .query = copy_query, .answer_type = PDF,
	    .summary = "One brief as PDF" },

	{ GET, "/api/overview", overview_regions, ROLE_SUPERVISOR,
	    .query = overview_query, .answer = overview_answer,
	    .summary = "The regions within reach, as shares" },
	{ GET, "/api/overview/{region}", overview_schools, ROLE_SUPERVISOR,
	    .scope = "region", .query = overview_query,
	    .answer = overview_answer,
	    .summary = "The schools of a region, as shares" },
	{ 0 },
};
