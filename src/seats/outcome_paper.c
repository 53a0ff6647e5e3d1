/*
 * On paper, from what is known already: letters to guardians, a page a pupil;
 * who comes to an event, as Excel for the centre; and as PDF, a first part for
 * the site with counts and needs, a second one with the roll for the centre.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "paper/paper.h"
#include "seats/inside.h"
#include "seats/routes.h"

#define PDF "application/pdf"
#define EXCEL \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

enum { LETTERS_MOST = 100, PEOPLE_MOST = 2000 };

static void
export_tell(struct request *rq, const char *kind, int64_t region,
    const char *name, int64_t about)
{
	char detail[64];

	detail_id(detail, name, about);
	if (!ledger_tell(rq->store, rq->now,
		&(struct ledger_entry){ .chain = region,
		    .kind = kind,
		    .actor = &rq->actor,
		    .detail = detail }))
		db_fail(rq->db);
}

/* When, as people say it: "2026. 5. 14.(목) 10:00–12:00". */
static const char *
time_words(struct arena *arena, enum lang lang, const struct event *event)
{
	char from[40], to[40];
	const char *clock;

	clock_write_seoul(event->starts, lang_name(lang), true, from);
	clock_write_seoul(event->ends, lang_name(lang), true, to);
	clock = strrchr(to, ' ');
	return arena_printf(arena, "%s–%s", from, clock ? clock + 1 : to);
}

static const char *
cost_words(struct arena *arena, enum lang lang, const struct event *event)
{
	return event->cost == 0
	    ? say(lang, "letter.free")
	    : say_with(arena, lang, "letter.won",
		  (const struct word[]){
		      { "won", id_text(arena, event->cost) }, { 0 } });
}

/* Letters */

struct letter {
	int64_t pupil;
	const char *name;
	enum lang lang;
	bool has;
	struct event event;
	const char *phone; /* of the site */
	struct seat seat;
};

struct letters {
	struct request *rq;
	const struct round *round;
	const struct entrant *class;
	const char *school_name, *class_name;
	struct letter *list;
	int count;
};

static void
letters_head(struct letters *letters)
{
	struct arena *arena = letters->rq->arena;
	struct rows rows = db_ask(letters->rq->db,
	    "SELECT s.name, c.name FROM class c JOIN school s "
	    "ON s.id = c.school WHERE c.id = ?",
	    ARGS(ID(letters->class->id)));

	letters->school_name = letters->class_name = "";
	if (rows_next(&rows)) {
		letters->school_name = arena_text(arena, rows_text(&rows, 0));
		letters->class_name = arena_text(arena, rows_text(&rows, 1));
	}
	rows_close(&rows);
}

/* In the language of a guardian who came in, else the pupil's. */
static void
letters_people(struct letters *letters)
{
	struct rows rows = db_ask(letters->rq->db,
	    "SELECT p.id, p.name, COALESCE((SELECT MIN(a.lang) "
	    "FROM guardian g JOIN account a ON a.id = g.account "
	    "WHERE g.pupil = p.id AND a.state = 'active'), p.lang) "
	    "FROM pupil p WHERE p.class = ? AND p.state = 'enrolled' "
	    "ORDER BY p.number, p.name, p.id LIMIT 100",
	    ARGS(ID(letters->class->id)));

	while (letters->count < LETTERS_MOST && rows_next(&rows))
		letters->list[letters->count++] = (struct letter){
			.pupil = rows_id(&rows, 0),
			.name = arena_text(
			    letters->rq->arena, rows_text(&rows, 1)),
			.lang = lang_from(rows_text(&rows, 2))
		};
	rows_close(&rows);
}

static void
letter_seat(const struct letters *letters, struct letter *letter)
{
	struct request *rq = letters->rq;
	const struct entrant entrant = { .id = letter->pupil,
		.of_class = letters->class->id };

	letter->has = seat_of(rq->db, rq->arena, rq->now, letters->round->id,
			  &entrant, &letter->seat) &&
	    seat_is_held(&letter->seat) &&
	    event_load(rq->db, rq->arena, letter->seat.event, &letter->event);
	if (letter->has)
		letter->phone = db_text(rq->db, rq->arena,
		    "SELECT phone FROM site WHERE id = ?",
		    ARGS(ID(letter->event.site)));
}

static const char *
answer_words(const struct letters *letters, const struct letter *letter)
{
	char until[40];

	clock_write_seoul(
	    letter->seat.until, lang_name(letter->lang), true, until);
	return say_with(letters->rq->arena, letter->lang,
	    text_is(letter->seat.state, "accepted") ? "letter.accepted"
		: letter->seat.class                ? "letter.by_class"
						    : "letter.answer",
	    (const struct word[]){ { "until", until }, { 0 } });
}

static void
letter_facts(const struct letters *letters, struct paper *paper,
    const struct letter *letter)
{
	struct arena *arena = letters->rq->arena;
	const struct event *event = &letter->event;
	enum lang lang = letter->lang;
	const struct {
		const char *id, *text;
	} rows[] = {
		{ "letter.what", event->programme_name },
		{ "letter.when", time_words(arena, lang, event) },
		{ "letter.where", event->site_name },
		{ "letter.address", event->address },
		{ "letter.steps",
		    say(lang,
			arena_printf(
			    arena, "letter.steps.%s", event->step_free)) },
		{ "letter.cost", cost_words(arena, lang, event) },
		{ "letter.safety",
		    event->safety[0] != '\0' ? event->safety
					     : say(lang, "letter.nothing") },
		{ "letter.call",
		    letter->phone != NULL && letter->phone[0] != '\0'
			? letter->phone
			: say(lang, "letter.school") },
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		paper_pair(paper, say(lang, rows[i].id), rows[i].text);
}

static void
letter_print(const struct letters *letters, struct paper *paper,
    const struct letter *letter)
{
	struct arena *arena = letters->rq->arena;
	const struct word words[] = {
		{ "school", letters->school_name },
		{ "class", letters->class_name },
		{ "name", letter->name },
		{ "round", letters->round->name },
		{ 0 },
	};
	enum lang lang = letter->lang;

	paper_part(paper, say_with(arena, lang, "letter.foot", words));
	paper_text(paper, PAPER_TITLE, say(lang, "letter.title"));
	paper_text(
	    paper, PAPER_SMALL, say_with(arena, lang, "letter.to", words));
	paper_gap(paper, 6);
	paper_text(
	    paper, PAPER_TEXT, say_with(arena, lang, "letter.greeting", words));
	paper_gap(paper, 6);
	letter_facts(letters, paper, letter);
	paper_gap(paper, 6);
	paper_text(paper, PAPER_TEXT, answer_words(letters, letter));
	paper_text(paper, PAPER_TEXT, say(lang, "letter.way"));
	paper_text(
	    paper, PAPER_TEXT, say_with(arena, lang, "letter.end", words));
}

static int
letters_load(struct letters *letters)
{
	int with = 0;

	letters->list = arena_array(
	    letters->rq->arena, LETTERS_MOST, sizeof *letters->list);
	letters_head(letters);
	letters_people(letters);
	for (int i = 0; i < letters->count; i++) {
		letter_seat(letters, &letters->list[i]);
		with += letters->list[i].has;
	}
	return with;
}

static void
letters_answer(const struct letters *letters)
{
	struct request *rq = letters->rq;
	struct paper *paper = paper_new(rq->arena,
	    &(struct paper_options){ .title = say(rq->lang, "letter.title"),
		.author = "Giljabi",
		.foot = "",
		.lang = rq->lang });
	const char *bytes;
	size_t length;

	for (int i = 0; i < letters->count; i++)
		if (letters->list[i].has)
			letter_print(letters, paper, &letters->list[i]);
	if (!paper_end(paper, &bytes, &length)) {
		answer_error(rq, 503, "paper", NULL);
		return;
	}
	export_tell(rq, "class.exported", letters->class->region, "class",
	    letters->class->id);
	answer_bytes(rq, PDF, bytes, length,
	    arena_printf(rq->arena, "%s %s.pdf", letters->school_name,
		letters->class_name));
}

void
class_letters(struct request *rq)
{
	struct entrant class;
	struct round round;
	struct letters letters = { .rq = rq, .round = &round, .class = &class };

	if (!entrant_of_request(rq, &class) ||
	    !round_of_request(rq, &class, &round))
		return;
	if (round.state != ROUND_ANNOUNCED)
		answer_error(rq, 409, "outcome.early", NULL);
	else if (letters_load(&letters) == 0)
		answer_error(rq, 409, "letter.nobody", NULL);
	else
		letters_answer(&letters);
}

/* Who comes */

struct person {
	int64_t pupil;
	const char *name, *school_name, *class_name, *state;
	int64_t grade, number;
	unsigned needs;
};

struct people {
	struct request *rq;
	struct event event;
	struct person *list;
	int count;
};

#define PERSON "p.id, p.name, k.name, c.name, p.grade, p.number, s.state "
#define HELD \
	"JOIN round r ON r.id = s.round JOIN school k ON k.id = p.school " \
	"LEFT JOIN class c ON c.id = p.class WHERE s.event = ? " \
	"AND s.state IN ('offered', 'accepted') AND r.state = 'announced' " \
	"AND p.state = 'enrolled' "

static void
people_read(struct people *people)
{
	struct arena *arena = people->rq->arena;
	struct rows rows = db_ask(people->rq->db,
	    "SELECT " PERSON
	    "FROM seat s JOIN pupil p ON p.id = s.applicant " HELD
	    "AND s.class = 0 UNION SELECT " PERSON
	    "FROM seat s JOIN pupil p ON p.class = s.applicant " HELD
	    "AND s.class = 1 ORDER BY 3, 5, 4, 6, 2, 1 LIMIT 2000",
	    ARGS(ID(people->event.id), ID(people->event.id)));

	while (people->count < PEOPLE_MOST && rows_next(&rows))
		people->list[people->count++] = (struct person){
			.pupil = rows_id(&rows, 0),
			.name = arena_text(arena, rows_text(&rows, 1)),
			.school_name = arena_text(arena, rows_text(&rows, 2)),
			.class_name = rows_null(&rows, 3)
			    ? ""
			    : arena_text(arena, rows_text(&rows, 3)),
			.grade = rows_int(&rows, 4),
			.number = rows_int(&rows, 5),
			.state = arena_text(arena, rows_text(&rows, 6))
		};
	rows_close(&rows);
}

static bool
people_load(struct request *rq, struct people *people)
{
	*people = (struct people){ .rq = rq,
		.list = arena_array(
		    rq->arena, PEOPLE_MOST, sizeof *people->list) };
	if (!event_load(
		rq->db, rq->arena, path_id(rq, "event"), &people->event)) {
		answer_error(rq, 404, "not_found", NULL);
		return false;
	}
	waiting_lapse(rq);
	people_read(people);
	for (int i = 0; i < people->count; i++)
		people->list[i].needs = vault_needs(
		    rq->db, people->list[i].pupil);
	return true;
}

static const char *
needs_words(struct arena *arena, enum lang lang, unsigned needs)
{
	const char *words = "";

	for (unsigned i = 0; i < NEEDS; i++)
		if ((needs >> i & 1) != 0)
			words = arena_printf(arena, "%s%s%s", words,
			    words[0] != '\0' ? ", " : "",
			    say(lang,
				arena_printf(arena, "need.%s", need_names[i])));
	return words;
}

static const char *
file_of(const struct people *people, const char *ending)
{
	char when[11];

	date_write(date_in_seoul(people->event.starts), when);
	return arena_printf(people->rq->arena, "%s %s.%s", when,
	    people->event.programme_name, ending);
}

/* Excel */

static struct excel *
table_new(struct request *rq)
{
	static const struct {
		const char *id;
		double width;
		bool number;
	} heads[] = {
		{ "people.school", 20, false },
		{ "people.grade", 8, true },
		{ "people.class", 14, false },
		{ "people.number", 8, true },
		{ "people.name", 14, false },
		{ "people.state", 14, false },
		{ "people.needs", 40, false },
	};
	enum { COLUMNS = sizeof heads / sizeof heads[0] };
	struct sheet_column columns[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
		columns[i] = (struct sheet_column){ say(rq->lang, heads[i].id),
			heads[i].width,
			heads[i].number ? SHEET_NUMBER : SHEET_TEXT };
	return excel_new(
	    rq->arena, say(rq->lang, "people.title"), columns, COLUMNS);
}

static void
table_person(
    struct request *rq, struct excel *excel, const struct person *person)
{
	excel_row(excel);
	excel_text(excel, 0, person->school_name);
	excel_number(excel, 1, (double)person->grade);
	excel_text(excel, 2, person->class_name);
	if (person->number != 0)
		excel_number(excel, 3, (double)person->number);
	excel_text(excel, 4, person->name);
	excel_text(excel, 5,
	    say(rq->lang,
		arena_printf(rq->arena, "people.state.%s", person->state)));
	excel_text(excel, 6, needs_words(rq->arena, rq->lang, person->needs));
}

void
event_people(struct request *rq)
{
	struct people people;
	struct excel *excel;
	const char *bytes;
	size_t length;

	if (!people_load(rq, &people))
		return;
	excel = table_new(rq);
	for (int i = 0; excel != NULL && i < people.count; i++)
		table_person(rq, excel, &people.list[i]);
	if (excel == NULL || !excel_end(excel, &bytes, &length)) {
		answer_error(rq, 503, "paper", NULL);
		return;
	}
	export_tell(rq, "event.exported", people.event.region, "event",
	    people.event.id);
	answer_bytes(rq, EXCEL, bytes, length, file_of(&people, "xlsx"));
}

/* PDF */

static void
head_print(const struct people *people, struct paper *paper, const char *title)
{
	struct arena *arena = people->rq->arena;
	enum lang lang = people->rq->lang;
	const struct event *event = &people->event;

	paper_text(paper, PAPER_TITLE, say(lang, title));
	paper_pair(paper, say(lang, "letter.what"), event->programme_name);
	paper_pair(
	    paper, say(lang, "letter.when"), time_words(arena, lang, event));
	paper_pair(paper, say(lang, "letter.where"),
	    arena_printf(arena, "%s, %s", event->site_name, event->address));
	paper_pair(paper, say(lang, "people.count"),
	    say_with(arena, lang, "people.of",
		(const struct word[]){
		    { "count", id_text(arena, people->count) },
		    { "seats", id_text(arena, event->seats) }, { 0 } }));
	paper_gap(paper, 8);
}

/* For the site: how many with which need, and nobody's name. */
static void
site_part(const struct people *people, struct paper *paper)
{
	struct arena *arena = people->rq->arena;
	enum lang lang = people->rq->lang;
	bool any = false;

	paper_part(paper, say(lang, "people.foot_site"));
	head_print(people, paper, "people.for_site");
	paper_text(paper, PAPER_HEADING, say(lang, "people.needs"));
	for (unsigned n = 0; n < NEEDS; n++) {
		int count = 0;

		for (int i = 0; i < people->count; i++)
			count += (int)(people->list[i].needs >> n & 1);
		if (count == 0)
			continue;
		any = true;
		paper_pair(paper,
		    say(lang, arena_printf(arena, "need.%s", need_names[n])),
		    say_with(arena, lang, "people.some",
			(const struct word[]){
			    { "count", id_text(arena, count) }, { 0 } }));
	}
	if (!any)
		paper_text(paper, PAPER_TEXT, say(lang, "people.no_needs"));
}

static void
roll_part(const struct people *people, struct paper *paper)
{
	static const double widths[] = { .26, .2, .08, .2, .26 };
	const struct paper_table table = { 5, widths, "00100" };
	struct arena *arena = people->rq->arena;
	enum lang lang = people->rq->lang;

	paper_part(paper, say(lang, "people.foot_centre"));
	head_print(people, paper, "people.title");
	paper_table_head(paper, &table,
	    (const char *const[]){ say(lang, "people.school"),
		say(lang, "people.class"), say(lang, "people.number"),
		say(lang, "people.name"), say(lang, "people.needs") });
	for (int i = 0; i < people->count; i++) {
		const struct person *person = &people->list[i];

		paper_table_row(paper, &table,
		    (const char *const[]){ person->school_name,
			person->class_name,
			person->number ? id_text(arena, person->number) : "",
			person->name,
			needs_words(arena, lang, person->needs) });
	}
}

void
event_paper(struct request *rq)
{
	struct people people;
	struct paper *paper;
	const char *bytes;
	size_t length;

	if (!people_load(rq, &people))
		return;
	paper = paper_new(rq->arena,
	    &(struct paper_options){ .title = people.event.programme_name,
		.author = "Giljabi",
		.foot = "",
		.lang = rq->lang });
	site_part(&people, paper);
	roll_part(&people, paper);
	if (!paper_end(paper, &bytes, &length)) {
		answer_error(rq, 503, "paper", NULL);
		return;
	}
	export_tell(rq, "event.exported", people.event.region, "event",
	    people.event.id);
	answer_bytes(rq, PDF, bytes, length, file_of(&people, "pdf"));
}
