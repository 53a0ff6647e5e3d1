/*
 * Who sits in which section: each wish of a pupil for a subject goes to one open
 * section of it, or to none. A mixed-integer program over wishes and sections:
 * as many wishes as can be are met, then the largest section of each subject is
 * as small as can be.
 *
 * A section is a chance to hold the subject at a time with a teacher; listing it
 * at several times with one teacher lets the program choose the time.
 */
#ifndef GILJABI_PLAN_SECTIONS_H
#define GILJABI_PLAN_SECTIONS_H

#include "engine/plan.h"

enum {
	SECTIONS_MOST = 5000,
	SECTIONS_WISHES_MOST = 200000,
	SECTIONS_BLOCKS = 100,
	SECTIONS_NONE = -1
};

/* What a school asks for; a problem names those that it leaves out. */
enum section_rule {
	SECTION_SEATS = 1, /* no more pupils than seats */
	SECTION_LEAST = 2, /* no fewer pupils than `least` in an open section */
	SECTION_TEACHERS = 4, /* one section at a time, no more than `most` */
	SECTION_BLOCKS = 8, /* nobody in two sections at one time */
	SECTION_BALANCE = 16 /* sections of a subject of one size */
};

struct section {
	int subject, block,
	    teacher; /* teacher SECTIONS_NONE: does not matter */
	int seats, least;
};

struct section_wish {
	int pupil, subject;
};

/* wishes in the order of pupils; a pupil wishes a subject once. */
struct section_problem {
	int pupil_count, subject_count, teacher_count;
	int section_count, wish_count;
	const struct section *sections;
	const struct section_wish *wishes;
	const int *teacher_most; /* a teacher each: most sections */
	unsigned without; /* enum section_rule, left out */
};

struct section_proof {
	int met; /* wishes */
	int64_t objective; /* met * SECTIONS_WORTH - balance */
	double bound; /* no assignment has more */
};

enum { SECTIONS_WORTH = 100 };

/*
 * placed: a wish each, its section or SECTIONS_NONE. start: an assignment that
 * keeps the rules and may be taken over, or NULL. share: of the objective that
 * may be missing (0.01: within one percent, which the bound proves). There is
 * always an answer: where time ends before the program is solved it is the
 * better one of start and sections_seat, PLAN_FOUND with its bound.
 */
enum plan_outcome sections_solve(const struct section_problem *problem,
    double share, const struct plan_limit *limit, const int *start, int *placed,
    struct section_proof *proof);

/* A quick assignment that keeps the rules; the problem is sound. False: no
   memory. */
bool sections_seat(const struct section_problem *problem, int *placed);

/* Judged anew: how many breaches of the rules that are not left out. */
int sections_check(const struct section_problem *problem, const int *placed);

#endif
