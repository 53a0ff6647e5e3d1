/*
 * Academic plans: which subject in which semester, so that all rules hold and an
 * aim is met best. The one notion is a rule: a measure (credits, subjects) of a
 * set of subjects, taken over a span (all of it, each semester, each year, …),
 * lies between two bounds; or, each subject of the set comes after some of
 * another set. Law, school, wish and refusal are all such rules and differ only
 * in their numbers. plan_rows.c writes rules as linear rows over one binary
 * unknown an offer, plan_solve.c gives them to CBC (Forrest and Lougee-Heimer
 * 2005), plan_conflict.c finds what cannot hold together. engine/plan_check.h
 * judges the same records without any of that.
 *
 * Balanced curricula: Castro and Manzano 2001; Hnich, Kiziltan and Walsh 2002.
 * One solve at a time in a process; CBC runs with one thread.
 */
#ifndef GILJABI_PLAN_H
#define GILJABI_PLAN_H

#include <stdbool.h>
#include <stdint.h>

enum {
	PLAN_SEMESTERS = 16,
	PLAN_SUBJECTS_MOST = 1000,
	PLAN_OFFERS_MOST = 20000,
	PLAN_RULES_MOST = 5000,
	PLAN_NUMBER_MOST = 1000000, /* of any bound, weight, credit */
	PLAN_EVER = 0xffff, /* all semesters */
	PLAN_NO_LEAST = -1,
	PLAN_NO_MOST = -1
};

enum plan_measure {
	PLAN_CREDITS, /* credits of what is taken */
	PLAN_COUNT, /* how many are taken */
	PLAN_AFTER /* each one taken comes after `least` of the set `first` */
};

/* The rule holds for each part of the span on its own. */
enum plan_span {
	PLAN_WHOLE,
	PLAN_YEAR,
	PLAN_SEMESTER,
	PLAN_SLOT, /* what meets at one time of a semester; offers with a slot */
	PLAN_SUBJECT,
	PLAN_OFFER /* each one that is taken; offers that are not do not count */
};

/* Subjects by number, each once. */
struct plan_set {
	const int *list;
	int count;
};

struct plan_rule {
	enum plan_measure measure;
	enum plan_span span; /* PLAN_AFTER has none */
	struct plan_set set, first;
	uint32_t semesters; /* bits; those of the set elsewhere do not count */
	int least, most; /* PLAN_NO_LEAST, PLAN_NO_MOST */
};

/*
 * A place where a subject can be taken. What is passed is an offer that is
 * taken: it counts in PLAN_WHOLE, PLAN_SUBJECT and as what comes first; the
 * rules of its own semester are past.
 */
struct plan_offer {
	int subject, semester; /* from 0 */
	int credits; /* 0 … */
	int load; /* 0 …: how heavy it is */
	int slot; /* -1: meets nothing else */
	bool passed;
};

/* Open when `least` of the set are taken: a major with its advised subjects. */
struct plan_door {
	struct plan_set set;
	int least, weight;
};

struct plan_problem {
	int subject_count, offer_count, rule_count, door_count;
	int semester_count; /* at most PLAN_SEMESTERS */
	int first_open; /* semesters before are past */
	const struct plan_offer *offers;
	const struct plan_rule *rules;
	const struct plan_door *doors;
	const int
	    *values; /* a subject each, 0 …: worth for the aim; NULL: none */
};

/*
 * What is best: the most of value * (worth of what is taken) + door * (weight of
 * open doors) - peak * (heaviest open semester) - load * (all load) + merits of
 * what is taken. Ties fall as the solver finds them: the same input gives the
 * same plan, unless time ran out.
 *
 * Doors make the program hard (each is an edge of a densest-subgraph problem), so
 * with them plan_solve goes by plan_doors.c: quick, bounded, and mostly with a
 * gap.
 */
struct plan_aim {
	int value, door, peak, load; /* 0 … */
	int least_worth; /* worth that has to be reached; 0: any */
	const int
	    *merits; /* a subject each: more gain for taking it; or NULL */
};

/* How long it may take: left tells what is left, in seconds. */
struct plan_limit {
	double (*left)(void *with); /* NULL: as long as it takes */
	void *with;
};

enum plan_outcome {
	PLAN_OPTIMAL, /* proven */
	PLAN_FOUND, /* a plan; better ones up to `bound` are not ruled out */
	PLAN_IMPOSSIBLE, /* proven: no plan keeps all rules */
	PLAN_UNDECIDED, /* time ran out before any plan was found */
	PLAN_BAD_INPUT, /* outside what is said above */
	PLAN_NO_MEMORY
};

struct plan_proof {
	double objective; /* of the plan, reckoned anew from what is taken */
	double bound; /* no plan has more */
};

/* Is the input within what this header says? */
bool plan_problem_sound(const struct plan_problem *problem);

/* taken: an offer each, the caller's; set with PLAN_OPTIMAL and PLAN_FOUND. */
enum plan_outcome
plan_solve(const struct plan_problem *problem, const struct plan_aim *aim,
    const struct plan_limit *limit, bool *taken, struct plan_proof *proof);

/*
 * Rules that cannot hold together, though any of them left out they can: found
 * by deletion (Chinneck and Dravnieks 1991), each step by solving. Earlier rules
 * are given up first. in: a rule each. PLAN_IMPOSSIBLE: minimal, proven.
 * PLAN_OPTIMAL: all rules hold together. PLAN_UNDECIDED: time ran out; the set
 * holds the conflict and may be too large.
 */
enum plan_outcome plan_conflict(const struct plan_problem *problem,
    const struct plan_limit *limit, bool *in);

/* Figures of a plan under an aim. */
int64_t plan_worth(const struct plan_problem *problem, const bool *taken);
int64_t plan_doors(const struct plan_problem *problem, const bool *taken);
int64_t plan_peak(const struct plan_problem *problem, const bool *taken);
int64_t plan_load(const struct plan_problem *problem, const bool *taken);
int64_t plan_objective(const struct plan_problem *problem,
    const struct plan_aim *aim, const bool *taken);

#endif
