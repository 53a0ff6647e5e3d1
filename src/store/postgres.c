/*
 * The store over PostgreSQL, and over what speaks its protocol: a pool of libpq
 * connections. Nothing is kept in a session (no prepared statements, settings
 * only inside the transaction), so that it may stand behind PgBouncer in
 * transaction mode, and each transaction may meet another server process.
 *
 * Writes are serialisable, as those of SQLite are by nature: feature code may
 * look and then write without thinking of others. What the server could not put
 * in order runs again, and so does what lost its connection before COMMIT.
 *
 * A `?` has the type of its value. NULL has none: the server finds it from
 * where it stands, which works beside a column; elsewhere it takes a
 * CAST(? AS BIGINT).
 */
#include <assert.h>
#include <libpq-fe.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "store/backend.h"

enum {
	TRIES = 10, /* runs of one write */
	NAP_FIRST = 10, /* ms, doubled each time */
	NAP_MOST = 1000,
	TEXTS = 256, /* rewritten SQL texts that a connection keeps */
	NUMBER = 32, /* bytes of a number as text */
	/* bytes of rows that are kept while another statement runs */
	HELD_MOST = 64 * 1024 * 1024
};

/* From the server's catalogue of types, which never changes. */
enum { OID_BOOL = 16, OID_INT8 = 20, OID_TEXT = 25, OID_FLOAT8 = 701 };

enum fault {
	SOUND,
	AGAIN, /* the server asks for another run */
	LOST, /* the connection is gone */
	BROKEN /* another run would fail too */
};

/* A question whose rows are being read. */
struct question {
	struct connection *connection;
	const char *sql;
	struct question *next; /* among the open ones */
	PGresult *result; /* holds the present row */
	int row; /* the present one in it; -1 before the first */
	PGresult *rest; /* what was held when another one ran */
	bool streaming; /* more is coming over the connection */
};

/* An SQL text as the server takes it. */
struct rewritten {
	const char *sql; /* the address it is known by */
	char *text;
	size_t count; /* of its values */
};

struct connection {
	struct db db;
	PGconn *link; /* NULL: not connected */
	enum fault fault; /* why the handle failed */
	struct question *open;
	struct question *streaming; /* the one of them, or NULL */
	struct rewritten texts[TEXTS];
	/* The values of the statement that is being sent. */
	Oid types[VALUES_MOST];
	const char *values[VALUES_MOST];
	char numbers[VALUES_MOST][NUMBER];
};

struct postgres {
	struct store store;
	/* Writers have connections of their own: a page that writes down what
	   it shows holds one of each, and two pages never wait for each other. */
	struct pool writers;
	char *url;
	char begin_read[128];
	char begin_write[128];
};

static struct postgres *
postgres_of(struct store *store)
{
	return (struct postgres *)store;
}

static struct connection *
connection_of(struct db *db)
{
	return (struct connection *)db;
}

/* From `?` to $1, $2 … */

/* The end of what starts with a quote at text. */
static const char *
quoted_end(const char *text)
{
	const char *end = strchr(text + 1, text[0]);

	return end != NULL ? end + 1 : text + strlen(text);
}

static const char *
comment_end(const char *text, const char *mark)
{
	const char *end = strstr(text + 2, mark);

	return end != NULL ? end + strlen(mark) : text + strlen(text);
}

/* The end of a stretch in which `?` means nothing; text itself when none. */
static const char *
opaque_end(const char *text)
{
	if (text[0] == '\'' || text[0] == '"')
		return quoted_end(text);
	if (text_starts(text, "--"))
		return comment_end(text, "\n");
	if (text_starts(text, "/*"))
		return comment_end(text, "*/");
	return text;
}

/*
 * A NULL that is only compared with NULL stands beside no column, and the
 * server would not know its type. Any type will do.
 */
static bool
is_null_follows(const char *text)
{
	static const char *const forms[] = { "IS NULL", "IS NOT NULL" };
	size_t i;

	text += strspn(text, " \t\n");
	for (i = 0; i < sizeof forms / sizeof forms[0]; i++)
		if (strncasecmp(text, forms[i], strlen(forms[i])) == 0)
			return true;
	return false;
}

/* memory_give it; NULL without memory. count: how many `?` there are. */
static char *
sql_rewrite(const char *sql, size_t *count)
{
	struct buffer out = { 0 };
	const char *end;

	*count = 0;
	while (*sql != '\0') {
		end = opaque_end(sql);
		if (end != sql) {
			buffer_add(&out, sql, (size_t)(end - sql));
			sql = end;
		} else if (*sql++ == '?')
			buffer_printf(&out, "$%zu%s", ++*count,
			    is_null_follows(sql) ? "::text" : "");
		else
			buffer_char(&out, sql[-1]);
	}
	if (out.failed)
		buffer_free(&out);
	return out.data;
}

/* Once for each SQL text, unless two share a place. */
static const struct rewritten *
sql_rewritten(struct connection *connection, const char *sql)
{
	struct rewritten *text = &connection->texts[sql_place(sql, TEXTS)];

	if (text->sql == sql)
		return text;
	memory_give(text->text);
	text->text = sql_rewrite(sql, &text->count);
	text->sql = text->text != NULL ? sql : NULL;
	return text;
}

/* Failure */

static enum fault
fault_find(const PGconn *link, const char *state)
{
	/*
	 * Without a state libpq speaks and not the server. 08: no connection;
	 * 57P: the server or an engineer ended it.
	 */
	if (PQstatus(link) == CONNECTION_BAD || state[0] == '\0' ||
	    text_starts(state, "08") || text_starts(state, "57P"))
		return LOST;
	if (text_is(state, "40001") || text_is(state, "40P01"))
		return AGAIN;
	return BROKEN;
}

/* The message without its last line end; class 22 quotes the value itself. */
static void
fault_log(struct connection *connection, const PGresult *result,
    const char *state, const char *sql)
{
	const char *message = PQresultErrorField(
	    result, PG_DIAG_MESSAGE_PRIMARY);
	char shown[256];

	if (text_starts(state, "22"))
		message = "a value does not fit";
	if (message == NULL)
		message = PQerrorMessage(connection->link);
	snprintf(
	    shown, sizeof shown, "%.*s", (int)strcspn(message, "\n"), message);
	db_failed(&connection->db, state, shown, sql);
}

/* What another run may heal is logged when the runs are used up. */
static void
connection_failed(
    struct connection *connection, const PGresult *result, const char *sql)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

	if (connection->db.failed)
		return;
	if (state == NULL)
		state = "";
	connection->db.failed = true;
	connection->fault = fault_find(connection->link, state);
	if (connection->fault == BROKEN)
		fault_log(connection, result, state, sql);
}

static bool
connection_may_retry(const struct connection *connection)
{
	return connection->fault == AGAIN || connection->fault == LOST;
}

/* Half of it by chance, so that those who met once do not meet again. */
static void
nap(int tries)
{
	int64_t ms = NAP_FIRST << (tries < 8 ? tries : 8);
	uint32_t chance;

	random_bytes(&chance, sizeof chance);
	if (ms > NAP_MOST)
		ms = NAP_MOST;
	ms = ms / 2 + (int64_t)chance % (ms / 2 + 1);
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* Rows of a question */

static void
question_fail(struct question *question, const PGresult *result)
{
	connection_failed(question->connection, result, question->sql);
}

/* Reads what the connection still has to say, until it is free. */
static void
question_finish(struct question *question)
{
	struct connection *connection = question->connection;
	PGresult *result;

	if (!question->streaming)
		return;
	while ((result = PQgetResult(connection->link)) != NULL) {
		if (PQresultStatus(result) == PGRES_FATAL_ERROR)
			question_fail(question, result);
		PQclear(result);
	}
	question->streaming = false;
	connection->streaming = NULL;
}

/* The next row from the connection, or NULL. */
static PGresult *
question_receive(struct question *question)
{
	PGresult *result = PQgetResult(question->connection->link);
	ExecStatusType status = PQresultStatus(result);

	if (status == PGRES_SINGLE_TUPLE)
		return result;
	if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
		question_fail(question, result);
	PQclear(result);
	question_finish(question);
	return NULL;
}

static bool
row_copy(PGresult *to, const PGresult *from)
{
	int row = PQntuples(to), column;

	for (column = 0; column < PQnfields(from); column++) {
		bool null = PQgetisnull(from, 0, column);

		if (!PQsetvalue(to, row, column,
			null ? NULL : PQgetvalue(from, 0, column),
			null ? -1 : PQgetlength(from, 0, column)))
			return false;
	}
	return true;
}

/*
 * Another statement is to run on the connection: the rows still coming are
 * taken into memory. The present row stays where it is: its texts are in use.
 */
static void
question_hold(struct question *question)
{
	PGresult *result;

	question->rest = PQcopyResult(question->result, PG_COPYRES_ATTRS);
	while ((result = question_receive(question)) != NULL) {
		bool held = question->rest != NULL &&
		    PQresultMemorySize(question->rest) < HELD_MOST &&
		    row_copy(question->rest, result);

		PQclear(result);
		if (!held && !question->connection->db.failed) {
			question->connection->fault = BROKEN;
			db_failed(&question->connection->db, "rows",
			    "too many rows left open", question->sql);
		}
	}
}

static void
question_close(struct question *question)
{
	struct question **at = &question->connection->open;

	question_finish(question);
	while (*at != question)
		at = &(*at)->next;
	*at = question->next;
	PQclear(question->result);
	PQclear(question->rest);
	memory_give(question);
}

static void
questions_close(struct connection *connection)
{
	while (connection->open != NULL)
		question_close(connection->open);
}

/* Takes the place of the row before; false when result is NULL. */
static bool
question_turn(struct question *question, PGresult *result)
{
	PQclear(question->result);
	question->result = result;
	question->row = 0;
	return result != NULL && PQntuples(result) > 0;
}

static bool
postgres_next(void *rows)
{
	struct question *question = rows;
	PGresult *rest = question->rest;

	if (++question->row < PQntuples(question->result))
		return true;
	if (question->streaming)
		return question_turn(question, question_receive(question));
	question->rest = NULL;
	return question_turn(question, rest);
}

static void
postgres_leave(void *rows)
{
	question_close(rows);
}

static char *
column_text(const struct question *question, int column)
{
	assert(column >= 0 && column < PQnfields(question->result));
	return PQgetvalue(question->result, question->row, column);
}

static bool
column_is_bool(const struct question *question, int column)
{
	return PQftype(question->result, column) == OID_BOOL;
}

static bool
postgres_null(void *rows, int column)
{
	const struct question *question = rows;

	assert(column >= 0 && column < PQnfields(question->result));
	return PQgetisnull(question->result, question->row, column);
}

/* Booleans are 0 and 1 here, as SQLite has them. */
static const char *
postgres_text(void *rows, int column)
{
	const struct question *question = rows;
	const char *text = column_text(question, column);

	if (column_is_bool(question, column))
		return text[0] == 't' ? "1" : "0";
	return text;
}

static double
postgres_real(void *rows, int column)
{
	return strtod(postgres_text(rows, column), NULL);
}

static int64_t
postgres_integer(void *rows, int column)
{
	const char *text = postgres_text(rows, column);
	char *end;
	int64_t whole = strtoll(text, &end, 10);
	double real;

	if (*end == '\0')
		return whole;
	real = strtod(text, NULL);
	if (isnan(real))
		return 0;
	if (real >= 0x1p63)
		return INT64_MAX;
	return real < -0x1p63 ? INT64_MIN : (int64_t)real;
}

/* Statements */

/* NaN is NULL, as it is in SQLite; %.17g gives any other double back whole. */
static void
value_set(struct connection *connection, size_t at, const struct value *value)
{
	char *number = connection->numbers[at];

	connection->values[at] = number;
	if (value->type == VALUE_INT) {
		connection->types[at] = OID_INT8;
		snprintf(number, NUMBER, "%lld", (long long)value->integer);
	} else if (value->type == VALUE_REAL && !isnan(value->real)) {
		connection->types[at] = OID_FLOAT8;
		snprintf(number, NUMBER, "%.17g", value->real);
	} else if (value->type == VALUE_TEXT) {
		connection->types[at] = OID_TEXT;
		connection->values[at] = value->text;
	} else {
		connection->types[at] = 0;
		connection->values[at] = NULL;
	}
}

/* The text to send, with the values beside it and the connection free. */
static const char *
statement_ready(
    struct connection *connection, const char *sql, struct values values)
{
	const struct rewritten *text;

	if (connection->streaming != NULL)
		question_hold(connection->streaming);
	text = sql_rewritten(connection, sql);
	if (text->text == NULL)
		db_failed(&connection->db, "memory", "no memory", sql);
	else if (text->count != values.count)
		db_failed(&connection->db, "value",
		    "more or fewer values than ?", sql);
	for (size_t i = 0; i < values.count; i++)
		value_set(connection, i, &values.list[i]);
	return connection->db.failed ? NULL : text->text;
}

static struct question *
question_open(struct connection *connection, const char *sql)
{
	struct question *question = memory_get(sizeof *question);

	if (question == NULL) {
		db_failed(&connection->db, "memory", "no memory", sql);
		return NULL;
	}
	question->connection = connection;
	question->sql = sql;
	question->row = -1;
	question->next = connection->open;
	connection->open = question;
	return question;
}

/*
 * Rows come one by one, so that a list of any length needs the memory of one
 * row. The first is fetched at once: a mistake shows itself here.
 */
static void *
postgres_ask(struct db *db, const char *sql, struct values values)
{
	struct connection *connection = connection_of(db);
	const char *text = statement_ready(connection, sql, values);
	struct question *question;

	if (text == NULL || (question = question_open(connection, sql)) == NULL)
		return NULL;
	question->streaming = PQsendQueryParams(connection->link, text,
				  (int)values.count, connection->types,
				  connection->values, NULL, NULL, 0) == 1;
	if (question->streaming) {
		connection->streaming = question;
		PQsetSingleRowMode(connection->link);
		question->result = question_receive(question);
	} else
		question_fail(question, NULL);
	if (question->result != NULL)
		return question;
	question_close(question);
	return NULL;
}

static int64_t
postgres_change(struct db *db, const char *sql, struct values values)
{
	struct connection *connection = connection_of(db);
	const char *text = statement_ready(connection, sql, values);
	ExecStatusType status;
	PGresult *result;
	int64_t changes = 0;

	if (text == NULL)
		return -1;
	result = PQexecParams(connection->link, text, (int)values.count,
	    connection->types, connection->values, NULL, NULL, 0);
	status = PQresultStatus(result);
	if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
		changes = strtoll(PQcmdTuples(result), NULL, 10);
	else
		connection_failed(connection, result, sql);
	PQclear(result);
	return db->failed ? -1 : changes;
}

/* Without parameters, so that it may hold several statements. */
static bool
connection_run(struct connection *connection, const char *sql)
{
	PGresult *result = PQexec(connection->link, sql);
	ExecStatusType status = PQresultStatus(result);

	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		connection_failed(connection, result, sql);
	PQclear(result);
	return !connection->db.failed;
}

/* An index over a large table takes as long as it takes. */
static void
postgres_script(struct db *db, const char *sql)
{
	struct connection *connection = connection_of(db);

	if (connection->streaming != NULL)
		question_hold(connection->streaming);
	if (connection_run(connection, "SET LOCAL statement_timeout = 0"))
		connection_run(connection, sql);
}

/* Connections */

/* "relation already exists, skipping" is no news. */
static void
notice_drop(void *with, const char *message)
{
	(void)with;
	(void)message;
}

static void
connection_drop(struct connection *connection)
{
	PQfinish(connection->link);
	connection->link = NULL;
}

/* The URL may set anything but the encoding. */
static bool
connection_connect(struct connection *connection)
{
	struct postgres *postgres = postgres_of(connection->db.store);
	const char *const names[] = { "connect_timeout", "tcp_user_timeout",
		"fallback_application_name", "dbname", "client_encoding",
		NULL };
	const char *const values[] = { "5", "30000", "giljabi", postgres->url,
		"UTF8", NULL };

	connection_drop(connection);
	connection->link = PQconnectdbParams(names, values, 1);
	PQsetNoticeProcessor(connection->link, notice_drop, NULL);
	return PQstatus(connection->link) == CONNECTION_OK;
}

static void
connection_close(struct db *db)
{
	struct connection *connection = connection_of(db);
	size_t i;

	connection_drop(connection);
	for (i = 0; i < TEXTS; i++)
		memory_give(connection->texts[i].text);
	memory_give(connection);
}

/* Connected at its first transaction, as it is after every loss. */
static struct db *
connection_new(struct store *store)
{
	struct connection *connection = memory_get(sizeof *connection);

	if (connection == NULL)
		return NULL;
	connection->db.store = store;
	return &connection->db;
}

/* Transactions */

static bool
transaction_try(struct connection *connection, const char *begin)
{
	connection->db.failed = false;
	connection->fault = SOUND;
	if (PQstatus(connection->link) == CONNECTION_OK ||
	    connection_connect(connection))
		return statement_counts(&connection->db, begin) &&
		    connection_run(connection, begin);
	connection->db.failed = true;
	connection->fault = LOST;
	return false;
}

/*
 * A connection that died while it was idle is made again, and a server that
 * starts again is waited for: nothing has run yet.
 */
static bool
transaction_begin(struct connection *connection, const char *begin)
{
	int64_t end = clock_ticks() + WAIT_SECONDS * INT64_C(1000000000);
	int tries;

	for (tries = 0; !transaction_try(connection, begin); tries++) {
		if (connection->fault != LOST)
			return false;
		if (clock_ticks() >= end) {
			connection->fault = BROKEN;
			fault_log(connection, NULL, "connection", begin);
			return false;
		}
		connection_drop(connection);
		if (tries > 0)
			nap(tries);
	}
	return true;
}

/* Gives the connection back in the state in which it came. */
static void
transaction_end(struct connection *connection)
{
	if (PQtransactionStatus(connection->link) != PQTRANS_IDLE)
		PQclear(PQexec(connection->link, "ROLLBACK"));
	if (PQtransactionStatus(connection->link) != PQTRANS_IDLE)
		connection_drop(connection);
}

/* COMMIT of what had failed is answered by ROLLBACK, and not as an error. */
static bool
transaction_commit(struct connection *connection)
{
	PGresult *result;
	bool kept;

	if (!statement_counts(&connection->db, "COMMIT"))
		return false;
	result = PQexec(connection->link, "COMMIT");
	kept = PQresultStatus(result) == PGRES_COMMAND_OK &&
	    text_is(PQcmdStatus(result), "COMMIT");
	if (!kept)
		connection_failed(connection, result, "COMMIT");
	PQclear(result);
	return kept;
}

/* Whether the server had received the COMMIT, nobody can say. */
static void
outcome_log(struct connection *connection)
{
	if (connection->fault != LOST)
		return;
	connection->fault = BROKEN;
	log_event(
	    LOG_ERROR, "store.outcome_unknown", "kind", "postgresql", NULL);
}

/* Reads */

static struct db *
postgres_read(struct store *store)
{
	struct db *db = pool_take(store, &store->pool);

	if (db == NULL ||
	    transaction_begin(
		connection_of(db), postgres_of(store)->begin_read))
		return db;
	transaction_end(connection_of(db));
	pool_give(db);
	return NULL;
}

/* Logs what was left to another run that there will not be. */
static void
fault_give_up(struct connection *connection)
{
	if (connection_may_retry(connection))
		log_event(LOG_ERROR, "store.failed", "kind", "postgresql",
		    "code",
		    connection->fault == LOST ? "connection" : "serialisation",
		    NULL);
}

static bool
postgres_read_end(struct db *db)
{
	struct connection *connection = connection_of(db);
	bool good;

	questions_close(connection);
	good = !db->failed && transaction_commit(connection);
	fault_give_up(connection);
	transaction_end(connection);
	pool_give(db);
	return good;
}

/* Writes */

static enum write_result
write_once(struct connection *connection, store_work *work, void *with)
{
	struct postgres *postgres = postgres_of(connection->db.store);
	bool kept;

	if (!transaction_begin(connection, postgres->begin_write))
		return WRITE_FAILED;
	kept = work(&connection->db, with);
	questions_close(connection);
	if (connection->db.failed)
		return WRITE_FAILED;
	if (!kept)
		return WRITE_UNDONE;
	if (transaction_commit(connection))
		return WRITE_DONE;
	outcome_log(connection);
	return WRITE_FAILED;
}

static enum write_result
postgres_write(struct store *store, store_work *work, void *with)
{
	struct db *db = pool_take(store, &postgres_of(store)->writers);
	struct connection *connection = connection_of(db);
	enum write_result result = WRITE_FAILED;
	int tries;

	if (db == NULL)
		return WRITE_FAILED;
	for (tries = 1; tries <= TRIES; tries++) {
		result = write_once(connection, work, with);
		transaction_end(connection);
		if (result != WRITE_FAILED || !connection_may_retry(connection))
			break;
		if (tries < TRIES)
			nap(tries - 1);
	}
	if (tries > TRIES)
		fault_give_up(connection);
	pool_give(db);
	return result;
}

static bool
postgres_backup(struct store *store, const char *path)
{
	(void)store;
	(void)path;
	log_event(LOG_ERROR, "store.backup", "kind", "postgresql", "message",
	    "a server is backed up by pg_dump", NULL);
	return false;
}

/* The store */

static void
postgres_close(struct store *store)
{
	struct postgres *postgres = postgres_of(store);

	pool_close(&postgres->writers);
	pool_close(&store->pool);
	memory_give(postgres->url);
	memory_give(postgres);
}

static const struct backend postgres_backend = {
	.kind = "postgresql",
	.has_table =
	    "SELECT COUNT(*) FROM information_schema.tables"
	    " WHERE table_schema = current_schema() AND table_name = ?",
	.close = postgres_close,
	.read = postgres_read,
	.read_end = postgres_read_end,
	.write = postgres_write,
	.backup = postgres_backup,
	.ask = postgres_ask,
	.change = postgres_change,
	.script = postgres_script,
	.next = postgres_next,
	.leave = postgres_leave,
	.is_null = postgres_null,
	.integer = postgres_integer,
	.real = postgres_real,
	.text = postgres_text,
};

/*
 * libpq repeats pieces of a URL that it misreads, and it misreads a password
 * with a bare @ or /. So such a URL is refused before it is tried, without a
 * word of it.
 */
static bool
url_is_clear(const char *url)
{
	PQconninfoOption *options = PQconninfoParse(url, NULL);
	const char *start = strstr(url, "://") + 3;
	const char *end = start + strcspn(start, "?");
	const char *first = start + strcspn(start, "@/?");
	const char *at = NULL;

	if (options == NULL)
		return false;
	PQconninfoFree(options);
	for (; start < end; start++)
		if (*start == '@')
			at = start;
	return at == NULL || at == first;
}

/* SET takes no parameter; the number is the store's own. */
static void
begins_write(struct postgres *postgres, int statement_ms)
{
	static const char form[] = "BEGIN ISOLATION LEVEL %s;"
				   " SET LOCAL statement_timeout = %d";

	snprintf(postgres->begin_read, sizeof postgres->begin_read, form,
	    "REPEATABLE READ READ ONLY", statement_ms);
	snprintf(postgres->begin_write, sizeof postgres->begin_write, form,
	    "SERIALIZABLE", statement_ms);
}

/* Tried once: whoever starts a program wants to know at once. */
static bool
server_answers(struct store *store)
{
	struct db *db = pool_take(store, &store->pool);
	struct connection *connection = connection_of(db);
	bool good;

	if (db == NULL)
		return false;
	good = connection_connect(connection);
	if (!good)
		log_event(LOG_ERROR, "store.open", "kind", "postgresql",
		    "message", PQerrorMessage(connection->link), NULL);
	pool_give(db);
	return good;
}

struct store *
store_open_postgres(const char *url, const struct store_options *options)
{
	struct postgres *postgres;
	size_t size = strlen(url) + 1;

	if (!url_is_clear(url)) {
		log_event(LOG_ERROR, "store.open", "kind", "postgresql",
		    "message", "the URL is not well formed", NULL);
		return NULL;
	}
	postgres = memory_get(sizeof *postgres);
	if (postgres == NULL)
		return NULL;
	postgres->store.backend = &postgres_backend;
	postgres->store.pool.make = postgres->writers.make = connection_new;
	postgres->store.pool.end = postgres->writers.end = connection_close;
	pool_open(&postgres->store.pool, options);
	pool_open(&postgres->writers, options);
	begins_write(postgres, options->statement_ms);
	postgres->url = memory_get(size);
	if (postgres->url != NULL) {
		memcpy(postgres->url, url, size);
		if (server_answers(&postgres->store))
			return &postgres->store;
	}
	postgres_close(&postgres->store);
	return NULL;
}
