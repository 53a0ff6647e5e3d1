/*
 * The store: one handle over SQLite and PostgreSQL. Feature code writes one SQL
 * subset with `?` and never knows which database answers.
 *
 * The subset: BIGINT, DOUBLE PRECISION and TEXT columns; INSERT … ON CONFLICT;
 * RETURNING; CTEs; window functions; no auto-increment, no BLOB, no date types,
 * no LIKE on case, no triggers, no session state. Booleans are BIGINT 0 or 1.
 * A `?` that stands beside no column and may be NULL needs a type that both
 * know: CAST(? AS BIGINT). Only `? IS NULL` works as it is.
 *
 * Failure is sticky: when the database fails, it is logged once, every further
 * call on the handle does nothing and finds nothing, and the transaction cannot
 * be committed. So code that only asks and writes needs no check after each
 * call; whoever opened the transaction learns of it at the end.
 */
#ifndef GILJABI_STORE_H
#define GILJABI_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

struct store; /* a database, shared by all threads */
struct db; /* a handle inside one transaction, of one thread */
struct command_line;
struct module;

struct store_options {
	int readers; /* read handles (SQLite) or connections; 0: 8 */
	int statement_ms; /* longest statement on a server; 0: 30,000 */
};

/*
 * url is sqlite:PATH, a bare path, or postgresql://…. NULL after a message on
 * the log. The schema is not touched.
 */
struct store *store_open(const char *url, const struct store_options *options);
/*
 * From --db, GILJABI_DB or sqlite:giljabi.db; complains itself, also of a file
 * that is not there, which only store_make_command makes.
 */
struct store *store_open_command(
    struct command_line *cl, const struct store_options *options);
struct store *store_make_command(struct command_line *cl);
void store_close(struct store *store);
const char *store_kind(const struct store *store); /* "sqlite", … */

/*
 * Runs the migrations that this database has not had yet, each room's in order
 * of their numbers, each in a transaction. False when one failed or when one
 * that ran before has changed since.
 */
struct migration {
	int number;
	const char *name;
	const char *sql;
};
bool store_migrate(struct store *store, const struct module *const *modules);
/* True when no migration is missing (for /readyz). */
bool store_is_current(struct store *store, const struct module *const *modules);

/*
 * A read: a snapshot that no writer disturbs. The handle goes back with
 * store_read_end; NULL when none is free within five seconds. The false answer
 * of store_read_end says that something failed on the way.
 */
struct db *store_read(struct store *store);
bool store_read_end(struct db *db);

enum write_result {
	WRITE_DONE, /* committed: it survives kill -9 and power loss */
	WRITE_UNDONE, /* work said false; nothing was kept */
	WRITE_FAILED /* the database failed; nothing was kept */
};

/*
 * A write: work runs inside a transaction and is committed when it says true.
 * Concurrent writers of SQLite share one fsync: work runs one after another,
 * each in a savepoint, and all return when the group is durable. On a lost
 * connection, a deadlock or a serialisation failure work runs again, so it must
 * have no effect outside the database and `with` that a second run repeats.
 * Work must not wait for anything but the database, nor open another write.
 * Work has to return: an arena that may give its task up is caught inside work
 * (ARENA_CATCH), which then says false. Rows left open are closed.
 */
typedef bool store_work(struct db *db, void *with);
enum write_result
store_write(struct store *store, store_work *work, void *with);

/* The values of the `?`, in order: ARGS(ID(pupil), TEXT(name)), or NO_ARGS. */
struct value {
	enum value_type { VALUE_NULL, VALUE_INT, VALUE_REAL, VALUE_TEXT } type;
	int64_t integer;
	double real;
	const char *text;
};
struct values {
	const struct value *list;
	size_t count;
};
#define INT(v) ((struct value){ .type = VALUE_INT, .integer = (v) })
#define ID(v) \
	((struct value){ .type = (v) ? VALUE_INT : VALUE_NULL, .integer = (v) })
/* NAN becomes NULL. */
#define REAL(v) ((struct value){ .type = VALUE_REAL, .real = (v) })
#define TEXT(v) value_text(v) /* NULL becomes NULL */
#define NOTHING ((struct value){ .type = VALUE_NULL })
#define ARGS(...) \
	((struct values){ (const struct value[]){ __VA_ARGS__ }, \
	    sizeof((const struct value[]){ __VA_ARGS__ }) / \
		sizeof(struct value) })
#define NO_ARGS ((struct values){ NULL, 0 })

static inline struct value
value_text(const char *text)
{
	return (struct value){ .type = text ? VALUE_TEXT : VALUE_NULL,
		.text = text };
}

/*
 * A question. `sql` has to be a constant: statements are kept by its address.
 *
 *	struct rows rows = db_ask(db, "SELECT …", ARGS(ID(school)));
 *	while (rows_next(&rows))
 *		… rows_id(&rows, 0), rows_text(&rows, 1) …
 *
 * Rows left before their end are closed by rows_close, or with the handle.
 * Texts are valid until the next rows_next; arena_text keeps one.
 */
struct rows {
	struct db *db;
	void *statement; /* the back end's own */
	int64_t row; /* rows delivered so far */
	bool open;
};
struct rows db_ask(struct db *db, const char *sql, struct values values);
bool rows_next(struct rows *rows);
void rows_close(struct rows *rows);
int64_t rows_int(const struct rows *rows, int column); /* NULL: 0 */
int64_t rows_id(const struct rows *rows, int column); /* NULL: 0 */
double rows_real(const struct rows *rows, int column); /* NULL: NAN */
const char *rows_text(const struct rows *rows, int column); /* NULL: NULL */
bool rows_null(const struct rows *rows, int column);

/* A change. Answers how many rows it touched; -1 when it failed. */
int64_t db_do(struct db *db, const char *sql, struct values values);
/* The first column of the first row; `otherwise` without a row, or at NULL. */
int64_t
db_int(struct db *db, const char *sql, struct values values, int64_t otherwise);
/* Copied into the arena; NULL when there is no row, or NULL in it. */
char *db_text(
    struct db *db, struct arena *arena, const char *sql, struct values values);
bool db_any(struct db *db, const char *sql, struct values values);

/* Nothing failed so far. db_fail makes it fail: the transaction is undone. */
bool db_ok(const struct db *db);
void db_fail(struct db *db);

/*
 * Tests: the nth statement from now fails, as if the disk did; 0: off. BEGIN,
 * COMMIT and savepoints count too. store_statements: since the program began.
 */
void store_fail_at(size_t nth);
size_t store_statements(void);

/* A whole copy while the store is in use (SQLite; FILE is a new database). */
bool store_backup(struct store *store, const char *path);

#endif
