/* What the files of this room share. No other room includes it. */
#ifndef GILJABI_SEATS_INSIDE_H
#define GILJABI_SEATS_INSIDE_H

#include "catalog/catalog.h"
#include "seats/seats.h"
#include "sites/sites.h"

enum {
	ROUND_WISHES = 20,
	ROUND_RESERVES = 4,
	ROUND_BANDS = 2,
	ROUND_CAPS = 200
};

/* In the order of a round's life; open and closed follow from the clock. */
enum round_state {
	ROUND_DRAFT,
	ROUND_PUBLISHED,
	ROUND_OPEN,
	ROUND_CLOSED,
	ROUND_FROZEN,
	ROUND_DRAWN,
	ROUND_ANNOUNCED
};
extern const char *const round_state_names[]; /* "draft" … */

struct round_reserve {
	const char *group;
	int64_t percent;
};
struct round_band {
	const char *by; /* fewer, remote */
	int64_t value;
};
struct round_cap {
	int64_t site; /* 0: the whole round */
	int64_t most;
};
/* What decides, beside the wishes and the lottery. */
struct round_rule {
	struct round_reserve reserves[ROUND_RESERVES];
	struct round_band bands[ROUND_BANDS];
	struct round_cap caps[ROUND_CAPS];
	int reserve_count, band_count, cap_count;
};

struct round {
	int64_t id, region, year, grade_from, grade_to, most, class_unit;
	const char *name, *kind; /* pupils, classes, both */
	enum round_state state; /* now */
	int64_t opens, closes, answers_until, drawn, announced;
	struct round_rule rule;
	const char *seed_hash; /* NULL before the publication */
	const char *seed, *public_number, *log_hash; /* NULL before the draw */
	bool demo;
};

/* round.c */

/* False when there is none. Texts are the arena's. */
bool round_load(struct db *db, struct arena *arena, int64_t id, int64_t now,
    struct round *round);
/* The rule as sentences in the request's language, a list of texts. */
void round_words_put(struct request *rq, struct db *db, struct writer *writer,
    const char *name, const struct round *round);

/* wish.c */

/* A list as wish and applicant keep it, "12>7>9"; answers how many. */
int wishes_read(const char *text, int64_t events[static ROUND_WISHES]);
const char *wishes_write(struct arena *arena, const int64_t *events, int count);

/* Whose list or seat it is: a pupil's, or a whole class's. */
struct entrant {
	int64_t id;
	bool class; /* a whole class */
	int64_t region, school, grade;
	int64_t of_class; /* the pupil's, 0: none; of a class itself */
	struct pupil pupil; /* of a pupil */
};
/* {pupil} or {class} of the route; answers 404 itself. A look is written down. */
bool entrant_of_request(struct request *rq, struct entrant *entrant);
/* The route's {round}, when it is or was open to them; answers 404 itself. */
bool round_of_request(
    struct request *rq, const struct entrant *entrant, struct round *round);
/* The members of own_round_fields under a name. */
void own_round_put(struct request *rq, struct writer *writer, const char *name,
    const struct round *round, const struct entrant *entrant);
/* Days with a seat of another round, "2026-05-14;…", as far as announced. */
const char *days_held(struct db *db, struct arena *arena,
    const struct entrant *entrant, int64_t round);

/* wish_crowd.c */

struct crowd {
	int64_t event, first, listed;
};
struct crowds {
	const char *day; /* NULL: not known yet */
	struct crowd *list; /* by event */
	int count;
};
/*
 * How many wished what at the last midnight in Seoul, counted once a day by
 * whoever looks first.
 */
struct crowds crowds_of_day(struct request *rq, const struct round *round);
/* Of the lists that were drawn. */
struct crowds crowds_drawn(struct db *db, struct arena *arena, int64_t round);
const struct crowd *crowd_of(const struct crowds *crowds, int64_t event);
/* For counting: a round's events, all zero; kept ones are added to. */
struct crowds
crowds_new(struct db *db, struct arena *arena, int64_t round, const char *day);
void crowds_add(struct crowds *crowds, const char *events, int64_t size);
void crowds_keep(struct db *db, int64_t round, const struct crowds *crowds);

/* outcome.c */

/* The seat somebody has or had last in a round. */
struct seat {
	int64_t id, region, round, event, applicant, size, place, until;
	bool class;
	const char *state; /* as it is now: unanswered in time is lapsed */
};
/* False: none. Texts are the arena's. */
bool seat_last(struct db *db, struct arena *arena, int64_t now, int64_t round,
    int64_t applicant, struct seat *seat);
/* The own one, or the class's where it took part as a whole. */
bool seat_of(struct db *db, struct arena *arena, int64_t now, int64_t round,
    const struct entrant *entrant, struct seat *seat);
bool seat_is_held(const struct seat *seat); /* offered or accepted */

/* waiting.c */

/*
 * A seat of an event became free: whoever comes next by the draw's own order
 * gets it, which may free another, and so on. Answers how many moved.
 */
int waiting_move(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, int64_t event);
/*
 * Makes the waiting lists of a round from what was drawn, 5,000 applicants at
 * once; says true when all are made, and then does nothing. Whoever looks or
 * moves first has them made where the draw did not.
 */
bool waiting_make_some(struct db *db, int64_t round);
bool waiting_made(struct db *db, int64_t round);
/* All of them, in writes of its own: after the draw. False: it failed. */
bool waiting_ready(struct store *store, int64_t round);
/* Leaves all waiting lists of the round; comes back above a place. */
void waiting_leave(struct db *db, int64_t round, int64_t applicant);
void waiting_return(
    struct db *db, const struct round *round, int64_t applicant, int64_t place);
/* Seats that can be given now, beneath all caps; 0 where it is over. */
int64_t seats_free(struct db *db, struct arena *arena, int64_t now,
    const struct round *round, int64_t event);
/* Pupils of the largest class that an event of so many seats can take. */
int64_t class_largest(struct db *db, const struct round *round, int64_t seats);
/*
 * Seats that nobody answered in time lapse and go on, ten at once. A
 * look is enough: it opens a write of its own where there is something to do.
 */
void waiting_lapse(struct request *rq);

/* roll.c */

/*
 * Seats of a region's events that are over become absent where nobody came; a
 * late mark takes that back. Looks at rolls do it, and each freezing has to, so
 * that bands count used seats alone.
 */
void absences_keep(struct db *db, int64_t now, int64_t region);

#endif
