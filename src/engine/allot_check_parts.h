/*
 * What the parts of allot_check share: the check, its two markets, the people
 * in them. Nothing else includes it.
 *
 *	allot_check.c           the whole of a check, and what it stands on
 *	allot_check_keys.c      who comes before whom
 *	allot_check_market.c    seats and caps of classes, and what they leave
 *	allot_check_choice.c    choice from its definition
 *	allot_check_days.c      deferred acceptance in days
 *	allot_check_judge.c     the placement as it stands, stability, optimality
 *	allot_check_closings.c  what closes, and in which order
 */
#ifndef GILJABI_ALLOT_CHECK_PARTS_H
#define GILJABI_ALLOT_CHECK_PARTS_H

#include "engine/allot_check.h"

#include <stddef.h>

#define NOBODY UINT32_MAX

/* What decides at the door of a session, given who is held. */
struct limits {
	uint32_t open; /* a smaller key gets in without a reserve */
	uint32_t groups; /* that have reserves */
	/* The first of those who are placed nowhere; NOBODY where none is. */
	uint32_t waiting;
	uint32_t member; /* a smaller key of one of the groups may get in */
	uint32_t holders; /* held now */
};

/* From which key on there is nothing to find at a session. */
struct glance {
	uint32_t other; /* for an applicant without groups */
	uint32_t member;
};

/* A market: classes in class units, or pupils on what classes left. */
struct side {
	bool classes;
	uint32_t *seats; /* a session each */
	uint32_t *most; /* a session each: largest applicant that fits */
	uint32_t *reserve_seats; /* a reserve row each */
	uint32_t *reserve_limits; /* a smaller key of the group gets in */
	uint32_t *reserve_waiting;
	uint32_t *caps; /* a node each */
	struct limits *limits; /* a session each, and one for no session */
	struct glance *glances; /* as limits */
	uint32_t *head; /* a session each: the first person who is held */
	uint32_t start; /* its first person */
};

/* Somebody who takes part in a draw: all that it looks at, side by side. */
struct person {
	uint32_t applicant;
	uint32_t start; /* of its list in the market's choices */
	uint32_t key; /* of the choice that it stands at */
	uint32_t groups;
	uint32_t next; /* the next one held in the same session */
	uint16_t at; /* the choice it stands at */
	uint16_t length; /* of its list */
	uint16_t size;
	uint16_t seat; /* the reserve it sits on, or the number of reserves */
};

struct allot_check {
	struct allot_check_round given;
	const struct allot_market *market;
	uint32_t class_unit, class_count, rows;
	uint32_t *standing; /* an applicant each, or a choice with scores */
	uint32_t *owner; /* whose standing it is */
	bool *closed;
	struct side classes, pupils;
	struct person *people; /* of the classes' draw, then the pupils' */
	uint32_t people_count;
	const uint32_t *place; /* an applicant each, as it was published */
	uint8_t *seat; /* an applicant each who is placed */
	bool *joined; /* an applicant each: takes part in the draw */
	uint32_t *free; /* people who apply */
	uint64_t *sorted; /* room for the holders of a session or node */
	uint32_t *touched; /* sessions that somebody applied to today */
	bool *is_touched;
	uint32_t *beneath_first,
	    *beneath; /* sessions of each node with a cap */
	uint32_t *capped; /* nodes with a cap, deepest first */
	uint32_t capped_count;
	uint64_t
	    *full; /* a node each: its last holder, if its cap is reached */
	struct allot_closing *closings;
	uint32_t closing_count;
	allot_report *report;
	void *with;
	uint64_t found;
};

static inline uint32_t
check_key(const struct allot_check *check, uint32_t applicant, uint32_t choice)
{
	return check->given.scores != NULL
	    ? check->standing[check->market->first[applicant] + choice]
	    : check->standing[applicant];
}

static inline uint32_t
check_list_length(const struct allot_check *check, uint32_t applicant)
{
	const uint32_t *first = check->market->first + applicant;

	return first[1] - first[0];
}

static inline bool
check_takes_part(const struct allot_check *check, const struct side *side,
    uint32_t applicant)
{
	return (check->given.round->sizes[applicant] > 1) == side->classes;
}

/* Whether an applicant may be in the session of a choice at all. */
static inline bool
check_may_be(const struct allot_check *check, const struct side *side,
    uint32_t applicant, uint32_t choice)
{
	const struct allot_market *market = check->market;
	uint32_t session = market->choices[market->first[applicant] + choice];

	return session < market->sessions && !check->closed[session] &&
	    check->given.round->sizes[applicant] <= side->most[session] &&
	    check_key(check, applicant, choice) != NOBODY;
}

void check_tell(struct allot_check *check, struct allot_violation violation);

/* keys */
bool check_keys_make(struct allot_check *check);

/* market */
bool check_side_make(const struct allot_check *check, struct side *side);
void check_side_free(struct side *side);
void check_classes_capacity(struct allot_check *check);
void check_pupils_capacity(struct allot_check *check);

/* choice */
uint32_t check_session_choose(
    struct allot_check *check, struct side *side, uint32_t s, uint32_t *away);
uint32_t check_node_choose(struct allot_check *check, struct side *side,
    uint32_t node, uint32_t *away);
uint32_t check_holders_beneath(
    const struct allot_check *check, const struct side *side, uint32_t node);
uint32_t check_node_sort(
    struct allot_check *check, const struct side *side, uint32_t node);

/* days */
uint32_t check_groups_of(const struct allot_market *market, uint32_t s);
void check_person_stand(
    const struct allot_check *check, struct person *person, uint16_t at);
uint32_t
check_person_join(struct allot_check *check, uint32_t applicant, uint32_t at);
void check_person_link(
    struct allot_check *check, struct side *side, uint32_t i, uint32_t s);
void check_person_pass(struct allot_check *check, uint32_t i);
void check_people_run(struct allot_check *check, struct side *side);
void check_side_clear(const struct allot_check *check, struct side *side);
void check_side_draw(struct allot_check *check, struct side *side);
void
check_days_run(struct allot_check *check, struct side *side, uint32_t free);

/* judge */
void check_side_judge(struct allot_check *check, struct side *side);

/* closings */
bool check_closings_find(struct allot_check *check,
    const struct allot_closing *given, uint32_t count);
void check_closings_judge(struct allot_check *check,
    const struct allot_closing *given, uint32_t count);
void check_short_judge(struct allot_check *check);

#endif
