/*
 * The doors of this room: rounds and their draw (the centre's), wishes and what
 * came of them (pupils', classes'), the day itself, and what anybody may see.
 */
#include "seats/routes.h"

#include "seats/seats.h"
#include "sites/sites.h"

static const char *const kinds[] = { "pupils", "classes", "both", NULL };
static const char *const states[] = { "draft", "published", "open", "closed",
	"frozen", "drawn", "announced", NULL };
static const char *const groups[] = { "care", "special", "migrant", "rural",
	NULL };
static const char *const band_kinds[] = { "fewer", "remote", NULL };
static const char *const steps[] = { "draft", "published", "frozen", "closed",
	"announced", NULL };
static const char *const answers[] = { "accept", "decline", NULL };
static const char *const seat_states[] = { "offered", "accepted", "declined",
	"lapsed", "moved", "cancelled", "absent", NULL };
static const char *const points[] = { "depart", "arrive", "leave", "home",
	NULL };
static const char *const mark_states[] = { "here", "missing", "excused", NULL };
/* How many rank it for each seat: under 1, up to 3, more. Told once a day. */
static const char *const crowds[] = { "few", "some", "many", NULL };

/* Rounds */

static const struct field reserve_fields[] = {
	{ "group", FIELD_CHOICE, .choices = groups, .required = true },
	{ "percent", FIELD_INT, 1, 50, .required = true }, /* of the seats */
	{ 0 },
};
static const struct field band_fields[] = {
	/*
	 * fewer: who got fewer seats this school year comes first, counted up
	 * to `value` (1 to 9); remote: who goes to school more than `value` km
	 * (1 to 100) from every site of the round comes first
	 */
	{ "by", FIELD_CHOICE, .choices = band_kinds, .required = true },
	{ "value", FIELD_INT, 1, 100, .required = true },
	{ 0 },
};
static const struct field cap_fields[] = {
	{ "site", FIELD_ID }, /* none: the whole round */
	{ "most", FIELD_INT, 0, 1000000, .required = true }, /* pupils */
	{ 0 },
};
#define ROUND_SETTINGS \
	{ "name", FIELD_TEXT, 1, 100, .required = true }, \
	    { "kind", FIELD_CHOICE, .choices = kinds, .required = true }, \
	    { "grade_from", FIELD_INT, 5, 12, .required = true }, \
	    { "grade_to", FIELD_INT, 5, 12, .required = true }, \
	    { "most", FIELD_INT, 1, 20, .required = true }, \
	    { "opens", FIELD_TIME, .required = true }, \
	    { "closes", FIELD_TIME, .required = true }, \
	    { "answers_until", FIELD_TIME, .required = true }, \
	    { "class_unit", FIELD_INT, 0, 40, .required = true }, \
	    { "reserves", FIELD_LIST, 0, 4, .fields = reserve_fields, \
		    .required = true }, \
	    { "bands", FIELD_LIST, 0, 2, .fields = band_fields, \
		    .required = true }, \
	{ \
		"caps", FIELD_LIST, 0, 200, .fields = cap_fields, \
					    .required = true \
	}

static const struct field round_body[] = {
	ROUND_SETTINGS,
	{ "events", FIELD_LIST, 0, 5000, .of = FIELD_ID, .required = true },
	{ 0 },
};
static const struct field step_fields[] = {
	{ "to", FIELD_CHOICE, .choices = states, .required = true },
	{ "allowed", FIELD_BOOL, .required = true },
	{ "why", FIELD_TEXT }, /* not, in plain words */
	{ 0 },
};
static const struct field round_fields[] = {
	{ "id", FIELD_ID, .required = true },
	{ "region", FIELD_ID, .required = true },
	{ "region_name", FIELD_TEXT, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "year", FIELD_INT, .required = true },
	ROUND_SETTINGS,
	/* the rule in plain words, a sentence each, made from the settings */
	{ "words", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ "events", FIELD_INT, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "lists", FIELD_INT, .required = true }, /* saved so far */
	{ "seed_hash", FIELD_TEXT }, /* from the publication on */
	{ "seed", FIELD_TEXT }, /* from the draw on */
	{ "public_number", FIELD_TEXT },
	{ "log_hash", FIELD_TEXT },
	{ "drawn", FIELD_TIME },
	{ "announced", FIELD_TIME },
	{ "steps", FIELD_LIST, .fields = step_fields, .required = true },
	{ 0 },
};
static const struct field rounds_row[] = {
	{ "id", FIELD_ID, .required = true },
	{ "region", FIELD_ID, .required = true },
	{ "region_name", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "year", FIELD_INT, .required = true },
	{ "opens", FIELD_TIME, .required = true },
	{ "closes", FIELD_TIME, .required = true },
	{ "answers_until", FIELD_TIME, .required = true },
	{ "events", FIELD_INT, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "lists", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field rounds_query[] = {
	{ "state", FIELD_CHOICE, .choices = states },
	{ "year", FIELD_INT, 2000, 2100 },
	{ "page", FIELD_INT, 1, 10000 },
	{ 0 },
};
static const struct field rounds_answer[] = {
	{ "rounds", FIELD_LIST, .fields = rounds_row, .required = true },
	{ "total", FIELD_INT, .required = true },
	{ "page", FIELD_INT, .required = true },
	{ "pages", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field made_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ 0 },
};
static const struct field round_event_fields[] = {
	{ "event", FIELD_OBJECT, .fields = event_fields, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "least", FIELD_INT, .required = true },
	{ "first", FIELD_INT, .required = true }, /* lists that begin with it */
	{ "any", FIELD_INT, .required = true }, /* lists that have it */
	{ 0 },
};
static const struct field round_events_answer[] = {
	{ "events", FIELD_LIST, .fields = round_event_fields,
	    .required = true },
	{ 0 },
};
static const struct field step_body[] = {
	{ "to", FIELD_CHOICE, .choices = steps, .required = true },
	{ 0 },
};
static const struct field draw_body[] = {
	{ "public_number", FIELD_TEXT, 1, 100, .required = true },
	{ 0 },
};

/*
 * Who would get what, or got it: shares, small groups (under five) without
 * figures. `by`: stage, region, school, group (never who is in it).
 */
static const struct field share_fields[] = {
	{ "by", FIELD_TEXT, .required = true },
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "applicants", FIELD_INT }, /* pupils; none: few */
	{ "placed", FIELD_REAL }, /* shares, 0..1 */
	{ "first", FIELD_REAL },
	{ "three", FIELD_REAL }, /* one of the first three wishes */
	{ 0 },
};
static const struct field event_result_fields[] = {
	{ "event", FIELD_OBJECT, .fields = event_fields, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "taken", FIELD_INT, .required = true },
	{ "accepted", FIELD_INT, .required = true },
	{ "waiting", FIELD_INT, .required = true },
	{ "closed", FIELD_BOOL, .required = true }, /* fell short */
	{ 0 },
};
static const struct field results_answer[] = {
	{ "applicants", FIELD_INT, .required = true },
	{ "placed", FIELD_INT, .required = true },
	{ "first", FIELD_INT, .required = true },
	{ "shares", FIELD_LIST, .fields = share_fields, .required = true },
	{ "events", FIELD_LIST, .fields = event_result_fields,
	    .required = true },
	/* simulation: "last_year" or "made_up" wishes; else null */
	{ "wishes", FIELD_TEXT },
	{ "checked", FIELD_BOOL }, /* the check found nothing */
	{ 0 },
};

/* What anybody may see */

static const struct field public_answer[] = {
	{ "id", FIELD_ID, .required = true },
	{ "region_name", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "opens", FIELD_TIME, .required = true },
	{ "closes", FIELD_TIME, .required = true },
	{ "answers_until", FIELD_TIME, .required = true },
	{ "events", FIELD_INT, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "words", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ "seed_hash", FIELD_TEXT, .required = true },
	{ "seed", FIELD_TEXT },
	{ "public_number", FIELD_TEXT },
	{ "log_hash", FIELD_TEXT },
	{ "drawn", FIELD_TIME },
	{ "applicants", FIELD_INT },
	{ "placed", FIELD_INT },
	/* sessions, nodes, placements, log: what can be taken away now */
	{ "files", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field public_list_answer[] = {
	{ "rounds", FIELD_LIST, .fields = rounds_row, .required = true },
	{ 0 },
};

/* Wishes of a pupil or a class */

static const struct field own_round_fields[] = {
	{ "id", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "opens", FIELD_TIME, .required = true },
	{ "closes", FIELD_TIME, .required = true },
	{ "answers_until", FIELD_TIME, .required = true },
	{ "most", FIELD_INT, .required = true },
	{ "events", FIELD_INT, .required = true },
	{ "wishes", FIELD_INT, .required = true }, /* on the saved list */
	{ "saved", FIELD_TIME },
	/* the class applies as a whole, so the own list is not drawn */
	{ "by_class", FIELD_BOOL, .required = true },
	/* the seat now held, once announced */
	{ "event", FIELD_OBJECT, .fields = event_fields },
	{ "seat", FIELD_CHOICE, .choices = seat_states },
	{ "until", FIELD_TIME },
	{ 0 },
};
static const struct field own_rounds_answer[] = {
	{ "rounds", FIELD_LIST, .fields = own_round_fields, .required = true },
	{ 0 },
};
static const struct field choice_fields[] = {
	{ "event", FIELD_OBJECT, .fields = event_fields, .required = true },
	{ "seats", FIELD_INT, .required = true },
	{ "crowd", FIELD_CHOICE, .choices = crowds }, /* as of yesterday */
	{ "distance", FIELD_REAL }, /* km from the school */
	{ "like", FIELD_TEXT }, /* "you could like this", why */
	{ "held", FIELD_BOOL, .required = true }, /* a seat is held that day */
	{ 0 },
};
static const struct field waiting_pupil[] = {
	{ "id", FIELD_ID, .required = true },
	{ "number", FIELD_INT },
	{ "name", FIELD_TEXT, .required = true },
	{ "wishes", FIELD_INT, .required = true },
	{ 0 },
};
static const struct field own_round_answer[] = {
	{ "round", FIELD_OBJECT, .fields = own_round_fields, .required = true },
	{ "words", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ "seed_hash", FIELD_TEXT },
	{ "choices", FIELD_LIST, .fields = choice_fields, .required = true },
	{ "list", FIELD_LIST, .of = FIELD_ID, .required = true },
	{ "size", FIELD_INT }, /* of a class */
	/* of a class: its pupils and how many wishes each has */
	{ "pupils", FIELD_LIST, .fields = waiting_pupil, .required = true },
	{ 0 },
};
static const struct field wishes_body[] = {
	{ "events", FIELD_LIST, 0, 20, .of = FIELD_ID, .required = true },
	{ 0 },
};
static const struct field wishes_saved[] = {
	{ "saved", FIELD_TIME, .required = true },
	{ 0 },
};

/* What came of the wishes */

static const struct field outcome_wish[] = {
	{ "event", FIELD_OBJECT, .fields = event_fields, .required = true },
	{ "place", FIELD_INT, .required = true }, /* on the list, from 1 */
	/* got, better (a wish above was got), full, closed, held, small,
	   cancelled */
	{ "outcome", FIELD_TEXT, .required = true },
	{ "words", FIELD_LONG, .required = true }, /* why, plainly */
	/* of a full one: the last who got in, and the own one */
	{ "cut_band", FIELD_INT },
	{ "cut_number", FIELD_TEXT },
	{ "seats", FIELD_INT, .required = true },
	{ "wished", FIELD_INT, .required = true }, /* who ranked it */
	{ "waiting", FIELD_INT }, /* place on the waiting list, from 1 */
	{ 0 },
};
static const struct field outcome_answer[] = {
	{ "round", FIELD_OBJECT, .fields = own_round_fields, .required = true },
	{ "pseudonym", FIELD_TEXT }, /* as it stands in the public files */
	{ "band", FIELD_INT },
	{ "number", FIELD_TEXT },
	{ "seat", FIELD_CHOICE, .choices = seat_states },
	{ "until", FIELD_TIME }, /* the seat is to be answered by */
	{ "event", FIELD_OBJECT, .fields = event_fields },
	{ "safety", FIELD_LONG },
	{ "wishes", FIELD_LIST, .fields = outcome_wish, .required = true },
	/* open seats are left there, best liked first */
	{ "open", FIELD_LIST, .fields = event_fields, .required = true },
	{ 0 },
};
static const struct field answer_body[] = {
	{ "answer", FIELD_CHOICE, .choices = answers, .required = true },
	{ 0 },
};
static const struct field answer_answer[] = {
	{ "seat", FIELD_CHOICE, .choices = seat_states, .required = true },
	{ 0 },
};
static const struct field calendar_answer[] = {
	{ "address", FIELD_TEXT, .required = true }, /* /api/calendars/… */
	{ 0 },
};

/* On the day */

static const struct field mark_fields[] = {
	{ "point", FIELD_CHOICE, .choices = points, .required = true },
	{ "state", FIELD_CHOICE, .choices = mark_states, .required = true },
	{ "reason", FIELD_TEXT, .required = true },
	{ "at", FIELD_TIME, .required = true },
	{ 0 },
};
static const struct field roll_person[] = {
	{ "pupil", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "school_name", FIELD_TEXT, .required = true },
	{ "class_name", FIELD_TEXT },
	{ "number", FIELD_INT },
	{ "needs", FIELD_LIST, .of = FIELD_TEXT, .required = true }, /* words */
	{ "code", FIELD_TEXT, .required = true }, /* hash of the QR's code */
	{ "marks", FIELD_LIST, .fields = mark_fields, .required = true },
	{ 0 },
};
static const struct field roll_answer[] = {
	{ "event", FIELD_OBJECT, .fields = event_fields, .required = true },
	{ "safety", FIELD_LONG, .required = true },
	{ "people", FIELD_LIST, .fields = roll_person, .required = true },
	{ 0 },
};
static const struct field mark_body[] = {
	{ "pupil", FIELD_ID, .required = true },
	{ "point", FIELD_CHOICE, .choices = points, .required = true },
	{ "state", FIELD_CHOICE, .choices = mark_states, .required = true },
	{ "reason", FIELD_TEXT, 0, 200, .required = true },
	{ "at", FIELD_TIME, .required = true },
	{ 0 },
};
static const struct field marks_body[] = {
	{ "marks", FIELD_LIST, 1, 200, .fields = mark_body, .required = true },
	{ 0 },
};
static const struct field mark_refused[] = {
	{ "pupil", FIELD_ID, .required = true },
	{ "point", FIELD_CHOICE, .choices = points, .required = true },
	{ "why", FIELD_TEXT, .required = true }, /* in plain words */
	{ 0 },
};
static const struct field marks_answer[] = {
	{ "kept", FIELD_INT, .required = true }, /* newer ones stayed */
	/* not of this roll, or made at another time; the others are kept */
	{ "refused", FIELD_LIST, .fields = mark_refused, .required = true },
	{ 0 },
};
static const struct field missing_person[] = {
	{ "event", FIELD_OBJECT, .fields = event_fields, .required = true },
	{ "pupil", FIELD_ID, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "school_name", FIELD_TEXT, .required = true },
	{ "class", FIELD_ID },
	{ "point", FIELD_CHOICE, .choices = points, .required = true },
	{ "at", FIELD_TIME, .required = true },
	{ 0 },
};
static const struct field missing_answer[] = {
	{ "missing", FIELD_LIST, .fields = missing_person, .required = true },
	{ 0 },
};
static const struct field code_answer[] = {
	{ "code", FIELD_TEXT, .required = true },
	{ "qr", FIELD_TEXT, .required = true }, /* SVG */
	{ 0 },
};
static const struct field feedback_body[] = {
	{ "stars", FIELD_INT, 1, 5, .required = true },
	{ "text", FIELD_LONG, 0, 1000, .required = true },
	{ 0 },
};
static const struct field feedback_row[] = {
	{ "class", FIELD_BOOL, .required = true }, /* by a teacher */
	{ "stars", FIELD_INT, .required = true },
	{ "text", FIELD_LONG, .required = true },
	{ 0 },
};
static const struct field feedback_answer[] = {
	{ "count", FIELD_INT, .required = true },
	{ "mean", FIELD_REAL }, /* of five or more */
	{ "rows", FIELD_LIST, .fields = feedback_row, .required = true },
	{ 0 },
};

#define PDF "application/pdf"
#define EXCEL \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
enum {
	READS_PUPIL = ROLE_PUPIL | ROLE_GUARDIAN | ROLE_TEACHER,
	READS_ROUND = ROLE_CENTRE | ROLE_SUPERVISOR,
	DRAW_SECONDS = 120,
	FILE_SECONDS = 120
};

const struct route seats_routes[] = {
	{ GET, "/api/rounds", rounds_list, READS_ROUND, .query = rounds_query,
	    .answer = rounds_answer, .summary = "Rounds within reach" },
	{ POST, "/api/regions/{region}/rounds", round_make, ROLE_CENTRE,
	    .scope = "region", .body = round_body, .answer = made_answer,
	    .body_max = 1 << 20, .summary = "Draft a round" },
	{ GET, "/api/rounds/{round}", round_show, READS_ROUND, .scope = "round",
	    .answer = round_fields,
	    .summary = "A round: settings, rule in words, next steps" },
	{ PUT, "/api/rounds/{round}", round_change, ROLE_CENTRE,
	    .scope = "round", .body = round_body, .body_max = 1 << 20,
	    .summary = "Change a draft" },
	{ GET, "/api/rounds/{round}/events", round_events, READS_ROUND,
	    .scope = "round", .answer = round_events_answer,
	    .summary = "The events of a round, and how many wish them" },
	{ POST, "/api/rounds/{round}/steps", round_step, ROLE_CENTRE,
	    .scope = "round", .body = step_body, .answer = round_fields,
	    .apart = true, .seconds = DRAW_SECONDS,
	    .summary = "Take the next step, or one back" },
	{ POST, "/api/rounds/{round}/simulation", round_try, ROLE_CENTRE,
	    .scope = "round", .answer = results_answer, .apart = true,
	    .seconds = DRAW_SECONDS,
	    .summary = "Who would get what, on last year's or made-up wishes" },
	{ POST, "/api/rounds/{round}/draw", round_draw, ROLE_CENTRE,
	    .scope = "round", .body = draw_body, .answer = results_answer,
	    .apart = true, .seconds = DRAW_SECONDS,
	    .summary = "Draw, check the draw, keep it" },
	{ GET, "/api/rounds/{round}/results", round_results, READS_ROUND,
	    .scope = "round", .answer = results_answer,
	    .summary = "What came of a draw, by event, school, stage, group" },
	/* what `giljabi allot check` takes; applicants need the groups, so
	   this one is for who audits */
	{ GET, "/api/rounds/{round}/files/{file}", round_file, ROLE_SUPERVISOR,
	    .scope = "round", .answer_type = "text/csv", .apart = true,
	    .seconds = FILE_SECONDS,
	    .summary = "A file of a draw, to check it elsewhere" },

	{ GET, "/api/public/rounds", public_rounds, ROLE_PUBLIC | ROLE_ANY,
	    .answer = public_list_answer, .summary = "Published rounds" },
	{ GET, "/api/public/rounds/{round}", public_round,
	    ROLE_PUBLIC | ROLE_ANY, .answer = public_answer,
	    .summary = "A published round: rule, seed's hash, outcome" },
	{ GET, "/api/public/rounds/{round}/files/{file}", public_file,
	    ROLE_PUBLIC | ROLE_ANY, .answer_type = "text/csv", .apart = true,
	    .seconds = FILE_SECONDS,
	    .summary = "Sessions, nodes, placements or log of a draw" },

	{ GET, "/api/pupils/{pupil}/rounds", pupil_rounds, READS_PUPIL,
	    .scope = "pupil", .answer = own_rounds_answer,
	    .summary = "Rounds that a pupil may enter or entered" },
	{ GET, "/api/pupils/{pupil}/rounds/{round}", pupil_round, READS_PUPIL,
	    .scope = "pupil", .answer = own_round_answer,
	    .summary = "What a pupil can wish, and the list" },
	{ PUT, "/api/pupils/{pupil}/rounds/{round}/wishes", pupil_wishes,
	    ROLE_PUPIL, .scope = "pupil", .body = wishes_body,
	    .answer = wishes_saved,
	    .summary = "Save the list; durable when acknowledged" },
	{ GET, "/api/pupils/{pupil}/rounds/{round}/outcome", pupil_outcome,
	    READS_PUPIL, .scope = "pupil", .answer = outcome_answer,
	    .summary = "Seat or reason, wish by wish" },
	{ PUT, "/api/pupils/{pupil}/rounds/{round}/seat", pupil_answer,
	    ROLE_PUPIL | ROLE_GUARDIAN, .scope = "pupil", .body = answer_body,
	    .answer = answer_answer, .summary = "Accept or decline a seat" },
	{ GET, "/api/pupils/{pupil}/rounds/{round}/code", pupil_code,
	    READS_PUPIL, .scope = "pupil", .answer = code_answer,
	    .summary = "The QR code of a seat, for the roll-call" },
	{ POST, "/api/pupils/{pupil}/calendar", pupil_calendar,
	    ROLE_PUPIL | ROLE_GUARDIAN, .scope = "pupil",
	    .answer = calendar_answer,
	    .summary = "A calendar's address; the one before ends" },
	{ PUT, "/api/pupils/{pupil}/events/{event}/feedback", pupil_feedback,
	    ROLE_PUPIL, .scope = "pupil", .body = feedback_body,
	    .summary = "How it was, by a pupil" },

	{ GET, "/api/classes/{class}/rounds", class_rounds, ROLE_TEACHER,
	    .scope = "class", .answer = own_rounds_answer,
	    .summary = "Rounds that a class or its pupils may enter" },
	{ GET, "/api/classes/{class}/rounds/{round}", class_round, ROLE_TEACHER,
	    .scope = "class", .answer = own_round_answer,
	    .summary = "What a class can wish, its list, who has no wish" },
	{ PUT, "/api/classes/{class}/rounds/{round}/wishes", class_wishes,
	    ROLE_TEACHER, .scope = "class", .body = wishes_body,
	    .answer = wishes_saved, .summary = "Save the list of a class" },
	{ GET, "/api/classes/{class}/rounds/{round}/outcome", class_outcome,
	    ROLE_TEACHER, .scope = "class", .answer = outcome_answer,
	    .summary = "What the class got, wish by wish" },
	{ PUT, "/api/classes/{class}/rounds/{round}/seat", class_answer,
	    ROLE_TEACHER, .scope = "class", .body = answer_body,
	    .answer = answer_answer,
	    .summary = "Accept or decline the seats of a class" },
	{ GET, "/api/classes/{class}/rounds/{round}/letters", class_letters,
	    ROLE_TEACHER, .scope = "class", .answer_type = PDF,
	    .summary = "Letters to guardians: who goes where, when" },
	{ POST, "/api/classes/{class}/calendar", class_calendar, ROLE_TEACHER,
	    .scope = "class", .answer = calendar_answer,
	    .summary = "A calendar's address; the one before ends" },
	{ GET, "/api/classes/{class}/events/{event}/roll", class_roll,
	    ROLE_TEACHER, .scope = "class", .answer = roll_answer,
	    .summary = "The roll of a class at an event" },
	{ POST, "/api/classes/{class}/events/{event}/marks", class_marks,
	    ROLE_TEACHER, .scope = "class", .body = marks_body,
	    .answer = marks_answer,
	    .summary = "Marks of a roll-call; sending again changes nothing" },
	{ PUT, "/api/classes/{class}/events/{event}/feedback", class_feedback,
	    ROLE_TEACHER, .scope = "class", .body = feedback_body,
	    .summary = "How it was, by a teacher" },

	{ GET, "/api/events/{event}/people", event_people, ROLE_CENTRE,
	    .scope = "event", .answer_type = EXCEL,
	    .summary = "Who comes, as Excel" },
	{ GET, "/api/events/{event}/paper", event_paper, ROLE_CENTRE,
	    .scope = "event", .answer_type = PDF,
	    .summary = "Who comes, and for the site how many and which needs" },
	{ GET, "/api/events/{event}/roll", event_roll, ROLE_CENTRE,
	    .scope = "event", .answer = roll_answer,
	    .summary = "The roll of an event" },
	{ POST, "/api/events/{event}/marks", event_marks, ROLE_CENTRE,
	    .scope = "event", .body = marks_body, .answer = marks_answer,
	    .summary = "Marks of a roll-call; sending again changes nothing" },
	{ GET, "/api/events/{event}/feedback", event_feedback, ROLE_CENTRE,
	    .scope = "event", .answer = feedback_answer,
	    .summary = "How it was" },
	{ GET, "/api/missing", missing_list, ROLE_CENTRE | ROLE_TEACHER,
	    .answer = missing_answer,
	    .summary = "Who is missing now, within reach" },
	{ GET, "/api/calendars/{calendar}", calendar_show,
	    ROLE_PUBLIC | ROLE_ANY, .answer_type = "text/calendar",
	    .summary = "A calendar by its secret address" },
	{ 0 },
};
