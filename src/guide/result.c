/*
 * What a pupil sees of the own answers: the way through the school year, the
 * profile with what is suggested.
 */
#include "base/text.h"
#include "guide/asking.h"
#include "guide/routes.h"
#include "guide/sheet.h"
#include "guide/suggest.h"
#include "ledger/ledger.h"
#include "model/model.h"

/* Shown suggestions go to the ledger, once a viewer and what was shown. */

static const char *
shown_detail(struct arena *arena, const struct sheet *sheet,
    const struct suggested *suggested)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	const char *kept;

	put_object(&writer, NULL);
	put_id(&writer, "sheet", sheet->id);
	put_text(&writer, "bank", suggested->bank);
	put_text(&writer, "model", suggested->model);
	put_text(&writer, "catalogue", suggested->catalogue);
	put_text(&writer, "list", suggested->list);
	put_object_end(&writer);
	kept = text.failed ? NULL : arena_text(arena, text.data);
	buffer_free(&text);
	return kept;
}

/* False: it could not be written down, so it must not be shown. */
static bool
suggestion_shown(struct request *rq, const struct pupil *pupil,
    const struct sheet *sheet, const struct suggested *suggested)
{
	const char *detail = shown_detail(rq->arena, sheet, suggested);

	return detail != NULL &&
	    (db_any(rq->db,
		 "SELECT 1 FROM ledger "
		 "WHERE pupil = ? AND at >= ? AND kind = 'suggestion.shown' "
		 "AND actor = ? AND detail = ? LIMIT 1",
		 ARGS(ID(pupil->id), INT(sheet->finished),
		     ID(rq->actor.account), TEXT(detail))) ||
		ledger_tell(rq->store, rq->now,
		    &(struct ledger_entry){ .chain = pupil->region,
			.kind = "suggestion.shown",
			.actor = &rq->actor,
			.pupil = pupil->id,
			.detail = detail }));
}

enum model_list
list_of_request(struct request *rq)
{
	bool own = text_is(query_text(rq, "list"), model_list_names[MODEL_OWN]);

	return own && rq->actor.role == ROLE_TEACHER ? MODEL_OWN
						     : MODEL_EXPLORE;
}

void
result_show(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct suggestion_input input;
	struct suggested suggested;
	struct sheet sheet;
	struct pupil pupil;
	struct writer *writer;

	if (!pupil_of_request(rq, &pupil))
		return;
	if (!sheet_finished(rq->db, rq->arena, pupil.id, 0, &sheet)) {
		answer_error(rq, 404, "result.none", NULL);
		return;
	}
	if (catalogue == NULL ||
	    !sheet_input(
		rq->db, rq->arena, catalogue, &sheet, pupil.ai, &input)) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	input.list = list_of_request(rq);
	suggest(rq->arena, &input, &suggested);
	pupil_looked_at(rq, &pupil, "result.looked");
	if (!suggestion_shown(rq, &pupil, &sheet, &suggested)) {
		answer_error(rq, 503, "unwritten", NULL);
		return;
	}
	writer = answer(rq);
	put_id(writer, "sheet", sheet.id);
	put_int(writer, "finished", sheet.finished);
	suggested_say(
	    writer, rq->arena, rq->lang, catalogue, &suggested, false);
}

/* The way */

struct way {
	bool known; /* has a finished sheet */
	bool looked; /* has seen what it says */
	bool planned; /* a brief was signed after it */
	int64_t brief, version;
};

static void
way_read(struct request *rq, int64_t pupil, struct way *way)
{
	struct sheet done;
	struct rows rows = db_ask(rq->db,
	    "SELECT id, version, signed FROM brief WHERE pupil = ? "
	    "AND state = 'signed' ORDER BY version DESC LIMIT 1",
	    ARGS(ID(pupil)));
	int64_t when = 0;

	*way = (struct way){ 0 };
	if (rows_next(&rows)) {
		way->brief = rows_id(&rows, 0);
		way->version = rows_int(&rows, 1);
		when = rows_int(&rows, 2);
	}
	rows_close(&rows);
	way->known = sheet_finished(rq->db, rq->arena, pupil, 0, &done);
	if (!way->known)
		return;
	way->looked = ledger_has(
	    rq->db, pupil, "suggestion.shown", pupil, done.finished);
	way->planned = when > done.finished;
}

/* The first stop that is not done is next; trying never ends. */
static void
stops_write(struct writer *writer, const struct way *way)
{
	const struct {
		const char *id;
		bool done;
	} stops[] = {
		{ "know", way->known },
		{ "look", way->looked },
		{ "try", way->planned },
		{ "plan", way->planned },
	};
	bool next = true;
	size_t i;

	put_list(writer, "stops");
	for (i = 0; i < sizeof stops / sizeof stops[0]; i++) {
		put_object(writer, NULL);
		put_text(writer, "id", stops[i].id);
		put_text(writer, "state",
		    stops[i].done ? "done"
			: next    ? "next"
				  : "later");
		put_object_end(writer);
		next = next && stops[i].done;
	}
	put_list_end(writer);
}

static const char *
consent_name(enum consent_state state)
{
	return state == CONSENT_GIVEN ? "given"
	    : state == CONSENT_NEEDED ? "needed"
				      : "guardian";
}

static void
way_write(struct request *rq, const struct pupil *pupil,
    const struct bank_entry *bank, const struct sheet *sheet)
{
	struct writer *writer = answer(rq);
	struct asking asking;
	struct way way;

	asking_plan(bank, stage_of_grade(pupil->grade), &asking);
	way_read(rq, pupil->id, &way);
	put_text(writer, "stage", stage_name(stage_of_grade(pupil->grade)));
	stops_write(writer, &way);
	put_text(writer, "test",
	    sheet->id == 0        ? "none"
		: sheet->finished ? "done"
				  : "running");
	put_int(
	    writer, "answered", sheet->id ? sheet_answered(sheet->answers) : 0);
	put_int(writer, "total", asking.usual);
	put_int(writer, "minutes", sheet_minutes(asking.usual));
	put_text(writer, "consent",
	    consent_name(consent_state(rq->db, pupil, "test", rq->now)));
	put_bool(writer, "ai", pupil->ai);
	if (way.brief != 0) {
		put_int(writer, "brief_version", way.version);
		put_id(writer, "brief", way.brief);
	}
}

void
way_show(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct sheet sheet = { 0 };
	struct pupil pupil;

	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	if (!pupil_load(rq->db, rq->arena, rq->actor.pupil, &pupil)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	sheet_newest(rq->db, rq->arena, pupil.id, &sheet);
	way_write(rq, &pupil,
	    model_bank_for(
		rq->db, rq->arena, catalogue, stage_of_grade(pupil.grade)),
	    &sheet);
}
