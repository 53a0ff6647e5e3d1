/*
 * The brief as A4 pages, laid out from the same members that the page shows:
 * who, profile, what was suggested and what the teacher made of it, the talk.
 */
#include "guide/brief_paper.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guide/routes.h"
#include "ledger/ledger.h"

struct printer {
	struct paper *paper;
	struct arena *arena;
	const struct brief_view *view;
	json_t *brief;
};

static const char *
words(const struct printer *printer, const char *id)
{
	return say(printer->view->lang, id);
}

static const char *
text_at(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

static double
real_at(const json_t *object, const char *name)
{
	return json_number_value(json_object_get(object, name));
}

/* Who */

static void
head_print(const struct printer *printer)
{
	const struct brief *brief = printer->view->brief;
	const char *lang = lang_name(printer->view->lang);
	const json_t *answered = json_object_get(printer->brief, "answered");
	char when[40];

	paper_text(printer->paper, PAPER_TITLE,
	    say_with(printer->arena, printer->view->lang, "paper.title",
		(const struct word[]){
		    { "name", text_at(printer->brief, "pupil_name") },
		    { 0 } }));
	if (text_at(printer->brief, "class_name")[0] != '\0')
		paper_pair(printer->paper, words(printer, "paper.class"),
		    text_at(printer->brief, "class_name"));
	if (answered != NULL) {
		clock_write_seoul(
		    json_integer_value(answered), lang, false, when);
		paper_pair(
		    printer->paper, words(printer, "paper.answered"), when);
	}
	if (brief->is_signed) {
		clock_write_seoul(brief->signed_at, lang, true, when);
		paper_pair(printer->paper, words(printer, "paper.signed"),
		    arena_printf(printer->arena, "%s, %s (v%d)", when,
			brief->signer_name ? brief->signer_name : "",
			(int)brief->version));
	} else
		paper_pair(printer->paper, words(printer, "paper.signed"),
		    words(printer, "paper.draft"));
	paper_rule(printer->paper);
}

/* The profile */

static void
profile_print(const struct printer *printer)
{
	const json_t *profile = json_object_get(printer->brief, "profile");
	const json_t *letters = json_object_get(profile, "letters"), *letter;
	struct paper_bar bars[LETTERS];
	int count = 0;
	size_t i;

	paper_text(
	    printer->paper, PAPER_HEADING, words(printer, "paper.profile"));
	if (profile == NULL) {
		paper_text(printer->paper, PAPER_TEXT,
		    words(printer, "paper.unanswered"));
		return;
	}
	paper_text(printer->paper, PAPER_TEXT, text_at(profile, "summary"));
	json_array_foreach(letters, i, letter)
	{
		double low = real_at(letter, "low");
		double high = real_at(letter, "high");

		if (count == LETTERS)
			break;
		bars[count++] = (struct paper_bar){ text_at(letter, "name"),
			arena_printf(printer->arena, "%.0f",
			    100 * real_at(letter, "score")),
			real_at(letter, "score"),
			high > low ? low : (double)NAN,
			high > low ? high : (double)NAN };
	}
	paper_bars(printer->paper, bars, count);
	paper_text(printer->paper, PAPER_SMALL, text_at(profile, "sureness"));
	paper_text(printer->paper, PAPER_SMALL, words(printer, "paper.band"));
}

static void
moved_print(const struct printer *printer)
{
	const json_t *rows = json_object_get(printer->brief, "moved"), *row;
	bool any = false;
	size_t i;

	if (json_array_size(rows) == 0)
		return;
	paper_text(
	    printer->paper, PAPER_HEADING, words(printer, "paper.moved"));
	json_array_foreach(rows, i, row)
	{
		if (!json_is_true(json_object_get(row, "beyond_band")))
			continue;
		any = true;
		paper_bullet(printer->paper,
		    arena_printf(printer->arena, "%s %.0f → %.0f",
			text_at(row, "name"), 100 * real_at(row, "before"),
			100 * real_at(row, "now")));
	}
	if (!any)
		paper_text(printer->paper, PAPER_TEXT,
		    words(printer, "paper.unmoved"));
}

/* Suggestions */

static const json_t *
decision_find(const struct printer *printer, const char *id)
{
	const json_t *rows = json_object_get(printer->brief, "decisions"), *row;
	size_t i;

	json_array_foreach(rows, i,
	    row) if (text_is(text_at(row, "suggestion"), id)) return row;
	return NULL;
}

static const char *
links_text(const struct printer *printer, const json_t *item, const char *kind)
{
	struct buffer text = { .limit = 4096 };
	const json_t *links = json_object_get(item, "links"), *link;
	const char *kept;
	size_t i;

	json_array_foreach(links, i,
	    link) if (text_is(text_at(link, "kind"), kind)) buffer_printf(&text,
	    "%s%s", text.length ? ", " : "", text_at(link, "name"));
	kept = arena_text(printer->arena, text.data ? text.data : "");
	buffer_free(&text);
	return kept;
}

static void
links_print(const struct printer *printer, const json_t *item)
{
	static const char *const kinds[] = { "subject", "occupation", "field" };
	size_t i;

	for (i = 0; i < 3; i++) {
		const char *text = links_text(printer, item, kinds[i]);

		if (text[0] != '\0')
			paper_pair(printer->paper,
			    words(printer,
				arena_printf(
				    printer->arena, "paper.link.%s", kinds[i])),
			    text);
	}
}

/* One line, and below it what the teacher made of it. */
static void
suggestion_print(const struct printer *printer, const json_t *item)
{
	const char *name = text_at(item, "name");
	const json_t *decision = decision_find(printer, text_at(item, "id"));
	const char *what = text_at(decision, "decision");

	if (text_is(what, "reject")) {
		if (!printer->view->staff)
			return;
		paper_bullet(printer->paper,
		    say_with(printer->arena, printer->view->lang,
			"paper.rejected",
			(const struct word[]){ { "name", name },
			    { "reason", text_at(decision, "reason") },
			    { 0 } }));
		return;
	}
	if (text_is(what, "change") && text_at(decision, "text")[0] != '\0')
		name = text_at(decision, "text");
	paper_bullet(printer->paper, name);
	if (json_object_get(item, "score") != NULL)
		paper_text(printer->paper, PAPER_SMALL, text_at(item, "why"));
	links_print(printer, item);
}

static void
steps_print(const struct printer *printer, const json_t *items)
{
	const char *semester = "";
	const json_t *item;
	size_t i;

	json_array_foreach(items, i, item)
	{
		if (!text_is(semester, text_at(item, "about"))) {
			semester = text_at(item, "about");
			paper_text(printer->paper, PAPER_SUBHEADING, semester);
		}
		suggestion_print(printer, item);
	}
}

/* Which of a model's two lists it is; nothing where there is one. */
static void
which_list_print(const struct printer *printer)
{
	const char *list = text_at(
	    json_object_get(printer->brief, "versions"), "list");
	int i;

	for (i = 0; i < MODEL_LISTS; i++)
		if (text_is(list, model_list_names[i]))
			paper_text(printer->paper, PAPER_SMALL,
			    words(printer,
				arena_printf(
				    printer->arena, "paper.list.%s", list)));
}

static void
lists_print(const struct printer *printer)
{
	const json_t *lists = json_object_get(printer->brief, "lists"), *list,
		     *item;
	size_t i, k;

	json_array_foreach(lists, i, list)
	{
		const json_t *items = json_object_get(list, "suggestions");

		paper_text(
		    printer->paper, PAPER_HEADING, text_at(list, "title"));
		if (text_is(text_at(list, "kind"), "next"))
			steps_print(printer, items);
		else
			json_array_foreach(items, k, item)
			    suggestion_print(printer, item);
	}
	if (json_array_size(lists) == 0)
		return;
	paper_text(printer->paper, PAPER_SMALL,
	    words(printer,
		printer->view->brief->is_signed ? "paper.by_ai"
						: "paper.by_ai_draft"));
	which_list_print(printer);
}

/* The teacher's own */

static void
own_print(const struct printer *printer)
{
	const json_t *rows = json_object_get(printer->brief, "own"), *row;
	size_t i;

	if (json_array_size(rows) == 0)
		return;
	paper_text(printer->paper, PAPER_HEADING, words(printer, "paper.own"));
	json_array_foreach(rows, i, row)
	{
		paper_bullet(printer->paper, text_at(row, "name"));
		if (text_at(row, "text")[0] != '\0')
			paper_text(
			    printer->paper, PAPER_TEXT, text_at(row, "text"));
	}
}

static void
sections_print(const struct printer *printer)
{
	const json_t *rows = json_object_get(printer->brief, "sections"), *row;
	size_t i;

	json_array_foreach(rows, i, row)
	{
		if (text_at(row, "text")[0] == '\0')
			continue;
		paper_text(printer->paper, PAPER_HEADING,
		    words(printer,
			arena_printf(printer->arena, "paper.section.%s",
			    text_at(row, "id"))));
		paper_text(printer->paper, PAPER_TEXT, text_at(row, "text"));
	}
}

static bool
from_onet(const struct printer *printer)
{
	const json_t *lists = json_object_get(printer->brief, "lists"), *list,
		     *item;
	size_t i, k;

	json_array_foreach(lists, i, list)
	    json_array_foreach(json_object_get(list, "suggestions"), k,
		item) if (text_is(text_at(item, "source"), "onet")) return true;
	return false;
}

static void
foot_print(const struct printer *printer)
{
	const struct brief *brief = printer->view->brief;

	if (from_onet(printer))
		paper_text(
		    printer->paper, PAPER_SMALL, words(printer, "paper.onet"));
	if (brief->is_signed)
		paper_text(printer->paper, PAPER_SMALL,
		    arena_printf(printer->arena, "SHA-256 %s", brief->hash));
}

void
brief_print(struct paper *paper, struct db *db, struct arena *arena,
    const struct brief_view *view, const char *foot)
{
	struct buffer text = { .limit = 1024 * 1024 };
	struct writer writer = { .out = &text };
	struct printer printer = { paper, arena, view, NULL };

	put_object(&writer, NULL);
	brief_members(&writer, db, arena, view);
	put_object_end(&writer);
	if (!text.failed)
		printer.brief = json_read(arena, text.data, text.length);
	buffer_free(&text);
	if (printer.brief == NULL) {
		db_fail(db);
		return;
	}
	paper_part(paper, foot);
	head_print(&printer);
	profile_print(&printer);
	moved_print(&printer);
	lists_print(&printer);
	own_print(&printer);
	sections_print(&printer);
	foot_print(&printer);
}

/* Doors */

static const char *
foot_of(struct request *rq, bool staff)
{
	char when[40];

	clock_write_seoul(rq->now, lang_name(rq->lang), true, when);
	return say_with(rq->arena, rq->lang,
	    staff ? "paper.foot.teacher" : "paper.foot.pupil",
	    (const struct word[]){ { "when", when }, { 0 } });
}

static struct paper *
paper_open(struct request *rq, bool staff)
{
	struct paper_options options = { .title = say(rq->lang, "paper.name"),
		.author = "Giljabi",
		.foot = foot_of(rq, staff),
		.lang = rq->lang };
	struct paper *paper = paper_new(rq->arena, &options);

	if (paper == NULL)
		answer_error(rq, 503, "paper", NULL);
	return paper;
}

static void
paper_answer(struct request *rq, struct paper *paper, const char *name)
{
	const char *bytes;
	size_t length;

	if (paper_end(paper, &bytes, &length))
		answer_bytes(rq, "application/pdf", bytes, length, name);
	else
		answer_error(rq, 503, "paper", NULL);
}

/* Pupils and guardians get the pupil's copy, whatever they ask for. */
static bool
staff_copy(struct request *rq)
{
	return rq->actor.role == ROLE_TEACHER &&
	    !text_is(query_text(rq, "copy"), "pupil");
}

/* Each export is a row, the own one too. Answers itself. */
static bool
brief_exported(struct request *rq, const struct brief *brief,
    const struct pupil *pupil, bool staff)
{
	if (ledger_tell(rq->store, rq->now,
		&(struct ledger_entry){ .chain = pupil->region,
		    .kind = "brief.exported",
		    .actor = &rq->actor,
		    .pupil = pupil->id,
		    .detail = arena_printf(rq->arena,
			"{\"brief\":\"%lld\",\"copy\":\"%s\"}",
			(long long)brief->id, staff ? "teacher" : "pupil") }))
		return true;
	answer_error(rq, 503, "unwritten", NULL);
	return false;
}

void
brief_paper(struct request *rq)
{
	bool staff = staff_copy(rq);
	struct brief brief;
	struct pupil pupil;
	struct brief_view view = { &brief, &pupil,
		catalog_hold(rq->db, rq->arena), rq->lang, staff };
	struct paper *paper;

	if (!brief_of_request(rq, &brief))
		return;
	if (view.catalogue == NULL ||
	    !pupil_load(rq->db, rq->arena, brief.pupil, &pupil)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	if (!brief_exported(rq, &brief, &pupil, staff))
		return;
	paper = paper_open(rq, staff);
	if (paper == NULL)
		return;
	brief_print(paper, rq->db, rq->arena, &view, foot_of(rq, staff));
	paper_answer(rq, paper, arena_printf(rq->arena, "%s.pdf", pupil.name));
}

/* The newest brief of each pupil who has one, signed before draft. */
static const char class_briefs_sql[] =
    "SELECT b.id FROM pupil p JOIN brief b ON b.id = (SELECT d.id "
    "FROM brief d WHERE d.pupil = p.id ORDER BY CASE WHEN d.state = 'signed' "
    "THEN 0 ELSE 1 END, d.version DESC, d.created DESC LIMIT 1) "
    "WHERE p.class = ? AND p.state = 'enrolled' ORDER BY p.number, p.name "
    "LIMIT 200";

static int
class_brief_ids(struct request *rq, int64_t class, int64_t *ids, int most)
{
	struct rows rows = db_ask(rq->db, class_briefs_sql, ARGS(ID(class)));
	int count = 0;

	while (count < most && rows_next(&rows))
		ids[count++] = rows_id(&rows, 0);
	rows_close(&rows);
	return count;
}

void
class_briefs(struct request *rq)
{
	int64_t ids[200], class = path_id(rq, "class");
	int count = class_brief_ids(rq, class, ids, 200), i;
	bool staff = staff_copy(rq);
	struct brief brief;
	struct pupil pupil;
	struct brief_view view = { &brief, &pupil,
		catalog_hold(rq->db, rq->arena), rq->lang, staff };
	struct paper *paper;

	if (count == 0 || view.catalogue == NULL) {
		answer_error(rq, 404, "brief.none", NULL);
		return;
	}
	if (!class_exported(rq, class, "briefs"))
		return;
	paper = paper_open(rq, staff);
	for (i = 0; paper != NULL && i < count; i++)
		if (brief_load(rq->db, rq->arena, ids[i], &brief) &&
		    pupil_load(rq->db, rq->arena, brief.pupil, &pupil))
			brief_print(paper, rq->db, rq->arena, &view,
			    foot_of(rq, staff));
	if (paper != NULL)
		paper_answer(rq, paper, "briefs.pdf");
}
