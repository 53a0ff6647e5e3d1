/*
 * A round: the open sessions are frozen, whole classes draw in a market of
 * their own, pupils after them on what is left; sessions that still fall short
 * of their least are closed one at a time. docs/seats.md is the rule in words.
 */
#ifndef GILJABI_ALLOT_ROUND_H
#define GILJABI_ALLOT_ROUND_H

#include "engine/allot.h"

enum { ALLOT_SIZE = 1000 }; /* most pupils of a class */

/*
 * Class units: a capacity of n pupils (seats of a session, cap of a node) is
 * worth max(1, n / unit) classes, 0 where n is 0, each of at most n divided by
 * that; a class that is larger cannot be taken there. All divisions round down.
 */
struct allot_round {
	/*
	 * Pupils and classes together; caps and seats count pupils; sessions
	 * stand in the order of their ids; `closed` is not used.
	 */
	struct allot_market market;
	const uint16_t *sizes; /* 1: a pupil; 2..ALLOT_SIZE: a class */
	const uint32_t *least; /* a session each: to open at all */
	uint32_t class_unit; /* 0: the largest class of the round */
};

struct allot_closing {
	uint32_t session;
	bool drawn; /* false: too few ranked it; true: too few seats taken */
	uint32_t had; /* pupils who ranked it (no more than seats), or taken */
};

/* What of a session's seats classes take. */
struct allot_by_classes {
	uint32_t units; /* classes that it can take */
	uint32_t classes; /* that it took */
	uint32_t pupils; /* in them */
};

struct allot_outcome {
	uint16_t *place; /* the choice held, from 0; ALLOT_LIST + 1: none */
	bool *closed; /* a session each */
	struct allot_closing *closings; /* in order */
	uint32_t closing_count;
	uint32_t class_unit; /* as it was used; 0 without classes */
	struct allot_by_classes *by_classes; /* a session each */
	uint32_t *taken; /* pupils in each session, classes' ones too */
	uint32_t *node_taken; /* and beneath each node */
	/* The two markets as they ended, for cut-offs; classes may be NULL. */
	struct allot *classes, *pupils;
	/* Which keys of the classes' market stand for which of the round. */
	uint32_t *class_keys;
	struct allot_round_room *room; /* what the markets stand on */
};

#define ALLOT_UNPLACED (ALLOT_LIST + 1)

/*
 * Draws a round. With `frozen` (a session each) that set is closed from the
 * beginning, nothing else closes, and `closings` stays empty; NULL: the round's
 * own rule. False without memory; outcome is then empty. What it holds goes
 * with allot_outcome_free; the round's arrays have to stay until then.
 */
bool allot_round_draw(const struct allot_round *round, const bool *frozen,
    struct allot_outcome *outcome);
void allot_outcome_free(struct allot_outcome *outcome);

#endif
