/*
 * The cards of a class on paper. The page is made first and the cards are put
 * in force when it is ready, so that no card ends before its heir exists.
 */
#include <string.h>

#include "base/random.h"
#include "base/text.h"
#include "paper/paper.h"
#include "people/inside.h"
#include "people/routes.h"

enum { CARDS_MOST = 200 };

struct print {
	const char *class_name, *school_name;
	size_t count;
	struct printed {
		int64_t pupil, number;
		const char *name;
		enum lang lang;
		char code[CODE_LETTERS + 1];
	} * cards;
};

/* Named, or with no card yet where nobody is named. */
static bool
card_wanted(struct request *rq, int64_t pupil, bool has_card)
{
	json_t *wanted = body_json(rq, "pupils"), *id;
	size_t i;

	if (json_array_size(wanted) == 0)
		return !has_card;
	json_array_foreach(
	    wanted, i, id) if (text_is(json_string_value(id),
				   id_text(rq->arena, pupil))) return true;
	return false;
}

static void
card_take(struct request *rq, struct print *print, const struct rows *rows)
{
	struct printed *card = &print->cards[print->count];

	if (!card_wanted(rq, rows_id(rows, 0), rows_int(rows, 4) > 0))
		return;
	card->pupil = rows_id(rows, 0);
	card->name = arena_text(rq->arena, rows_text(rows, 1));
	card->number = rows_int(rows, 2);
	card->lang = lang_from(rows_text(rows, 3));
	print->class_name = arena_text(rq->arena, rows_text(rows, 5));
	print->school_name = arena_text(rq->arena, rows_text(rows, 6));
	random_code(card->code, CODE_LETTERS);
	print->count++;
}

static bool
print_read(struct request *rq, struct db *db, void *with)
{
	struct print *print = with;
	struct rows rows;

	print->cards = arena_array(rq->arena, CARDS_MOST, sizeof *print->cards);
	rows = db_ask(db,
	    "SELECT p.id, p.name, p.number, p.lang, "
	    "(SELECT COUNT(*) FROM card d WHERE d.pupil = p.id), c.name, "
	    "s.name FROM pupil p JOIN class c ON c.id = p.class "
	    "JOIN school s ON s.id = c.school "
	    "WHERE p.class = ? AND p.state = 'enrolled' "
	    "ORDER BY p.number, p.name, p.id",
	    ARGS(ID(path_id(rq, "class"))));
	while (print->count < CARDS_MOST && rows_next(&rows))
		card_take(rq, print, &rows);
	rows_close(&rows);
	return true;
}

static struct paper_card
card_laid_out(
    struct request *rq, const struct print *print, const struct printed *card)
{
	const char *origin = request_origin(rq);
	const char *host = strstr(origin, "://");
	const struct word words[] = {
		{ "school", print->school_name },
		{ "class", print->class_name },
		{ "number",
		    card->number ? id_text(rq->arena, card->number) : "" },
		{ "address", host != NULL ? host + 3 : origin },
		{ 0 },
	};

	return (struct paper_card){
		.qr = arena_printf(rq->arena, "%s/c#%s", origin, card->code),
		.heading = card->name,
		.lines = {
			say_with(rq->arena, card->lang, card->number ?
			    "card.class_number" : "card.class", words),
			say_with(rq->arena, card->lang, "card.scan", words),
			say_with(rq->arena, card->lang, "card.type", words),
			say(card->lang, "card.keep"),
		},
		.code = code_shown(rq->arena, card->code),
	};
}

static bool
print_make(struct request *rq, const struct print *print, const char **bytes,
    size_t *length)
{
	struct paper *paper = paper_new(rq->arena,
	    &(struct paper_options){ .title = say(rq->lang, "card.title"),
		.author = "Giljabi",
		.foot = print->class_name,
		.lang = rq->lang });
	struct paper_card *cards = arena_array(
	    rq->arena, print->count, sizeof *cards);
	size_t i;

	for (i = 0; i < print->count; i++)
		cards[i] = card_laid_out(rq, print, &print->cards[i]);
	paper_cards(paper, cards, (int)print->count);
	return paper_end(paper, bytes, length);
}

static bool
print_keep(struct request *rq, struct db *db, void *with)
{
	const struct print *print = with;
	size_t i;

	for (i = 0; i < print->count; i++)
		card_keep(db, rq->now, print->cards[i].pupil, &rq->actor,
		    print->cards[i].code);
	return db_ok(db);
}

void
cards_print(struct request *rq)
{
	struct print print = { 0 };
	const char *bytes;
	size_t length;

	if (!request_read(rq, print_read, &print))
		return;
	if (print.count == 0)
		answer_error(rq, 409, "cards.nobody", NULL);
	else if (!print_make(rq, &print, &bytes, &length))
		answer_error(rq, 503, "print", NULL);
	else if (request_write(rq, print_keep, &print))
		answer_bytes(rq, "application/pdf", bytes, length, "cards.pdf");
}
