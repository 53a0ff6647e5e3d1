/*
 * The catalogue of now: one for the whole process, counted by those who hold
 * it. When the store has newer figures one thread reads it anew while the
 * others go on with the old one, which goes when the last of them lets go.
 */
#include <pthread.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "catalog/load.h"

static const int64_t LOOK_EVERY = INT64_C(5000000000); /* nanoseconds */

struct held {
	struct catalog_loaded *loaded;
	int holders; /* being the current one counts as one */
};

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t read_done = PTHREAD_COND_INITIALIZER;
/* All under the mutex. */
static struct held *current;
static int64_t looked; /* when the store was last asked; 0: never */
static bool reading; /* a thread is asking or reading */

/* Answers what nobody holds any more, to be freed outside the mutex. */
static struct held *
held_drop(struct held *held)
{
	return held != NULL && --held->holders == 0 ? held : NULL;
}

static void
held_free(struct held *held)
{
	if (held == NULL)
		return;
	catalog_free(held->loaded);
	memory_give(held);
}

static void
held_release(void *with)
{
	struct held *held = *(struct held **)with;

	pthread_mutex_lock(&mutex);
	held = held_drop(held);
	pthread_mutex_unlock(&mutex);
	held_free(held);
}

static void
fault_log(const struct catalog_fault *fault)
{
	log_event(LOG_ERROR, "catalog.fault", "file", fault->file, "line",
	    log_int(fault->line), "column", fault->column ? fault->column : "",
	    "problem", fault->problem, "value", fault->value, NULL);
}

/* NULL, and logged, when the files cannot be read. */
static struct held *
held_new(struct db *db)
{
	struct catalog_loaded *loaded = catalog_read(NULL, db);
	struct held *held = NULL;

	if (loaded != NULL && loaded->faults.count > 0)
		fault_log(loaded->faults.first);
	else if (loaded != NULL && (db == NULL || db_ok(db)))
		held = memory_get(sizeof *held);
	if (held == NULL) {
		catalog_free(loaded);
		return NULL;
	}
	held->loaded = loaded;
	held->holders = 1;
	return held;
}

/* Does the store have other figures than those in use? */
static bool
state_differs(struct db *db, const char *state)
{
	struct rows rows = db_ask(
	    db, "SELECT version FROM catalog_state WHERE id = 1", NO_ARGS);
	bool differs = rows_next(&rows) ? !text_is(rows_text(&rows, 0), state)
					: state[0] != '\0';

	rows_close(&rows);
	return differs && db_ok(db);
}

/* Makes `next`, unless NULL, the current one. */
static void
current_set(struct held *next)
{
	struct held *old = NULL;

	pthread_mutex_lock(&mutex);
	if (next != NULL) {
		old = held_drop(current);
		current = next;
	}
	reading = false;
	pthread_cond_broadcast(&read_done);
	pthread_mutex_unlock(&mutex);
	held_free(old);
}

/* Is it on this thread to ask the store? Tells what is in use until then. */
static bool
look_is_due(struct db *db, int64_t ticks, struct held **used)
{
	bool due;

	pthread_mutex_lock(&mutex);
	while (current == NULL && reading)
		pthread_cond_wait(&read_done, &mutex);
	due = current == NULL ||
	    (db != NULL && !reading &&
		(looked == 0 || ticks - looked >= LOOK_EVERY));
	if (due) {
		reading = true;
		looked = db != NULL ? ticks : 0;
		*used = current;
	}
	pthread_mutex_unlock(&mutex);
	return due;
}

/* `used` stays: only the thread that reads puts another in its place. */
static void
look(struct db *db, const struct held *used)
{
	struct held *next = NULL;

	if (used == NULL || state_differs(db, used->loaded->state))
		next = held_new(db);
	current_set(next);
}

const struct catalogue *
catalog_hold_at(struct db *db, struct arena *arena, int64_t ticks)
{
	struct held **slot = arena_alloc(arena, sizeof *slot), *used = NULL;

	arena_defer(arena, held_release, slot);
	if (look_is_due(db, ticks, &used))
		look(db, used);
	pthread_mutex_lock(&mutex);
	*slot = current;
	if (current != NULL)
		current->holders++;
	pthread_mutex_unlock(&mutex);
	return *slot ? &(*slot)->loaded->catalogue : NULL;
}

const struct catalogue *
catalog_hold(struct db *db, struct arena *arena)
{
	return catalog_hold_at(db, arena, clock_ticks());
}
