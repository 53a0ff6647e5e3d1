/*
 * The demonstration's rounds, in the region of the teacher who can sign in: one
 * that was drawn by the real draw and announced, some of its seats accepted; one
 * that is open, with many lists; one draft.
 */
#include <string.h>

#include "operate/commands.h"
#include "seats/round.h"

#define DAY INT64_C(86400000)

enum { EVENTS = 400, WISHES = 6, PUPILS = 4000 };

struct choice {
	int64_t id, grade_from, grade_to, starts;
};

struct rounds {
	struct store *store;
	struct arena *arena;
	int64_t now, region;
	uint64_t chance;
	struct choice *list; /* events, soonest first */
	int count;
	int64_t announced; /* the round that is drawn */
};

/* Fixed chance: splitmix64 (Steele, Lea, Flood 2014). */
static int
chance_below(struct rounds *rounds, int most)
{
	uint64_t z = rounds->chance += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (int)((z ^ z >> 31) % (uint64_t)most);
}

static void
events_read(struct rounds *rounds, struct db *db)
{
	struct rows rows = db_ask(db,
	    "SELECT e.id, p.grade_from, p.grade_to, e.starts FROM event e "
	    "JOIN programme p ON p.id = e.programme WHERE e.region = ? "
	    "AND e.state = 'planned' AND e.starts > ? "
	    "ORDER BY e.starts, e.id LIMIT ?",
	    ARGS(ID(rounds->region), INT(rounds->now + 4 * DAY), INT(EVENTS)));

	rounds->list = arena_array(rounds->arena, EVENTS, sizeof *rounds->list);
	rounds->count = 0;
	while (rounds->count < EVENTS && rows_next(&rows))
		rounds->list[rounds->count++] = (struct choice){
			rows_id(&rows, 0), rows_int(&rows, 1),
			rows_int(&rows, 2), rows_int(&rows, 3)
		};
	rows_close(&rows);
}

/* Every third event, from a place on, that comes after a day. */
static int
events_take(const struct rounds *rounds, int from, int64_t after,
    struct choice taken[static EVENTS])
{
	int count = 0;

	for (int i = from; i < rounds->count; i += 3)
		if (rounds->list[i].starts > after)
			taken[count++] = rounds->list[i];
	return count;
}

static const char *
list_made(struct rounds *rounds, struct arena *arena, int64_t grade,
    const struct choice *taken, int count)
{
	int64_t list[WISHES];
	int wanted = 1 + chance_below(rounds, WISHES), length = 0;

	for (int tries = 0; tries < 60 && length < wanted; tries++) {
		const struct choice *one = &taken[chance_below(rounds, count)];
		bool fits = one->grade_from <= grade && grade <= one->grade_to;

		for (int i = 0; i < length; i++)
			fits = fits && list[i] != one->id;
		if (fits)
			list[length++] = one->id;
	}
	return wishes_write(arena, list, length);
}

/* Lists of some of the region's pupils, `of_ten` in ten. */
static void
wishes_make(struct rounds *rounds, struct db *db, int64_t round,
    const struct choice *taken, int count, int of_ten, int64_t when)
{
	struct rows rows = db_ask(db,
	    "SELECT id, grade FROM pupil WHERE region = ? "
	    "AND state = 'enrolled' ORDER BY grade, id LIMIT ?",
	    ARGS(ID(rounds->region), INT(PUPILS)));

	while (rows_next(&rows)) {
		int64_t pupil = rows_id(&rows, 0);
		const char *list = list_made(
		    rounds, rounds->arena, rows_int(&rows, 1), taken, count);

		if (list[0] == '\0' || chance_below(rounds, 10) >= of_ten)
			continue;
		db_do(db,
		    "INSERT INTO wish (round, applicant, class, region, "
		    "events, saved) VALUES (?, ?, 0, ?, ?, ?)",
		    ARGS(ID(round), ID(pupil), ID(rounds->region), TEXT(list),
			INT(when)));
	}
}

static const struct round common = {
	.kind = "pupils",
	.grade_from = 5,
	.grade_to = 12,
	.most = 10,
	.rule = { .reserves = { { "care", 20 } },
	    .reserve_count = 1,
	    .bands = { { "fewer", 3 } },
	    .band_count = 1 },
	.demo = true,
};

/* 0: no event is left for it. */
static int64_t
round_made(struct rounds *rounds, struct db *db, const char *name, int from,
    int opens, int closes, int answers)
{
	struct round round = common;
	struct choice taken[EVENTS];
	int64_t events[EVENTS];
	int count;

	round.region = rounds->region;
	round.name = say(LANG_KO, name);
	round.opens = rounds->now + opens * DAY;
	round.closes = rounds->now + closes * DAY;
	round.answers_until = rounds->now + answers * DAY;
	count = events_take(rounds, from, round.answers_until, taken);
	if (count == 0)
		return 0;
	for (int i = 0; i < count; i++)
		events[i] = taken[i].id;
	round.id = round_add(
	    db, round.opens - 5 * DAY, &round, events, count, NULL);
	if (opens >= 0)
		return round.id;
	if (!round_load(
		db, rounds->arena, round.id, round.opens - DAY, &round) ||
	    round_publish(db, rounds->arena, round.opens - DAY, &round, NULL) !=
		NULL)
		db_fail(db);
	wishes_make(rounds, db, round.id, taken, count, closes < 0 ? 8 : 5,
	    round.opens + DAY);
	return round.id;
}

static bool
rounds_make(struct db *db, void *with)
{
	struct rounds *rounds = with;

	if (!ARENA_CATCH(rounds->arena))
		return false;
	rounds->chance = 20260514;
	rounds->announced = 0;
	if (db_any(db, "SELECT 1 FROM round LIMIT 1", NO_ARGS))
		return true;
	events_read(rounds, db);
	rounds->announced = round_made(
	    rounds, db, "demo.round.announced", 0, -20, -6, 3);
	round_made(rounds, db, "demo.round.open", 1, -4, 10, 14);
	round_made(rounds, db, "demo.round.draft", 2, 7, 21, 25);
	return db_ok(db);
}

/* Announced four days ago; two in three who got a seat have accepted it. */
static bool
announce(struct db *db, void *with)
{
	struct rounds *rounds = with;
	struct round round;
	int64_t when = rounds->now - 4 * DAY;

	if (!ARENA_CATCH(rounds->arena) ||
	    !round_load(db, rounds->arena, rounds->announced, when, &round) ||
	    round_announce(db, when, &round, NULL) != NULL)
		return false;
	db_do(db,
	    "UPDATE seat SET state = 'accepted', changed = ? "
	    "WHERE round = ? AND id % 3 <> 0",
	    ARGS(INT(when + DAY), ID(round.id)));
	return db_ok(db);
}

static bool
announced_make(struct rounds *rounds)
{
	struct round_work work = { .store = rounds->store,
		.arena = rounds->arena,
		.now = rounds->now - 6 * DAY + DAY / 24,
		.id = rounds->announced };

	if (!ARENA_CATCH(rounds->arena) || !round_freeze(&work))
		return false;
	work.now = rounds->now - 5 * DAY;
	return round_draw_make(&work, "2026-1102-12") &&
	    store_write(rounds->store, announce, rounds) == WRITE_DONE;
}

bool
demo_rounds(struct store *store, int64_t now, int64_t region)
{
	struct rounds rounds = { .store = store,
		.arena = arena_new(ROUND_MEMORY),
		.now = now,
		.region = region };
	bool done = rounds.arena != NULL &&
	    store_write(store, rounds_make, &rounds) == WRITE_DONE &&
	    (rounds.announced == 0 || announced_make(&rounds));

	arena_free(rounds.arena);
	return done;
}
