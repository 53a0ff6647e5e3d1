/*
 * The store, as everybody sees it: opening by URL, reads and writes, statements
 * and rows, sticky failure; and for the back ends the pool of handles and the
 * counting of statements by which tests make any one of them fail.
 */
#include "store/store.h"

#include <assert.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/command.h"
#include "base/log.h"
#include "base/text.h"
#include "store/backend.h"

/* Opening */

static bool
is_server(const char *url)
{
	return text_starts(url, "postgresql://") ||
	    text_starts(url, "postgres://");
}

struct store *
store_open(const char *url, const struct store_options *options)
{
	struct store_options chosen = { 0 };

	if (options != NULL)
		chosen = *options;
	if (chosen.readers <= 0)
		chosen.readers = READERS;
	if (chosen.statement_ms <= 0)
		chosen.statement_ms = STATEMENT_MS;
	if (is_server(url))
		return store_open_postgres(url, &chosen);
	if (text_starts(url, "sqlite:"))
		return store_open_sqlite(url + strlen("sqlite:"), &chosen);
	if (strstr(url, "://") == NULL)
		return store_open_sqlite(url, &chosen);
	log_event(
	    LOG_ERROR, "store.open", "message", "unknown kind of URL", NULL);
	return NULL;
}

/* The URL as it may be shown: without the name, password and settings. */
static char *
url_shown(struct arena *arena, const char *url)
{
	char *shown = arena_text(arena, url);
	char *start = strstr(shown, "://"), *at;

	if (start == NULL)
		return shown;
	at = strrchr(start, '@');
	if (at != NULL)
		memmove(start + 3, at + 1, strlen(at));
	start[strcspn(start, "?")] = '\0';
	return shown;
}

static bool
is_absent(const char *url)
{
	const char *path = text_starts(url, "sqlite:") ? url + strlen("sqlite:")
						       : url;

	return !is_server(url) && access(path, F_OK) != 0;
}

static struct store *
command_open(
    struct command_line *cl, const struct store_options *options, bool make)
{
	const char *url = option_text(cl, "db"), *problem = NULL;
	struct store *store = NULL;

	if (url == NULL)
		url = getenv("GILJABI_DB");
	if (url == NULL || url[0] == '\0')
		url = "sqlite:giljabi.db";
	if (!make && is_absent(url))
		problem = "store.absent";
	else if ((store = store_open(url, options)) == NULL)
		problem = is_server(url) ? "store.no_server" : "store.no_file";
	if (problem != NULL)
		complain(cl, problem,
		    (const struct word[]){
			{ "database", url_shown(command_arena(cl), url) },
			{ 0 } });
	return store;
}

struct store *
store_open_command(struct command_line *cl, const struct store_options *options)
{
	return command_open(cl, options, false);
}

struct store *
store_make_command(struct command_line *cl)
{
	return command_open(cl, NULL, true);
}

void
store_close(struct store *store)
{
	if (store != NULL)
		store->backend->close(store);
}

const char *
store_kind(const struct store *store)
{
	return store->backend->kind;
}

bool
store_backup(struct store *store, const char *path)
{
	return store->backend->backup(store, path);
}

/* The pool */

void
pool_open(struct pool *pool, const struct store_options *options)
{
	pthread_condattr_t attributes;

	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_mutex_init(&pool->mutex, NULL);
	pthread_cond_init(&pool->given, &attributes);
	pthread_condattr_destroy(&attributes);
	pool->most = (size_t)options->readers;
}

/* On the mutex, until there is a handle or leave to make one, or too long. */
static void
pool_wait(struct pool *pool)
{
	struct timespec end;
	int late = 0;

	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += WAIT_SECONDS;
	while (pool->idle == NULL && pool->made == pool->most && late == 0)
		late = pthread_cond_timedwait(&pool->given, &pool->mutex, &end);
}

/* An idle handle, or NULL with leave to make one, or NULL in vain. */
static struct db *
pool_get(struct pool *pool, bool *make)
{
	struct db *db;

	pthread_mutex_lock(&pool->mutex);
	if (pool->idle == NULL && pool->made == pool->most)
		pool_wait(pool);
	db = pool->idle;
	*make = db == NULL && pool->made < pool->most;
	if (db != NULL)
		pool->idle = db->next;
	else if (*make)
		pool->made++;
	pthread_mutex_unlock(&pool->mutex);
	return db;
}

struct db *
pool_take(struct store *store, struct pool *pool)
{
	bool make;
	struct db *db = pool_get(pool, &make);

	if (db == NULL && !make)
		log_event(LOG_ERROR, "store.crowded", "handles",
		    log_int((int64_t)pool->most), NULL);
	if (make && (db = pool->make(store)) == NULL) {
		pthread_mutex_lock(&pool->mutex);
		pool->made--;
		pthread_cond_signal(&pool->given);
		pthread_mutex_unlock(&pool->mutex);
	}
	if (db != NULL) {
		db->failed = false;
		db->pool = pool;
	}
	return db;
}

void
pool_give(struct db *db)
{
	struct pool *pool = db->pool;

	pthread_mutex_lock(&pool->mutex);
	db->next = pool->idle;
	pool->idle = db;
	pthread_cond_signal(&pool->given);
	pthread_mutex_unlock(&pool->mutex);
}

void
pool_close(struct pool *pool)
{
	while (pool->idle != NULL) {
		struct db *db = pool->idle;

		pool->idle = db->next;
		pool->end(db);
		pool->made--;
	}
	assert(pool->made == 0); /* somebody still holds a handle */
	pthread_cond_destroy(&pool->given);
	pthread_mutex_destroy(&pool->mutex);
}

/* Reads and writes */

struct db *
store_read(struct store *store)
{
	return store->backend->read(store);
}

bool
store_read_end(struct db *db)
{
	return db->store->backend->read_end(db);
}

/* A thread that waits for itself would wait for ever. */
static _Thread_local bool writing;

enum write_result
store_write(struct store *store, store_work *work, void *with)
{
	enum write_result result;

	assert(!writing);
	writing = true;
	result = store->backend->write(store, work, with);
	writing = false;
	return result;
}

/* Failure */

static _Atomic size_t statements; /* since the program began */
static _Atomic size_t failing; /* the count of the one that fails */

void
store_fail_at(size_t nth)
{
	atomic_store(&failing, nth ? atomic_load(&statements) + nth : 0);
}

size_t
store_statements(void)
{
	return atomic_load(&statements);
}

bool
statement_counts(struct db *db, const char *sql)
{
	size_t count = atomic_fetch_add(&statements, 1) + 1;

	if (count != atomic_load(&failing))
		return true;
	db_failed(db, "test", "told to fail", sql);
	return false;
}

/* SQL is safe to log, since values are never in it; a long one is cut. */
void
db_failed(struct db *db, const char *code, const char *message, const char *sql)
{
	char shown[512];

	db->failed = true;
	snprintf(shown, sizeof shown, "%.*s",
	    (int)utf8_fit(sql, sizeof shown - 1), sql);
	log_event(LOG_ERROR, "store.failed", "kind", store_kind(db->store),
	    "code", code, "message", message, "sql", shown, NULL);
}

bool
db_ok(const struct db *db)
{
	return !db->failed;
}

void
db_fail(struct db *db)
{
	db->failed = true;
}

/* Statements */

/* What one database would take and the other refuse, both refuse. */
static const char *
values_problem(struct values values)
{
	if (values.count > VALUES_MOST)
		return "too many values";
	for (size_t i = 0; i < values.count; i++) {
		const struct value *value = &values.list[i];

		if (value->type == VALUE_TEXT &&
		    !utf8_valid(value->text, strlen(value->text)))
			return "a text is not UTF-8";
	}
	return NULL;
}

static bool
statement_may_run(struct db *db, const char *sql, struct values values)
{
	const char *problem;

	if (db->failed || !statement_counts(db, sql))
		return false;
	problem = values_problem(values);
	if (problem != NULL)
		db_failed(db, "value", problem, sql);
	return problem == NULL;
}

struct rows
db_ask(struct db *db, const char *sql, struct values values)
{
	struct rows rows = { .db = db };

	if (statement_may_run(db, sql, values))
		rows.statement = db->store->backend->ask(db, sql, values);
	rows.open = rows.statement != NULL;
	return rows;
}

int64_t
db_do(struct db *db, const char *sql, struct values values)
{
	if (!statement_may_run(db, sql, values))
		return -1;
	return db->store->backend->change(db, sql, values);
}

bool
db_script(struct db *db, const char *sql)
{
	if (statement_may_run(db, sql, NO_ARGS))
		db->store->backend->script(db, sql);
	return !db->failed;
}

int64_t
db_int(struct db *db, const char *sql, struct values values, int64_t otherwise)
{
	struct rows rows = db_ask(db, sql, values);
	int64_t value = otherwise;

	if (rows_next(&rows) && !rows_null(&rows, 0))
		value = rows_int(&rows, 0);
	rows_close(&rows);
	return value;
}

char *
db_text(
    struct db *db, struct arena *arena, const char *sql, struct values values)
{
	struct rows rows = db_ask(db, sql, values);
	char *text = NULL;

	if (rows_next(&rows) && !rows_null(&rows, 0))
		text = arena_text(arena, rows_text(&rows, 0));
	rows_close(&rows);
	return text;
}

bool
db_any(struct db *db, const char *sql, struct values values)
{
	struct rows rows = db_ask(db, sql, values);
	bool any = rows_next(&rows);

	rows_close(&rows);
	return any;
}

/* Rows */

static const struct backend *
rows_backend(const struct rows *rows)
{
	return rows->db->store->backend;
}

bool
rows_next(struct rows *rows)
{
	if (!rows->open)
		return false;
	if (!rows->db->failed && rows_backend(rows)->next(rows->statement)) {
		rows->row++;
		return true;
	}
	rows_close(rows);
	return false;
}

void
rows_close(struct rows *rows)
{
	if (rows->open)
		rows_backend(rows)->leave(rows->statement);
	rows->open = false;
}

bool
rows_null(const struct rows *rows, int column)
{
	return !rows->open || rows->row == 0 ||
	    rows_backend(rows)->is_null(rows->statement, column);
}

int64_t
rows_int(const struct rows *rows, int column)
{
	if (rows_null(rows, column))
		return 0;
	return rows_backend(rows)->integer(rows->statement, column);
}

int64_t
rows_id(const struct rows *rows, int column)
{
	return rows_int(rows, column);
}

double
rows_real(const struct rows *rows, int column)
{
	if (rows_null(rows, column))
		return NAN;
	return rows_backend(rows)->real(rows->statement, column);
}

const char *
rows_text(const struct rows *rows, int column)
{
	if (rows_null(rows, column))
		return NULL;
	return rows_backend(rows)->text(rows->statement, column);
}
