/*
 * The store's surface over both databases: values, questions, rows, what
 * failure leaves, and opening.
 */
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/command.h"
#include "base/text.h"
#include "store/test_bed.h"

/* Values that may stand in a constant table. */
#define I(v) \
	{ \
		.type = VALUE_INT, .integer = (v) \
	}
#define R(v) \
	{ \
		.type = VALUE_REAL, .real = (v) \
	}
#define T(v) \
	{ \
		.type = VALUE_TEXT, .text = (v) \
	}
#define N \
	{ \
		.type = VALUE_NULL \
	}

/* Values and statements */

static bool
same_bits(double a, double b)
{
	return memcmp(&a, &b, sizeof a) == 0;
}

static void
whole_numbers_come_back(void **state)
{
	static const int64_t numbers[] = { 0, 1, -1, INT64_MAX, INT64_MIN,
		INT64_MAX - 1, (INT64_C(1) << 53) + 1,
		-(INT64_C(1) << 53) - 1 };
	struct bed *bed = *state;

	must(bed, "CREATE TABLE t (v BIGINT)", NO_ARGS);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		must(bed, "DELETE FROM t", NO_ARGS);
		must(bed, "INSERT INTO t VALUES (?)", ARGS(INT(numbers[i])));
		assert_int_equal(
		    look(bed, "SELECT v FROM t", NO_ARGS), numbers[i]);
		assert_int_equal(look(bed,
				     "SELECT COUNT(*) FROM t"
				     " WHERE v = ?",
				     ARGS(INT(numbers[i]))),
		    1);
	}
}

static void
real_numbers_come_back(void **state)
{
	static const double numbers[] = { 0, .1, 1. / 3, -2.5, DBL_MAX, DBL_MIN,
		DBL_TRUE_MIN, -DBL_MAX, 1e15 + .3, 9007199254740993., 5e-324,
		123456789.123456789, 2.2250738585072011e-308, INFINITY,
		-INFINITY };
	struct bed *bed = *state;

	must(bed, "CREATE TABLE t (v DOUBLE PRECISION)", NO_ARGS);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		struct db *db;
		struct rows rows;

		must(bed, "DELETE FROM t", NO_ARGS);
		must(bed, "INSERT INTO t VALUES (?)", ARGS(REAL(numbers[i])));
		db = store_read(bed->store);
		rows = db_ask(
		    db, "SELECT v FROM t WHERE v = ?", ARGS(REAL(numbers[i])));
		assert_true(rows_next(&rows));
		assert_true(same_bits(rows_real(&rows, 0), numbers[i]));
		assert_false(rows_next(&rows));
		assert_true(store_read_end(db));
	}
}

static void
texts_come_back(void **state)
{
	static const char *const texts[] = { "", "가나다라마바사", "ㄱㅏ", "각",
		"it's \"?\" \\ %s $1 -- /* ;", "줄\n탭\t끝\r\n", "👩‍🏫",
		"\xf4\x8f\xbf\xbf", " ", "'", "NULL", "0012", "1e3" };
	struct bed *bed = *state;
	struct arena *arena = arena_new(1 << 24);
	char *long_text = arena_alloc(arena, 1000001);

	memset(long_text, 'x', 1000000);
	must(bed, "CREATE TABLE t (v TEXT)", NO_ARGS);
	for (size_t i = 0; i <= COUNT(texts); i++) {
		const char *text = i < COUNT(texts) ? texts[i] : long_text;
		struct db *db;

		must(bed, "DELETE FROM t", NO_ARGS);
		must(bed, "INSERT INTO t VALUES (?)", ARGS(TEXT(text)));
		db = store_read(bed->store);
		assert_string_equal(db_text(db, arena,
					"SELECT v FROM t"
					" WHERE v = ?",
					ARGS(TEXT(text))),
		    text);
		assert_true(store_read_end(db));
	}
	arena_free(arena);
}

static void
nothing_comes_back_as_nothing(void **state)
{
	struct bed *bed = *state;
	struct arena *arena = arena_new(1 << 20);
	struct rows rows;
	struct db *db;

	must(bed,
	    "CREATE TABLE t (a BIGINT, b DOUBLE PRECISION, c TEXT,"
	    " d DOUBLE PRECISION)",
	    NO_ARGS);
	must(bed, "INSERT INTO t VALUES (?, ?, ?, ?)",
	    ARGS(ID(0), NOTHING, TEXT(NULL), REAL(NAN)));
	db = store_read(bed->store);
	rows = db_ask(db, "SELECT a, b, c, d FROM t", NO_ARGS);
	assert_int_equal(rows_int(&rows, 0), 0); /* no row yet */
	assert_true(rows_next(&rows));
	for (int i = 0; i < 4; i++)
		assert_true(rows_null(&rows, i));
	assert_int_equal(rows_int(&rows, 0), 0);
	assert_int_equal(rows_id(&rows, 0), 0);
	assert_true(isnan(rows_real(&rows, 1)));
	assert_null(rows_text(&rows, 2));
	assert_false(rows_next(&rows));
	assert_false(rows_next(&rows));
	assert_null(rows_text(&rows, 2)); /* no row any more */
	assert_int_equal(db_int(db, "SELECT a FROM t", NO_ARGS, 7), 7);
	assert_int_equal(
	    db_int(db, "SELECT a FROM t WHERE 1 = 0", NO_ARGS, 8), 8);
	assert_null(db_text(db, arena, "SELECT c FROM t", NO_ARGS));
	assert_true(db_any(db, "SELECT a FROM t", NO_ARGS));
	assert_false(db_any(db, "SELECT a FROM t WHERE 1 = 0", NO_ARGS));
	assert_true(store_read_end(db));
	arena_free(arena);
}

/* Questions that both must understand in one way. */
static const struct {
	const char *sql;
	struct value values[3];
	size_t count;
	const char *want;
} questions[] = {
	{ "SELECT '?' || ?", { T("a") }, 1, "?a" },
	{ "SELECT 'it''s ?' || ?", { T("b") }, 1, "it's ?b" },
	{ "SELECT \"a?\" FROM (SELECT 1 AS \"a?\") AS t WHERE 1 = ?", { I(1) },
	    1, "1" },
	{ "SELECT 1 -- ? '\n + ?", { I(2) }, 1, "3" },
	{ "SELECT 2 /* ? ' */ + ?", { I(2) }, 1, "4" },
	{ "SELECT 9 - ? - ?", { I(2), I(3) }, 2, "4" },
	{ "SELECT COUNT(*) WHERE ? IS NULL", { N }, 1, "1" },
	{ "SELECT COUNT(*) WHERE ? IS NULL", { I(1) }, 1, "0" },
	{ "SELECT COUNT(*) WHERE ? IS NOT NULL", { R(1) }, 1, "1" },
	{ "SELECT COUNT(*) WHERE ? is null OR 1 = ?", { N, I(0) }, 2, "1" },
	{ "SELECT COUNT(*) WHERE CAST(? AS BIGINT) IS NULL", { N }, 1, "1" },
	{ "SELECT COALESCE(?, 'x')", { N }, 1, "x" },
	{ "SELECT EXISTS (SELECT 1)", { N }, 0, "1" },
	{ "SELECT 6; \n", { N }, 0, "6" },
	{ "SELECT 1 > ?", { I(1) }, 1, "0" },
	{ "SELECT SUM(v) FROM (SELECT CAST(? AS BIGINT) AS v UNION ALL"
	  " SELECT 1) AS t",
	    { I(INT64_C(1) << 60) }, 1, "1152921504606846977" },
	{ "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
	  " SELECT i + 1 FROM n WHERE i < ?) SELECT SUM(i) FROM n",
	    { I(100) }, 1, "5050" },
	{ "SELECT SUM(i) OVER (ORDER BY i DESC) FROM (SELECT 1 AS i UNION ALL"
	  " SELECT 2) AS t ORDER BY i LIMIT ? OFFSET ?",
	    { I(1), I(0) }, 2, "3" },
	{ "SELECT ROW_NUMBER() OVER (ORDER BY v) FROM (SELECT '나' AS v"
	  " UNION ALL SELECT '가') AS t ORDER BY v DESC",
	    { N }, 0, "2" },
};

static void
questions_mean_the_same(void **state)
{
	struct bed *bed = *state;
	struct arena *arena = arena_new(1 << 20);
	struct db *db = store_read(bed->store);

	for (size_t at = 0; at < 2 * COUNT(questions); at++) {
		size_t i = at / 2; /* the second time it is known */
		char *text = db_text(db, arena, questions[i].sql,
		    (struct values){ questions[i].values, questions[i].count });

		if (!text_is(text, questions[i].want))
			fail_msg("%s: %s, not %s", questions[i].sql,
			    text ? text : "nothing", questions[i].want);
	}
	assert_true(store_read_end(db));
	arena_free(arena);
}

static void
numbers_are_cut_alike(void **state)
{
	static const struct {
		const char *sql;
		int64_t want;
	} rows[] = {
		{ "SELECT 12.75", 12 },
		{ "SELECT -12.75", -12 },
		{ "SELECT CAST(1e300 AS DOUBLE PRECISION)", INT64_MAX },
		{ "SELECT CAST(-1e300 AS DOUBLE PRECISION)", INT64_MIN },
		{ "SELECT CAST(1e3 AS DOUBLE PRECISION)", 1000 },
		{ "SELECT '77'", 77 },
		{ "SELECT AVG(v) FROM (SELECT 3 AS v UNION ALL SELECT 4) AS t",
		    3 },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(
		    look(*state, rows[i].sql, NO_ARGS), rows[i].want);
}

static void
changes_are_counted(void **state)
{
	static const struct {
		const char *sql;
		int64_t want;
	} rows[] = {
		{ "INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)", 3 },
		{ "INSERT INTO t VALUES (1, 11) ON CONFLICT DO NOTHING", 0 },
		{ "INSERT INTO t VALUES (1, 11), (4, 40)"
		  " ON CONFLICT (id) DO UPDATE SET v = excluded.v",
		    2 },
		{ "UPDATE t SET v = v + 1 WHERE id > 2", 2 },
		{ "UPDATE t SET v = 0 WHERE id > 9", 0 },
		{ "DELETE FROM t WHERE id = 4", 1 },
		{ "INSERT INTO t SELECT id + 10, v FROM t RETURNING id", 3 },
		{ "CREATE TABLE u (id BIGINT)", 0 },
	};
	struct bed *bed = *state;

	must(bed, "CREATE TABLE t (id BIGINT PRIMARY KEY, v BIGINT NOT NULL)",
	    NO_ARGS);
	for (size_t i = 0; i < COUNT(rows); i++)
		assert_int_equal(must(bed, rows[i].sql, NO_ARGS), rows[i].want);
	assert_int_equal(
	    look(bed, "SELECT SUM(v) FROM t", NO_ARGS), 2 * (11 + 20 + 31));
}

/* Done, whether nobody, somebody or everybody reads what it returns. */
static bool
returning_work(struct db *db, void *with)
{
	struct rows rows;
	int64_t sum = 0;

	(void)with;
	db_ask(db, "INSERT INTO t VALUES (1), (2) RETURNING id", NO_ARGS);
	rows = db_ask(
	    db, "INSERT INTO t VALUES (3), (4) RETURNING id", NO_ARGS);
	rows_next(&rows);
	rows_close(&rows);
	rows_close(&rows);
	rows = db_ask(
	    db, "INSERT INTO t VALUES (5), (6) RETURNING id", NO_ARGS);
	while (rows_next(&rows))
		sum += rows_int(&rows, 0);
	return sum == 11 && rows.row == 2;
}

static void
returning_gives_and_does(void **state)
{
	struct bed *bed = *state;

	must(bed, "CREATE TABLE t (id BIGINT)", NO_ARGS);
	assert_int_equal(
	    store_write(bed->store, returning_work, NULL), WRITE_DONE);
	assert_int_equal(look(bed, "SELECT SUM(id) FROM t", NO_ARGS), 21);
}

/* Rows */

static const char counting[] =
    "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
    " SELECT i + 1 FROM n WHERE i < ?) SELECT i, 'row ' || i FROM n ORDER BY i";

/* The same question at every depth, each in the midst of the one above. */
static int64_t
descend(struct db *db, int depth)
{
	struct rows rows = db_ask(db, counting, ARGS(INT(3)));
	int64_t sum = 0;
	char want[16];

	while (rows_next(&rows)) {
		const char *text = rows_text(&rows, 1);

		if (depth > 1)
			sum += descend(db, depth - 1);
		snprintf(want, sizeof want, "row %d", (int)rows_int(&rows, 0));
		assert_string_equal(text, want); /* still the same */
		sum += rows_int(&rows, 0);
	}
	return sum;
}

static void
questions_nest(void **state)
{
	struct bed *bed = *state;
	struct db *db = store_read(bed->store);
	int64_t want = 0;

	for (int depth = 1; depth <= 6; depth++) {
		want = 6 + 3 * want;
		assert_int_equal(descend(db, depth), want);
	}
	assert_true(store_read_end(db));
}

/* The caller may use the memory of a value again. */
static void
values_are_copied(void **state)
{
	struct bed *bed = *state;
	char name[] = "same";
	struct rows rows;
	struct db *db;

	must(bed, "CREATE TABLE t (v TEXT)", NO_ARGS);
	must(
	    bed, "INSERT INTO t VALUES ('same'), ('same'), ('other')", NO_ARGS);
	db = store_read(bed->store);
	rows = db_ask(db, "SELECT v FROM t WHERE v = ?", ARGS(TEXT(name)));
	while (rows_next(&rows))
		memset(name, 'x', strlen(name));
	assert_int_equal(rows.row, 2);
	assert_true(store_read_end(db));
}

static void
rows_left_open_are_closed(void **state)
{
	struct bed *bed = *state;

	for (int round = 0; round < 20; round++) {
		struct db *db = store_read(bed->store);

		for (int i = 0; i < 9; i++) {
			struct rows rows = db_ask(db, counting, ARGS(INT(500)));

			for (int row = 0; row < i; row++)
				assert_true(rows_next(&rows));
		}
		assert_true(store_read_end(db));
	}
	assert_int_equal(must(bed, "CREATE TABLE t (id BIGINT)", NO_ARGS), 0);
}

static void
long_lists_stream(void **state)
{
	struct bed *bed = *state;
	struct db *db = store_read(bed->store);
	struct rows rows = db_ask(db, counting, ARGS(INT(100000)));
	int64_t sum = 0;

	while (rows_next(&rows)) {
		sum += rows_int(&rows, 0);
		if (rows.row == 50000) /* holds the rest */
			assert_int_equal(db_int(db, "SELECT 5", NO_ARGS, 0), 5);
	}
	assert_int_equal(sum, INT64_C(5000050000));
	assert_int_equal(rows.row, 100000);
	assert_true(store_read_end(db));
}

/* Failure */

static const struct failing {
	const char *name, *sql;
	struct value values[2];
	size_t count;
} failings[] = {
	{ "no table", "INSERT INTO nowhere VALUES (1)", { N }, 0 },
	{ "no SQL", "INSRT", { N }, 0 },
	{ "a name in quotes", "INSERT INTO t VALUES (2, \"v\", NULL)", { N },
	    0 },
	{ "twice", "INSERT INTO t VALUES (1, 'two', NULL)", { N }, 0 },
	{ "NULL", "INSERT INTO t VALUES (2, ?, NULL)", { N }, 1 },
	{ "no such place", "INSERT INTO t VALUES (2, 'two', 9)", { N }, 0 },
	{ "check", "INSERT INTO t VALUES (2, 'no', NULL)", { N }, 0 },
	{ "values lacking", "INSERT INTO t VALUES (?, ?, NULL)", { I(2) }, 1 },
	{ "values left", "INSERT INTO t VALUES (?, 'two', NULL)",
	    { I(2), I(3) }, 2 },
	{ "two statements", "DELETE FROM t; DELETE FROM t", { N }, 0 },
	{ "not UTF-8", "INSERT INTO t VALUES (2, ?, NULL)", { T("\xec\x83") },
	    1 },
};

struct sticky {
	const struct failing *failing;
	bool ask; /* by db_ask, not db_do */
	int good; /* what held afterwards */
};

static bool
sticky_work(struct db *db, void *with)
{
	struct sticky *sticky = with;
	struct values values = { sticky->failing->values,
		sticky->failing->count };
	struct rows rows;

	db_do(db, "INSERT INTO t VALUES (3, 'three', NULL)", NO_ARGS);
	if (sticky->ask) {
		rows = db_ask(db, sticky->failing->sql, values);
		sticky->good = !rows_next(&rows);
	} else
		sticky->good = db_do(db, sticky->failing->sql, values) == -1;
	sticky->good += !db_ok(db);
	sticky->good += !db_any(db, "SELECT 1", NO_ARGS);
	sticky->good += db_int(db, "SELECT 1", NO_ARGS, 5) == 5;
	sticky->good += db_do(db, "DELETE FROM t", NO_ARGS) == -1;
	return true;
}

static void
failure_sticks(void **state)
{
	struct bed *bed = *state;

	tables_make(bed);
	for (size_t i = 0; i < 2 * COUNT(failings); i++) {
		struct sticky sticky = { &failings[i / 2], i % 2 == 1, 0 };
		enum write_result result;
		const char *told;

		log_catch();
		result = store_write(bed->store, sticky_work, &sticky);
		told = log_caught();
		if (count_of(told, "store.failed") != 1 ||
		    result != WRITE_FAILED || sticky.good != 5)
			fail_msg("%s: %d, %d of 5, log %s",
			    sticky.failing->name, result, sticky.good, told);
	}
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
}

static void
a_failed_read_says_so(void **state)
{
	struct bed *bed = *state;
	struct db *db;

	tables_make(bed);
	db = store_read(bed->store);
	assert_int_equal(db_int(db, "SELECT 1", NO_ARGS, 0), 1);
	assert_false(db_any(db, "SELECT nothing FROM t", NO_ARGS));
	assert_false(store_read_end(db));
	db = store_read(bed->store);
	assert_int_equal(db_do(db, "DELETE FROM t", NO_ARGS), -1);
	assert_false(store_read_end(db)); /* a read cannot write */
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
}

static bool
unwilling_work(struct db *db, void *with)
{
	db_do(db, "INSERT INTO t VALUES (5, 'five', NULL)", NO_ARGS);
	if (with != NULL)
		db_fail(db);
	return with != NULL;
}

static void
what_is_not_wanted_is_undone(void **state)
{
	struct bed *bed = *state;
	int yes = 1;

	tables_make(bed);
	assert_int_equal(
	    store_write(bed->store, unwilling_work, NULL), WRITE_UNDONE);
	assert_int_equal(
	    store_write(bed->store, unwilling_work, &yes), WRITE_FAILED);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
}

static bool
three_work(struct db *db, void *with)
{
	(void)with;
	db_do(db, "INSERT INTO t VALUES (2, 'two', NULL)", NO_ARGS);
	if (db_any(db, "SELECT 1 FROM t WHERE id = ?", ARGS(INT(2))))
		db_do(db, "UPDATE t SET v = 'changed' WHERE id = ?",
		    ARGS(INT(1)));
	return true;
}

/* The disk fails at every single statement, BEGIN and COMMIT among them. */
static void
any_statement_may_fail(void **state)
{
	struct bed *bed = *state;
	size_t before, count, nth;

	tables_make(bed);
	before = store_statements();
	assert_int_equal(store_write(bed->store, three_work, NULL), WRITE_DONE);
	count = store_statements() - before;
	assert_int_equal(count, bed->server ? 5 : 7);
	must(bed, "DELETE FROM t", NO_ARGS);
	must(bed, "INSERT INTO t VALUES (1, 'one', NULL)", NO_ARGS);
	for (nth = 1; nth <= count; nth++) {
		store_fail_at(nth);
		assert_int_equal(
		    store_write(bed->store, three_work, NULL), WRITE_FAILED);
		store_fail_at(0);
		assert_int_equal(look(bed,
				     "SELECT COUNT(*) FROM t"
				     " WHERE id = 1 AND v = 'one'",
				     NO_ARGS),
		    1);
		assert_int_equal(
		    look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
	}
	store_fail_at(1);
	assert_null(store_read(bed->store));
	store_fail_at(2);
	assert_false(store_read_end(store_read(bed->store)));
	store_fail_at(0);
	assert_int_equal(store_write(bed->store, three_work, NULL), WRITE_DONE);
}

static bool
throwing_work(struct db *db, void *with)
{
	struct arena *arena = with;
	struct rows rows;

	if (!ARENA_CATCH(arena))
		return false;
	db_do(db, "INSERT INTO t VALUES (7, 'seven', NULL)", NO_ARGS);
	rows = db_ask(db, "SELECT id FROM t", NO_ARGS);
	rows_next(&rows);
	for (;;)
		db_text(db, arena, "SELECT v FROM t", NO_ARGS);
}

static void
a_task_given_up_leaves_nothing(void **state)
{
	struct bed *bed = *state;
	struct arena *arena = arena_new(64 * 1024);

	tables_make(bed);
	for (int i = 0; i < 3; i++) {
		assert_int_equal(store_write(bed->store, throwing_work, arena),
		    WRITE_UNDONE);
		arena_clear(arena);
	}
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
	arena_free(arena);
}

/* Without memory at any place the store fails, and is whole again after. */
static void
memory_may_end_anywhere(void **state)
{
	struct bed *bed = *state;
	size_t nth;

	tables_make(bed);
	store_close(bed->store);
	bed->store = NULL;
	for (nth = 1; nth < 100; nth++) {
		struct store *store;
		size_t before = memory_count();
		struct db *db;

		memory_fail_at(nth, false);
		store = store_open(bed->url, NULL);
		if (store != NULL) {
			store_write(store, unwilling_work, NULL);
			db = store_read(store);
			if (db != NULL) {
				descend(db, 1);
				store_read_end(db);
			}
		}
		store_close(store);
		memory_fail_at(0, false);
		if (memory_count() - before < nth)
			break;
	}
	assert_in_range(nth, 5, 99);
	bed->store = bed_open(bed);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
}

/* Opening */

/* No word of them may be found in the log. */
static const char *const bad_urls[] = {
	"postgresql://user:secret@127.0.0.1:1/x",
	"postgresql://user:secret@nowhere.invalid/x",
	"postgresql://user:se@cret@127.0.0.1:1/x",
	"postgresql://user:se/cret@127.0.0.1:1/x",
	"postgresql://user:cret?secret@127.0.0.1:1/x",
	"postgresql://user:se%zzcret@127.0.0.1:1/x",
	"postgresql://user:secret@[::1/x",
	"postgresql://127.0.0.1:1/x?password=secret&nonsense=secret",
	"postgres://user:secret@127.0.0.1:1/x?sslpassword=secret",
	"mysql://user:secret@127.0.0.1/x",
	"sqlite:/nowhere/secret.db",
	"sqlite:",
	"sqlite::memory:",
	"file:secret?mode=memory",
};

static void
a_bad_url_is_refused_in_silence(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_urls); i++) {
		struct store *store;
		const char *told;

		log_catch();
		store = store_open(bad_urls[i], NULL);
		told = log_caught();
		if (store != NULL || strstr(told, "cret") != NULL ||
		    count_of(told, "\n") != 1)
			fail_msg("%s: %s", bad_urls[i], told);
	}
}

static void
what_is_no_database_is_refused(void **state)
{
	char path[] = "/tmp/giljabi-store.XXXXXX";
	int file = mkstemp(path);

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_int_equal(write(file, "no base ", 8), 8);
	close(file);
	assert_null(store_open(path, NULL));
	unlink(path);
}

static int
command_open(struct command_line *cl)
{
	struct store *store = store_open_command(cl, NULL);

	if (store == NULL)
		return EXIT_FAILED;
	printf("%s\n", store_kind(store));
	store_close(store);
	return EXIT_DONE;
}

static int
command_status(const char *url)
{
	static const struct command commands[] = {
		{ .name = "open", .operands = "", .run = command_open },
		{ 0 },
	};
	static const struct command *const lists[] = { commands, NULL };
	char *words[] = { "giljabi", "open", "--lang", "en", "--db",
		(char *)(uintptr_t)url, NULL };

	return command_run(lists, url != NULL ? 6 : 4, words);
}

static void
a_command_opens_or_complains(void **state)
{
	struct bed *bed = *state;
	const char *told;

	assert_int_equal(command_status(bed->url), EXIT_DONE);
	setenv("GILJABI_DB", bed->url, 1);
	assert_int_equal(command_status(NULL), EXIT_DONE);
	unsetenv("GILJABI_DB");
	log_catch();
	assert_int_equal(command_status("postgresql://u:pass@127.0.0.1:1/x?"
					"sslpassword=pass"),
	    EXIT_FAILED);
	told = log_caught();
	assert_non_null(
	    strstr(told, "database server postgresql://127.0.0.1:1/x cannot"));
	assert_null(strstr(told, "pass@"));
	log_catch();
	assert_int_equal(command_status("/nowhere/at.db"), EXIT_FAILED);
	assert_non_null(strstr(log_caught(), "/nowhere/at.db"));
}

static const struct test_case cases[] = {
	CASE(BOTH, whole_numbers_come_back),
	CASE(BOTH, real_numbers_come_back),
	CASE(BOTH, texts_come_back),
	CASE(BOTH, nothing_comes_back_as_nothing),
	CASE(BOTH, questions_mean_the_same),
	CASE(BOTH, numbers_are_cut_alike),
	CASE(BOTH, changes_are_counted),
	CASE(BOTH, returning_gives_and_does),
	CASE(BOTH, questions_nest),
	CASE(BOTH, values_are_copied),
	CASE(BOTH, rows_left_open_are_closed),
	CASE(BOTH, long_lists_stream),
	CASE(BOTH, failure_sticks),
	CASE(BOTH, a_failed_read_says_so),
	CASE(BOTH, what_is_not_wanted_is_undone),
	CASE(BOTH, any_statement_may_fail),
	CASE(BOTH, a_task_given_up_leaves_nothing),
	CASE(BOTH, memory_may_end_anywhere),
	CASE(SQLITE, a_bad_url_is_refused_in_silence),
	CASE(SQLITE, what_is_no_database_is_refused),
	CASE(BOTH, a_command_opens_or_complains),
};

int
main(void)
{
	return cases_run(cases, COUNT(cases));
}
