/*
 * How crowded an event is, for whoever is choosing. Counted once a day from the
 * lists that were saved before midnight in Seoul and kept, so that it is the
 * same for everybody, survives a restart, and cannot be watched while one tries
 * what a list of one's own does to it. Whoever looks first has the day counted;
 * all others see the day before until that is done.
 */
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"
#include "seats/inside.h"

#define DAY_MS INT64_C(86400000)
#define SEOUL_MS INT64_C(32400000)
#define DRAWN "drawn"

static int64_t
last_midnight(int64_t now)
{
	return (now + SEOUL_MS) / DAY_MS * DAY_MS - SEOUL_MS;
}

static struct crowds
crowds_take(struct arena *arena, struct rows *rows, size_t most)
{
	struct crowds crowds = { .list = arena_array(
				     arena, most, sizeof *crowds.list) };

	while ((size_t)crowds.count < most && rows_next(rows))
		crowds.list[crowds.count++] = (struct crowd){ rows_id(rows, 0),
			rows_int(rows, 1), rows_int(rows, 2) };
	rows_close(rows);
	return crowds;
}

static size_t
events_of(struct db *db, int64_t round)
{
	return (size_t)db_int(db,
	    "SELECT COUNT(*) FROM round_event WHERE round = ?", ARGS(ID(round)),
	    0);
}

struct crowds
crowds_new(struct db *db, struct arena *arena, int64_t round, const char *day)
{
	size_t most = events_of(db, round);
	struct rows rows = db_ask(db,
	    "SELECT event, 0, 0 FROM round_event WHERE round = ? "
	    "ORDER BY event",
	    ARGS(ID(round)));
	struct crowds crowds = crowds_take(arena, &rows, most);

	crowds.day = day;
	return crowds;
}

static int
by_event(const void *a, const void *b)
{
	const struct crowd *left = a, *right = b;

	return (left->event > right->event) - (left->event < right->event);
}

const struct crowd *
crowd_of(const struct crowds *crowds, int64_t event)
{
	const struct crowd key = { .event = event };

	if (crowds->count == 0)
		return NULL;
	return bsearch(
	    &key, crowds->list, (size_t)crowds->count, sizeof key, by_event);
}

void
crowds_add(struct crowds *crowds, const char *text, int64_t size)
{
	int64_t events[ROUND_WISHES];
	int count = wishes_read(text, events);

	for (int i = 0; i < count; i++) {
		const struct crowd *found = crowd_of(crowds, events[i]);
		struct crowd *crowd;

		if (found == NULL)
			continue;
		crowd = &crowds->list[found - crowds->list];
		crowd->listed += size;
		crowd->first += i == 0 ? size : 0;
	}
}

void
crowds_keep(struct db *db, int64_t round, const struct crowds *crowds)
{
	for (int i = 0; i < crowds->count; i++)
		db_do(db,
		    "INSERT INTO wish_crowd (round, day, event, first, listed) "
		    "VALUES (?, ?, ?, ?, ?) ON CONFLICT (round, day, event) "
		    "DO UPDATE SET first = wish_crowd.first + excluded.first, "
		    "listed = wish_crowd.listed + excluded.listed",
		    ARGS(ID(round), TEXT(crowds->day),
			ID(crowds->list[i].event), INT(crowds->list[i].first),
			INT(crowds->list[i].listed)));
}

static struct crowds
crowds_read(struct db *db, struct arena *arena, int64_t round, const char *day)
{
	size_t most = events_of(db, round);
	struct rows rows = db_ask(db,
	    "SELECT event, first, listed FROM wish_crowd "
	    "WHERE round = ? AND day = ? AND event <> 0 ORDER BY event",
	    ARGS(ID(round), TEXT(day)));
	struct crowds crowds = crowds_take(arena, &rows, most);

	crowds.day = crowds.count > 0 ? day : NULL;
	return crowds;
}

struct crowds
crowds_drawn(struct db *db, struct arena *arena, int64_t round)
{
	return crowds_read(db, arena, round, DRAWN);
}

/* Counting a day */

struct counting {
	int64_t round;
	const char *day;
	struct crowds crowds;
	bool first; /* nobody was before */
};

static bool
day_claim(struct db *db, void *with)
{
	struct counting *counting = with;

	counting->first = db_do(db,
			      "INSERT INTO wish_crowd (round, day, event, "
			      "first, listed) VALUES (?, ?, 0, 0, 0) "
			      "ON CONFLICT (round, day, event) DO NOTHING",
			      ARGS(ID(counting->round), TEXT(counting->day))) ==
	    1;
	return db_ok(db);
}

static bool
day_keep(struct db *db, void *with)
{
	struct counting *counting = with;

	crowds_keep(db, counting->round, &counting->crowds);
	return db_ok(db);
}

/* Of a class as many as are in it. */
static void
day_count(struct db *db, struct counting *counting, int64_t midnight)
{
	struct rows rows = db_ask(db,
	    "SELECT w.events, CASE WHEN w.class = 1 THEN (SELECT COUNT(*) "
	    "FROM pupil p WHERE p.class = w.applicant "
	    "AND p.state = 'enrolled') ELSE 1 END "
	    "FROM wish w WHERE w.round = ? AND w.saved < ?",
	    ARGS(ID(counting->round), INT(midnight)));

	while (rows_next(&rows))
		crowds_add(
		    &counting->crowds, rows_text(&rows, 0), rows_int(&rows, 1));
	rows_close(&rows);
}

/*
 * A hint that could not be kept is no reason to refuse the page: it is then
 * missing for a day.
 */
static void
day_make(struct request *rq, const struct round *round, const char *day,
    int64_t midnight)
{
	struct counting counting = { .round = round->id, .day = day };

	if (db_any(rq->db,
		"SELECT 1 FROM wish_crowd WHERE round = ? AND day = ? "
		"AND event = 0",
		ARGS(ID(round->id), TEXT(day))) ||
	    store_write(rq->store, day_claim, &counting) != WRITE_DONE ||
	    !counting.first)
		return;
	counting.crowds = crowds_new(rq->db, rq->arena, round->id, day);
	day_count(rq->db, &counting, midnight);
	if (store_write(rq->store, day_keep, &counting) != WRITE_DONE)
		log_event(LOG_WARNING, "crowd.lost", "day", day, NULL);
}

static const char *
newest_day(struct request *rq, int64_t round, const char *day)
{
	return db_text(rq->db, rq->arena,
	    "SELECT MAX(day) FROM wish_crowd WHERE round = ? AND day <= ? "
	    "AND event <> 0",
	    ARGS(ID(round), TEXT(day)));
}

struct crowds
crowds_of_day(struct request *rq, const struct round *round)
{
	int64_t midnight = last_midnight(
	    rq->now < round->closes ? rq->now : round->closes);
	char day[11];
	const char *known;

	if (midnight <= round->opens)
		return (struct crowds){ 0 };
	date_write(date_in_seoul(midnight), day);
	known = newest_day(rq, round->id, day);
	if (!text_is(known, day))
		day_make(rq, round, arena_text(rq->arena, day), midnight);
	return known == NULL ? (struct crowds){ 0 }
			     : crowds_read(rq->db, rq->arena, round->id, known);
}
