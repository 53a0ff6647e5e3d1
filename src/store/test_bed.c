/* The bed of store/test_bed.h. */
#include "store/test_bed.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "base/test_folder.h"

enum { CASES_MOST = 64, CREW_MOST = 64 };

void
nap_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

struct store *
bed_open(const struct bed *bed)
{
	struct store *store = store_open(bed->url, NULL);

	assert_non_null(store);
	return store;
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

int64_t
must(struct bed *bed, const char *sql, struct values values)
{
	struct single single = { .sql = sql, .values = values };

	assert_int_equal(
	    store_write(bed->store, single_work, &single), WRITE_DONE);
	return single.changes;
}

int64_t
look(struct bed *bed, const char *sql, struct values values)
{
	struct db *db = store_read(bed->store);
	int64_t value;

	assert_non_null(db);
	value = db_int(db, sql, values, -1);
	assert_true(store_read_end(db));
	return value;
}

void
crew_run(size_t count, void *(*job)(void *), void *members, size_t size)
{
	pthread_t threads[CREW_MOST];
	size_t i;

	assert_true(count <= CREW_MOST);
	for (i = 0; i < count; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, job,
				     (char *)members + i * size),
		    0);
	for (i = 0; i < count; i++)
		pthread_join(threads[i], NULL);
}

/* The log */

static void
log_off(void)
{
	if (getenv("GILJABI_TEST_LOG") == NULL)
		log_level((enum log_level)(LOG_ERROR + 1));
}

static char log_text[65536];
static int log_before;

void
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

const char *
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

size_t
count_of(const char *text, const char *word)
{
	size_t count = 0;

	while ((text = strstr(text, word)) != NULL) {
		text += strlen(word);
		count++;
	}
	return count;
}

void
tables_make(struct bed *bed)
{
	must(bed, "CREATE TABLE place (id BIGINT PRIMARY KEY)", NO_ARGS);
	must(bed,
	    "CREATE TABLE t (id BIGINT PRIMARY KEY, v TEXT NOT NULL,"
	    " place BIGINT REFERENCES place (id), CHECK (v <> 'no'))",
	    NO_ARGS);
	must(bed, "INSERT INTO t VALUES (1, 'one', NULL)", NO_ARGS);
}

/* The beds */

static void
server_empty(const char *url)
{
	PGconn *link = PQconnectdb(url);

	PQclear(PQexec(link,
	    "SET client_min_messages = error;"
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
	struct bed *bed = *state;

	store_fail_at(0);
	store_close(bed->store);
	folder_remove(bed->folder);
	free(bed);
	return 0;
}

/* One database's; any address as initial state means the server. */
static int
cases_run_on(const char *name, const struct test_case *cases, size_t count,
    enum where where, void *server)
{
	struct CMUnitTest tests[CASES_MOST];
	size_t chosen = 0;

	assert_true(count <= CASES_MOST);
	for (size_t i = 0; i < count; i++)
		if (cases[i].where & where)
			tests[chosen++] = (struct CMUnitTest){ cases[i].name,
				cases[i].run, bed_make, bed_clear, server };
	return _cmocka_run_group_tests(name, tests, chosen, NULL, NULL);
}

int
cases_run(const struct test_case *cases, size_t count)
{
	int any = 0, failed;

	log_off();
	failed = cases_run_on("sqlite", cases, count, SQLITE, NULL);
	if (getenv("GILJABI_TEST_POSTGRES") != NULL)
		return failed +
		    cases_run_on("postgresql", cases, count, POSTGRES, &any);
	print_message("skipped: no GILJABI_TEST_POSTGRES\n");
	return failed;
}
