/*
 * Drafts: opened with what is suggested, changed by the teacher, every change
 * saved as it is made and written to the ledger.
 */
#include "guide/brief.h"

#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "guide/routes.h"
#include "ledger/ledger.h"

enum { OWN_MOST = 20, EDITS_MOST = 200 * 1024 };

#define NO_EDITS "{\"decisions\":{},\"own\":[],\"sections\":{}}"

/* Loading */

bool
brief_load(struct db *db, struct arena *arena, int64_t id, struct brief *brief)
{
	struct rows rows = db_ask(db,
	    "SELECT b.id, b.region, b.pupil, b.sheet, b.version, b.signer, "
	    "b.created, b.changed, b.signed, b.state, b.suggested, b.edits, "
	    "b.document, b.hash, a.name "
	    "FROM brief b LEFT JOIN account a ON a.id = b.signer "
	    "WHERE b.id = ?",
	    ARGS(ID(id)));
	bool found = rows_next(&rows);

	if (found)
		*brief = (struct brief){
			.id = rows_id(&rows, 0),
			.region = rows_id(&rows, 1),
			.pupil = rows_id(&rows, 2),
			.sheet = rows_id(&rows, 3),
			.version = rows_int(&rows, 4),
			.signer = rows_id(&rows, 5),
			.created = rows_int(&rows, 6),
			.changed = rows_int(&rows, 7),
			.signed_at = rows_int(&rows, 8),
			.is_signed = text_is(rows_text(&rows, 9), "signed"),
			.suggested = arena_text(arena, rows_text(&rows, 10)),
			.edits = arena_text(arena, rows_text(&rows, 11)),
			.document = arena_text(arena, rows_text(&rows, 12)),
			.hash = arena_text(arena, rows_text(&rows, 13)),
			.signer_name = arena_text(arena, rows_text(&rows, 14)),
		};
	rows_close(&rows);
	return found;
}

/* Pupils and guardians see what was signed, never a draft. */
bool
brief_of_request(struct request *rq, struct brief *brief)
{
	if (brief_load(rq->db, rq->arena, path_id(rq, "brief"), brief) &&
	    (brief->is_signed || rq->actor.role == ROLE_TEACHER))
		return true;
	answer_error(rq, 404, "not_found", NULL);
	return false;
}

bool
draft_of_request(struct request *rq, struct brief *brief)
{
	if (!brief_of_request(rq, brief))
		return false;
	if (!brief->is_signed)
		return true;
	answer_error(rq, 409, "brief.signed", NULL);
	return false;
}

bool
brief_suggested(
    struct arena *arena, const struct brief *brief, struct suggested *suggested)
{
	return brief->suggested[0] != '\0' &&
	    suggested_read(arena, brief->suggested, suggested);
}

/* Opening */

/* What a brief keeps of suggestions. */
static const char *
suggested_kept(
    struct db *db, struct arena *arena, const struct suggestion_input *input)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	struct suggested suggested;
	const char *kept;

	suggest(arena, input, &suggested);
	put_object(&writer, NULL);
	suggested_write(&writer, &suggested);
	put_object_end(&writer);
	if (text.failed)
		db_fail(db);
	kept = arena_text(arena, text.data ? text.data : "");
	buffer_free(&text);
	return kept;
}

/* "" without answers: the brief then holds the teacher's own words. */
static const char *
suggested_text(struct db *db, struct arena *arena, const struct pupil *pupil,
    enum model_list list, int64_t *sheet_id)
{
	const struct catalogue *catalogue = catalog_hold(db, arena);
	struct suggestion_input input;
	struct sheet sheet;

	*sheet_id = 0;
	if (catalogue == NULL ||
	    !sheet_finished(db, arena, pupil->id, 0, &sheet) ||
	    !sheet_input(db, arena, catalogue, &sheet, pupil->ai, &input))
		return "";
	*sheet_id = sheet.id;
	input.list = list;
	return suggested_kept(db, arena, &input);
}

static const char *
suggested_detail(
    struct arena *arena, int64_t brief, int64_t sheet, const char *suggested)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };
	struct suggested versions;
	char hash[HASH_HEX];
	const char *kept;

	sha256_hex(suggested, strlen(suggested), hash);
	put_object(&writer, NULL);
	put_id(&writer, "brief", brief);
	put_id(&writer, "sheet", sheet);
	put_text(&writer, "suggested", hash);
	if (suggested_read(arena, suggested, &versions)) {
		put_text(&writer, "bank", versions.bank);
		put_text(&writer, "model", versions.model);
		put_text(&writer, "catalogue", versions.catalogue);
		put_text(&writer, "list", versions.list);
	}
	put_object_end(&writer);
	kept = arena_text(arena, text.failed ? "{}" : text.data);
	buffer_free(&text);
	return kept;
}

int64_t
brief_draft(
    struct db *db, struct arena *arena, int64_t now, const struct pupil *pupil)
{
	int64_t id = id_new(), sheet;
	const char *text = suggested_text(
	    db, arena, pupil, MODEL_EXPLORE, &sheet);

	db_do(db,
	    "INSERT INTO brief (id, region, pupil, sheet, state, stage, "
	    "suggested, edits, created, changed) "
	    "VALUES (?, ?, ?, ?, 'draft', ?, ?, ?, ?, ?)",
	    ARGS(ID(id), ID(pupil->region), ID(pupil->id), ID(sheet),
		TEXT(stage_name(stage_of_grade(pupil->grade))), TEXT(text),
		TEXT(NO_EDITS), INT(now), INT(now)));
	if (text[0] != '\0')
		ledger_add(db, now,
		    &(struct ledger_entry){ .chain = pupil->region,
			.kind = "brief.suggested",
			.pupil = pupil->id,
			.detail = suggested_detail(arena, id, sheet, text) });
	return db_ok(db) ? id : 0;
}

/* The edits without the decisions on suggestions that are gone. */
static const char *
edits_undecided(struct arena *arena, const char *edits)
{
	json_t *json = json_read(arena, edits, strlen(edits));
	const char *kept;
	char *text;

	json_object_clear(json_object_get(json, "decisions"));
	text = json ? json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	kept = arena_text(arena, text ? text : NO_EDITS);
	memory_give(text);
	return kept;
}

/* The brief's suggestions from now on; in the ledger too. */
static void
suggested_put(struct request *rq, const struct brief *brief, int64_t sheet,
    const char *text, const char *edits)
{
	db_do(rq->db,
	    "UPDATE brief SET suggested = ?, sheet = ?, edits = ?, "
	    "changed = ? WHERE id = ?",
	    ARGS(TEXT(text), ID(sheet), TEXT(edits), INT(rq->now),
		ID(brief->id)));
	ledger_add(rq->db, rq->now,
	    &(struct ledger_entry){ .chain = brief->region,
		.kind = "brief.suggested",
		.actor = &rq->actor,
		.pupil = brief->pupil,
		.detail = suggested_detail(
		    rq->arena, brief->id, sheet, text) });
}

static bool
untouched(struct db *db, int64_t brief)
{
	return db_any(db, "SELECT 1 FROM brief WHERE id = ? AND edits = ?",
	    ARGS(ID(brief), TEXT(NO_EDITS)));
}

/*
 * A draft that nobody has touched follows newer answers; one with the teacher's
 * work in it stays, and the page tells. Who has refused AI since is obeyed in
 * either case: the decisions on its suggestions go with them.
 */
static void
draft_refresh(struct request *rq, const struct pupil *pupil, int64_t id)
{
	struct suggested old = { 0 };
	struct brief brief;
	int64_t sheet;
	const char *text;

	if (!brief_load(rq->db, rq->arena, id, &brief))
		return;
	brief_suggested(rq->arena, &brief, &old);
	if (!untouched(rq->db, id) && (pupil->ai || !old.ai))
		return;
	text = suggested_text(
	    rq->db, rq->arena, pupil, suggested_list(&old), &sheet);
	if (!text_is(text, brief.suggested))
		suggested_put(rq, &brief, sheet, text,
		    edits_undecided(rq->arena, brief.edits));
}

/*
 * The other of the model's two lists, from the same answers by the same model.
 * What was decided stays: it counts again where its suggestion is there again.
 */
void
brief_list(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct suggestion_input input;
	struct suggested old;
	struct brief brief;
	struct sheet sheet;

	if (!draft_of_request(rq, &brief))
		return;
	if (!brief_suggested(rq->arena, &brief, &old) || !old.ai ||
	    text_is(old.list, "only")) {
		answer_error(rq, 409, "brief.one_list", NULL);
		return;
	}
	if (catalogue == NULL ||
	    !sheet_load(rq->db, rq->arena, brief.sheet, &sheet) ||
	    !sheet_input_again(
		rq->db, rq->arena, catalogue, &sheet, old.model, &input)) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	input.list = text_is(body_text(rq, "list"), model_list_names[MODEL_OWN])
	    ? MODEL_OWN
	    : MODEL_EXPLORE;
	suggested_put(rq, &brief, sheet.id,
	    suggested_kept(rq->db, rq->arena, &input), brief.edits);
	put_int(answer(rq), "changed", rq->now);
}

/* Showing */

static bool
newer_answers(struct db *db, const struct brief *brief)
{
	return !brief->is_signed &&
	    db_any(db,
		"SELECT 1 FROM sheet WHERE pupil = ? AND finished > "
		"COALESCE((SELECT finished FROM sheet WHERE id = ?), 0) LIMIT 1",
		ARGS(ID(brief->pupil), ID(brief->sheet)));
}

static void
brief_write(
    struct request *rq, const struct brief *brief, const struct pupil *pupil)
{
	struct brief_view view = { brief, pupil,
		catalog_hold(rq->db, rq->arena), rq->lang,
		rq->actor.role == ROLE_TEACHER };
	struct writer *writer;

	if (view.catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	writer = answer(rq);
	put_id(writer, "id", brief->id);
	put_text(writer, "state", brief->is_signed ? "signed" : "draft");
	if (brief->is_signed) {
		put_int(writer, "signed", brief->signed_at);
		put_text(writer, "signer", brief->signer_name);
		put_text(writer, "hash", brief->hash);
		put_int(writer, "version", brief->version);
	}
	put_int(writer, "changed", brief->changed);
	put_id(writer, "sheet", brief->sheet);
	put_bool(writer, "newer_answers", newer_answers(rq->db, brief));
	brief_members(writer, rq->db, rq->arena, &view);
}

void
brief_show(struct request *rq)
{
	struct brief brief;
	struct pupil pupil;

	if (!brief_of_request(rq, &brief))
		return;
	if (!pupil_load(rq->db, rq->arena, brief.pupil, &pupil)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	pupil_looked_at(rq, &pupil, "brief.looked");
	brief_write(rq, &brief, &pupil);
}

void
brief_open(struct request *rq)
{
	struct pupil pupil;
	struct brief brief;
	int64_t id;

	if (!pupil_of_request(rq, &pupil))
		return;
	pupil_looked_at(rq, &pupil, "brief.looked");
	id = db_int(rq->db,
	    "SELECT id FROM brief WHERE pupil = ? "
	    "AND state = 'draft' ORDER BY created DESC LIMIT 1",
	    ARGS(ID(pupil.id)), 0);
	if (id == 0)
		id = brief_draft(rq->db, rq->arena, rq->now, &pupil);
	else
		draft_refresh(rq, &pupil, id);
	if (brief_load(rq->db, rq->arena, id, &brief))
		brief_write(rq, &brief, &pupil);
}

void
briefs_list(struct request *rq)
{
	bool teacher = rq->actor.role == ROLE_TEACHER;
	struct rows rows = db_ask(rq->db,
	    "SELECT b.id, b.version, b.state, b.signed, a.name FROM brief b "
	    "LEFT JOIN account a ON a.id = b.signer WHERE b.pupil = ? "
	    "AND (b.state = 'signed' OR ? = 1) ORDER BY b.created DESC "
	    "LIMIT 200",
	    ARGS(ID(path_id(rq, "pupil")), INT(teacher)));
	struct writer *writer = answer(rq);

	put_list(writer, "briefs");
	while (rows_next(&rows)) {
		put_object(writer, NULL);
		put_id(writer, "id", rows_id(&rows, 0));
		put_text(writer, "state", rows_text(&rows, 2));
		if (!rows_null(&rows, 1)) {
			put_int(writer, "version", rows_int(&rows, 1));
			put_int(writer, "signed", rows_int(&rows, 3));
			put_text(writer, "signer", rows_text(&rows, 4));
		}
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* Changing */

static json_t *
edits_read(struct request *rq, const struct brief *brief)
{
	json_t *edits = json_read(
	    rq->arena, brief->edits, strlen(brief->edits));

	if (edits == NULL)
		db_fail(rq->db); /* what we wrote ourselves is broken */
	return edits;
}

/* Without memory nothing is kept, so nothing may be acknowledged. */
static void
edit_made(struct request *rq, int result)
{
	if (result != 0)
		db_fail(rq->db);
}

/* What was done, without the words: those stay in the brief. */
static void
change_told(struct request *rq, const struct brief *brief, const char *what,
    const char *id, const char *decision)
{
	struct buffer text = { 0 };
	struct writer writer = { .out = &text };

	put_object(&writer, NULL);
	put_id(&writer, "brief", brief->id);
	put_text(&writer, what, id);
	if (decision != NULL)
		put_text(&writer, "decision", decision);
	put_object_end(&writer);
	if (text.failed)
		db_fail(rq->db);
	else
		ledger_add(rq->db, rq->now,
		    &(struct ledger_entry){ .chain = brief->region,
			.kind = "brief.changed",
			.actor = &rq->actor,
			.pupil = brief->pupil,
			.detail = text.data });
	buffer_free(&text);
}

static void
edits_save(struct request *rq, const struct brief *brief, json_t *edits,
    const char *id)
{
	char *text = json_dumps(edits, JSON_COMPACT | JSON_SORT_KEYS);
	struct writer *writer;

	if (text == NULL || strlen(text) > EDITS_MOST) {
		memory_give(text);
		answer_error(rq, 413, "brief.full", NULL);
		return;
	}
	db_do(rq->db,
	    "UPDATE brief SET edits = ?, changed = ? WHERE id = ? "
	    "AND state = 'draft'",
	    ARGS(TEXT(text), INT(rq->now), ID(brief->id)));
	memory_give(text);
	writer = answer(rq);
	put_int(writer, "changed", rq->now);
	if (id != NULL)
		put_text(writer, "id", id);
}

static bool
suggestion_there(struct request *rq, const struct brief *brief, const char *id)
{
	struct suggested suggested;

	return brief_suggested(rq->arena, brief, &suggested) &&
	    suggested_has(rq->arena, &suggested, id);
}

static json_t *
decision_new(struct request *rq)
{
	const char *reason = body_text(rq, "reason");
	const char *text = body_text(rq, "text");

	return json_pack("{s:s, s:s, s:s}", "decision",
	    body_text(rq, "decision"), "reason", reason ? reason : "", "text",
	    text ? text : "");
}

/* Rejecting wants a reason: it is what the next reader learns from. */
void
brief_decide(struct request *rq)
{
	const char *id = path_text(rq, "suggestion");
	const char *decision = body_text(rq, "decision");
	const char *reason = body_text(rq, "reason");
	struct brief brief;
	json_t *edits;

	if (!draft_of_request(rq, &brief))
		return;
	if (!suggestion_there(rq, &brief, id)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	if (text_is(decision, "reject") &&
	    (reason == NULL || reason[0] == '\0')) {
		answer_field(rq, "reason", "brief.reason", NULL);
		return;
	}
	edits = edits_read(rq, &brief);
	if (edits == NULL)
		return;
	if (text_is(decision, "open"))
		json_object_del(json_object_get(edits, "decisions"), id);
	else
		edit_made(rq,
		    json_object_set_new(json_object_get(edits, "decisions"), id,
			decision_new(rq)));
	change_told(rq, &brief, "suggestion", id, decision);
	edits_save(rq, &brief, edits, NULL);
}

void
brief_own_add(struct request *rq)
{
	const char *id = arena_printf(rq->arena, "%lld", (long long)id_new());
	struct brief brief;
	json_t *edits, *own;

	if (!draft_of_request(rq, &brief))
		return;
	edits = edits_read(rq, &brief);
	own = json_object_get(edits, "own");
	if (own == NULL)
		return;
	if (json_array_size(own) >= OWN_MOST) {
		answer_error(rq, 409, "brief.full", NULL);
		return;
	}
	edit_made(rq,
	    json_array_append_new(own,
		json_pack("{s:s, s:s, s:s, s:s}", "id", id, "kind",
		    body_text(rq, "kind"), "name", body_text(rq, "name"),
		    "text", body_text(rq, "text"))));
	change_told(rq, &brief, "own", id, NULL);
	edits_save(rq, &brief, edits, id);
}

void
brief_own_remove(struct request *rq)
{
	const char *id = path_text(rq, "own");
	struct brief brief;
	json_t *edits, *own;
	size_t i;

	if (!draft_of_request(rq, &brief))
		return;
	edits = edits_read(rq, &brief);
	own = json_object_get(edits, "own");
	for (i = 0; i < json_array_size(own); i++)
		if (text_is(id,
			json_string_value(
			    json_object_get(json_array_get(own, i), "id"))))
			break;
	if (i == json_array_size(own)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	json_array_remove(own, i);
	change_told(rq, &brief, "own_removed", id, NULL);
	edits_save(rq, &brief, edits, NULL);
}

static const char *const section_ids[] = { "summary", "changes", "talk",
	"agreed", "teacher", NULL };

void
brief_section(struct request *rq)
{
	const char *id = path_text(rq, "section");
	const char *const *known = section_ids;
	struct brief brief;
	json_t *edits;

	if (!draft_of_request(rq, &brief))
		return;
	while (*known != NULL && !text_is(*known, id))
		known++;
	if (*known == NULL) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	edits = edits_read(rq, &brief);
	if (edits == NULL)
		return;
	edit_made(rq,
	    json_object_set_new(json_object_get(edits, "sections"), id,
		json_string(body_text(rq, "text"))));
	change_told(rq, &brief, "section", id, NULL);
	edits_save(rq, &brief, edits, NULL);
}
