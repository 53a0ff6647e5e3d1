/*
 * Is a placement the one that the rule gives? Shares the shape of a round with
 * engine/allot and no code: ranks are sorted anew, choices are made from their
 * definition, everybody applies in days (Gale and Shapley 1962: all who are free
 * apply at once, then each session chooses) and in the other order.
 *
 * What is found, in this order:
 * 1. Seats, caps, class units and eligibility of the placement as it stands.
 * 2. No applicant likes a session better that would take it, given all others:
 *    neither a free seat, nor a reserved one, nor one of somebody who comes
 *    after (stability). It takes one look at every choice above the own place.
 * 3. No stable placement is better for anybody: deferred acceptance among those
 *    who are placed and, of the others, the first at each session and reserve.
 *    That is enough, given 2: the same are placed in all stable placements
 *    (rural hospitals), and a session that turns the first of the others away
 *    turns them all away.
 * 4. The closings: the frozen set from the wishes; where sessions closed after
 *    the draw, each draw between them is made.
 */
#ifndef GILJABI_ALLOT_CHECK_H
#define GILJABI_ALLOT_CHECK_H

#include "engine/allot_round.h"

/* A round without keys (keys, owner, key_count, by_choice are not looked at). */
struct allot_check_round {
	const struct allot_round *round;
	const int32_t *bands;
	const uint64_t *numbers;
	const uint32_t *places; /* order of ids; NULL: as they stand */
	const double *scores; /* a choice each, NAN: not taken; NULL: none */
};

enum allot_violation_kind {
	VIOLATION_SEATS, /* session: has, wants at most */
	VIOLATION_UNITS, /* session: classes has, wants at most */
	VIOLATION_CAP, /* node: has, wants at most */
	VIOLATION_ELIGIBLE, /* applicant may not be in session */
	VIOLATION_WASTED, /* applicant wants a session with a free seat */
	VIOLATION_RESERVE, /* … whose reserve is not kept */
	VIOLATION_BLOCKING, /* … with somebody who comes after */
	VIOLATION_OPTIMAL, /* applicant: choice it has, choice it wants */
	VIOLATION_SHORT, /* session: has, wants at least */
	VIOLATION_CLOSING /* closing number has: session, wants another one */
};

struct allot_violation {
	enum allot_violation_kind kind;
	uint32_t applicant, session, node;
	uint32_t has, wants;
};

typedef void allot_report(void *with, const struct allot_violation *violation);

struct allot_check;

/* Sorts ranks. NULL without memory; to be freed with allot_check_free. */
struct allot_check *allot_check_new(const struct allot_check_round *round);
void allot_check_free(struct allot_check *check);
/*
 * place: an applicant each, the choice held from 0, or ALLOT_NONE; closings: as
 * they were published. Reports all that is found; false without memory.
 */
bool allot_check_placement(struct allot_check *check, const uint32_t *place,
    const struct allot_closing *closings, uint32_t closing_count,
    allot_report *report, void *with);

/* After allot_check_placement, for whoever writes the log again. */

/* The closings that the rule gives; at most a session each. */
const struct allot_closing *
allot_check_closings(const struct allot_check *check, uint32_t *count);
/* On which of its session's reserves an applicant sits; else `reserves`. */
uint32_t allot_check_seat(const struct allot_check *check, uint32_t applicant);
/* The key of a choice: smaller comes before. */
uint32_t allot_check_key(
    const struct allot_check *check, uint32_t applicant, uint32_t choice);
uint32_t allot_check_class_unit(const struct allot_check *check);
uint32_t allot_check_units(const struct allot_check *check, uint32_t session);

#endif
