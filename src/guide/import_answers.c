/*
 * giljabi import answers: anonymous answer sheets gathered elsewhere, as pupils
 * of a test school, so that the whole way runs on real answers.
 *
 * The file's header names the bank's items and, when it has one, a column
 * "person"; other columns are passed over (groups are no business of the
 * product). Every row is checked before anything is written; the same file
 * again adds nobody twice.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/csv.h"
#include "base/progress.h"
#include "base/random.h"
#include "base/text.h"
#include "guide/commands.h"
#include "guide/guide.h"
#include "ledger/ledger.h"

enum { GRADE = 11, CLASS_MOST = 200, ERRORS_SHOWN = 20, ROWS_MOST = 2000000 };

struct person {
	const char *name;
	char answers[INTEREST_ITEMS + 1];
};

struct answers {
	struct command_line *cl;
	struct arena *arena;
	const struct bank_entry *bank;
	const char *path, *school_name;
	struct person *people;
	size_t count, capacity;
	int64_t errors;
	struct progress progress;
	struct buffer source; /* of the person being written */
	int64_t school, region, class, in_class, added; /* while writing */
	int64_t now;
};

/* Reading and checking */

static void
error_tell(
    struct answers *answers, int64_t line, const char *id, const char *what)
{
	char number[24];

	if (answers->errors++ >= ERRORS_SHOWN)
		return;
	snprintf(number, sizeof number, "%" PRId64, line);
	complain(answers->cl, id,
	    (const struct word[]){ { "file", answers->path },
		{ "line", number }, { "what", what }, { 0 } });
}

static struct person *
person_add(struct answers *answers)
{
	struct person *grown;

	if (answers->count == answers->capacity) {
		answers->capacity = answers->capacity ? answers->capacity * 2
						      : 1024;
		grown = memory_resize(
		    answers->people, answers->capacity * sizeof *grown);
		if (grown == NULL)
			return NULL;
		answers->people = grown;
	}
	return &answers->people[answers->count++];
}

/* A missing answer is allowed and stands as 0. */
static bool
answers_take(struct answers *answers, struct csv *csv, const int *columns,
    struct person *person)
{
	int64_t value;
	int i;

	for (i = 0; i < answers->bank->count; i++) {
		const char *text = csv_field(csv, (size_t)columns[i]);

		value = 0;
		if (text[0] != '\0' && !text_to_int(text, 1, 5, &value)) {
			error_tell(answers, csv_line(csv), "answers.value",
			    answers->bank->items[i].id);
			return false;
		}
		person->answers[i] = (char)('0' + value);
	}
	person->answers[i] = '\0';
	return true;
}

static bool
row_take(struct answers *answers, struct csv *csv, const int *columns,
    int person_column)
{
	struct person *person;

	if (answers->count >= ROWS_MOST)
		return false;
	person = person_add(answers);
	if (person == NULL)
		return false;
	if (!answers_take(answers, csv, columns, person)) {
		answers->count--;
		return true;
	}
	person->name = person_column < 0
	    ? arena_printf(answers->arena, "%" PRId64, csv_line(csv))
	    : arena_text(answers->arena, csv_field(csv, (size_t)person_column));
	if (person->name[0] == '\0' || utf8_count(person->name) > 60)
		error_tell(
		    answers, csv_line(csv), "answers.person", person->name);
	return true;
}

static bool
head_take(struct answers *answers, struct csv *csv, int *columns)
{
	const char *names[INTEREST_ITEMS + 1];
	int count = answers->bank->count, i;

	for (i = 0; i < count; i++)
		names[i] = answers->bank->items[i].id;
	names[count] = "person";
	if (!csv_head(csv, names, (size_t)count + 1, columns)) {
		error_tell(answers, 1, "answers.head", "");
		return false;
	}
	for (i = 0; i < count; i++)
		if (columns[i] < 0)
			error_tell(answers, 1, "answers.column", names[i]);
	return answers->errors == 0;
}

static bool
file_read(struct answers *answers, struct csv *csv)
{
	int columns[INTEREST_ITEMS + 1];
	enum csv_result result;

	if (!head_take(answers, csv, columns))
		return false;
	while ((result = csv_next(csv)) != CSV_END) {
		if (result == CSV_LOST)
			return false;
		if (result == CSV_BAD)
			error_tell(answers, csv_line(csv), "answers.broken",
			    say(command_lang(answers->cl), csv_problem(csv)));
		else if (!row_take(answers, csv, columns,
			     columns[answers->bank->count]))
			return false;
	}
	return answers->errors == 0;
}

/* Writing */

static void
school_of(struct answers *answers, struct db *db)
{
	char hash[HASH_HEX];
	struct school_new school = { .name = answers->school_name,
		.level = "high",
		.founding = "public",
		.latitude = NAN,
		.longitude = NAN };
	struct rows rows = db_ask(db,
	    "SELECT id, region FROM school "
	    "WHERE name = ? AND level = 'high' ORDER BY id LIMIT 1",
	    ARGS(TEXT(answers->school_name)));

	answers->school = 0;
	if (rows_next(&rows)) {
		answers->school = rows_id(&rows, 0);
		answers->region = rows_id(&rows, 1);
	}
	rows_close(&rows);
	if (answers->school != 0)
		return;
	sha256_hex(answers->school_name, strlen(answers->school_name), hash);
	hash[12] = '\0';
	school.code = arena_printf(answers->arena, "test-%s", hash);
	answers->region = school.region = db_int(db,
	    "SELECT id FROM region "
	    "WHERE valid_to IS NULL ORDER BY code LIMIT 1",
	    NO_ARGS, 0);
	school.office = db_int(db,
	    "SELECT office FROM region_office "
	    "WHERE region = ? AND valid_to IS NULL",
	    ARGS(ID(school.region)), 0);
	answers->school = school_add(db, &school);
}

static void
class_next(struct answers *answers, struct db *db)
{
	int64_t count = db_int(db,
	    "SELECT COUNT(*) FROM class "
	    "WHERE school = ?",
	    ARGS(ID(answers->school)), 0);
	struct class_new class = { answers->region, answers->school,
		school_year(date_in_seoul(answers->now)), GRADE, NULL,
		arena_printf(
		    answers->arena, "2학년 %" PRId64 "반", count + 1) };

	answers->class = class_add(db, &class);
	answers->in_class = 0;
}

static void
person_write(struct answers *answers, struct db *db,
    const struct person *person, const char *times)
{
	struct pupil_new new = { .region = answers->region,
		.school = answers->school,
		.grade = GRADE,
		.year = school_year(date_in_seoul(answers->now)),
		.name = person->name };
	struct pupil pupil = {
		.region = answers->region, .grade = GRADE, .lang = "ko"
	};

	buffer_clear(&answers->source);
	buffer_printf(&answers->source, "%s:%s:%s", answers->bank->id,
	    answers->school_name, person->name);
	if (answers->source.failed) {
		db_fail(db);
		return;
	}
	new.source = answers->source.data;
	if (db_any(db, "SELECT 1 FROM pupil WHERE source = ?",
		ARGS(TEXT(new.source))))
		return;
	if (answers->class == 0 || answers->in_class == CLASS_MOST)
		class_next(answers, db);
	new.class = answers->class;
	new.number = ++answers->in_class;
	pupil.id = pupil_add(db, answers->now, &new);
	sheet_add(db, answers->now, &pupil, answers->bank, person->answers,
	    times, answers->now);
	answers->added++;
}

static bool
answers_write(struct db *db, void *with)
{
	struct answers *answers = with;
	struct buffer times = { 0 };
	size_t i;
	int k;

	answers->class = answers->added = 0;
	school_of(answers, db);
	for (k = 0; k < answers->bank->count; k++)
		buffer_text(&times, k ? " 0" : "0");
	progress_step(
	    &answers->progress, "answers.step", (int64_t)answers->count);
	for (i = 0; i < answers->count && db_ok(db) && !times.failed; i++) {
		person_write(answers, db, &answers->people[i], times.data);
		progress_add(&answers->progress, 1);
	}
	if (times.failed)
		db_fail(db);
	buffer_free(&times);
	ledger_add(db, answers->now,
	    &(struct ledger_entry){ .kind = "import.done",
		.detail = arena_printf(answers->arena,
		    "{\"kind\":\"answers\",\"added\":%" PRId64 "}",
		    answers->added) });
	return db_ok(db);
}

/* The command */

static bool
bank_find(struct answers *answers, struct store *store, const char *name)
{
	struct db *db = store_read(store);
	const struct catalogue *catalogue;
	int i;

	if (db == NULL)
		return false;
	catalogue = catalog_hold(db, answers->arena);
	for (i = 0; catalogue != NULL && i < catalogue->bank_count; i++)
		if (text_is(catalogue->banks[i].name, name) ||
		    text_is(catalogue->banks[i].id, name))
			answers->bank = &catalogue->banks[i];
	if (!store_read_end(db) || answers->bank == NULL) {
		complain(answers->cl, "answers.bank",
		    (const struct word[]){ { "bank", name }, { 0 } });
		return false;
	}
	return true;
}

static bool
answers_import(struct answers *answers, struct store *store)
{
	struct csv *csv = csv_open_file(answers->path, ',');
	bool read;

	if (csv == NULL) {
		complain(answers->cl, "answers.file",
		    (const struct word[]){ { "file", answers->path }, { 0 } });
		return false;
	}
	read = file_read(answers, csv);
	csv_close(csv);
	if (!read) {
		complain(answers->cl, "answers.refused",
		    (const struct word[]){
			{ "count",
			    arena_printf(
				answers->arena, "%" PRId64, answers->errors) },
			{ 0 } });
		return false;
	}
	return store_write(store, answers_write, answers) == WRITE_DONE;
}

int
import_answers_run(struct command_line *cl)
{
	struct answers answers = { .cl = cl,
		.arena = command_arena(cl),
		.path = operand(cl, 0),
		.school_name = option_text(cl, "school"),
		.now = clock_now() };
	const char *bank = option_text(cl, "bank");
	struct store *store;
	bool done;

	if (bank == NULL || answers.school_name == NULL ||
	    answers.school_name[0] == '\0') {
		complain(cl, "answers.options", NULL);
		return EXIT_MISUSED;
	}
	answers.progress.terminal = isatty(STDERR_FILENO);
	store = store_open_command(cl, NULL);
	if (store == NULL)
		return EXIT_FAILED;
	done = bank_find(&answers, store, bank) &&
	    answers_import(&answers, store);
	progress_end(&answers.progress);
	memory_give(answers.people);
	buffer_free(&answers.source);
	store_close(store);
	if (!done)
		return EXIT_FAILED;
	puts(say_with(command_arena(cl), command_lang(cl), "answers.done",
	    (const struct word[]){ { "added",
				       arena_printf(command_arena(cl),
					   "%" PRId64, answers.added) },
		{ "count",
		    arena_printf(command_arena(cl), "%zu", answers.count) },
		{ "school", answers.school_name }, { 0 } }));
	return EXIT_DONE;
}
