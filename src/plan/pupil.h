/*
 * Inside the room: one pupil under one book, as the engine's problem, with the
 * way back from its numbers to records.
 */
#ifndef GILJABI_PLAN_PUPIL_H
#define GILJABI_PLAN_PUPIL_H

#include "catalog/catalog.h"
#include "plan/json_in.h"

/* What stands in the record and does not count, and which rule says so. */
struct lost {
	int subject, semester;
	const char *rule; /* NULL: the record itself says so */
};

/* A place in the plan: an offer of the school or a line of the record. */
struct placing {
	const struct book_offer *offer; /* NULL: of the record */
};

struct pupil {
	struct book *book;
	const struct catalogue *catalogue;
	const char *id;
	int entry, first_open;
	int keep; /* percent of the best worth that other plans keep */
	struct plan_problem problem;
	struct plan_offer *offers;
	struct placing *placings;
	struct plan_rule *rules;
	const struct book_rule **records; /* a rule each */
	struct plan_door *doors;
	int *values;
	struct lost *lost;
	int lost_count;
	int *advised; /* majors of the aims */
	int advised_count;
};

/* Faults are counted in book->faults. */
struct pupil *pupil_read(struct book *book, const struct catalogue *catalogue,
    const struct place *place);

/* Does it hold for this intake, in a school year? */
bool rule_holds(const struct book_rule *rule, int entry, int year);
int pupil_year(const struct pupil *pupil, int semester);

#endif
