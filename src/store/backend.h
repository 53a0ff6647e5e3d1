/*
 * What a back end of the store gives: one row of functions. What all back ends
 * share (the surface, sticky failure, counting, the pool) stands in store.c;
 * sqlite.c and postgres.c hold what only they know.
 */
#ifndef GILJABI_STORE_BACKEND_H
#define GILJABI_STORE_BACKEND_H

#include <pthread.h>

#include "store/store.h"

enum {
	READERS = 8, /* handles when the options do not say */
	STATEMENT_MS = 30000,
	WAIT_SECONDS = 5, /* for a free handle, for a server's return */
	VALUES_MOST = 256 /* `?` of one statement */
};

/* The front part of each back end's handle. */
struct db {
	struct store *store;
	struct pool *pool; /* where it goes back to; NULL: nowhere */
	struct db *next; /* below it in the pool */
	bool failed;
};

struct backend {
	const char *kind;
	/* Asks how many tables of the name `?` there are. */
	const char *has_table;

	void (*close)(struct store *store);
	struct db *(*read)(struct store *store);
	bool (*read_end)(struct db *db);
	enum write_result (*write)(
	    struct store *store, store_work *work, void *with);
	bool (*backup)(struct store *store, const char *path);

	/*
	 * Statements, on a handle that has not failed; a mistake fails it.
	 * ask answers what stands in rows.statement; NULL when there is no row
	 * or after a mistake.
	 */
	void *(*ask)(struct db *db, const char *sql, struct values values);
	int64_t (*change)(struct db *db, const char *sql, struct values values);
	void (*script)(struct db *db, const char *sql);

	/* Rows. A column is looked at only while there is a row. */
	bool (*next)(void *statement);
	void (*leave)(void *statement);
	bool (*is_null)(void *statement, int column);
	int64_t (*integer)(void *statement, int column);
	double (*real)(void *statement, int column);
	const char *(*text)(void *statement, int column);
};

/*
 * Handles that wait for work. The one given back last is taken first, so that
 * the others stay closed, or cold, while few are needed.
 */
struct pool {
	pthread_mutex_t mutex;
	pthread_cond_t given;
	struct db *idle;
	size_t made, most;
	struct db *(*make)(struct store *store);
	void (*end)(struct db *db);
};

/* The front part of each back end's store. */
struct store {
	const struct backend *backend;
	struct pool pool;
};

struct store *
store_open_sqlite(const char *path, const struct store_options *options);
struct store *
store_open_postgres(const char *url, const struct store_options *options);

void pool_open(struct pool *pool, const struct store_options *options);
/* NULL when none came back in time, or none could be made; logged. */
struct db *pool_take(struct store *store, struct pool *pool);
void pool_give(struct db *db);
void pool_close(struct pool *pool);

/* Runs several statements in one text; false when the handle has failed. */
bool db_script(struct db *db, const char *sql);
/* Fails the handle and tells the log, with nothing of a value in it. */
void db_failed(
    struct db *db, const char *code, const char *message, const char *sql);
/*
 * Every statement asks here, BEGIN and COMMIT too: false when a test wants it
 * to fail, which it then has done.
 */
bool statement_counts(struct db *db, const char *sql);

/* Where something kept by the address of its SQL lies among `places`. */
static inline size_t
sql_place(const char *sql, size_t places)
{
	return (size_t)(((uint64_t)(uintptr_t)sql *
			    UINT64_C(0x9e3779b97f4a7c15)) >>
		   32) %
	    places;
}

#endif
