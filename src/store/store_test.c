/*
 * The store over both databases: every case runs on SQLite, and once more on
 * PostgreSQL when GILJABI_TEST_POSTGRES has its URL (test/postgres.sh run).
 * What a case expects to fail would fill the log, so the log is off unless
 * GILJABI_TEST_LOG is set.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <float.h>
#include <libpq-fe.h>
#include <math.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "module.h"
#include "store/backend.h"
#include "store/store.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

/* Values that may stand in a constant table. */
#define I(v) { .type = VALUE_INT, .integer = (v) }
#define R(v) { .type = VALUE_REAL, .real = (v) }
#define T(v) { .type = VALUE_TEXT, .text = (v) }
#define N { .type = VALUE_NULL }

/* Where a case runs: a new database, gone after it. */
struct bed {
	bool server;
	char folder[64];
	char url[256];
	struct store *store;
};

/* Helpers */

static void
nap_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

static struct store *
bed_open(struct bed *bed)
{
	struct store *store = store_open(bed->url, NULL);

	assert_non_null(store);
	return store;
}

static void
bed_reopen(struct bed *bed)
{
	store_close(bed->store);
	bed->store = bed_open(bed);
}

/* One statement as a write of its own. */
struct single {
	const char *sql;
	struct values values;
	int64_t changes;
};

static bool
single_work(struct db *db, void *with)
{
	struct single *single = with;

	single->changes = db_do(db, single->sql, single->values);
	return db_ok(db);
}

static int64_t
must(struct bed *bed, const char *sql, struct values values)
{
	struct single single = { .sql = sql, .values = values };

	assert_int_equal(store_write(bed->store, single_work, &single),
	    WRITE_DONE);
	return single.changes;
}

static int64_t
look(struct bed *bed, const char *sql, struct values values)
{
	struct db *db = store_read(bed->store);
	int64_t value;

	assert_non_null(db);
	value = db_int(db, sql, values, -1);
	assert_true(store_read_end(db));
	return value;
}

/* Runs `count` threads and waits for all. */
static void
crew_run(size_t count, void *(*job)(void *), void *members, size_t size)
{
	pthread_t threads[64];
	size_t i;

	assert_true(count <= COUNT(threads));
	for (i = 0; i < count; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, job,
		    (char *)members + i * size), 0);
	for (i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

/* What goes to the log meanwhile. */
static char log_text[65536];
static int log_before;

static void
log_catch(void)
{
	FILE *file = tmpfile();

	assert_non_null(file);
	fflush(stderr);
	log_before = dup(STDERR_FILENO);
	dup2(fileno(file), STDERR_FILENO);
	fclose(file);
	log_level(LOG_DEBUG);
}

static void log_off(void);

static const char *
log_caught(void)
{
	ssize_t length;

	fflush(stderr);
	lseek(STDERR_FILENO, 0, SEEK_SET);
	length = read(STDERR_FILENO, log_text, sizeof log_text - 1);
	log_text[length > 0 ? length : 0] = '\0';
	dup2(log_before, STDERR_FILENO);
	close(log_before);
	log_off();
	return log_text;
}

static void
log_off(void)
{
	if (getenv("GILJABI_TEST_LOG") == NULL)
		log_level((enum log_level)(LOG_ERROR + 1));
}

static size_t
count_of(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word)) != NULL) {
		text += strlen(word);
		count++;
	}
	return count;
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
	    INT64_MAX - 1, (INT64_C(1) << 53) + 1, -(INT64_C(1) << 53) - 1 };
	struct bed *bed = *state;

	must(bed, "CREATE TABLE t (v BIGINT)", NO_ARGS);
	for (size_t i = 0; i < COUNT(numbers); i++) {
		must(bed, "DELETE FROM t", NO_ARGS);
		must(bed, "INSERT INTO t VALUES (?)", ARGS(INT(numbers[i])));
		assert_int_equal(look(bed, "SELECT v FROM t", NO_ARGS),
		    numbers[i]);
		assert_int_equal(look(bed, "SELECT COUNT(*) FROM t"
		    " WHERE v = ?", ARGS(INT(numbers[i]))), 1);
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
		rows = db_ask(db, "SELECT v FROM t WHERE v = ?",
		    ARGS(REAL(numbers[i])));
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
		assert_string_equal(db_text(db, arena, "SELECT v FROM t"
		    " WHERE v = ?", ARGS(TEXT(text))), text);
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

	must(bed, "CREATE TABLE t (a BIGINT, b DOUBLE PRECISION, c TEXT,"
	    " d DOUBLE PRECISION)", NO_ARGS);
	must(bed, "INSERT INTO t VALUES (?, ?, ?, ?)",
	    ARGS(ID(0), NOTHING, TEXT(NULL), REAL(NAN)));
	db = store_read(bed->store);
	rows = db_ask(db, "SELECT a, b, c, d FROM t", NO_ARGS);
	assert_int_equal(rows_int(&rows, 0), 0);	/* no row yet */
	assert_true(rows_next(&rows));
	for (int i = 0; i < 4; i++)
		assert_true(rows_null(&rows, i));
	assert_int_equal(rows_int(&rows, 0), 0);
	assert_int_equal(rows_id(&rows, 0), 0);
	assert_true(isnan(rows_real(&rows, 1)));
	assert_null(rows_text(&rows, 2));
	assert_false(rows_next(&rows));
	assert_false(rows_next(&rows));
	assert_null(rows_text(&rows, 2));		/* no row any more */
	assert_int_equal(db_int(db, "SELECT a FROM t", NO_ARGS, 7), 7);
	assert_int_equal(db_int(db, "SELECT a FROM t WHERE 1 = 0", NO_ARGS, 8),
	    8);
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
	{ "SELECT \"a?\" FROM (SELECT 1 AS \"a?\") AS t WHERE 1 = ?",
	    { I(1) }, 1, "1" },
	{ "SELECT 1 -- ? '\n + ?", { I(2) }, 1, "3" },
	{ "SELECT 2 /* ? ' */ + ?", { I(2) }, 1, "4" },
	{ "SELECT 9 - ? - ?", { I(2), I(3) }, 2, "4" },
	{ "SELECT COUNT(*) WHERE ? IS NULL", { N }, 1, "1" },
	{ "SELECT COUNT(*) WHERE ? IS NULL", { I(1) }, 1, "0" },
	{ "SELECT COUNT(*) WHERE ? IS NOT NULL", { R(1) }, 1, "1" },
	{ "SELECT COUNT(*) WHERE ? is null OR 1 = ?", { N, I(0) }, 2,
	    "1" },
	{ "SELECT COUNT(*) WHERE CAST(? AS BIGINT) IS NULL", { N }, 1,
	    "1" },
	{ "SELECT COALESCE(?, 'x')", { N }, 1, "x" },
	{ "SELECT EXISTS (SELECT 1)", { N }, 0, "1" },
	{ "SELECT 6; \n", { N }, 0, "6" },
	{ "SELECT 1 > ?", { I(1) }, 1, "0" },
	{ "SELECT SUM(v) FROM (SELECT CAST(? AS BIGINT) AS v UNION ALL"
	    " SELECT 1) AS t", { I(INT64_C(1) << 60) }, 1,
	    "1152921504606846977" },
	{ "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < ?) SELECT SUM(i) FROM n",
	    { I(100) }, 1, "5050" },
	{ "SELECT SUM(i) OVER (ORDER BY i DESC) FROM (SELECT 1 AS i UNION ALL"
	    " SELECT 2) AS t ORDER BY i LIMIT ? OFFSET ?",
	    { I(1), I(0) }, 2, "3" },
	{ "SELECT ROW_NUMBER() OVER (ORDER BY v) FROM (SELECT '나' AS v"
	    " UNION ALL SELECT '가') AS t ORDER BY v DESC", { N }, 0, "2" },
};

static void
questions_mean_the_same(void **state)
{
	struct bed *bed = *state;
	struct arena *arena = arena_new(1 << 20);
	struct db *db = store_read(bed->store);

	for (size_t at = 0; at < 2 * COUNT(questions); at++) {
		size_t i = at / 2;	/* the second time it is known */
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
	static const struct { const char *sql; int64_t want; } rows[] = {
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
		assert_int_equal(look(*state, rows[i].sql, NO_ARGS),
		    rows[i].want);
}

static void
changes_are_counted(void **state)
{
	static const struct { const char *sql; int64_t want; } rows[] = {
		{ "INSERT INTO t VALUES (1, 10), (2, 20), (3, 30)", 3 },
		{ "INSERT INTO t VALUES (1, 11) ON CONFLICT DO NOTHING", 0 },
		{ "INSERT INTO t VALUES (1, 11), (4, 40)"
		    " ON CONFLICT (id) DO UPDATE SET v = excluded.v", 2 },
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
	assert_int_equal(look(bed, "SELECT SUM(v) FROM t", NO_ARGS),
	    2 * (11 + 20 + 31));
}

/* Done, whether nobody, somebody or everybody reads what it returns. */
static bool
returning_work(struct db *db, void *with)
{
	struct rows rows;
	int64_t sum = 0;

	(void)with;
	db_ask(db, "INSERT INTO t VALUES (1), (2) RETURNING id", NO_ARGS);
	rows = db_ask(db, "INSERT INTO t VALUES (3), (4) RETURNING id",
	    NO_ARGS);
	rows_next(&rows);
	rows_close(&rows);
	rows_close(&rows);
	rows = db_ask(db, "INSERT INTO t VALUES (5), (6) RETURNING id",
	    NO_ARGS);
	while (rows_next(&rows))
		sum += rows_int(&rows, 0);
	return sum == 11 && rows.row == 2;
}

static void
returning_gives_and_does(void **state)
{
	struct bed *bed = *state;

	must(bed, "CREATE TABLE t (id BIGINT)", NO_ARGS);
	assert_int_equal(store_write(bed->store, returning_work, NULL),
	    WRITE_DONE);
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
		assert_string_equal(text, want);	/* still the same */
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
		if (rows.row == 50000)		/* holds the rest */
			assert_int_equal(db_int(db, "SELECT 5", NO_ARGS, 0), 5);
	}
	assert_int_equal(sum, INT64_C(5000050000));
	assert_int_equal(rows.row, 100000);
	assert_true(store_read_end(db));
}

/* Failure */

static void
tables_make(struct bed *bed)
{
	must(bed, "CREATE TABLE place (id BIGINT PRIMARY KEY)", NO_ARGS);
	must(bed, "CREATE TABLE t (id BIGINT PRIMARY KEY, v TEXT NOT NULL,"
	    " place BIGINT REFERENCES place (id), CHECK (v <> 'no'))", NO_ARGS);
	must(bed, "INSERT INTO t VALUES (1, 'one', NULL)", NO_ARGS);
}

static const struct failing {
	const char *name, *sql;
	struct value values[2];
	size_t count;
} failings[] = {
	{ "no table", "INSERT INTO nowhere VALUES (1)", { N }, 0 },
	{ "no SQL", "INSRT", { N }, 0 },
	{ "a name in quotes", "INSERT INTO t VALUES (2, \"v\", NULL)",
	    { N }, 0 },
	{ "twice", "INSERT INTO t VALUES (1, 'two', NULL)", { N }, 0 },
	{ "NULL", "INSERT INTO t VALUES (2, ?, NULL)", { N }, 1 },
	{ "no such place", "INSERT INTO t VALUES (2, 'two', 9)", { N }, 0 },
	{ "check", "INSERT INTO t VALUES (2, 'no', NULL)", { N }, 0 },
	{ "values lacking", "INSERT INTO t VALUES (?, ?, NULL)", { I(2) },
	    1 },
	{ "values left", "INSERT INTO t VALUES (?, 'two', NULL)",
	    { I(2), I(3) }, 2 },
	{ "two statements", "DELETE FROM t; DELETE FROM t", { N }, 0 },
	{ "not UTF-8", "INSERT INTO t VALUES (2, ?, NULL)",
	    { T("\xec\x83") }, 1 },
};

struct sticky {
	const struct failing *failing;
	bool ask;	/* by db_ask, not db_do */
	int good;	/* what held afterwards */
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

		log_catch();
		result = store_write(bed->store, sticky_work, &sticky);
		if (count_of(log_caught(), "store.failed") != 1 ||
		    result != WRITE_FAILED || sticky.good != 5)
			fail_msg("%s: %d, %d of 5, log %s",
			    sticky.failing->name, result, sticky.good,
			    log_text);
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
	assert_false(store_read_end(db));	/* a read cannot write */
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
	assert_int_equal(store_write(bed->store, unwilling_work, NULL),
	    WRITE_UNDONE);
	assert_int_equal(store_write(bed->store, unwilling_work, &yes),
	    WRITE_FAILED);
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
		assert_int_equal(store_write(bed->store, three_work, NULL),
		    WRITE_FAILED);
		store_fail_at(0);
		assert_int_equal(look(bed, "SELECT COUNT(*) FROM t"
		    " WHERE id = 1 AND v = 'one'", NO_ARGS), 1);
		assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS),
		    1);
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

/* Many at once */

enum { WRITERS = 32, WRITES = 200 };

struct scribe {
	struct bed *bed;
	int64_t number;
	int64_t next;
	int results[3];
};

static bool
scribe_work(struct db *db, void *with)
{
	struct scribe *scribe = with;

	db_do(db, "INSERT INTO t VALUES (?, ?)", ARGS(INT(scribe->number),
	    INT(scribe->next)));
	return true;
}

static void *
scribe_run(void *with)
{
	struct scribe *scribe = with;

	for (scribe->next = 0; scribe->next < WRITES; scribe->next++)
		scribe->results[store_write(scribe->bed->store, scribe_work,
		    scribe)]++;
	return NULL;
}

/* A write of SQLite costs three statements, a group two: so groups are seen. */
static void
all_writes_are_there(void **state)
{
	struct bed *bed = *state;
	struct scribe scribes[WRITERS];
	size_t before;
	int64_t groups;

	must(bed, "CREATE TABLE t (writer BIGINT, n BIGINT,"
	    " PRIMARY KEY (writer, n))", NO_ARGS);
	for (int i = 0; i < WRITERS; i++)
		scribes[i] = (struct scribe){ .bed = bed, .number = i };
	before = store_statements();
	crew_run(WRITERS, scribe_run, scribes, sizeof scribes[0]);
	groups = ((int64_t)(store_statements() - before) -
	    3 * WRITERS * WRITES) / 2;
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(scribes[i].results[WRITE_DONE], WRITES);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS),
	    WRITERS * WRITES);
	if (bed->server)
		return;
	print_message("           %d writes in %d commits\n", WRITERS * WRITES,
	    (int)groups);
	assert_in_range(groups, WRITERS * WRITES / 64, WRITERS * WRITES / 2);
}

/* Of each group some writes fail, some are given up, and the others stay. */
static bool
mixed_work(struct db *db, void *with)
{
	struct scribe *scribe = with;

	scribe_work(db, with);
	if (scribe->number % 3 == 1)
		db_do(db, "INSERT INTO t SELECT writer, n FROM t WHERE"
		    " writer = ?", ARGS(INT(scribe->number)));	/* twice */
	return scribe->number % 3 != 2;
}

static void *
mixed_run(void *with)
{
	struct scribe *scribe = with;

	for (scribe->next = 0; scribe->next < 20; scribe->next++)
		scribe->results[store_write(scribe->bed->store, mixed_work,
		    scribe)]++;
	return NULL;
}

static void
a_failing_write_hurts_no_other(void **state)
{
	static const enum write_result want[] = { WRITE_DONE, WRITE_FAILED,
	    WRITE_UNDONE };
	struct bed *bed = *state;
	struct scribe scribes[12];

	must(bed, "CREATE TABLE t (writer BIGINT, n BIGINT,"
	    " PRIMARY KEY (writer, n))", NO_ARGS);
	for (size_t i = 0; i < COUNT(scribes); i++)
		scribes[i] = (struct scribe){ .bed = bed, .number = (int)i };
	crew_run(COUNT(scribes), mixed_run, scribes, sizeof scribes[0]);
	for (size_t i = 0; i < COUNT(scribes); i++)
		assert_int_equal(scribes[i].results[want[i % 3]], 20);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 4 * 20);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t"
	    " WHERE writer IN (0, 3, 6, 9)", NO_ARGS), 4 * 20);
}

/* Several writes in one group whose COMMIT fails. */
static void *
grouped_run(void *with)
{
	struct scribe *scribe = with;

	if (scribe->number > 0)
		nap_ms(2);
	scribe->results[store_write(scribe->bed->store, scribe_work, scribe)]++;
	return NULL;
}

/* The first of a group waits until others stand behind it. */
static bool
slow_work(struct db *db, void *with)
{
	scribe_work(db, with);
	nap_ms(10);
	return true;
}

static void *
slow_run(void *with)
{
	struct scribe *scribe = with;

	if (scribe->number > 0)
		return grouped_run(with);
	scribe->results[store_write(scribe->bed->store, slow_work, scribe)]++;
	return NULL;
}

static void
a_commit_fails_for_all(void **state)
{
	struct bed *bed = *state;
	int together = 0;

	must(bed, "CREATE TABLE t (writer BIGINT, n BIGINT)", NO_ARGS);
	for (int round = 0; round < 50 && together == 0; round++) {
		struct scribe scribes[3] = { 0 };
		int failed = 0;

		for (int i = 0; i < 3; i++)
			scribes[i] = (struct scribe){ bed, i, round, { 0 } };
		store_fail_at(1 + 3 * 3 + 1);
		crew_run(3, slow_run, scribes, sizeof scribes[0]);
		store_fail_at(0);
		for (int i = 0; i < 3; i++)
			failed += scribes[i].results[WRITE_FAILED];
		assert_int_equal(look(bed, "SELECT COUNT(*) FROM t"
		    " WHERE n = ?", ARGS(INT(round))), 3 - failed);
		together = failed == 3;
	}
	assert_true(together);
}

/* Reading, then writing what depends on it: no addition may be lost. */
static bool
add_work(struct db *db, void *with)
{
	int64_t value = db_int(db, "SELECT v FROM t WHERE id = 1", NO_ARGS, 0);

	(void)with;
	db_do(db, "UPDATE t SET v = ? WHERE id = 1", ARGS(INT(value + 1)));
	return true;
}

static void *
add_run(void *with)
{
	struct scribe *scribe = with;

	for (int i = 0; i < 25; i++)
		scribe->results[store_write(scribe->bed->store, add_work,
		    NULL)]++;
	return NULL;
}

static void
no_addition_is_lost(void **state)
{
	struct bed *bed = *state;
	struct scribe scribes[4];
	int done = 0;

	must(bed, "CREATE TABLE t (id BIGINT, v BIGINT)", NO_ARGS);
	must(bed, "INSERT INTO t VALUES (1, 0)", NO_ARGS);
	for (size_t i = 0; i < COUNT(scribes); i++)
		scribes[i] = (struct scribe){ .bed = bed };
	crew_run(COUNT(scribes), add_run, scribes, sizeof scribes[0]);
	for (size_t i = 0; i < COUNT(scribes); i++)
		done += scribes[i].results[WRITE_DONE];
	assert_int_equal(look(bed, "SELECT v FROM t", NO_ARGS), done);
	assert_int_equal(done, COUNT(scribes) * 25);
}

/* Two that meet: the first run of each waits until the other has begun. */
struct meeting {
	struct bed *bed;
	pthread_barrier_t *barrier;
	int64_t number;
	int runs;
	enum write_result result;
	store_work *work;
};

static bool
skew_work(struct db *db, void *with)
{
	struct meeting *meeting = with;
	bool taken = db_int(db, "SELECT COUNT(*) FROM t", NO_ARGS, -1) > 0;

	if (meeting->runs++ == 0)
		pthread_barrier_wait(meeting->barrier);
	if (taken)
		return false;
	db_do(db, "INSERT INTO t VALUES (?)", ARGS(INT(meeting->number)));
	return true;
}

static bool
deadlock_work(struct db *db, void *with)
{
	struct meeting *meeting = with;

	db_do(db, "UPDATE t SET v = v + 1 WHERE id = ?",
	    ARGS(INT(meeting->number)));
	if (meeting->runs++ == 0)
		pthread_barrier_wait(meeting->barrier);
	db_do(db, "UPDATE t SET v = v + 1 WHERE id = ?",
	    ARGS(INT(1 - meeting->number)));
	return true;
}

static void *
meeting_run(void *with)
{
	struct meeting *meeting = with;

	meeting->result = store_write(meeting->bed->store, meeting->work, with);
	return NULL;
}

static int
two_meet(struct bed *bed, store_work *work, enum write_result *results)
{
	pthread_barrier_t barrier;
	struct meeting two[2];

	pthread_barrier_init(&barrier, NULL, 2);
	for (int i = 0; i < 2; i++)
		two[i] = (struct meeting){ bed, &barrier, i, 0, WRITE_FAILED,
		    work };
	crew_run(2, meeting_run, two, sizeof two[0]);
	pthread_barrier_destroy(&barrier);
	for (int i = 0; i < 2; i++)
		results[i] = two[i].result;
	return two[0].runs + two[1].runs;
}

/* "One seat is left": both look, only one may get it. */
static void
two_who_look_and_write_are_put_in_order(void **state)
{
	struct bed *bed = *state;
	enum write_result results[2];

	if (!bed->server)
		return;		/* SQLite runs one at a time */
	must(bed, "CREATE TABLE t (id BIGINT PRIMARY KEY)", NO_ARGS);
	assert_in_range(two_meet(bed, skew_work, results), 3, 20);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
	assert_true(results[0] != results[1]);
	assert_int_equal(results[0] + results[1], WRITE_DONE + WRITE_UNDONE);
}

static void
a_deadlock_runs_again(void **state)
{
	struct bed *bed = *state;
	enum write_result results[2];

	must(bed, "CREATE TABLE t (id BIGINT PRIMARY KEY, v BIGINT)", NO_ARGS);
	must(bed, "INSERT INTO t VALUES (0, 0), (1, 0)", NO_ARGS);
	assert_in_range(two_meet(bed, deadlock_work, results), 3, 20);
	assert_int_equal(look(bed, "SELECT SUM(v) FROM t", NO_ARGS), 4);
}

static void
a_read_is_a_snapshot(void **state)
{
	struct bed *bed = *state;
	struct db *before, *after;

	tables_make(bed);
	before = store_read(bed->store);
	assert_int_equal(db_int(before, "SELECT COUNT(*) FROM t", NO_ARGS, 0),
	    1);
	must(bed, "INSERT INTO t VALUES (2, 'two', NULL)", NO_ARGS);
	must(bed, "UPDATE t SET v = 'changed' WHERE id = 1", NO_ARGS);
	after = store_read(bed->store);
	assert_int_equal(db_int(before, "SELECT COUNT(*) FROM t"
	    " WHERE v = 'one'", NO_ARGS, 0), 1);
	assert_int_equal(db_int(before, "SELECT COUNT(*) FROM t", NO_ARGS, 0),
	    1);
	assert_int_equal(db_int(after, "SELECT COUNT(*) FROM t", NO_ARGS, 0),
	    2);
	assert_true(store_read_end(before));
	assert_true(store_read_end(after));
}

static void *
give_back_late(void *with)
{
	nap_ms(300);
	store_read_end(with);
	return NULL;
}

static void
a_crowded_store_makes_wait(void **state)
{
	struct bed *bed = *state;
	struct store_options options = { .readers = 2 };
	struct store *store = store_open(bed->url, &options);
	struct db *first = store_read(store), *second = store_read(store);
	struct db *third;
	pthread_t thread;

	assert_non_null(first);
	assert_non_null(second);
	pthread_create(&thread, NULL, give_back_late, first);
	third = store_read(store);
	assert_non_null(third);
	pthread_join(thread, NULL);
	if (!bed->server)
		assert_null(store_read(store));		/* after 5 seconds */
	assert_true(store_read_end(second));
	assert_true(store_read_end(third));
	store_close(store);
}

/* Migrations */

static const struct migration first_two[] = {
	{ 1, "tables", "CREATE TABLE a (id BIGINT);\n-- one; two\n"
	    "CREATE TABLE b (v TEXT); INSERT INTO b VALUES ('x;y?')" },
	{ 2, "more", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)" },
	{ 0 }
};
static const struct migration third_breaks[] = {
	{ 1, "tables", "CREATE TABLE a (id BIGINT);\n-- one; two\n"
	    "CREATE TABLE b (v TEXT); INSERT INTO b VALUES ('x;y?')" },
	{ 2, "more", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)" },
	{ 3, "half", "CREATE TABLE c (id BIGINT); INSERT INTO a VALUES (3);"
	    "INSERT INTO nowhere VALUES (1); INSERT INTO a VALUES (4)" },
	{ 4, "after", "INSERT INTO a VALUES (5)" },
	{ 0 }
};
static const struct migration second_changed[] = {
	{ 1, "tables", "CREATE TABLE a (id BIGINT);\n-- one; two\n"
	    "CREATE TABLE b (v TEXT); INSERT INTO b VALUES ('x;y?')" },
	{ 2, "more", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (7)" },
	{ 3, "never", "INSERT INTO a VALUES (8)" },
	{ 0 }
};
static const struct migration other_room[] = {
	{ 1, "tables", "CREATE TABLE d (id BIGINT)" },
	{ 0 }
};

static const struct module
    room = { .name = "room", .schema = first_two },
    room_breaks = { .name = "room", .schema = third_breaks },
    room_changed = { .name = "room", .schema = second_changed },
    other = { .name = "other", .schema = other_room },
    without = { .name = "without" };

#define ROOMS(...) ((const struct module *const[]){ __VA_ARGS__, NULL })

static void
migrations_run_once(void **state)
{
	struct bed *bed = *state;

	assert_false(store_is_current(bed->store, ROOMS(&room)));
	for (int i = 0; i < 3; i++) {
		assert_true(store_migrate(bed->store, ROOMS(&room, &without)));
		assert_true(store_is_current(bed->store, ROOMS(&room)));
		bed_reopen(bed);
	}
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM a", NO_ARGS), 2);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM b WHERE v = 'x;y?'",
	    NO_ARGS), 1);
	assert_false(store_is_current(bed->store, ROOMS(&room, &other)));
	assert_true(store_migrate(bed->store, ROOMS(&room, &other)));
	assert_true(store_is_current(bed->store, ROOMS(&room, &other)));
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM migration"
	    " WHERE applied > 1500000000000", NO_ARGS), 3);
}

static void
a_broken_migration_leaves_nothing(void **state)
{
	struct bed *bed = *state;

	log_catch();
	assert_false(store_migrate(bed->store, ROOMS(&room_breaks)));
	assert_non_null(strstr(log_caught(), "store.migration_failed"));
	assert_int_equal(look(bed, "SELECT SUM(id) FROM a", NO_ARGS), 3);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM migration", NO_ARGS),
	    2);
	assert_false(store_is_current(bed->store, ROOMS(&room_breaks)));
	assert_true(store_is_current(bed->store, ROOMS(&room)));
	must(bed, "CREATE TABLE c (id BIGINT)", NO_ARGS);	/* it is not */
}

static void
a_changed_migration_is_refused(void **state)
{
	struct bed *bed = *state;

	assert_true(store_migrate(bed->store, ROOMS(&room)));
	log_catch();
	assert_false(store_migrate(bed->store, ROOMS(&room_changed)));
	assert_non_null(strstr(log_caught(), "store.migration_changed"));
	assert_false(store_is_current(bed->store, ROOMS(&room_changed)));
	assert_int_equal(look(bed, "SELECT SUM(id) FROM a", NO_ARGS), 3);
}

struct starter {
	struct bed *bed;
	bool good;
};

static void *
starter_run(void *with)
{
	struct starter *starter = with;
	struct store *store = store_open(starter->bed->url, NULL);

	starter->good = store != NULL &&
	    store_migrate(store, ROOMS(&room, &other));
	store_close(store);
	return NULL;
}

static void
servers_that_start_at_once_migrate_once(void **state)
{
	struct bed *bed = *state;
	struct starter starters[4];

	for (size_t i = 0; i < COUNT(starters); i++)
		starters[i] = (struct starter){ .bed = bed };
	crew_run(COUNT(starters), starter_run, starters, sizeof starters[0]);
	for (size_t i = 0; i < COUNT(starters); i++)
		assert_true(starters[i].good);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM a", NO_ARGS), 2);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM migration", NO_ARGS),
	    3);
}

/* Crashes */

struct victim {
	struct store *store;
	int pipe;
	int64_t number, next;
};

static bool
victim_work(struct db *db, void *with)
{
	struct victim *victim = with;

	db_do(db, "INSERT INTO t VALUES (?, ?)", ARGS(INT(victim->number),
	    INT(victim->next)));
	return true;
}

static void *
victim_run(void *with)
{
	struct victim *victim = with;

	for (;; victim->next++) {
		int64_t told[2] = { victim->number, victim->next };

		if (store_write(victim->store, victim_work, victim) ==
		    WRITE_DONE && write(victim->pipe, told, sizeof told) < 0)
			return NULL;
	}
}

/* Writes from four threads and tells what was acknowledged, until killed. */
static _Noreturn void
victim_child(struct bed *bed, int to, int64_t round)
{
	struct store *store = store_open(bed->url, NULL);
	struct victim victims[4];
	pthread_t threads[4];

	for (int i = 0; i < 4; i++) {
		victims[i] = (struct victim){ store, to, round * 4 + i, 0 };
		pthread_create(&threads[i], NULL, victim_run, &victims[i]);
	}
	for (;;)
		pause();
}

/* What was acknowledged has to be there; answers how much that was. */
static int
acknowledged_check(struct bed *bed, int from)
{
	struct db *db = store_read(bed->store);
	int64_t told[2];
	int count = 0;

	while (read(from, told, sizeof told) == sizeof told) {
		count++;
		if (!db_any(db, "SELECT 1 FROM t WHERE writer = ? AND n = ?",
		    ARGS(INT(told[0]), INT(told[1]))))
			fail_msg("%d/%d was acknowledged and is lost",
			    (int)told[0], (int)told[1]);
	}
	assert_true(store_read_end(db));
	return count;
}

static void
integrity_check(struct bed *bed)
{
	struct arena *arena = arena_new(1 << 20);
	struct db *db;

	if (!bed->server) {
		db = store_read(bed->store);
		assert_string_equal(db_text(db, arena,
		    "PRAGMA integrity_check", NO_ARGS), "ok");
		assert_true(store_read_end(db));
	}
	arena_free(arena);
}

static int
kill_round(struct bed *bed, int64_t round)
{
	unsigned char chance;
	int ends[2], count;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0)
		victim_child(bed, ends[1], round);
	close(ends[1]);
	random_bytes(&chance, 1);
	nap_ms(40 + chance / 4);
	kill(child, SIGKILL);
	waitpid(child, NULL, 0);
	bed->store = bed_open(bed);
	count = acknowledged_check(bed, ends[0]);
	integrity_check(bed);
	close(ends[0]);
	store_close(bed->store);
	bed->store = NULL;
	return count;
}

static void
a_kill_loses_nothing_acknowledged(void **state)
{
	struct bed *bed = *state;
	int count = 0;

	must(bed, "CREATE TABLE t (writer BIGINT, n BIGINT,"
	    " PRIMARY KEY (writer, n))", NO_ARGS);
	store_close(bed->store);
	bed->store = NULL;	/* nothing open crosses the fork */
	for (int round = 0; round < 20; round++)
		count += kill_round(bed, round);
	bed->store = bed_open(bed);
	print_message("           %d acknowledged, all there\n", count);
	assert_in_range(count, 20, 10000000);
}

static void
a_server_is_backed_up_elsewhere(void **state)
{
	struct bed *bed = *state;
	char path[128];

	snprintf(path, sizeof path, "%s/copy.db", bed->folder);
	assert_false(store_backup(bed->store, path));
	assert_int_equal(access(path, F_OK), -1);
}

/* The file */

static void *
backup_writer(void *with)
{
	struct scribe *scribe = with;

	for (; scribe->next < 500; scribe->next++)
		scribe->results[store_write(scribe->bed->store, scribe_work,
		    scribe)]++;
	return NULL;
}

static void
copy_check(struct bed *bed, const char *path)
{
	struct bed copy = { 0 };
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	snprintf(copy.url, sizeof copy.url, "sqlite:%s", path);
	copy.store = bed_open(&copy);
	integrity_check(&copy);
	/* One moment: of two rows written together both or none. */
	assert_int_equal(look(&copy, "SELECT COUNT(*) FROM t WHERE writer = 9",
	    NO_ARGS), 1000);
	assert_in_range(look(&copy, "SELECT COUNT(*) FROM t WHERE writer = 0",
	    NO_ARGS), 0, 500);
	store_close(copy.store);
	assert_false(store_backup(bed->store, path));	/* never over one */
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t WHERE writer = 9",
	    NO_ARGS), 1000);
}

static void
a_backup_is_a_whole_database(void **state)
{
	struct bed *bed = *state;
	struct scribe scribe = { .bed = bed };
	char path[128];
	pthread_t thread;

	snprintf(path, sizeof path, "%s/copy.db", bed->folder);
	must(bed, "CREATE TABLE t (writer BIGINT, n BIGINT)", NO_ARGS);
	must(bed, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
	    " FROM n WHERE i < 1000) INSERT INTO t SELECT 9, i FROM n",
	    NO_ARGS);
	pthread_create(&thread, NULL, backup_writer, &scribe);
	assert_true(store_backup(bed->store, path));
	pthread_join(thread, NULL);
	assert_int_equal(scribe.results[WRITE_DONE], 500);
	copy_check(bed, path);
	assert_false(store_backup(bed->store, "/nowhere/copy.db"));
}

static int64_t
file_size(struct bed *bed, const char *suffix)
{
	char path[128];
	struct stat status;

	snprintf(path, sizeof path, "%s/test.db%s", bed->folder, suffix);
	return stat(path, &status) == 0 ? status.st_size : -1;
}

static bool
megabyte_work(struct db *db, void *with)
{
	db_do(db, "INSERT INTO t VALUES (?)", ARGS(TEXT(with)));
	return true;
}

/* While a reader holds it the WAL grows; afterwards it is cut. */
static void
the_wal_is_bounded(void **state)
{
	struct bed *bed = *state;
	char *text = malloc((1 << 20) + 1);
	struct db *reader;

	memset(text, 'x', 1 << 20);
	text[1 << 20] = '\0';
	must(bed, "CREATE TABLE t (v TEXT)", NO_ARGS);
	reader = store_read(bed->store);
	db_int(reader, "SELECT COUNT(*) FROM t", NO_ARGS, 0);
	for (int i = 0; i < 66; i++)
		store_write(bed->store, megabyte_work, text);
	assert_in_range(file_size(bed, "-wal"), 64 << 20, 80 << 20);
	assert_true(store_read_end(reader));
	for (int i = 0; i < 5; i++)	/* until it is looked at again */
		store_write(bed->store, megabyte_work, text);
	assert_in_range(file_size(bed, "-wal"), 0, 8 << 20);
	free(text);
}

static void
files_are_private(void **state)
{
	struct bed *bed = *state;
	static const char *const suffixes[] = { "", "-wal", "-shm" };
	char path[128];
	struct stat status;

	must(bed, "CREATE TABLE t (v TEXT)", NO_ARGS);
	for (size_t i = 0; i < COUNT(suffixes); i++) {
		snprintf(path, sizeof path, "%s/test.db%s", bed->folder,
		    suffixes[i]);
		assert_int_equal(stat(path, &status), 0);
		assert_int_equal(status.st_mode & 0777, 0600);
	}
}

/* The server */

static bool
restart(struct bed *bed)
{
	const char *script = getenv("GILJABI_TEST_POSTGRES_SCRIPT");
	char command[512];

	snprintf(command, sizeof command, "'%s' restart '%s'",
	    script ? script : "", bed->url);
	return script != NULL && system(command) == 0;
}

static bool
restarting_work(struct db *db, void *with)
{
	struct meeting *meeting = with;

	db_do(db, "INSERT INTO place VALUES (1)", NO_ARGS);
	if (meeting->runs++ == 0)
		restart(meeting->bed);
	db_do(db, "INSERT INTO place VALUES (2)", NO_ARGS);
	return true;
}

static void
a_server_comes_back(void **state)
{
	struct bed *bed = *state;
	struct meeting meeting = { .bed = bed };
	struct db *db;

	if (getenv("GILJABI_TEST_POSTGRES_SCRIPT") == NULL)
		skip();
	tables_make(bed);
	db = store_read(bed->store);
	assert_int_equal(db_int(db, "SELECT COUNT(*) FROM t", NO_ARGS, 0), 1);
	assert_true(restart(bed));
	assert_false(db_any(db, "SELECT 1", NO_ARGS));	/* this one is lost */
	assert_false(store_read_end(db));
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
	assert_true(restart(bed));
	must(bed, "INSERT INTO t VALUES (2, 'two', NULL)", NO_ARGS);
	/* In the midst of a write: it runs again. */
	assert_int_equal(store_write(bed->store, restarting_work, &meeting),
	    WRITE_DONE);
	assert_int_equal(meeting.runs, 2);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM place", NO_ARGS), 2);
}

/* Terminates its own connection in the midst of COMMIT. */
static const char ending_at_commit[] =
    "CREATE TABLE t (id BIGINT);"
    "CREATE FUNCTION ending() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN PERFORM pg_terminate_backend(pg_backend_pid());"
    " RETURN NULL; END $$;"
    "CREATE CONSTRAINT TRIGGER ending AFTER INSERT ON t DEFERRABLE"
    " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ending()";

static bool
script_work(struct db *db, void *with)
{
	return db_script(db, with);
}

static bool
counted_work(struct db *db, void *runs)
{
	++*(int *)runs;
	db_do(db, "INSERT INTO t VALUES (1)", NO_ARGS);
	return true;
}

static void
an_unknown_outcome_is_told(void **state)
{
	struct bed *bed = *state;
	int runs = 0;

	assert_int_equal(store_write(bed->store, script_work,
	    (void *)(uintptr_t)ending_at_commit), WRITE_DONE);
	log_catch();
	assert_int_equal(store_write(bed->store, counted_work, &runs),
	    WRITE_FAILED);
	assert_non_null(strstr(log_caught(), "store.outcome_unknown"));
	assert_int_equal(runs, 1);	/* or it might be done twice */
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 0);
}

/* A long list streams; to hold it while another runs has its bound. */
static void
what_is_held_is_bounded(void **state)
{
	struct bed *bed = *state;
	struct db *db = store_read(bed->store);
	struct rows rows = db_ask(db, "SELECT REPEAT('x', 100000)"
	    " FROM generate_series(1, 1000)", NO_ARGS);

	while (rows_next(&rows))
		assert_int_equal(strlen(rows_text(&rows, 0)), 100000);
	assert_int_equal(rows.row, 1000);
	rows = db_ask(db, "SELECT REPEAT('x', 100000)"
	    " FROM generate_series(1, 1000)", NO_ARGS);
	assert_true(rows_next(&rows));
	assert_false(db_any(db, "SELECT 1", NO_ARGS));
	assert_false(store_read_end(db));
	assert_int_equal(look(bed, "SELECT 1", NO_ARGS), 1);
}

static void
a_long_statement_is_stopped(void **state)
{
	struct bed *bed = *state;
	struct store_options options = { .statement_ms = 100 };
	struct store *store;
	struct db *db;

	store = store_open(bed->url, &options);
	db = store_read(store);
	assert_false(db_any(db, counting, ARGS(INT(INT64_C(1) << 40))));
	assert_false(store_read_end(db));
	db = store_read(store);
	assert_true(db_any(db, counting, ARGS(INT(10))));
	assert_true(store_read_end(db));
	store_close(store);
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

		log_catch();
		store = store_open(bad_urls[i], NULL);
		log_caught();
		if (store != NULL || strstr(log_text, "cret") != NULL ||
		    count_of(log_text, "\n") != 1)
			fail_msg("%s: %s", bad_urls[i], log_text);
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
	struct store *store = store_open_command(cl);

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
		{ 0 }
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

	assert_int_equal(command_status(bed->url), EXIT_DONE);
	setenv("GILJABI_DB", bed->url, 1);
	assert_int_equal(command_status(NULL), EXIT_DONE);
	unsetenv("GILJABI_DB");
	log_catch();
	assert_int_equal(command_status("postgresql://u:pass@127.0.0.1:1/x?"
	    "sslpassword=pass"), EXIT_FAILED);
	log_caught();
	assert_non_null(strstr(log_text,
	    "database server postgresql://127.0.0.1:1/x cannot"));
	assert_null(strstr(log_text, "pass@"));
	log_catch();
	assert_int_equal(command_status("/nowhere/at.db"), EXIT_FAILED);
	assert_non_null(strstr(log_caught(), "/nowhere/at.db"));
}

/* The beds */

static void
server_empty(const char *url)
{
	PGconn *link = PQconnectdb(url);

	PQclear(PQexec(link, "SET client_min_messages = error;"
	    " DROP SCHEMA public CASCADE; CREATE SCHEMA public"));
	assert_int_equal(PQstatus(link), CONNECTION_OK);
	PQfinish(link);
}

static void
bed_place(struct bed *bed)
{
	snprintf(bed->folder, sizeof bed->folder, "/tmp/giljabi-store.XXXXXX");
	assert_non_null(mkdtemp(bed->folder));
	if (bed->server) {
		snprintf(bed->url, sizeof bed->url, "%s",
		    getenv("GILJABI_TEST_POSTGRES"));
		server_empty(bed->url);
	} else
		snprintf(bed->url, sizeof bed->url, "sqlite:%s/test.db",
		    bed->folder);
}

static int
bed_make(void **state)
{
	struct bed *bed = calloc(1, sizeof *bed);

	bed->server = *state != NULL;
	*state = bed;
	bed_place(bed);
	bed->store = bed_open(bed);
	return 0;
}

static int
bed_clear(void **state)
{
	static const char *const names[] = { "test.db", "test.db-wal",
	    "test.db-shm", "copy.db" };
	struct bed *bed = *state;
	char path[128];

	store_fail_at(0);
	store_close(bed->store);
	for (size_t i = 0; i < COUNT(names); i++) {
		snprintf(path, sizeof path, "%s/%s", bed->folder, names[i]);
		unlink(path);
	}
	rmdir(bed->folder);
	free(bed);
	return 0;
}

enum where { SQLITE = 1, POSTGRES = 2, BOTH = 3 };

#define CASE(where, name) { #name, name, where }
static const struct {
	const char *name;
	CMUnitTestFunction run;
	enum where where;
} cases[] = {
	CASE(BOTH, whole_numbers_come_back),
	CASE(BOTH, real_numbers_come_back),
	CASE(BOTH, texts_come_back),
	CASE(BOTH, nothing_comes_back_as_nothing),
	CASE(BOTH, questions_mean_the_same),
	CASE(BOTH, numbers_are_cut_alike),
	CASE(BOTH, changes_are_counted),
	CASE(BOTH, returning_gives_and_does),
	CASE(BOTH, questions_nest),
	CASE(BOTH, rows_left_open_are_closed),
	CASE(BOTH, long_lists_stream),
	CASE(BOTH, failure_sticks),
	CASE(BOTH, a_failed_read_says_so),
	CASE(BOTH, what_is_not_wanted_is_undone),
	CASE(BOTH, any_statement_may_fail),
	CASE(BOTH, a_task_given_up_leaves_nothing),
	CASE(BOTH, memory_may_end_anywhere),
	CASE(BOTH, all_writes_are_there),
	CASE(BOTH, a_failing_write_hurts_no_other),
	CASE(SQLITE, a_commit_fails_for_all),
	CASE(BOTH, no_addition_is_lost),
	CASE(POSTGRES, two_who_look_and_write_are_put_in_order),
	CASE(POSTGRES, a_deadlock_runs_again),
	CASE(BOTH, a_read_is_a_snapshot),
	CASE(BOTH, a_crowded_store_makes_wait),
	CASE(BOTH, migrations_run_once),
	CASE(BOTH, a_broken_migration_leaves_nothing),
	CASE(BOTH, a_changed_migration_is_refused),
	CASE(BOTH, servers_that_start_at_once_migrate_once),
	CASE(BOTH, a_kill_loses_nothing_acknowledged),
	CASE(SQLITE, a_backup_is_a_whole_database),
	CASE(POSTGRES, a_server_is_backed_up_elsewhere),
	CASE(SQLITE, the_wal_is_bounded),
	CASE(SQLITE, files_are_private),
	CASE(POSTGRES, a_server_comes_back),
	CASE(POSTGRES, a_long_statement_is_stopped),
	CASE(POSTGRES, an_unknown_outcome_is_told),
	CASE(POSTGRES, what_is_held_is_bounded),
	CASE(SQLITE, a_bad_url_is_refused_in_silence),
	CASE(SQLITE, what_is_no_database_is_refused),
	CASE(BOTH, a_command_opens_or_complains),
};

/* The cases of one database; any address as initial state means the server. */
static size_t
tests_add(struct CMUnitTest *tests, enum where where, void *server)
{
	size_t count = 0;

	for (size_t i = 0; i < COUNT(cases); i++)
		if (cases[i].where & where)
			tests[count++] = (struct CMUnitTest){ cases[i].name,
			    cases[i].run, bed_make, bed_clear, server };
	return count;
}

int
main(void)
{
	struct CMUnitTest tests[COUNT(cases)];
	size_t count = tests_add(tests, SQLITE, NULL);
	int failed;

	log_off();
	failed = _cmocka_run_group_tests("sqlite", tests, count, NULL, NULL);
	if (getenv("GILJABI_TEST_POSTGRES") == NULL) {
		print_message("skipped: no GILJABI_TEST_POSTGRES\n");
		return failed;
	}
	count = tests_add(tests, POSTGRES, tests);
	return failed + _cmocka_run_group_tests("postgresql", tests, count,
	    NULL, NULL);
}
