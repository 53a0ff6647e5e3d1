/*
 * How fast the store is here: point reads and durable writes by 1, 8 and 32
 * threads, two seconds each. Timings are ratios within one run, since machines
 * differ; the first line is what the disk of /var/tmp alone can do, where the
 * database lies too when no URL is given.
 *
 *	ninja -C build src/store/store_bench
 *	build/src/store/store_bench [URL]
 */
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text.h"
#include "store/store.h"

#define DEFAULT_PATH "/var/tmp/giljabi-bench.db"

enum { ROWS = 100000, THREADS_MOST = 32, SECONDS = 2 };

struct worker {
	struct store *store;
	_Atomic bool *stop;
	int64_t number;
	int64_t done;
	int64_t chance;
};

static double
seconds_since(int64_t start)
{
	return (double)(clock_ticks() - start) / 1e9;
}

static void
give_up(const char *what)
{
	fprintf(stderr, "store_bench: %s failed\n", what);
	exit(1);
}

/* Small synchronous writes, one after another: what one commit costs. */
static void
disk_measure(void)
{
	static const char page[4096];
	const char *path = DEFAULT_PATH ".fsync";
	int file = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0600);
	int64_t start = clock_ticks();
	int count = 0;

	if (file < 0)
		give_up("open");
	for (; seconds_since(start) < 1; count++)
		if (write(file, page, sizeof page) < 0 || fdatasync(file) != 0)
			give_up("fdatasync");
	printf("%-28s %9.0f/s\n", "4 KiB + fdatasync",
	    count / seconds_since(start));
	close(file);
	unlink(path);
}

static bool
tables_make(struct db *db, void *with)
{
	(void)with;
	db_do(db, "DROP TABLE IF EXISTS bench", NO_ARGS);
	db_do(db,
	    "CREATE TABLE bench (id BIGINT PRIMARY KEY, worker BIGINT,"
	    " v TEXT)",
	    NO_ARGS);
	db_do(db,
	    "WITH RECURSIVE n(i) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
	    " SELECT i + 1 FROM n WHERE i < ?) INSERT INTO bench"
	    " SELECT i, 0, 'row of some length ' || i FROM n",
	    ARGS(INT(ROWS)));
	return true;
}

static void
read_once(struct worker *worker)
{
	struct db *db = store_read(worker->store);
	struct rows rows;

	if (db == NULL)
		give_up("read");
	worker->chance = (worker->chance * 7919 + 104729) % ROWS;
	rows = db_ask(db, "SELECT worker, v FROM bench WHERE id = ?",
	    ARGS(INT(worker->chance + 1)));
	if (!rows_next(&rows) || rows_text(&rows, 1)[0] != 'r')
		give_up("row");
	rows_close(&rows);
	if (!store_read_end(db))
		give_up("read");
}

static bool
insert_work(struct db *db, void *with)
{
	struct worker *worker = with;

	db_do(db, "INSERT INTO bench VALUES (?, ?, ?)",
	    ARGS(INT(id_new()), INT(worker->number),
		TEXT("row of some length")));
	return true;
}

static void
write_once(struct worker *worker)
{
	if (store_write(worker->store, insert_work, worker) != WRITE_DONE)
		give_up("write");
}

static void *
read_run(void *with)
{
	struct worker *worker = with;

	for (; !atomic_load(worker->stop); worker->done++)
		read_once(worker);
	return NULL;
}

static void *
write_run(void *with)
{
	struct worker *worker = with;

	for (; !atomic_load(worker->stop); worker->done++)
		write_once(worker);
	return NULL;
}

static void
measure(struct store *store, const char *name, int count, void *(*run)(void *))
{
	struct worker workers[THREADS_MOST];
	pthread_t threads[THREADS_MOST];
	_Atomic bool stop = false;
	int64_t start = clock_ticks(), done = 0;
	size_t before = store_statements();
	double seconds;

	for (int i = 0; i < count; i++) {
		workers[i] = (struct worker){ .store = store,
			.stop = &stop,
			.number = i + 1,
			.chance = i * 1009 };
		pthread_create(&threads[i], NULL, run, &workers[i]);
	}
	nanosleep(&(struct timespec){ .tv_sec = SECONDS }, NULL);
	atomic_store(&stop, true);
	for (int i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
		done += workers[i].done;
	}
	seconds = seconds_since(start);
	printf(
	    "%-16s %2d threads %9.0f/s", name, count, (double)done / seconds);
	/* A write of SQLite costs three statements, a group two. */
	if (run == write_run && text_is(store_kind(store), "sqlite"))
		printf("   %5.1f a commit",
		    (double)done /
			((double)(store_statements() - before -
			     3 * (size_t)done) /
			    2));
	printf("\n");
}

int
main(int argc, char **argv)
{
	static const int counts[] = { 1, 8, 32 };
	const char *url = argc > 1 ? argv[1] : "sqlite:" DEFAULT_PATH;
	struct store *store = store_open(url, NULL);

	if (store == NULL)
		give_up("store_open");
	printf("%s\n", store_kind(store));
	disk_measure();
	if (store_write(store, tables_make, NULL) != WRITE_DONE)
		give_up("tables");
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		measure(store, "point reads", counts[i], read_run);
	for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++)
		measure(store, "durable writes", counts[i], write_run);
	store_close(store);
	if (argc < 2)
		unlink(DEFAULT_PATH);
	return 0;
}
