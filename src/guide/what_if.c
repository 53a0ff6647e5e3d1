/*
 * "What would have changed it": the answer that, given a little otherwise, would
 * bring another thing among the first three. Nothing is estimated, each try is
 * scored and ranked anew, so it is reckoned for the one who asks, when asking:
 * a few milliseconds for one answer; two at a time can take seconds.
 */
#include "base/text.h"
#include "engine/change.h"
#include "guide/routes.h"
#include "guide/sheet.h"
#include "guide/suggest.h"

enum { FIRST = 3, ANSWERS = 1 };

/* With the newest model, or the one that the viewer's suggestions came of. */
static bool
input_find(struct request *rq, const struct catalogue *catalogue,
    const struct sheet *sheet, struct suggestion_input *input)
{
	const char *model = query_text(rq, "model");

	return model != NULL
	    ? sheet_input_again(
		  rq->db, rq->arena, catalogue, sheet, model, input)
	    : sheet_input(rq->db, rq->arena, catalogue, sheet, true, input);
}

/* A finished sheet of a pupil who takes suggestions; answers itself. */
static bool
input_of_request(
    struct request *rq, struct sheet *sheet, struct suggestion_input *input)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct pupil pupil;

	if (!sheet_load(rq->db, rq->arena, path_id(rq, "sheet"), sheet) ||
	    sheet->finished == 0 ||
	    !pupil_load(rq->db, rq->arena, sheet->pupil, &pupil) || !pupil.ai) {
		answer_error(rq, 404, "not_found", NULL);
		return false;
	}
	if (catalogue == NULL || !input_find(rq, catalogue, sheet, input)) {
		answer_error(rq, 503, "catalogue", NULL);
		return false;
	}
	input->list = list_of_request(rq);
	return true;
}

static struct change
change_of(const struct suggestion_input *input, enum list_kind kind)
{
	const struct ranking *ranking = list_ranking(input, kind);
	interest_answer answers[INTEREST_ITEMS];

	suggestion_answers(input, answers);
	return change_find(
	    &(struct change_question){ .bank = &input->bank->bank,
		.table = input->bank->table,
		.answers = answers,
		.model = &ranking->model,
		.labels = ranking->model.starts != NULL
		    ? &input->model->lists[input->list]
		    : NULL,
		.first = FIRST,
		.most = ANSWERS });
}

static const char *
change_say(struct request *rq, enum stage stage, const struct change *change)
{
	return say(rq->lang,
	    arena_printf(rq->arena, "what_if.%s.%s",
		change->count > 0 ? "one" : "none", stage_name(stage)));
}

static void
answers_write(struct request *rq, struct writer *writer,
    const struct suggestion_input *input, const struct change *change)
{
	put_list(writer, "answers");
	for (int i = 0; i < change->count; i++) {
		const struct item *item = &input->bank->items[change->items[i]];
		const char *text = item->text.text[rq->lang];

		put_object(writer, NULL);
		put_text(writer, "item", item->id);
		put_text(writer, "text",
		    text != NULL && text[0] != '\0' ? text : item->id);
		put_int(
		    writer, "given", input->answers[change->items[i]] - '0');
		put_int(writer, "instead", change->answers[i]);
		put_object_end(writer);
	}
	put_list_end(writer);
}

void
change_show(struct request *rq)
{
	struct suggestion_input input;
	struct change change;
	struct sheet sheet;
	struct writer *writer;
	enum list_kind kind;

	if (!input_of_request(rq, &sheet, &input))
		return;
	kind = list_main(input.stage);
	change = change_of(&input, kind);
	writer = answer(rq);
	put_text(writer, "kind", list_names[kind]);
	put_text(writer, "text", change_say(rq, input.stage, &change));
	answers_write(rq, writer, &input, &change);
}
