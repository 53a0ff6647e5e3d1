/*
 * The store over SQLite in WAL mode: a pool of read handles, and one writer
 * whose transactions many threads share, so that they also share its fsync.
 *
 * A write waits for its turn, runs in a savepoint and then waits until its
 * group is committed. The one that finds nobody behind it, or the group full or
 * old enough, commits for all. Everybody learns the result only then, also who
 * wrote nothing: what it read may have come from the group.
 */
#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "store/backend.h"

enum {
	SETS = 128, /* kept statements: places of an SQL text … */
	WAYS = 4, /* … and statements in each */
	BUSY_MS = 10000, /* for another process that writes */
	GROUP_MOST = 64, /* writes of one commit */
	GROUP_TICKS = 20 * 1000 * 1000,
	WAL_STEP = 1000, /* pages between two checkpoints: 4 MiB */
	WAL_MOST = 16384, /* pages from which the WAL is cut: 64 MiB */
	WAL_CUT_MS = 1000 /* how long cutting may wait for readers */
};

static const char settings[] = "PRAGMA synchronous = FULL;"
			       "PRAGMA foreign_keys = ON;"
			       "PRAGMA trusted_schema = OFF;"
			       "PRAGMA cache_size = -2048;"
			       "PRAGMA mmap_size = 0;";

struct statement {
	struct handle *handle;
	const char *sql;
	sqlite3_stmt *prepared;
	struct statement *next; /* among the open ones */
	uint64_t used; /* when, counted in the handle's questions */
	bool kept; /* it lies in the handle's table */
	bool open;
	bool ready; /* a row was fetched and not given out yet */
};

struct handle {
	struct db db;
	sqlite3 *database;
	struct statement *open;
	uint64_t questions;
	struct statement table[SETS][WAYS];
};

/* A write on its thread's stack: first in the queue, then in the group. */
struct write {
	pthread_cond_t wake;
	struct write *next;
	bool turn, ended;
	enum write_result result;
};

struct sqlite {
	struct store store;
	char *path;

	pthread_mutex_t mutex; /* over the queue and the group */
	struct write *first, *last; /* the queue */
	struct write *group;
	bool busy; /* somebody has the turn */

	/* Of whoever has the turn. */
	struct handle *writer;
	size_t works; /* in the group so far */
	int64_t begun; /* the group, in ticks */
	bool lost; /* its transaction is gone */
	int wal_pages, wal_next; /* length; length of a checkpoint */
};

static struct sqlite *
sqlite_of(struct store *store)
{
	return (struct sqlite *)store;
}

static struct handle *
handle_of(struct db *db)
{
	return (struct handle *)db;
}

/* Statements */

static void
handle_failed(struct handle *handle, const char *sql)
{
	db_failed(&handle->db,
	    log_int(sqlite3_extended_errcode(handle->database)),
	    sqlite3_errmsg(handle->database), sql);
}

/*
 * Into the statement's place; what lay there goes. A second statement in the
 * text would never run.
 */
static bool
statement_prepare(struct statement *statement, const char *sql)
{
	struct handle *handle = statement->handle;
	unsigned flags = statement->kept ? SQLITE_PREPARE_PERSISTENT : 0;
	const char *rest;

	sqlite3_finalize(statement->prepared);
	statement->prepared = NULL;
	statement->sql = NULL;
	if (sqlite3_prepare_v3(handle->database, sql, -1, flags,
		&statement->prepared, &rest) != SQLITE_OK)
		handle_failed(handle, sql);
	else if (rest[strspn(rest, " \t\n")] != '\0')
		db_failed(&handle->db, "statement", "more than one", sql);
	else
		statement->sql = sql;
	return statement->sql != NULL;
}

/* For the rare case that all ways are open: a recursion over one question. */
static struct statement *
statement_new(struct handle *handle)
{
	struct statement *statement = memory_get(sizeof *statement);

	if (statement == NULL)
		db_failed(&handle->db, "memory", "no memory", "");
	else
		statement->handle = handle;
	return statement;
}

/*
 * A prepared statement that nobody reads from. One text may be open several
 * times, once in each way.
 */
static struct statement *
statement_take(struct handle *handle, const char *sql)
{
	struct statement *set = handle->table[sql_place(sql, SETS)];
	struct statement *chosen = NULL;
	size_t i;

	for (i = 0; i < WAYS; i++) {
		if (set[i].open)
			continue;
		if (set[i].sql == sql) {
			assert(text_starts(sql, sqlite3_sql(set[i].prepared)));
			return &set[i];
		}
		if (chosen == NULL || set[i].used < chosen->used)
			chosen = &set[i];
	}
	if (chosen == NULL)
		chosen = statement_new(handle);
	if (chosen == NULL || statement_prepare(chosen, sql))
		return chosen;
	if (!chosen->kept)
		memory_give(chosen);
	return NULL;
}

static int
value_bind(sqlite3_stmt *prepared, int at, const struct value *value,
    sqlite3_destructor_type owner)
{
	switch (value->type) {
	case VALUE_INT: return sqlite3_bind_int64(prepared, at, value->integer);
	case VALUE_REAL: return sqlite3_bind_double(prepared, at, value->real);
	case VALUE_TEXT:
		return sqlite3_bind_text(prepared, at, value->text, -1, owner);
	case VALUE_NULL: break;
	}
	return sqlite3_bind_null(prepared, at);
}

static bool
values_bind(struct statement *statement, struct values values,
    sqlite3_destructor_type owner)
{
	sqlite3_stmt *prepared = statement->prepared;
	struct handle *handle = statement->handle;

	if (sqlite3_bind_parameter_count(prepared) != (int)values.count) {
		db_failed(&handle->db, "value", "more or fewer values than ?",
		    statement->sql);
		return false;
	}
	for (size_t i = 0; i < values.count; i++)
		if (value_bind(prepared, (int)i + 1, &values.list[i], owner) !=
		    SQLITE_OK) {
			handle_failed(handle, statement->sql);
			return false;
		}
	return true;
}

/* True when there is a row. */
static bool
statement_step(struct statement *statement)
{
	int result = sqlite3_step(statement->prepared);

	if (result != SQLITE_ROW && result != SQLITE_DONE)
		handle_failed(statement->handle, statement->sql);
	return result == SQLITE_ROW;
}

static void
statement_close(struct statement *statement)
{
	struct statement **at = &statement->handle->open;

	while (*at != statement)
		at = &(*at)->next;
	*at = statement->next;
	statement->open = false;
	sqlite3_reset(statement->prepared);
	sqlite3_clear_bindings(statement->prepared);
	if (statement->kept)
		return;
	sqlite3_finalize(statement->prepared);
	memory_give(statement);
}

static void
statements_close(struct handle *handle)
{
	while (handle->open != NULL)
		statement_close(handle->open);
}

static struct statement *
statement_open(struct handle *handle, const char *sql, struct values values,
    sqlite3_destructor_type owner)
{
	struct statement *statement = statement_take(handle, sql);

	if (statement == NULL)
		return NULL;
	statement->used = ++handle->questions;
	statement->open = true;
	statement->next = handle->open;
	handle->open = statement;
	if (values_bind(statement, values, owner))
		return statement;
	statement_close(statement);
	return NULL;
}

/*
 * The first row is fetched at once, so that a change with RETURNING is done
 * whether or not somebody reads its rows. Texts are copied: the caller may
 * change them between two rows.
 */
static void *
sqlite_ask(struct db *db, const char *sql, struct values values)
{
	struct statement *statement = statement_open(
	    handle_of(db), sql, values, SQLITE_TRANSIENT);

	if (statement == NULL)
		return NULL;
	statement->ready = statement_step(statement);
	if (statement->ready)
		return statement;
	statement_close(statement);
	return NULL;
}

static int64_t
sqlite_change(struct db *db, const char *sql, struct values values)
{
	struct handle *handle = handle_of(db);
	struct statement *statement = statement_open(
	    handle, sql, values, SQLITE_STATIC);
	int64_t before = sqlite3_total_changes64(handle->database), changes;

	if (statement == NULL)
		return -1;
	while (statement_step(statement))
		;
	/* sqlite3_changes still counts the last change when this was none. */
	changes = sqlite3_total_changes64(handle->database) == before
	    ? 0
	    : sqlite3_changes64(handle->database);
	statement_close(statement);
	return db->failed ? -1 : changes;
}

static void
sqlite_script(struct db *db, const char *sql)
{
	struct handle *handle = handle_of(db);

	if (sqlite3_exec(handle->database, sql, NULL, NULL, NULL) != SQLITE_OK)
		handle_failed(handle, sql);
}

/* BEGIN and its like. */
static bool
handle_do(struct handle *handle, const char *sql)
{
	return statement_counts(&handle->db, sql) &&
	    sqlite_change(&handle->db, sql, NO_ARGS) >= 0;
}

/* Neither counted nor made to fail: it cleans up after what did. */
static void
handle_undo(struct handle *handle, const char *sql)
{
	sqlite3_exec(handle->database, sql, NULL, NULL, NULL);
}

/* Rows */

static bool
sqlite_next(void *rows)
{
	struct statement *statement = rows;

	if (!statement->ready)
		return statement_step(statement);
	statement->ready = false;
	return true;
}

static void
sqlite_leave(void *rows)
{
	statement_close(rows);
}

static sqlite3_stmt *
prepared_of(void *rows, int column)
{
	sqlite3_stmt *prepared = ((struct statement *)rows)->prepared;

	assert(column >= 0 && column < sqlite3_column_count(prepared));
	return prepared;
}

static bool
sqlite_null(void *rows, int column)
{
	return sqlite3_column_type(prepared_of(rows, column), column) ==
	    SQLITE_NULL;
}

static int64_t
sqlite_integer(void *rows, int column)
{
	return sqlite3_column_int64(prepared_of(rows, column), column);
}

static double
sqlite_real(void *rows, int column)
{
	return sqlite3_column_double(prepared_of(rows, column), column);
}

static const char *
sqlite_text(void *rows, int column)
{
	return (const char *)sqlite3_column_text(
	    prepared_of(rows, column), column);
}

/* Handles */

/*
 * Nobody else may read it; the WAL beside it takes the same rights. A file that
 * is there is not opened: closing it again would drop the locks that another
 * handle of this process holds.
 */
static bool
file_make(const char *path, bool must_be_new)
{
	int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (file >= 0)
		return close(file) == 0;
	if (errno == EEXIST && !must_be_new)
		return true;
	log_event(LOG_ERROR, "store.file", "message", strerror(errno), NULL);
	return false;
}

static void
handle_close(struct db *db)
{
	struct handle *handle = handle_of(db);
	size_t set, way;

	statements_close(handle);
	for (set = 0; set < SETS; set++)
		for (way = 0; way < WAYS; way++)
			sqlite3_finalize(handle->table[set][way].prepared);
	sqlite3_close(handle->database);
	memory_give(handle);
}

static struct handle *
handle_new(struct store *store)
{
	struct handle *handle = memory_get(sizeof *handle);
	size_t set, way;

	if (handle == NULL)
		return NULL;
	handle->db.store = store;
	for (set = 0; set < SETS; set++)
		for (way = 0; way < WAYS; way++)
			handle->table[set][way] = (struct statement){
				.handle = handle, .kept = true
			};
	return handle;
}

static int
mode_look(void *wal, int columns, char **texts, char **names)
{
	(void)columns;
	(void)names;
	*(bool *)wal = text_is(texts[0], "wal");
	return 0;
}

/*
 * A file that is no database shows itself here, and a file system on which
 * processes cannot share memory.
 */
static bool
handle_set(struct handle *handle)
{
	bool wal = false;

	return sqlite3_exec(handle->database, "PRAGMA journal_mode = WAL",
		   mode_look, &wal, NULL) == SQLITE_OK &&
	    wal &&
	    sqlite3_exec(handle->database, settings, NULL, NULL, NULL) ==
	    SQLITE_OK;
}

static bool
handle_connect(struct handle *handle, const char *path)
{
	int result = sqlite3_open_v2(path, &handle->database,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
	    NULL);

	if (result != SQLITE_OK)
		return false;
	sqlite3_busy_timeout(handle->database, BUSY_MS);
	/* "x" is a name and never a text, as on a server. */
	sqlite3_db_config(handle->database, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(handle->database, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(handle->database, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	return handle_set(handle);
}

static struct handle *
handle_open(struct store *store)
{
	struct handle *handle = handle_new(store);

	if (handle == NULL)
		return NULL;
	if (handle_connect(handle, sqlite_of(store)->path))
		return handle;
	log_event(LOG_ERROR, "store.open", "kind", "sqlite", "message",
	    sqlite3_errmsg(handle->database), NULL);
	handle_close(&handle->db);
	return NULL;
}

static struct db *
reader_open(struct store *store)
{
	struct handle *handle = handle_open(store);

	if (handle == NULL)
		return NULL;
	sqlite3_exec(
	    handle->database, "PRAGMA query_only = ON", NULL, NULL, NULL);
	return &handle->db;
}

/* Reads */

static bool
sqlite_read_end(struct db *db)
{
	struct handle *handle = handle_of(db);
	bool good;

	statements_close(handle);
	good = !db->failed && handle_do(handle, "COMMIT");
	if (!good)
		handle_undo(handle, "ROLLBACK");
	pool_give(db);
	return good;
}

static struct db *
sqlite_read(struct store *store)
{
	struct db *db = pool_take(store, &store->pool);

	if (db == NULL || handle_do(handle_of(db), "BEGIN"))
		return db;
	pool_give(db);
	return NULL;
}

/* One write of the group */

/* SQLite has given the whole transaction up at some failures (a full disk). */
static void
work_undo(struct sqlite *sqlite)
{
	struct handle *writer = sqlite->writer;

	if (!sqlite3_get_autocommit(writer->database))
		handle_undo(writer, "ROLLBACK TO work; RELEASE work");
	else
		sqlite->lost = true;
}

static enum write_result
work_run(struct sqlite *sqlite, store_work *work, void *with)
{
	struct handle *writer = sqlite->writer;
	bool kept;

	if (!handle_do(writer, "SAVEPOINT work")) {
		sqlite->lost = true;
		return WRITE_FAILED;
	}
	kept = work(&writer->db, with);
	statements_close(writer);
	if (kept && !writer->db.failed && handle_do(writer, "RELEASE work"))
		return WRITE_DONE;
	work_undo(sqlite);
	return writer->db.failed ? WRITE_FAILED : WRITE_UNDONE;
}

/* Whoever is first in a group opens its transaction. */
static enum write_result
group_run(struct sqlite *sqlite, store_work *work, void *with)
{
	struct handle *writer = sqlite->writer;

	writer->db.failed = false;
	if (sqlite->works++ == 0) {
		sqlite->begun = clock_ticks();
		sqlite->lost = !handle_do(writer, "BEGIN IMMEDIATE");
	}
	if (sqlite->lost)
		return WRITE_FAILED;
	return work_run(sqlite, work, with);
}

/* The group's end */

static bool
group_commit(struct sqlite *sqlite)
{
	struct handle *writer = sqlite->writer;
	bool kept;

	writer->db.failed = false;
	kept = !sqlite->lost && handle_do(writer, "COMMIT");
	if (!kept && !sqlite3_get_autocommit(writer->database))
		handle_undo(writer, "ROLLBACK");
	sqlite->works = 0;
	return kept;
}

/* Under the mutex, so that no member is gone before it is told. */
static void
group_wake(struct sqlite *sqlite, bool kept)
{
	struct write *write;

	while ((write = sqlite->group) != NULL) {
		sqlite->group = write->next;
		if (!kept)
			write->result = WRITE_FAILED;
		write->ended = true;
		pthread_cond_signal(&write->wake);
	}
}

static int
wal_grew(void *with, sqlite3 *database, const char *name, int pages)
{
	struct sqlite *sqlite = with;

	(void)database;
	(void)name;
	if (pages < sqlite->wal_pages)
		sqlite->wal_next = WAL_STEP; /* it began anew */
	sqlite->wal_pages = pages;
	return SQLITE_OK;
}

/*
 * Moves the WAL into the database, after those who wait were woken. Readers
 * that follow one another without a gap would let it grow for ever: past
 * WAL_MOST, cutting it waits for those that hold it.
 */
static void
wal_bound(struct sqlite *sqlite)
{
	sqlite3 *database = sqlite->writer->database;
	bool cut = sqlite->wal_pages >= WAL_MOST;

	if (sqlite->wal_pages < sqlite->wal_next)
		return;
	sqlite->wal_next = sqlite->wal_pages + WAL_STEP;
	sqlite3_busy_timeout(database, WAL_CUT_MS);
	if (sqlite3_wal_checkpoint_v2(database, NULL,
		cut ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE,
		NULL, NULL) != SQLITE_OK &&
	    cut)
		log_event(LOG_WARNING, "store.wal", "pages",
		    log_int(sqlite->wal_pages), "message",
		    sqlite3_errmsg(database), NULL);
	sqlite3_busy_timeout(database, BUSY_MS);
}

/* Turns */

static void
turn_take(struct sqlite *sqlite, struct write *write)
{
	pthread_mutex_lock(&sqlite->mutex);
	if (sqlite->busy) {
		if (sqlite->first == NULL)
			sqlite->first = write;
		else
			sqlite->last->next = write;
		sqlite->last = write;
		while (!write->turn)
			pthread_cond_wait(&write->wake, &sqlite->mutex);
	}
	sqlite->busy = true;
	pthread_mutex_unlock(&sqlite->mutex);
}

/* Under the mutex. The turn stays busy on its way, so nobody overtakes. */
static void
turn_pass(struct sqlite *sqlite)
{
	struct write *next = sqlite->first;

	sqlite->busy = next != NULL;
	if (next == NULL)
		return;
	sqlite->first = next->next;
	next->turn = true;
	pthread_cond_signal(&next->wake);
}

static bool
group_is_over(const struct sqlite *sqlite)
{
	return sqlite->first == NULL || sqlite->works >= GROUP_MOST ||
	    sqlite->lost || clock_ticks() - sqlite->begun >= GROUP_TICKS;
}

static void
group_join(struct sqlite *sqlite, struct write *write)
{
	bool over, kept;

	pthread_mutex_lock(&sqlite->mutex);
	write->next = sqlite->group;
	sqlite->group = write;
	over = group_is_over(sqlite);
	if (over) {
		pthread_mutex_unlock(&sqlite->mutex);
		kept = group_commit(sqlite);
		pthread_mutex_lock(&sqlite->mutex);
		group_wake(sqlite, kept);
		pthread_mutex_unlock(&sqlite->mutex);
		wal_bound(sqlite);
		pthread_mutex_lock(&sqlite->mutex);
	}
	turn_pass(sqlite);
	while (!write->ended)
		pthread_cond_wait(&write->wake, &sqlite->mutex);
	pthread_mutex_unlock(&sqlite->mutex);
}

static enum write_result
sqlite_write(struct store *store, store_work *work, void *with)
{
	struct sqlite *sqlite = sqlite_of(store);
	struct write write = { .wake = PTHREAD_COND_INITIALIZER };

	turn_take(sqlite, &write);
	write.result = group_run(sqlite, work, with);
	group_join(sqlite, &write);
	pthread_cond_destroy(&write.wake);
	return write.result;
}

/* Backup */

/* All pages in one step: one snapshot, for which no writer has to wait. */
static bool
pages_copy(sqlite3 *to, sqlite3 *from)
{
	sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

	if (backup == NULL)
		return false;
	sqlite3_backup_step(backup, -1);
	return sqlite3_backup_finish(backup) == SQLITE_OK;
}

static bool
backup_write(struct handle *from, const char *path)
{
	sqlite3 *to;
	bool good = sqlite3_open_v2(path, &to,
			SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
			NULL) == SQLITE_OK &&
	    pages_copy(to, from->database);

	if (!good)
		log_event(LOG_ERROR, "store.backup", "message",
		    sqlite3_errmsg(to), NULL);
	return sqlite3_close(to) == SQLITE_OK && good;
}

/* Through a handle of its own, since it may take minutes. */
static bool
sqlite_backup(struct store *store, const char *path)
{
	struct handle *from;
	bool good;

	if (!file_make(path, true))
		return false;
	from = handle_open(store);
	good = from != NULL && backup_write(from, path);
	if (from != NULL)
		handle_close(&from->db);
	if (!good)
		unlink(path);
	return good;
}

/* The store */

static void
sqlite_close(struct store *store)
{
	struct sqlite *sqlite = sqlite_of(store);

	pool_close(&store->pool);
	/* The last handle of all brings the WAL in and removes it. */
	if (sqlite->writer != NULL)
		handle_close(&sqlite->writer->db);
	pthread_mutex_destroy(&sqlite->mutex);
	memory_give(sqlite->path);
	memory_give(sqlite);
}

static const struct backend sqlite_backend = {
	.kind = "sqlite",
	.has_table = "SELECT COUNT(*) FROM sqlite_schema"
		     " WHERE type = 'table' AND name = ?",
	.close = sqlite_close,
	.read = sqlite_read,
	.read_end = sqlite_read_end,
	.write = sqlite_write,
	.backup = sqlite_backup,
	.ask = sqlite_ask,
	.change = sqlite_change,
	.script = sqlite_script,
	.next = sqlite_next,
	.leave = sqlite_leave,
	.is_null = sqlite_null,
	.integer = sqlite_integer,
	.real = sqlite_real,
	.text = sqlite_text,
};

static bool
writer_open(struct sqlite *sqlite)
{
	if (!file_make(sqlite->path, false))
		return false;
	sqlite->writer = handle_open(&sqlite->store);
	if (sqlite->writer == NULL)
		return false;
	sqlite->wal_next = WAL_STEP;
	sqlite3_wal_hook(sqlite->writer->database, wal_grew, sqlite);
	return true;
}

/*
 * Counting the bytes in use takes one lock around every allocation of every
 * thread, for a number that nobody asks for.
 */
static void
sqlite_configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* What SQLite would not take as the name of a file. */
static bool
path_is_special(const char *path)
{
	return path[0] == '\0' || path[0] == ':' || text_starts(path, "file:");
}

struct store *
store_open_sqlite(const char *path, const struct store_options *options)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct sqlite *sqlite;
	size_t size = strlen(path) + 1;

	pthread_once(&once, sqlite_configure);
	if (path_is_special(path)) {
		log_event(LOG_ERROR, "store.open", "kind", "sqlite", "message",
		    "not a file name", NULL);
		return NULL;
	}
	sqlite = memory_get(sizeof *sqlite);
	if (sqlite == NULL)
		return NULL;
	sqlite->store.backend = &sqlite_backend;
	sqlite->store.pool.make = reader_open;
	sqlite->store.pool.end = handle_close;
	pool_open(&sqlite->store.pool, options);
	pthread_mutex_init(&sqlite->mutex, NULL);
	sqlite->path = memory_get(size);
	if (sqlite->path != NULL)
		memcpy(sqlite->path, path, size);
	if (sqlite->path != NULL && writer_open(sqlite))
		return &sqlite->store;
	sqlite_close(&sqlite->store);
	return NULL;
}
