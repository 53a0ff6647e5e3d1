/*
 * The store under load and in trouble, over both databases: many at once,
 * servers that start at once, kills, backups, a growing WAL, a lost server.
 */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/random.h"
#include "module.h"
#include "store/backend.h"
#include "store/test_bed.h"

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

	db_do(db, "INSERT INTO t VALUES (?, ?)",
	    ARGS(INT(scribe->number), INT(scribe->next)));
	return true;
}

static void *
scribe_run(void *with)
{
	struct scribe *scribe = with;

	for (scribe->next = 0; scribe->next < WRITES; scribe->next++)
		scribe->results[store_write(
		    scribe->bed->store, scribe_work, scribe)]++;
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

	must(bed,
	    "CREATE TABLE t (writer BIGINT, n BIGINT,"
	    " PRIMARY KEY (writer, n))",
	    NO_ARGS);
	for (int i = 0; i < WRITERS; i++)
		scribes[i] = (struct scribe){ .bed = bed, .number = i };
	before = store_statements();
	crew_run(WRITERS, scribe_run, scribes, sizeof scribes[0]);
	groups = ((int64_t)(store_statements() - before) -
		     3 * WRITERS * WRITES) /
	    2;
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(scribes[i].results[WRITE_DONE], WRITES);
	assert_int_equal(
	    look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), WRITERS * WRITES);
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
		db_do(db,
		    "INSERT INTO t SELECT writer, n FROM t WHERE"
		    " writer = ?",
		    ARGS(INT(scribe->number))); /* twice */
	return scribe->number % 3 != 2;
}

static void *
mixed_run(void *with)
{
	struct scribe *scribe = with;

	for (scribe->next = 0; scribe->next < 20; scribe->next++)
		scribe->results[store_write(
		    scribe->bed->store, mixed_work, scribe)]++;
	return NULL;
}

static void
a_failing_write_hurts_no_other(void **state)
{
	static const enum write_result want[] = { WRITE_DONE, WRITE_FAILED,
		WRITE_UNDONE };
	struct bed *bed = *state;
	struct scribe scribes[12];

	must(bed,
	    "CREATE TABLE t (writer BIGINT, n BIGINT,"
	    " PRIMARY KEY (writer, n))",
	    NO_ARGS);
	for (size_t i = 0; i < COUNT(scribes); i++)
		scribes[i] = (struct scribe){ .bed = bed, .number = (int)i };
	crew_run(COUNT(scribes), mixed_run, scribes, sizeof scribes[0]);
	for (size_t i = 0; i < COUNT(scribes); i++)
		assert_int_equal(scribes[i].results[want[i % 3]], 20);
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 4 * 20);
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM t"
			     " WHERE writer IN (0, 3, 6, 9)",
			     NO_ARGS),
	    4 * 20);
}

/* The first of a group takes its time, so that others stand behind it. */
static bool
slow_work(struct db *db, void *with)
{
	scribe_work(db, with);
	nap_ms(10);
	return true;
}

static void *
grouped_run(void *with)
{
	struct scribe *scribe = with;
	bool first = scribe->number == 0;

	if (!first)
		nap_ms(2);
	scribe->results[store_write(
	    scribe->bed->store, first ? slow_work : scribe_work, scribe)]++;
	return NULL;
}

/* Three writes, of which the nth statement fails: how many failed with it. */
static int
group_fail(struct bed *bed, size_t nth, int64_t round)
{
	struct scribe scribes[3] = { 0 };
	int failed = 0;

	for (int i = 0; i < 3; i++)
		scribes[i] = (struct scribe){ bed, i, round, { 0 } };
	store_fail_at(nth);
	crew_run(3, grouped_run, scribes, sizeof scribes[0]);
	store_fail_at(0);
	for (int i = 0; i < 3; i++) {
		bool done = scribes[i].results[WRITE_DONE] == 1;

		failed += !done;
		assert_int_equal(look(bed,
				     "SELECT COUNT(*) FROM t"
				     " WHERE writer = ? AND n = ?",
				     ARGS(INT(i), INT(round))),
		    done);
	}
	return failed;
}

/* BEGIN, three times savepoint, insert and release, COMMIT. */
static void
any_statement_of_a_group_may_fail(void **state)
{
	struct bed *bed = *state;
	int64_t round = 0;
	int failed = 0;

	must(bed, "CREATE TABLE t (writer BIGINT, n BIGINT)", NO_ARGS);
	for (size_t nth = 1; nth <= 11; nth++)
		assert_in_range(group_fail(bed, nth, round++), 1, 3);
	/* Once the three do meet, the failing COMMIT is that of all. */
	while (failed != 3 && round < 60)
		failed = group_fail(bed, 11, round++);
	assert_int_equal(failed, 3);
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
		scribe->results[store_write(
		    scribe->bed->store, add_work, NULL)]++;
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
		return; /* SQLite runs one at a time */
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
	assert_int_equal(
	    db_int(before, "SELECT COUNT(*) FROM t", NO_ARGS, 0), 1);
	must(bed, "INSERT INTO t VALUES (2, 'two', NULL)", NO_ARGS);
	must(bed, "UPDATE t SET v = 'changed' WHERE id = 1", NO_ARGS);
	after = store_read(bed->store);
	assert_int_equal(db_int(before,
			     "SELECT COUNT(*) FROM t"
			     " WHERE v = 'one'",
			     NO_ARGS, 0),
	    1);
	assert_int_equal(
	    db_int(before, "SELECT COUNT(*) FROM t", NO_ARGS, 0), 1);
	assert_int_equal(
	    db_int(after, "SELECT COUNT(*) FROM t", NO_ARGS, 0), 2);
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
		assert_null(store_read(store)); /* after 5 seconds */
	assert_true(store_read_end(second));
	assert_true(store_read_end(third));
	store_close(store);
}

/* Migrations */

static const struct migration first_two[] = {
	{ 1, "tables",
	    "CREATE TABLE a (id BIGINT);\n-- one; two\n"
	    "CREATE TABLE b (v TEXT); INSERT INTO b VALUES ('x;y?')" },
	{ 2, "more", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)" },
	{ 0 },
};
static const struct migration third_breaks[] = {
	{ 1, "tables",
	    "CREATE TABLE a (id BIGINT);\n-- one; two\n"
	    "CREATE TABLE b (v TEXT); INSERT INTO b VALUES ('x;y?')" },
	{ 2, "more", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (2)" },
	{ 3, "half",
	    "CREATE TABLE c (id BIGINT); INSERT INTO a VALUES (3);"
	    "INSERT INTO nowhere VALUES (1); INSERT INTO a VALUES (4)" },
	{ 4, "after", "INSERT INTO a VALUES (5)" },
	{ 0 },
};
static const struct migration second_changed[] = {
	{ 1, "tables",
	    "CREATE TABLE a (id BIGINT);\n-- one; two\n"
	    "CREATE TABLE b (v TEXT); INSERT INTO b VALUES ('x;y?')" },
	{ 2, "more", "INSERT INTO a VALUES (1); INSERT INTO a VALUES (7)" },
	{ 3, "never", "INSERT INTO a VALUES (8)" },
	{ 0 },
};
static const struct migration other_room[] = {
	{ 1, "tables", "CREATE TABLE d (id BIGINT)" },
	{ 0 },
};

static const struct module room = { .name = "room", .schema = first_two },
			   room_breaks = { .name = "room",
				   .schema = third_breaks },
			   room_changed = { .name = "room",
				   .schema = second_changed },
			   other = { .name = "other", .schema = other_room },
			   without = { .name = "without" };

#define ROOMS(...) ((const struct module *const[]){ __VA_ARGS__, NULL })

static void
bed_reopen(struct bed *bed)
{
	store_close(bed->store);
	bed->store = bed_open(bed);
}

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
	assert_int_equal(
	    look(bed, "SELECT COUNT(*) FROM b WHERE v = 'x;y?'", NO_ARGS), 1);
	assert_false(store_is_current(bed->store, ROOMS(&room, &other)));
	assert_true(store_migrate(bed->store, ROOMS(&room, &other)));
	assert_true(store_is_current(bed->store, ROOMS(&room, &other)));
	assert_int_equal(look(bed,
			     "SELECT COUNT(*) FROM migration"
			     " WHERE applied > 1500000000000",
			     NO_ARGS),
	    3);
}

static void
a_broken_migration_leaves_nothing(void **state)
{
	struct bed *bed = *state;

	log_catch();
	assert_false(store_migrate(bed->store, ROOMS(&room_breaks)));
	assert_non_null(strstr(log_caught(), "store.migration_failed"));
	assert_int_equal(look(bed, "SELECT SUM(id) FROM a", NO_ARGS), 3);
	assert_int_equal(
	    look(bed, "SELECT COUNT(*) FROM migration", NO_ARGS), 2);
	assert_false(store_is_current(bed->store, ROOMS(&room_breaks)));
	assert_true(store_is_current(bed->store, ROOMS(&room)));
	must(bed, "CREATE TABLE c (id BIGINT)", NO_ARGS); /* it is not */
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
	assert_int_equal(
	    look(bed, "SELECT COUNT(*) FROM migration", NO_ARGS), 3);
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

	db_do(db, "INSERT INTO t VALUES (?, ?)",
	    ARGS(INT(victim->number), INT(victim->next)));
	return true;
}

static void *
victim_run(void *with)
{
	struct victim *victim = with;

	for (;; victim->next++) {
		int64_t told[2] = { victim->number, victim->next };

		if (store_write(victim->store, victim_work, victim) ==
			WRITE_DONE &&
		    write(victim->pipe, told, sizeof told) < 0)
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
		assert_string_equal(
		    db_text(db, arena, "PRAGMA integrity_check", NO_ARGS),
		    "ok");
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

	must(bed,
	    "CREATE TABLE t (writer BIGINT, n BIGINT,"
	    " PRIMARY KEY (writer, n))",
	    NO_ARGS);
	store_close(bed->store);
	bed->store = NULL; /* nothing open crosses the fork */
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
		scribe->results[store_write(
		    scribe->bed->store, scribe_work, scribe)]++;
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
	assert_int_equal(
	    look(&copy, "SELECT COUNT(*) FROM t WHERE writer = 9", NO_ARGS),
	    1000);
	assert_in_range(
	    look(&copy, "SELECT COUNT(*) FROM t WHERE writer = 0", NO_ARGS), 0,
	    500);
	store_close(copy.store);
	assert_false(store_backup(bed->store, path)); /* never over one */
	assert_int_equal(
	    look(bed, "SELECT COUNT(*) FROM t WHERE writer = 9", NO_ARGS),
	    1000);
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
	must(bed,
	    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1"
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
	for (int i = 0; i < 5; i++) /* until it is looked at again */
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
	assert_false(db_any(db, "SELECT 1", NO_ARGS)); /* this one is lost */
	assert_false(store_read_end(db));
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 1);
	assert_true(restart(bed));
	must(bed, "INSERT INTO t VALUES (2, 'two', NULL)", NO_ARGS);
	/* In the midst of a write: it runs again. */
	assert_int_equal(
	    store_write(bed->store, restarting_work, &meeting), WRITE_DONE);
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
			     (void *)(uintptr_t)ending_at_commit),
	    WRITE_DONE);
	log_catch();
	assert_int_equal(
	    store_write(bed->store, counted_work, &runs), WRITE_FAILED);
	assert_non_null(strstr(log_caught(), "store.outcome_unknown"));
	assert_int_equal(runs, 1); /* or it might be done twice */
	assert_int_equal(look(bed, "SELECT COUNT(*) FROM t", NO_ARGS), 0);
}

/* A long list streams; to hold it while another runs has its bound. */
static void
what_is_held_is_bounded(void **state)
{
	struct bed *bed = *state;
	struct db *db = store_read(bed->store);
	struct rows rows = db_ask(db,
	    "SELECT REPEAT('x', 100000)"
	    " FROM generate_series(1, 1000)",
	    NO_ARGS);

	while (rows_next(&rows))
		assert_int_equal(strlen(rows_text(&rows, 0)), 100000);
	assert_int_equal(rows.row, 1000);
	rows = db_ask(db,
	    "SELECT REPEAT('x', 100000)"
	    " FROM generate_series(1, 1000)",
	    NO_ARGS);
	assert_true(rows_next(&rows));
	assert_false(db_any(db, "SELECT 1", NO_ARGS));
	assert_false(store_read_end(db));
	assert_int_equal(look(bed, "SELECT 1", NO_ARGS), 1);
}

static void
a_long_statement_is_stopped(void **state)
{
	static const char endless[] =
	    "SELECT COUNT(*) FROM generate_series(1, ?)";
	struct bed *bed = *state;
	struct store_options options = { .statement_ms = 100 };
	struct store *store;
	struct db *db;

	store = store_open(bed->url, &options);
	db = store_read(store);
	assert_false(db_any(db, endless, ARGS(INT(INT64_C(1) << 40))));
	assert_false(store_read_end(db));
	db = store_read(store);
	assert_true(db_any(db, endless, ARGS(INT(10))));
	assert_true(store_read_end(db));
	store_close(store);
}

static const struct test_case cases[] = {
	CASE(BOTH, all_writes_are_there),
	CASE(BOTH, a_failing_write_hurts_no_other),
	CASE(SQLITE, any_statement_of_a_group_may_fail),
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
};

int
main(void)
{
	return cases_run(cases, COUNT(cases));
}
