/*
 * The interest test: starting, saving each answer as it is given, finishing.
 * A sheet is one row; an answer acknowledged is durable.
 */
#include "guide/asking.h"
#include "model/model.h"
#include "guide/sheet.h"
#include "guide/suggest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"
#include "guide/routes.h"

enum { ANSWER_MS_MOST = 600000 }; /* a longer pause is no reading time */

/* Reading */

#define COLUMNS \
	"id, pupil, bank, answers, times, year, grade, started, " \
	"COALESCE(finished, 0), notices, asked FROM sheet "

static bool
sheet_take(struct rows *rows, struct arena *arena, struct sheet *sheet)
{
	bool found = rows_next(rows);

	if (found)
		*sheet = (struct sheet){
			.id = rows_id(rows, 0),
			.pupil = rows_id(rows, 1),
			.bank = arena_text(arena, rows_text(rows, 2)),
			.answers = arena_text(arena, rows_text(rows, 3)),
			.times = arena_text(arena, rows_text(rows, 4)),
			.year = rows_int(rows, 5),
			.grade = rows_int(rows, 6),
			.started = rows_int(rows, 7),
			.finished = rows_int(rows, 8),
			.notices = (unsigned)rows_int(rows, 9),
			.asked = arena_text(arena, rows_text(rows, 10)),
		};
	rows_close(rows);
	return found;
}

bool
sheet_newest(
    struct db *db, struct arena *arena, int64_t pupil, struct sheet *sheet)
{
	struct rows rows = db_ask(db,
	    "SELECT " COLUMNS
	    "WHERE pupil = ? ORDER BY CASE WHEN finished IS NULL THEN 0 "
	    "ELSE 1 END, finished DESC, started DESC LIMIT 1",
	    ARGS(ID(pupil)));

	return sheet_take(&rows, arena, sheet);
}

bool
sheet_finished(struct db *db, struct arena *arena, int64_t pupil,
    int64_t before, struct sheet *sheet)
{
	struct rows rows = db_ask(db,
	    "SELECT " COLUMNS
	    "WHERE pupil = ? AND finished < ? ORDER BY finished DESC LIMIT 1",
	    ARGS(ID(pupil), INT(before ? before : INT64_MAX)));

	return sheet_take(&rows, arena, sheet);
}

bool
sheet_load(struct db *db, struct arena *arena, int64_t id, struct sheet *sheet)
{
	struct rows rows = db_ask(
	    db, "SELECT " COLUMNS "WHERE id = ?", ARGS(ID(id)));

	return sheet_take(&rows, arena, sheet);
}

int
sheet_answered(const char *answers)
{
	int count = 0;

	for (; *answers != '\0'; answers++)
		count += *answers != '0';
	return count;
}

bool
sheet_input_of(const struct bank_entry *bank, const struct model_entry *model,
    const struct catalogue *catalogue, const struct sheet *sheet, bool ai,
    struct suggestion_input *input)
{
	*input = (struct suggestion_input){
		.catalogue = catalogue,
		.bank = bank,
		.model = model,
		.answers = sheet->answers,
		.notices = sheet->notices,
		.stage = stage_of_grade(sheet->grade),
		.grade = (int)sheet->grade,
		.semester = semester(date_in_seoul(sheet->finished)),
		.ai = ai,
	};
	return bank != NULL;
}

bool
sheet_input(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct sheet *sheet, bool ai,
    struct suggestion_input *input)
{
	const struct bank_entry *bank = model_bank(
	    db, arena, catalogue, sheet->bank);
	const struct model_entry *model = bank != NULL && ai
	    ? model_entry_for(
		  db, arena, catalogue, bank, stage_of_grade(sheet->grade))
	    : NULL;

	return sheet_input_of(bank, model, catalogue, sheet, ai, input);
}

bool
sheet_input_again(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct sheet *sheet,
    const char *model, struct suggestion_input *input)
{
	const struct bank_entry *bank = model_bank(
	    db, arena, catalogue, sheet->bank);
	bool alone = text_is(model, SUGGEST_ALONE);
	const struct model_entry *entry = bank != NULL && !alone
	    ? model_entry(db, arena, catalogue, bank, model)
	    : NULL;

	return (alone || entry != NULL) &&
	    sheet_input_of(bank, entry, catalogue, sheet, true, input);
}

/* Adding */

int64_t
sheet_add(struct db *db, int64_t now, const struct pupil *pupil,
    const struct bank_entry *bank, const char *answers, const char *times,
    int64_t finished)
{
	int64_t id = id_new();

	db_do(db,
	    "INSERT INTO sheet (id, region, pupil, bank, lang, year, "
	    "grade, answers, times, notices, started, finished) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)",
	    ARGS(ID(id), ID(pupil->region), ID(pupil->id), TEXT(bank->id),
		TEXT(pupil->lang ? pupil->lang : "ko"),
		INT(school_year(date_in_seoul(now))), INT(pupil->grade),
		TEXT(answers), TEXT(times), INT(now), ID(finished)));
	return db_ok(db) ? id : 0;
}

/* Telling how far it is */

/* What the page asks for: "ready" where everything is in place to start. */
static const char *
test_state(
    struct request *rq, const struct pupil *pupil, const struct sheet *sheet)
{
	if (sheet->finished != 0)
		return "done";
	switch (consent_state(rq->db, pupil, "test", rq->now)) {
	case CONSENT_GIVEN: return sheet->id != 0 ? "running" : "ready";
	case CONSENT_NEEDED: return "consent";
	default: return "consent_guardian";
	}
}

/* What is asked from the place `from` on. */
static void
items_write(struct writer *writer, const char *name, enum lang lang,
    const struct bank_entry *bank, const struct asking *asking,
    const char *answers, int from)
{
	const struct item *item;
	int i;

	put_list(writer, name);
	for (i = from; i < asking->count; i++) {
		item = &bank->items[asking->items[i]];
		put_object(writer, NULL);
		put_text(writer, "id", item->id);
		put_text(writer, "text", item->text.text[lang]);
		put_int(writer, "value", answers[asking->items[i]] - '0');
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* Reading, thinking, tapping: seven seconds an item. */
int
sheet_minutes(int items)
{
	return (items * 7 + 59) / 60;
}

static bool
asking_of(const struct bank_entry *bank, const struct sheet *sheet,
    struct asking *asking)
{
	return asking_read(bank, stage_of_grade(sheet->grade), sheet->asked,
	    sheet->answers, asking);
}

static void
test_write(struct request *rq, const struct pupil *pupil,
    const struct bank_entry *bank, const struct sheet *sheet)
{
	struct writer *writer = answer(rq);
	const char *state = test_state(rq, pupil, sheet);

	struct asking asking;

	asking_plan(bank, stage_of_grade(pupil->grade), &asking);
	if (text_is(state, "running") && !asking_of(bank, sheet, &asking)) {
		answer_error(rq, 503, "catalogue", NULL);
		return;
	}
	writer = answer(rq);
	put_text(writer, "state", state);
	put_text(writer, "stage", stage_name(stage_of_grade(pupil->grade)));
	put_text(writer, "bank", bank->id);
	put_id(writer, "sheet", sheet->id);
	items_write(
	    writer, "items", rq->lang, bank, &asking, sheet->answers, 0);
	put_int(
	    writer, "answered", sheet->id ? sheet_answered(sheet->answers) : 0);
	put_int(writer, "total", asking.usual);
	put_int(writer, "most", asking.most);
	put_bool(writer, "complete", asking.complete);
	put_int(writer, "minutes", sheet_minutes(asking.usual));
	if (sheet->finished)
		put_int(writer, "finished", sheet->finished);
}

/*
 * The pupil's newest sheet and its bank: that of a running one, else the
 * stage's. A running sheet whose bank is gone cannot be gone on with: it counts
 * as none. Answers 503 itself.
 */
static const struct bank_entry *
sheet_and_bank(
    struct request *rq, const struct pupil *pupil, struct sheet *sheet)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	const struct bank_entry *bank = NULL;

	if (catalogue == NULL) {
		answer_error(rq, 503, "catalogue", NULL);
		return NULL;
	}
	*sheet = (struct sheet){ 0 };
	sheet_newest(rq->db, rq->arena, pupil->id, sheet);
	if (sheet->id != 0 && sheet->finished == 0)
		bank = model_bank(rq->db, rq->arena, catalogue, sheet->bank);
	if (bank != NULL)
		return bank;
	if (sheet->finished == 0)
		*sheet = (struct sheet){ 0 };
	return model_bank_for(
	    rq->db, rq->arena, catalogue, stage_of_grade(pupil->grade));
}

static bool
own_pupil(struct request *rq, struct pupil *pupil)
{
	if (pupil_load(rq->db, rq->arena, rq->actor.pupil, pupil))
		return true;
	answer_error(rq, 404, "not_found", NULL);
	return false;
}

void
test_show(struct request *rq)
{
	const struct bank_entry *bank;
	struct sheet sheet;
	struct pupil pupil;

	if (!own_pupil(rq, &pupil))
		return;
	bank = sheet_and_bank(rq, &pupil, &sheet);
	if (bank != NULL)
		test_write(rq, &pupil, bank, &sheet);
}

static char *
repeated(struct arena *arena, const char *what, int count, const char *between)
{
	size_t step = strlen(what) + strlen(between), size;
	char *text;
	int i;

	size = step * (size_t)count + 1;
	text = arena_alloc(arena, size);
	for (i = 0; i < count; i++)
		snprintf(text + step * (size_t)i, size - step * (size_t)i,
		    "%s%s", what, i + 1 < count ? between : "");
	return text;
}

static void
asked_keep(struct request *rq, struct sheet *sheet, const struct asking *asking)
{
	char text[ASKING_TEXT];

	asking_write(asking, text);
	sheet->asked = arena_text(rq->arena, text);
	db_do(rq->db, "UPDATE sheet SET asked = ? WHERE id = ?",
	    ARGS(TEXT(sheet->asked), ID(sheet->id)));
}

/* A new sheet with its first items. */
static void
sheet_begin(struct request *rq, struct pupil *pupil,
    const struct bank_entry *bank, struct sheet *sheet)
{
	struct asking asking;

	pupil->lang = body_text(rq, "lang");
	sheet_load(rq->db, rq->arena,
	    sheet_add(rq->db, rq->now, pupil, bank,
		repeated(rq->arena, "0", bank->count, ""),
		repeated(rq->arena, "0", bank->count, " "), 0),
	    sheet);
	if (sheet->id == 0)
		return;
	asking_plan(bank, stage_of_grade(sheet->grade), &asking);
	asking_more(bank, stage_of_grade(sheet->grade), sheet->answers,
	    sheet->id, &asking);
	asked_keep(rq, sheet, &asking);
}

/* Starting goes on with a running sheet; after a finished one a new begins. */
void
test_start(struct request *rq)
{
	const struct bank_entry *bank;
	struct sheet sheet;
	struct pupil pupil;

	if (!own_pupil(rq, &pupil))
		return;
	if (consent_state(rq->db, &pupil, "test", rq->now) != CONSENT_GIVEN) {
		answer_error(rq, 409, "test.consent", NULL);
		return;
	}
	bank = sheet_and_bank(rq, &pupil, &sheet);
	if (bank == NULL)
		return;
	if (sheet.id == 0 || sheet.finished != 0)
		sheet_begin(rq, &pupil, bank, &sheet);
	if (sheet.id != 0)
		test_write(rq, &pupil, bank, &sheet);
}

/* Saving an answer */

static int
item_find(const struct bank_entry *bank, const char *id)
{
	int i;

	for (i = 0; bank != NULL && i < bank->count; i++)
		if (text_is(bank->items[i].id, id))
			return i;
	return -1;
}

static void
times_read(const char *text, int64_t times[INTEREST_ITEMS], int count)
{
	char *end;
	int i;

	for (i = 0; i < count; i++) {
		times[i] = strtoll(text, &end, 10);
		text = end;
	}
}

static const char *
times_write(struct arena *arena, const int64_t *times, int count)
{
	size_t size = (size_t)count * 21 + 1, length = 0;
	char *text = arena_alloc(arena, size);
	int i;

	for (i = 0; i < count; i++)
		length += (size_t)snprintf(text + length, size - length,
		    "%s%lld", i ? " " : "", (long long)times[i]);
	return text;
}

/*
 * A running sheet and its bank, while the consent holds; answers 404, 409 or
 * 503 itself.
 */
static bool
running_sheet(
    struct request *rq, struct sheet *sheet, const struct bank_entry **bank)
{
	const struct catalogue *catalogue = catalog_hold(rq->db, rq->arena);
	struct pupil pupil;

	if (!own_pupil(rq, &pupil))
		return false;
	if (!sheet_load(rq->db, rq->arena, path_id(rq, "sheet"), sheet)) {
		answer_error(rq, 404, "not_found", NULL);
		return false;
	}
	if (consent_state(rq->db, &pupil, "test", rq->now) != CONSENT_GIVEN) {
		answer_error(rq, 409, "test.consent", NULL);
		return false;
	}
	if (sheet->finished != 0) {
		answer_error(rq, 409, "test.finished", NULL);
		return false;
	}
	*bank = catalogue
	    ? model_bank(rq->db, rq->arena, catalogue, sheet->bank)
	    : NULL;
	if (*bank == NULL)
		answer_error(rq, 503, "catalogue", NULL);
	return *bank != NULL;
}

static void
answer_put(struct request *rq, struct sheet *sheet,
    const struct bank_entry *bank, int item)
{
	int64_t times[INTEREST_ITEMS], spent = body_int(rq, "milliseconds");

	times_read(sheet->times, times, bank->count);
	if (spent > ANSWER_MS_MOST)
		spent = ANSWER_MS_MOST;
	if (spent > times[item]) /* a second look makes none hasty */
		times[item] = spent;
	sheet->answers[item] = (char)('0' + body_int(rq, "value"));
	db_do(rq->db, "UPDATE sheet SET answers = ?, times = ? WHERE id = ?",
	    ARGS(TEXT(sheet->answers),
		TEXT(times_write(rq->arena, times, bank->count)),
		ID(sheet->id)));
}

void
answer_save(struct request *rq)
{
	const struct bank_entry *bank;
	struct sheet sheet;
	struct asking asking;
	struct writer *writer;
	int item, before;

	if (!running_sheet(rq, &sheet, &bank))
		return;
	item = item_find(bank, path_text(rq, "item"));
	if (item < 0 || !asking_of(bank, &sheet, &asking) ||
	    !asking_has(&asking, item)) {
		answer_error(rq, 404, "not_found", NULL);
		return;
	}
	answer_put(rq, &sheet, bank, item);
	before = asking.count;
	if (asking_more(bank, stage_of_grade(sheet.grade), sheet.answers,
		sheet.id, &asking))
		asked_keep(rq, &sheet, &asking);
	writer = answer(rq);
	put_int(writer, "answered", sheet_answered(sheet.answers));
	put_int(writer, "total", asking.usual);
	put_bool(writer, "complete", asking.complete);
	items_write(
	    writer, "more", rq->lang, bank, &asking, sheet.answers, before);
}

/* Finishing */

static unsigned
notices_of(const struct bank_entry *bank, const struct sheet *sheet)
{
	interest_answer answers[INTEREST_ITEMS];
	int64_t times[INTEREST_ITEMS];
	int i;

	for (i = 0; i < bank->count; i++)
		answers[i] = (interest_answer)(sheet->answers[i] - '0');
	times_read(sheet->times, times, bank->count);
	return interest_notices(&bank->bank, answers, times, bank->least_ms);
}

static void
finish_write(struct request *rq, unsigned notices, bool finished)
{
	struct writer *writer = answer(rq);

	put_list(writer, "notices");
	if (notices & NOTICE_SAME)
		put_text(writer, NULL, "same");
	if (notices & NOTICE_FAST)
		put_text(writer, NULL, "fast");
	put_list_end(writer);
	put_bool(writer, "finished", finished);
}

/*
 * Something odd is told first; the pupil decides whether to look again. Only a
 * sheet on which everything asked is answered can be finished.
 */
void
sheet_finish(struct request *rq)
{
	const struct bank_entry *bank;
	struct sheet sheet;
	struct asking asking;
	unsigned notices;

	if (!running_sheet(rq, &sheet, &bank))
		return;
	if (!asking_of(bank, &sheet, &asking) || !asking.complete) {
		answer_error(rq, 409, "test.unanswered", NULL);
		return;
	}
	notices = notices_of(bank, &sheet);
	if ((notices & (NOTICE_SAME | NOTICE_FAST)) &&
	    !body_bool(rq, "anyway")) {
		finish_write(rq, notices, false);
		return;
	}
	db_do(rq->db,
	    "UPDATE sheet SET finished = ?, notices = ? "
	    "WHERE id = ? AND finished IS NULL",
	    ARGS(INT(rq->now), INT(notices), ID(sheet.id)));
	finish_write(rq, notices, true);
}
