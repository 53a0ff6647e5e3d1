/* The doors of this room: what is published, publishing, the card of one. */
#include <string.h>

#include "base/text.h"
#include "model/audit_file.h"
#include "model/model.h"
#include "model/published.h"

enum { FILE_MOST = 4 * 1024 * 1024 };

static const char *const kinds[] = { "bank", "model", NULL };
static const char *const states[] = { "built_in", "published", "retired",
	NULL };

static const struct field bank_fields[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "name", FIELD_TEXT, .required = true }, /* the catalogue's bank */
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "in_use", FIELD_BOOL, .required = true },
	{ "people", FIELD_INT }, /* that it was fitted to */
	{ "published", FIELD_TIME },
	{ "retired", FIELD_TIME },
	{ 0 },
};
static const struct field list_answer[] = {
	{ "banks", FIELD_LIST, .fields = bank_fields, .required = true },
	/* what can be published for: the catalogue's banks */
	{ "names", FIELD_LIST, .of = FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field add_body[] = {
	{ "name", FIELD_TEXT, 1, 60, .required = true },
	/* bank.json or model.json, and audit.json, as the commands wrote them */
	{ "file", FIELD_TEXT, 2, FILE_MOST, .required = true },
	{ "audit", FIELD_TEXT, 2, FILE_MOST, .required = true },
	{ 0 },
};
static const struct field id_answer[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field part_fields[] = {
	{ "title", FIELD_TEXT, .required = true },
	{ "text", FIELD_TEXT, .required = true },
	{ 0 },
};
static const struct field card_answer[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "kind", FIELD_CHOICE, .choices = kinds, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "parts", FIELD_LIST, .fields = part_fields, .required = true },
	{ 0 },
};

void
banks_show(struct request *rq)
{
	published_write(rq->db, rq->arena, answer(rq));
}

void
banks_add(struct request *rq)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	const struct publication publication = { body_text(rq, "name"),
		body_text(rq, "file"), body_text(rq, "audit") };
	const char *id, *problem = "catalogue", *what = "";

	id = catalogue == NULL
	    ? NULL
	    : published_add(rq->db, rq->arena, rq->now, &rq->actor, catalogue,
		  &publication, &problem, &what);
	if (id != NULL)
		put_text(answer(rq), "id", id);
	else if (problem != NULL)
		answer_error(rq, 422, problem,
		    (const struct word[]){ { "what", what }, { 0 } });
}

void
banks_retire(struct request *rq)
{
	const char *id = path_text(rq, "bank");

	if (published_retire(rq->db, rq->arena, rq->now, &rq->actor, id))
		put_text(answer(rq), "id", id);
	else
		answer_error(rq, 404, "bank.unknown",
		    (const struct word[]){ { "what", id }, { 0 } });
}

/* The card: what the suggestions rest on, in plain words. */

static void
part_write(struct request *rq, struct writer *writer, const char *part,
    const struct word *words)
{
	put_object(writer, NULL);
	put_text(writer, "title",
	    say(rq->lang, arena_printf(rq->arena, "card.%s.title", part)));
	put_text(writer, "text",
	    say_with(rq->arena, rq->lang,
		arena_printf(rq->arena, "card.%s.text", part), words));
	put_object_end(writer);
}

static void
parts_write(struct request *rq, const char *kind, const char *id,
    const char *state, const char *const *parts, const struct word *words)
{
	struct writer *writer = answer(rq);

	put_text(writer, "id", id);
	put_text(writer, "kind", kind);
	put_text(writer, "state", state);
	put_list(writer, "parts");
	for (; *parts != NULL; parts++)
		part_write(rq, writer, *parts, words);
	put_list_end(writer);
}

static const char *
number_say(struct request *rq, int64_t number)
{
	return arena_printf(rq->arena, "%lld", (long long)number);
}

static void
bank_card(struct request *rq, const struct bank_entry *bank, int64_t people,
    const char *state)
{
	const char *const parts[] = { "what",
		text_is(state, "built_in") ? "expert" : "fitted", "band",
		"match", "spread", "fair", "limits", NULL };

	parts_write(rq, "bank", bank->id, state, parts,
	    (const struct word[]){ { "items", number_say(rq, bank->count) },
		{ "people", number_say(rq, people) }, { 0 } });
}

/* Of a hundred. */
static const char *
share_say(struct request *rq, double share)
{
	return arena_printf(rq->arena, "%.0f", 100 * share);
}

static void
model_card(struct request *rq, const char *id, int64_t people,
    const char *state, const char *text)
{
	static const char *const parts[] = { "model_what", "model_lists",
		"model_rest", "spread", "model_fair", "limits", NULL };
	struct audit_file audit;

	audit_file_parse(rq->arena, text, strlen(text), &audit);
	parts_write(rq, "model", id, state, parts,
	    (const struct word[]){ { "people", number_say(rq, people) },
		{ "tested", number_say(rq, audit.people) },
		{ "explore", share_say(rq, audit.top3_list) },
		{ "own", share_say(rq, audit.top3_model) },
		{ "ratio", arena_printf(rq->arena, "%.2f", audit.ratio) },
		{ 0 } });
}

/* True: answered. */
static bool
published_card(
    struct request *rq, const struct catalogue *catalogue, const char *id)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT kind, people, COALESCE(retired, 0), audit FROM fitted "
	    "WHERE id = ?",
	    ARGS(TEXT(id)));
	bool found = rows_next(&rows), model = false;
	const char *state = "published", *audit = "";
	const struct bank_entry *bank;
	int64_t people = 0;

	if (found) {
		model = text_is(rows_text(&rows, 0), "model");
		people = rows_int(&rows, 1);
		state = rows_int(&rows, 2) ? "retired" : "published";
		audit = arena_text(rq->arena, rows_text(&rows, 3));
	}
	rows_close(&rows);
	if (model)
		model_card(rq, id, people, state, audit);
	if (!found || model)
		return found;
	bank = model_bank(rq->db, rq->arena, catalogue, id);
	if (bank != NULL)
		bank_card(rq, bank, people, state);
	return bank != NULL;
}

void
banks_card(struct request *rq)
{
	const char *id = path_text(rq, "bank");
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	const struct bank_entry *bank;

	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	if (published_card(rq, catalogue, id))
		return;
	bank = catalog_bank(catalogue, id);
	if (bank == NULL)
		answer_error(rq, 404, "not_found", NULL);
	else
		bank_card(rq, bank, 0, "built_in");
}

const struct route model_routes[] = {
	{ GET, "/api/banks", banks_show, ROLE_ENGINEER | ROLE_SUPERVISOR,
	    .answer = list_answer,
	    .summary = "Banks and models and which are in use" },
	{ POST, "/api/banks", banks_add, ROLE_ENGINEER, .body = add_body,
	    .answer = id_answer, .body_max = 2 * FILE_MOST,
	    .summary = "Publish a bank or a model with its passed audit" },
	{ POST, "/api/banks/{bank}/retire", banks_retire, ROLE_ENGINEER,
	    .answer = id_answer, .summary = "Go back to the version before" },
	{ GET, "/api/banks/{bank}/card", banks_card,
	    ROLE_TEACHER | ROLE_CENTRE | ROLE_SUPERVISOR | ROLE_ENGINEER,
	    .answer = card_answer,
	    .summary = "What suggestions rest on, in plain words" },
	{ 0 },
};
