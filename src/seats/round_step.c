/*
 * From the draft to the announcement: a row a step, with what has to be so
 * before it. Every step is written down; those until the draw have a way back.
 */
#include <pthread.h>

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "seats/round.h"
#include "seats/routes.h"

/* What has to be so: NULL, or what is wrong. */

static const char *
publish_wrong(struct db *db, const struct round *round, int64_t now)
{
	struct values id = ARGS(ID(round->id));

	if (round->closes <= now)
		return "round.closed_already";
	if (!db_any(db, "SELECT 1 FROM round_event WHERE round = ?", id))
		return "round.no_events";
	if (db_any(db,
		"SELECT 1 FROM round_event x JOIN event e ON e.id = x.event "
		"JOIN round r ON r.id = x.round WHERE x.round = ? "
		"AND (e.state <> 'planned' OR e.starts <= r.answers_until)",
		id))
		return "round.events_changed";
	if (db_any(db,
		"SELECT 1 FROM round_event x JOIN round_event y "
		"ON y.event = x.event AND y.round <> x.round "
		"JOIN round o ON o.id = y.round "
		"WHERE x.round = ? AND o.state <> 'draft'",
		id))
		return "round.event_taken";
	return NULL;
}

static const char *
announce_wrong(struct db *db, const struct round *round, int64_t now)
{
	(void)db;
	return round->answers_until <= now ? "round.answers_past" : NULL;
}

/* Nothing more than the state. */
static const char *
nothing_wrong(struct db *db, const struct round *round, int64_t now)
{
	(void)db;
	(void)round;
	(void)now;
	return NULL;
}

/* Once a draw has begun, who takes part and what is open stays. */
static const char *
thaw_wrong(struct db *db, const struct round *round, int64_t now)
{
	(void)db;
	(void)now;
	return round->public_number != NULL ? "round.drawing" : NULL;
}

/* The steps that a page shows in each state; not yet: why. */
static const struct step {
	enum round_state from, to;
	const char *not_now; /* always shown as not allowed, for this */
	const char *(*wrong)(
	    struct db *db, const struct round *round, int64_t now);
} steps[] = {
	{ ROUND_DRAFT, ROUND_PUBLISHED, NULL, publish_wrong },
	{ ROUND_PUBLISHED, ROUND_DRAFT, NULL, nothing_wrong },
	{ ROUND_PUBLISHED, ROUND_FROZEN, "round.not_closed", NULL },
	{ ROUND_OPEN, ROUND_DRAFT, "round.open_already", NULL },
	{ ROUND_OPEN, ROUND_FROZEN, "round.not_closed", NULL },
	{ ROUND_CLOSED, ROUND_FROZEN, NULL, nothing_wrong },
	{ ROUND_FROZEN, ROUND_CLOSED, NULL, thaw_wrong },
	{ ROUND_FROZEN, ROUND_DRAWN, NULL, nothing_wrong },
	{ ROUND_DRAWN, ROUND_ANNOUNCED, NULL, announce_wrong },
};
enum { STEPS = sizeof steps / sizeof steps[0] };

static const char *
wrong_of(const struct step *step, struct db *db, const struct round *round,
    int64_t now)
{
	return step->not_now != NULL ? step->not_now
				     : step->wrong(db, round, now);
}

const char *
step_wrong(
    struct db *db, const struct round *round, const char *to, int64_t now)
{
	for (int i = 0; i < STEPS; i++)
		if (steps[i].from == round->state &&
		    text_is(round_state_names[steps[i].to], to))
			return wrong_of(&steps[i], db, round, now);
	return "round.step";
}

void
steps_put(struct request *rq, struct db *db, struct writer *writer,
    const struct round *round)
{
	put_list(writer, "steps");
	for (int i = 0; i < STEPS; i++) {
		const char *id;

		if (steps[i].from != round->state)
			continue;
		id = wrong_of(&steps[i], db, round, rq->now);
		put_object(writer, NULL);
		put_text(writer, "to", round_state_names[steps[i].to]);
		put_bool(writer, "allowed", id == NULL);
		put_text(writer, "why",
		    id == NULL
			? NULL
			: say(rq->lang,
			      arena_printf(rq->arena, "problem.%s", id)));
		put_object_end(writer);
	}
	put_list_end(writer);
}

/* The steps that are short */

/* Events as they stand now are what is published. */
static void
events_fix(struct db *db, struct arena *arena, int64_t round)
{
	struct rows rows = db_ask(db,
	    "SELECT event FROM round_event WHERE round = ? ORDER BY event",
	    ARGS(ID(round)));
	int64_t *list = arena_array(arena, ROUND_EVENTS, sizeof *list);
	struct event event;
	int count = 0;

	while (count < ROUND_EVENTS && rows_next(&rows))
		list[count++] = rows_id(&rows, 0);
	rows_close(&rows);
	for (int i = 0; i < count; i++)
		if (event_load(db, arena, list[i], &event))
			db_do(db,
			    "UPDATE round_event SET seats = ?, least = ?, "
			    "day = ?, site = ? WHERE round = ? AND event = ?",
			    ARGS(INT(event.seats), INT(event.least),
				TEXT(event_day(arena, &event)), ID(event.site),
				ID(round), ID(event.id)));
}

/* The seed is chance, and sealed until the draw; its hash is public at once. */
const char *
round_publish(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, const struct actor *actor)
{
	const char *id = step_wrong(db, round, "published", now);
	unsigned char seed[32];
	char hex[sizeof seed * 2 + 1], hash[HASH_HEX];

	if (id != NULL)
		return id;
	random_bytes(seed, sizeof seed);
	hex_write(seed, sizeof seed, hex);
	sha256_hex(seed, sizeof seed, hash);
	db_do(db,
	    "UPDATE round SET state = 'published', seed = ?, seed_hash = ?, "
	    "changed = ? WHERE id = ?",
	    ARGS(TEXT(seal(arena, "round", hex)), TEXT(hash), INT(now),
		ID(round->id)));
	events_fix(db, arena, round->id);
	round_ledger(db, now, round, "round.published", actor);
	return NULL;
}

static void
round_withdraw(struct request *rq, const struct round *round)
{
	db_do(rq->db,
	    "UPDATE round SET state = 'draft', seed = NULL, "
	    "seed_hash = NULL, changed = ? WHERE id = ?",
	    ARGS(INT(rq->now), ID(round->id)));
	round_ledger(rq->db, rq->now, round, "round.withdrawn", &rq->actor);
}

const char *
round_announce(struct db *db, int64_t now, const struct round *round,
    const struct actor *actor)
{
	const char *id = step_wrong(db, round, "announced", now);

	if (id != NULL)
		return id;
	db_do(db, "UPDATE seat SET until = ? WHERE round = ? AND until <> ?",
	    ARGS(INT(round->answers_until), ID(round->id),
		INT(round->answers_until)));
	db_do(db,
	    "UPDATE round SET state = 'announced', announced = ?, "
	    "changed = ? WHERE id = ?",
	    ARGS(INT(now), INT(now), ID(round->id)));
	round_ledger(db, now, round, "round.announced", actor);
	return NULL;
}

/* One piece of long work at a time in this server. */

static pthread_mutex_t working = PTHREAD_MUTEX_INITIALIZER;

bool
rounds_take(void)
{
	return pthread_mutex_trylock(&working) == 0;
}

void
rounds_give(void)
{
	pthread_mutex_unlock(&working);
}

/* The door */

static bool
short_step(struct request *rq, struct db *db, void *with)
{
	const char *to = body_text(rq, "to"), *id;
	struct round round;

	(void)with;
	rq->db = db;
	if (!round_load(db, rq->arena, path_id(rq, "round"), rq->now, &round))
		id = "round.step";
	else if ((id = step_wrong(db, &round, to, rq->now)) == NULL) {
		if (text_is(to, "published"))
			id = round_publish(
			    db, rq->arena, rq->now, &round, &rq->actor);
		else if (text_is(to, "announced"))
			id = round_announce(db, rq->now, &round, &rq->actor);
		else
			round_withdraw(rq, &round);
	}
	rq->db = NULL;
	if (id != NULL)
		answer_error(rq, 409, id, NULL);
	return id == NULL;
}

static bool
long_step(struct request *rq, bool freeze)
{
	struct round_work work = { .store = rq->store,
		.now = rq->now,
		.id = path_id(rq, "round"),
		.actor = &rq->actor };
	bool done = false;

	if (!rounds_take()) {
		answer_error(rq, 409, "round.busy", NULL);
		return false;
	}
	work.arena = arena_new(ROUND_MEMORY);
	if (work.arena != NULL && ARENA_CATCH(work.arena))
		done = freeze ? round_freeze(&work) : round_thaw(&work);
	arena_free(work.arena);
	rounds_give();
	if (!done && work.wrong != NULL)
		answer_error(rq, 409, work.wrong, NULL);
	else if (!done)
		answer_error(rq, 500, "failed", NULL);
	return done;
}

static bool
told(struct request *rq, struct db *db, void *with)
{
	struct round round;

	(void)with;
	if (!round_load(db, rq->arena, path_id(rq, "round"), rq->now, &round))
		return false;
	round_tell(rq, db, &round);
	return true;
}

void
round_step(struct request *rq)
{
	const char *to = body_text(rq, "to");
	bool freeze = text_is(to, "frozen"), thaw = text_is(to, "closed");

	if (freeze || thaw ? long_step(rq, freeze)
			   : request_write(rq, short_step, NULL))
		request_read(rq, told, NULL);
}
