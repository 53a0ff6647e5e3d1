/*
 * Is a plan valid? Judges the records of engine/plan.h as they are written, by
 * adding up; shares no code with the solver and knows no row and no column.
 */
#ifndef GILJABI_PLAN_CHECK_H
#define GILJABI_PLAN_CHECK_H

#include "engine/plan.h"

/*
 * A rule that is broken, with its figures. part: the year or semester (from 0),
 * the subject or the offer that it is broken at, by the rule's span; the offer
 * that comes too early for PLAN_AFTER; 0 for the whole.
 */
struct plan_breach {
	int rule, part;
	int64_t has;
	int least, most; /* as in the rule */
};

typedef void plan_report(void *with, const struct plan_breach *breach);

/*
 * taken: an offer each. Reports each breach in the order of rules and parts;
 * answers how many there are. The problem has to be sound. What is passed and
 * not in `taken` counts as taken all the same.
 */
int plan_check(const struct plan_problem *problem, const bool *taken,
    plan_report *report, void *with);

#endif
