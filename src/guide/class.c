/*
 * Classes at a glance: what needs the teacher today, who of a class has
 * answered, who has a brief, who waits; the same as an Excel table.
 */
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guide/asking.h"
#include "guide/routes.h"
#include "guide/sheet.h"
#include "ledger/ledger.h"
#include "model/model.h"
#include "paper/paper.h"

/* Today */

/* Per class: pupils, answered, running, ready to read, signed, refusing AI,
   without consent and answers. */
static const char today_sql[] =
    "SELECT c.id, c.school, s.name, c.name, c.grade, COUNT(p.id), "
    "COALESCE(SUM(p.done), 0), "
    "COALESCE(SUM(CASE WHEN p.done = 0 AND p.begun = 1 THEN 1 ELSE 0 END), "
    "0), "
    "COALESCE(SUM(CASE WHEN p.done = 1 AND p.kept = 0 THEN 1 ELSE 0 END), 0), "
    "COALESCE(SUM(p.kept), 0), "
    "COALESCE(SUM(1 - p.ai), 0), "
    "COALESCE(SUM(CASE WHEN p.done = 0 AND p.agreed = 0 THEN 1 ELSE 0 END), "
    "0) "
    "FROM class c JOIN school s ON s.id = c.school LEFT JOIN ("
    "SELECT id, class, ai, "
    "CASE WHEN EXISTS (SELECT 1 FROM sheet t WHERE t.pupil = pupil.id "
    "AND t.finished IS NOT NULL) THEN 1 ELSE 0 END AS done, "
    "CASE WHEN EXISTS (SELECT 1 FROM sheet t WHERE t.pupil = pupil.id "
    "AND t.finished IS NULL) THEN 1 ELSE 0 END AS begun, "
    "CASE WHEN EXISTS (SELECT 1 FROM brief b WHERE b.pupil = pupil.id "
    "AND b.state = 'signed') THEN 1 ELSE 0 END AS kept, "
    "CASE WHEN EXISTS (SELECT 1 FROM consent k WHERE k.pupil = pupil.id "
    "AND k.purpose = 'test' AND k.withdrawn IS NULL) THEN 1 ELSE 0 END "
    "AS agreed FROM pupil WHERE state = 'enrolled') p ON p.class = c.id "
    "WHERE c.year = ? AND c.id IN (" CLASSES_OF_TEACHER ") "
    "GROUP BY c.id, c.school, s.name, c.name, c.grade "
    "ORDER BY c.grade, s.name, c.name LIMIT 500";

static void
today_row(struct writer *writer, const struct rows *rows)
{
	static const char *const counts[] = { "pupils", "answered", "running",
		"drafts", "signed", "refused", "consent_missing" };
	int i;

	put_object(writer, NULL);
	put_id(writer, "id", rows_id(rows, 0));
	put_id(writer, "school", rows_id(rows, 1));
	put_text(writer, "school_name", rows_text(rows, 2));
	put_text(writer, "name", rows_text(rows, 3));
	put_int(writer, "grade", rows_int(rows, 4));
	for (i = 0; i < 7; i++)
		put_int(writer, counts[i], rows_int(rows, 5 + i));
	put_object_end(writer);
}

void
today_show(struct request *rq)
{
	int year = school_year(date_in_seoul(rq->now));
	struct rows rows = db_ask(rq->db, today_sql,
	    ARGS(INT(year), ID(rq->actor.account), ID(rq->actor.account)));
	struct writer *writer = answer(rq);

	put_int(writer, "year", year);
	put_list(writer, "classes");
	while (rows_next(&rows))
		today_row(writer, &rows);
	put_list_end(writer);
}

/* One class */

struct class_head {
	const char *school_name, *name;
	int64_t region, grade, year;
};

static bool
head_load(struct request *rq, int64_t class, struct class_head *head)
{
	struct rows rows = db_ask(rq->db,
	    "SELECT s.name, c.name, c.region, "
	    "c.grade, c.year FROM class c JOIN school s ON s.id = c.school "
	    "WHERE c.id = ?",
	    ARGS(ID(class)));
	bool found = rows_next(&rows);

	if (found)
		*head = (struct class_head){ arena_text(rq->arena,
						 rows_text(&rows, 0)),
			arena_text(rq->arena, rows_text(&rows, 1)),
			rows_int(&rows, 2), rows_int(&rows, 3),
			rows_int(&rows, 4) };
	rows_close(&rows);
	if (!found)
		answer_error(rq, 404, "not_found", NULL);
	return found;
}

/* A pupil's line: the columns of class_sql. */
static const char class_sql[] =
    "SELECT p.id, p.number, p.name, p.ai, t.answers, t.finished, t.notices, "
    "t.bank, b.version, b.signed, "
    "CASE WHEN EXISTS (SELECT 1 FROM brief d WHERE d.pupil = p.id "
    "AND d.state = 'draft') THEN 1 ELSE 0 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM card k WHERE k.pupil = p.id) "
    "THEN 1 ELSE 0 END "
    "FROM pupil p "
    "LEFT JOIN sheet t ON t.id = (SELECT s.id FROM sheet s "
    "WHERE s.pupil = p.id ORDER BY CASE WHEN s.finished IS NULL THEN 1 ELSE 0 "
    "END, s.finished DESC LIMIT 1) "
    "LEFT JOIN brief b ON b.id = (SELECT d.id FROM brief d "
    "WHERE d.pupil = p.id AND d.state = 'signed' "
    "ORDER BY d.version DESC LIMIT 1) "
    "WHERE p.class = ? AND p.state = 'enrolled' ORDER BY p.number, p.name "
    "LIMIT 200";

struct line {
	int64_t id, number, finished, version, signed_at;
	const char *name, *answers, *bank;
	unsigned notices;
	bool ai, draft, card;
	int answered;
	enum consent_state consent;
	char letters[3]; /* "" where there are none */
};

/* The two strongest letters, where the pupil takes AI and has answered. */
static void
letters_read(
    struct request *rq, const struct catalogue *catalogue, struct line *line)
{
	const struct bank_entry *bank = line->bank && catalogue
	    ? model_bank(rq->db, rq->arena, catalogue, line->bank)
	    : NULL;
	interest_answer answers[INTEREST_ITEMS] = { 0 };
	struct interest_profile profile;
	int i;

	line->letters[0] = '\0';
	if (bank == NULL || line->finished == 0 || !line->ai)
		return;
	for (i = 0; i < bank->count; i++)
		answers[i] = (interest_answer)(line->answers[i] - '0');
	interest_score(bank->table, answers, &profile);
	line->letters[0] = letter_names[profile.order[0]][0];
	line->letters[1] = letter_names[profile.order[1]][0];
	line->letters[2] = '\0';
}

static void
line_read(struct request *rq, const struct catalogue *catalogue,
    const struct rows *rows, struct line *line)
{
	const char *answers = rows_text(rows, 4);

	*line = (struct line){
		.id = rows_id(rows, 0),
		.number = rows_int(rows, 1),
		.name = arena_text(rq->arena, rows_text(rows, 2)),
		.ai = rows_int(rows, 3) != 0,
		.answers = arena_text(rq->arena, answers),
		.finished = rows_int(rows, 5),
		.notices = (unsigned)rows_int(rows, 6),
		.bank = arena_text(rq->arena, rows_text(rows, 7)),
		.version = rows_int(rows, 8),
		.signed_at = rows_int(rows, 9),
		.draft = rows_int(rows, 10) != 0,
		.card = rows_int(rows, 11) != 0,
		.answered = answers ? sheet_answered(answers) : 0,
	};
	letters_read(rq, catalogue, line);
}

enum { LINES = 200 };

/* The lines of a class, in the arena. */
static struct line *
lines_read(struct request *rq, int64_t class, int *count)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct line *lines = arena_array(rq->arena, LINES, sizeof *lines);
	struct rows rows = db_ask(rq->db, class_sql, ARGS(ID(class)));
	struct pupil pupil;
	int i;

	for (*count = 0; *count < LINES && rows_next(&rows); ++*count)
		line_read(rq, catalogue, &rows, &lines[*count]);
	rows_close(&rows);
	for (i = 0; i < *count; i++)
		if (pupil_load(rq->db, rq->arena, lines[i].id, &pupil))
			lines[i].consent = consent_state(
			    rq->db, &pupil, "test", rq->now);
	return lines;
}

static const char *
test_name(const struct line *line)
{
	return line->finished ? "done" : line->answers ? "running" : "none";
}

static const char *
brief_name(const struct line *line)
{
	return line->signed_at ? "signed" : line->draft ? "draft" : "none";
}

static const char *
consent_name(enum consent_state state)
{
	return state == CONSENT_GIVEN ? "given"
	    : state == CONSENT_NEEDED ? "needed"
				      : "guardian";
}

static void
line_write(struct writer *writer, const struct line *line)
{
	put_object(writer, NULL);
	put_id(writer, "id", line->id);
	if (line->number)
		put_int(writer, "number", line->number);
	put_text(writer, "name", line->name);
	put_text(writer, "test", test_name(line));
	put_int(writer, "answered", line->answered);
	if (line->finished)
		put_int(writer, "finished", line->finished);
	put_list(writer, "notices");
	if (line->notices & NOTICE_SAME)
		put_text(writer, NULL, "same");
	if (line->notices & NOTICE_FAST)
		put_text(writer, NULL, "fast");
	put_list_end(writer);
	put_text(writer, "brief", brief_name(line));
	if (line->signed_at) {
		put_int(writer, "version", line->version);
		put_int(writer, "signed", line->signed_at);
	}
	put_bool(writer, "ai", line->ai);
	put_text(writer, "consent", consent_name(line->consent));
	put_bool(writer, "card", line->card);
	if (line->letters[0] != '\0')
		put_text(writer, "letters", line->letters);
	put_object_end(writer);
}

static int
items_total(struct request *rq, int64_t grade)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);

	struct asking asking;

	if (catalogue == NULL)
		return 0;
	asking_plan(
	    model_bank_for(rq->db, rq->arena, catalogue, stage_of_grade(grade)),
	    stage_of_grade(grade), &asking);
	return asking.usual;
}

void
class_show(struct request *rq)
{
	int64_t class = path_id(rq, "class");
	struct class_head head;
	struct line *lines;
	struct writer *writer;
	int count, i;

	if (!head_load(rq, class, &head))
		return;
	class_looked_at(rq, head.region, class);
	lines = lines_read(rq, class, &count);
	writer = answer(rq);
	put_id(writer, "id", class);
	put_text(writer, "school_name", head.school_name);
	put_text(writer, "name", head.name);
	put_int(writer, "grade", head.grade);
	put_int(writer, "year", head.year);
	put_int(writer, "total", items_total(rq, head.grade));
	put_list(writer, "pupils");
	for (i = 0; i < count; i++)
		line_write(writer, &lines[i]);
	put_list_end(writer);
}

/* The Excel table */

/* False: an export that is not written down is not made. Answers itself. */
bool
class_exported(struct request *rq, int64_t class, const char *what)
{
	if (ledger_tell(rq->store, rq->now,
		&(struct ledger_entry){
		    .chain = db_int(rq->db,
			"SELECT region FROM class WHERE id = ?",
			ARGS(ID(class)), 0),
		    .kind = "class.exported",
		    .actor = &rq->actor,
		    .detail = arena_printf(rq->arena,
			"{\"class\":\"%lld\",\"what\":\"%s\"}",
			(long long)class, what) }))
		return true;
	answer_error(rq, 503, "unwritten", NULL);
	return false;
}

static void
table_line(struct request *rq, struct excel *excel, const struct line *line)
{
	char when[40] = "";

	excel_row(excel);
	if (line->number != 0)
		excel_number(excel, 0, (double)line->number);
	excel_text(excel, 1, line->name);
	excel_text(excel, 2,
	    say(rq->lang,
		arena_printf(rq->arena, "table.test.%s", test_name(line))));
	excel_number(excel, 3, line->answered);
	if (line->finished)
		clock_write_seoul(
		    line->finished, lang_name(rq->lang), true, when);
	excel_text(excel, 4, when);
	excel_text(excel, 5, line->letters);
	excel_text(excel, 6,
	    say(rq->lang,
		arena_printf(rq->arena, "table.brief.%s", brief_name(line))));
	if (line->version != 0)
		excel_number(excel, 7, (double)line->version);
	excel_text(
	    excel, 8, say(rq->lang, line->ai ? "table.yes" : "table.no"));
	excel_text(excel, 9,
	    say(rq->lang,
		arena_printf(rq->arena, "table.consent.%s",
		    consent_name(line->consent))));
}

static struct excel *
table_new(struct request *rq)
{
	static const char *const heads[] = { "number", "name", "test",
		"answered", "finished", "letters", "brief", "version", "ai",
		"consent" };
	static const double widths[] = { 6, 14, 12, 10, 24, 10, 12, 8, 10, 16 };
	struct sheet_column columns[10];
	int i;

	for (i = 0; i < 10; i++)
		columns[i] = (struct sheet_column){
			say(rq->lang,
			    arena_printf(rq->arena, "table.head.%s", heads[i])),
			widths[i],
			i == 0 || i == 3 || i == 7 ? SHEET_NUMBER : SHEET_TEXT
		};
	return excel_new(rq->arena, say(rq->lang, "table.name"), columns, 10);
}

#define EXCEL_TYPE \
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

void
class_table(struct request *rq)
{
	int64_t class = path_id(rq, "class");
	struct class_head head;
	struct line *lines;
	struct excel *excel;
	const char *bytes;
	size_t length;
	int count, i;

	if (!head_load(rq, class, &head) || !class_exported(rq, class, "table"))
		return;
	lines = lines_read(rq, class, &count);
	excel = table_new(rq);
	for (i = 0; excel != NULL && i < count; i++)
		table_line(rq, excel, &lines[i]);
	if (excel == NULL || !excel_end(excel, &bytes, &length)) {
		answer_error(rq, 503, "paper", NULL);
		return;
	}
	answer_bytes(rq, EXCEL_TYPE, bytes, length,
	    arena_printf(rq->arena, "%s %s.xlsx", head.school_name, head.name));
}
