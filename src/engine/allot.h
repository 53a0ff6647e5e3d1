/*
 * Seats: who gets which session, in one market of applicants of one kind
 * (pupils, or whole classes counted in class units).
 *
 * Applicant-proposing deferred acceptance (Gale and Shapley 1962) in the form of
 * cumulative offers (Hatfield and Milgrom 2005): everybody applies to the first
 * session of the own list; who is turned away applies to the next. The sessions
 * beneath one cap choose together, by this choice function, which is published:
 *
 * 1. A session fills its reserves in the order in which they stand, each with
 *    the best members of its group that no reserve before it took.
 * 2. The seats that are left, reserved ones that lacked members among them, go
 *    to the best of all others (soft reserves: Hafalir, Yenmez and Yildirim
 *    2013; Kominers and Sonmez 2016).
 * 3. A node with a cap keeps the best of those whom the sessions and nodes
 *    beneath it chose: holders of reserved seats before the others, each by key
 *    (Kamada and Kojima 2015, 2018, for caps that nest).
 *
 * The better key is the smaller one; no two are equal. docs/seats.md shows that
 * the choice function is substitutable and keeps the law of aggregate demand;
 * so the result is the one stable placement that every applicant likes best, in
 * whatever order applicants apply, and no false list gains a better seat.
 */
#ifndef GILJABI_ALLOT_H
#define GILJABI_ALLOT_H

#include <stdbool.h>
#include <stdint.h>

#define ALLOT_NONE UINT32_MAX

enum {
	ALLOT_GROUPS = 32, /* most groups that have reserves */
	ALLOT_LIST = 65534, /* most choices of an applicant */
	ALLOT_DEPTH = 64 /* most nodes above one another */
};

struct allot_reserve {
	uint32_t group; /* 0..ALLOT_GROUPS - 1 */
	uint32_t seats;
};

struct allot_session {
	uint32_t seats; /* at least the sum of its reserves */
	uint32_t node; /* that it lies in, or ALLOT_NONE */
	uint32_t reserve; /* its first row in the market's reserves */
	uint32_t reserves; /* how many rows */
};

struct allot_node {
	uint32_t parent; /* or ALLOT_NONE; parents make no circle */
	uint32_t cap; /* ALLOT_NONE: no cap */
};

/*
 * A market; everything is the caller's and stays unchanged while it is used. A
 * choice that is not open to an applicant stands as the session number
 * `sessions`: nobody is ever taken there.
 */
struct allot_market {
	uint32_t applicants, sessions, nodes;
	const uint32_t *first; /* applicants + 1: where each list starts */
	const uint32_t
	    *choices; /* sessions, best first, none twice in a list */
	const uint32_t *groups; /* each applicant's groups, a bit each */
	/* ALLOT_NONE: does not take part, or is not taken there. */
	const uint32_t *keys; /* 0..key_count - 1 */
	bool by_choice; /* keys has a row a choice, not an applicant */
	const uint32_t *owner; /* key_count: whose key it is */
	uint32_t key_count;
	const struct allot_session *session;
	const struct allot_reserve *reserve;
	const struct allot_node *node;
	const bool *closed; /* sessions that take nobody; NULL: none */
};

struct allot;

/* NULL without memory. To be freed with allot_free; NULL is allowed there. */
struct allot *allot_new(const struct allot_market *market);
void allot_free(struct allot *allot);
/* The draw: once, before anything is asked below. */
void allot_draw(struct allot *allot);
/*
 * Closes a session after the draw and goes on: the same result as a new draw
 * without it. False, and nothing changes, beneath a cap: those whom the cap
 * turned away would have to be asked again, which only a new draw does.
 */
bool allot_close(struct allot *allot, uint32_t session);

/* Which choice of the own list the applicant holds, from 0, or ALLOT_NONE. */
uint32_t allot_place(const struct allot *allot, uint32_t applicant);
uint32_t allot_taken(const struct allot *allot, uint32_t session);
/*
 * Of a reserve of the session (0..), or of its other seats (reserve is the
 * number of its reserves): how many hold one, and the last key among them
 * (ALLOT_NONE when nobody).
 */
uint32_t
allot_held(const struct allot *allot, uint32_t session, uint32_t reserve);
uint32_t
allot_last(const struct allot *allot, uint32_t session, uint32_t reserve);
/* Of a node that has a cap: how many are held beneath it, and the last key. */
uint32_t allot_node_taken(const struct allot *allot, uint32_t node);
uint32_t
allot_node_last(const struct allot *allot, uint32_t node, bool *reserved);

#endif
