/*
 * Migrations. The table says what this database has had; its key decides
 * between two servers that start at once: who inserts the row runs the
 * migration, in the same transaction, and the other one then finds it done.
 */
#include <assert.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "base/text.h"
#include "module.h"
#include "store/backend.h"

enum state { MISSING, SAME, CHANGED };

/* A migration on its way through store_write. */
struct step {
	const char *room;
	const struct migration *migration;
	enum state state;
	char hash[HASH_HEX];
};

static const char table_sql[] =
    "CREATE TABLE migration ("
    "	room TEXT NOT NULL,"
    "	number BIGINT NOT NULL,"
    "	name TEXT NOT NULL,"
    "	hash TEXT NOT NULL," /* SHA-256 of the SQL */
    "	applied BIGINT NOT NULL,"
    "	PRIMARY KEY (room, number))";

static struct step
step_of(const struct module *module, const struct migration *migration)
{
	struct step step = { .room = module->name, .migration = migration };

	sha256_hex(migration->sql, strlen(migration->sql), step.hash);
	return step;
}

static enum state
step_state(struct db *db, const struct step *step)
{
	struct rows rows = db_ask(db,
	    "SELECT hash FROM migration WHERE room = ? AND number = ?",
	    ARGS(TEXT(step->room), INT(step->migration->number)));
	enum state state = MISSING;

	if (rows_next(&rows))
		state = text_is(rows_text(&rows, 0), step->hash) ? SAME
								 : CHANGED;
	rows_close(&rows);
	return state;
}

static void
step_log(enum log_level level, const char *event, const struct step *step)
{
	log_event(level, event, "room", step->room, "number",
	    log_int(step->migration->number), "name", step->migration->name,
	    NULL);
}

/* The table */

static bool
table_there(struct db *db, void *there)
{
	*(bool *)there = db_int(db, db->store->backend->has_table,
			     ARGS(TEXT("migration")), 0) > 0;
	return true;
}

static bool
table_make(struct db *db, void *with)
{
	bool there;

	(void)with;
	table_there(db, &there);
	return there || db_script(db, table_sql);
}

/*
 * Of two servers that make it at once on PostgreSQL one fails, and then finds
 * the other's.
 */
static bool
table_ready(struct store *store)
{
	return store_write(store, table_make, NULL) == WRITE_DONE ||
	    store_write(store, table_make, NULL) == WRITE_DONE;
}

/* Running */

static bool
step_run(struct db *db, void *with)
{
	struct step *step = with;
	const struct migration *migration = step->migration;

	step->state = MISSING;
	if (db_do(db,
		"INSERT INTO migration (room, number, name, hash,"
		" applied) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		ARGS(TEXT(step->room), INT(migration->number),
		    TEXT(migration->name), TEXT(step->hash),
		    INT(clock_now()))) == 0) {
		step->state = step_state(db, step);
		return false;
	}
	return db_script(db, migration->sql);
}

static bool
step_take(struct store *store, struct step *step)
{
	enum write_result result = store_write(store, step_run, step);

	if (result == WRITE_DONE)
		step_log(LOG_INFO, "store.migrated", step);
	else if (result == WRITE_FAILED)
		step_log(LOG_ERROR, "store.migration_failed", step);
	else if (step->state != SAME)
		step_log(LOG_ERROR, "store.migration_changed", step);
	return result == WRITE_DONE ||
	    (result == WRITE_UNDONE && step->state == SAME);
}

static bool
module_migrate(struct store *store, const struct module *module)
{
	const struct migration *migration = module->schema;
	int last = 0;

	for (; migration != NULL && migration->sql != NULL; migration++) {
		struct step step = step_of(module, migration);

		assert(migration->number > last);
		last = migration->number;
		if (!step_take(store, &step))
			return false;
	}
	return true;
}

bool
store_migrate(struct store *store, const struct module *const *rooms)
{
	if (!table_ready(store))
		return false;
	for (; *rooms != NULL; rooms++)
		if (!module_migrate(store, *rooms))
			return false;
	return true;
}

/* Looking */

static bool
module_is_current(struct db *db, const struct module *module)
{
	const struct migration *migration = module->schema;

	for (; migration != NULL && migration->sql != NULL; migration++) {
		struct step step = step_of(module, migration);

		if (step_state(db, &step) != SAME)
			return false;
	}
	return true;
}

bool
store_is_current(struct store *store, const struct module *const *rooms)
{
	struct db *db = store_read(store);
	bool current;

	if (db == NULL)
		return false;
	table_there(db, &current);
	for (; current && *rooms != NULL; rooms++)
		current = module_is_current(db, *rooms);
	return store_read_end(db) && current;
}
