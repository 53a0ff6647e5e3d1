/* The doors of this room: banks, their publishing, the card of a bank. */
#include <string.h>

#include "base/text.h"
#include "model/model.h"
#include "model/published.h"

enum { FILE_MOST = 4 * 1024 * 1024 };

static const char *const states[] = { "built_in", "published", "retired",
	NULL };

static const struct field bank_fields[] = {
	{ "id", FIELD_TEXT, .required = true },
	{ "name", FIELD_TEXT, .required = true },
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "in_use", FIELD_BOOL, .required = true },
	{ "people", FIELD_INT }, /* that it was calibrated on */
	{ "published", FIELD_TIME },
	{ "retired", FIELD_TIME },
	{ 0 },
};
static const struct field list_answer[] = {
	{ "banks", FIELD_LIST, .fields = bank_fields, .required = true },
	{ 0 },
};
static const struct field add_body[] = {
	{ "name", FIELD_TEXT, 1, 60, .required = true },
	/* bank.json and audit.json, as the commands wrote them */
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
	{ "state", FIELD_CHOICE, .choices = states, .required = true },
	{ "parts", FIELD_LIST, .fields = part_fields, .required = true },
	{ 0 },
};

void
banks_show(struct request *rq)
{
	banks_write(rq->db, rq->arena, answer(rq));
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
	    : bank_publish(rq->db, rq->arena, rq->now, &rq->actor, catalogue,
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

	if (bank_retire(rq->db, rq->arena, rq->now, &rq->actor, id))
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
card_write(struct request *rq, const struct bank_entry *bank, int64_t people,
    const char *state)
{
	struct writer *writer = answer(rq);
	bool fitted = !text_is(state, "built_in");
	const struct word words[] = {
		{ "items", arena_printf(rq->arena, "%d", bank->count) },
		{ "people",
		    arena_printf(rq->arena, "%lld", (long long)people) },
		{ 0 },
	};

	put_text(writer, "id", bank->id);
	put_text(writer, "state", state);
	put_list(writer, "parts");
	part_write(rq, writer, "what", words);
	part_write(rq, writer, fitted ? "fitted" : "expert", words);
	part_write(rq, writer, "band", words);
	part_write(rq, writer, "match", words);
	part_write(rq, writer, "fair", words);
	part_write(rq, writer, "limits", words);
	put_list_end(writer);
}

void
banks_card(struct request *rq)
{
	const char *id = path_text(rq, "bank");
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	const struct bank_entry *bank;
	struct rows rows = db_ask(rq->db,
	    "SELECT people, COALESCE(retired, 0) FROM bank WHERE id = ?",
	    ARGS(TEXT(id)));
	const char *state = "built_in";
	int64_t people = 0;

	if (rows_next(&rows)) {
		people = rows_int(&rows, 0);
		state = rows_int(&rows, 1) ? "retired" : "published";
	}
	rows_close(&rows);
	bank = catalogue != NULL ? model_bank(rq->db, rq->arena, catalogue, id)
				 : NULL;
	if (bank == NULL)
		answer_error(rq, 404, "not_found", NULL);
	else
		card_write(rq, bank, people, state);
}

const struct route model_routes[] = {
	{ GET, "/api/banks", banks_show, ROLE_ENGINEER | ROLE_SUPERVISOR,
	    .answer = list_answer,
	    .summary = "Banks of the interest test and which are in use" },
	{ POST, "/api/banks", banks_add, ROLE_ENGINEER, .body = add_body,
	    .answer = id_answer, .body_max = 2 * FILE_MOST,
	    .summary = "Publish a calibrated bank with its passed audit" },
	{ POST, "/api/banks/{bank}/retire", banks_retire, ROLE_ENGINEER,
	    .answer = id_answer,
	    .summary = "New sheets go back to the version before" },
	{ GET, "/api/banks/{bank}/card", banks_card,
	    ROLE_TEACHER | ROLE_CENTRE | ROLE_SUPERVISOR | ROLE_ENGINEER,
	    .answer = card_answer,
	    .summary = "What suggestions rest on, in plain words" },
	{ 0 },
};
