/*
 * Many doors: to open the most of them is to find the densest part of a
 * hypergraph, and its linear relaxation says little. So the doors are turned
 * into merits of their subjects, which is an easy program, again and again: a
 * door counts the more the less it lacks in the plan before (linearisation in
 * rounds, Frank and Wolfe 1956). Then the doors near the best plan are solved
 * exactly. The bound is the relaxation's.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/plan_rows.h"

enum { ROUNDS = 6, LACKS = 6, NEAR = 2, DOORS_NEAR = 40 };

/* What a subject of a door is worth by how many the door lacks. */
static const int lack_merits[LACKS] = { 64, 48, 16, 6, 2, 1 };

struct search {
	const struct plan_problem *problem;
	const struct plan_aim *aim;
	const struct plan_limit *limit;
	bool *subjects; /* a subject each: taken in the plan at hand */
	bool *taken, *best; /* an offer each */
	int *merits;
	struct plan_door *near;
	int64_t objective; /* of the best */
	bool found;
};

static int
door_lack(const struct search *search, const struct plan_door *door)
{
	int lack = door->least, i;

	for (i = 0; i < door->set.count; i++)
		lack -= search->subjects[door->set.list[i]];
	return lack < 0 ? 0 : lack;
}

/* From a plan: which subjects are in it. */
static void
subjects_mark(struct search *search, const bool *taken)
{
	const struct plan_problem *problem = search->problem;
	int i;

	memset(search->subjects, 0,
	    (size_t)problem->subject_count * sizeof *search->subjects);
	for (i = 0; i < problem->offer_count; i++)
		if (taken[i])
			search->subjects[problem->offers[i].subject] = true;
}

/* Before there is a plan every door counts alike. */
static void
merits_set(struct search *search)
{
	const struct plan_problem *problem = search->problem;
	int i, k;

	memset(search->merits, 0,
	    (size_t)problem->subject_count * sizeof *search->merits);
	for (i = 0; i < problem->door_count; i++) {
		const struct plan_door *door = &problem->doors[i];
		int lack = search->found ? door_lack(search, door) : 0;

		for (k = 0; lack < LACKS && k < door->set.count; k++)
			search->merits[door->set.list[k]] += door->weight > 0
			    ? lack_merits[lack]
			    : 0;
	}
}

/* Keeps the plan at hand if it is the best; false: it is not. */
static bool
plan_keep(struct search *search)
{
	const struct plan_problem *problem = search->problem;
	int64_t objective = plan_objective(problem, search->aim, search->taken);

	if (search->found && objective <= search->objective)
		return false;
	memcpy(search->best, search->taken,
	    (size_t)problem->offer_count * sizeof *search->best);
	search->objective = objective;
	search->found = true;
	return true;
}

static enum plan_outcome
rounds_run(struct search *search)
{
	struct plan_aim aim = *search->aim;
	struct plan_proof proof;
	enum plan_outcome outcome = PLAN_UNDECIDED;
	bool better = true;
	int round;

	aim.door = 0;
	aim.merits = search->merits;
	for (round = 0; round < ROUNDS && better; round++) {
		double seconds = limit_left(search->limit);

		merits_set(search);
		outcome = plan_solve_once(search->problem, &aim,
		    round == 0 ? seconds : seconds / 2, search->taken, &proof);
		if (outcome != PLAN_OPTIMAL && outcome != PLAN_FOUND)
			break;
		subjects_mark(search, search->taken);
		better = plan_keep(search);
	}
	return search->found ? PLAN_FOUND : outcome;
}

/* The doors that are open or lack little, the nearest first, solved exactly. */
static void
near_solve(struct search *search)
{
	struct plan_problem near = *search->problem;
	struct plan_proof proof;
	enum plan_outcome outcome;
	int lack, i;

	subjects_mark(search, search->best);
	near.doors = search->near;
	near.door_count = 0;
	for (lack = 0; lack <= NEAR; lack++)
		for (i = 0; i < search->problem->door_count &&
		     near.door_count < DOORS_NEAR;
		     i++)
			if (door_lack(search, &search->problem->doors[i]) ==
			    lack)
				search->near[near.door_count++] =
				    search->problem->doors[i];
	outcome = plan_solve_once(&near, search->aim,
	    limit_left(search->limit) / 2, search->taken, &proof);
	if (outcome == PLAN_OPTIMAL || outcome == PLAN_FOUND)
		plan_keep(search);
}

/* No plan has more: the program with fractions allowed. */
static double
relaxed_bound(const struct search *search)
{
	struct program program = { 0 };
	double *values, bound = INFINITY;
	enum plan_outcome outcome = PLAN_NO_MEMORY;
	int i;

	plan_rows(search->problem, search->aim, NULL, &program);
	for (i = 0; i < program.columns; i++)
		program.whole[i] = false;
	program.whole_gain = false;
	values = memory_get((size_t)(program.columns + 1) * sizeof *values);
	if (values != NULL)
		outcome = program_solve(
		    &program, limit_left(search->limit), values, &bound);
	memory_give(values);
	program_free(&program);
	return outcome == PLAN_OPTIMAL ? floor(bound + 1e-6) : INFINITY;
}

/* Even with all doors open there is no more than this. */
static double
plain_bound(const struct search *search)
{
	const struct plan_problem *problem = search->problem;
	const struct plan_aim *aim = search->aim;
	double bound = 0;
	int i;

	for (i = 0; i < problem->door_count; i++)
		bound += (double)aim->door * problem->doors[i].weight;
	for (i = 0; i < problem->subject_count; i++) {
		if (problem->values != NULL)
			bound += (double)aim->value * problem->values[i];
		if (aim->merits != NULL)
			bound += aim->merits[i];
	}
	return bound;
}

static enum plan_outcome
search_run(struct search *search, bool *taken, struct plan_proof *proof)
{
	enum plan_outcome outcome = rounds_run(search);

	if (!search->found)
		return outcome;
	near_solve(search);
	memcpy(taken, search->best,
	    (size_t)search->problem->offer_count * sizeof *taken);
	proof->objective = (double)search->objective;
	proof->bound = fmin(relaxed_bound(search), plain_bound(search));
	if (proof->bound > proof->objective + 0.5)
		return PLAN_FOUND;
	proof->bound = proof->objective;
	return PLAN_OPTIMAL;
}

enum plan_outcome
plan_doors_solve(const struct plan_problem *problem, const struct plan_aim *aim,
    const struct plan_limit *limit, bool *taken, struct plan_proof *proof)
{
	size_t subjects = (size_t)problem->subject_count + 1;
	size_t offers = (size_t)problem->offer_count + 1;
	struct search search = {
		.problem = problem,
		.aim = aim,
		.limit = limit,
		.subjects = memory_get(subjects * sizeof *search.subjects),
		.taken = memory_get(offers * sizeof *search.taken),
		.best = memory_get(offers * sizeof *search.best),
		.merits = memory_get(subjects * sizeof *search.merits),
		.near = memory_get(
		    (size_t)(problem->door_count + 1) * sizeof *search.near),
	};
	enum plan_outcome outcome = PLAN_NO_MEMORY;

	if (search.subjects != NULL && search.taken != NULL &&
	    search.best != NULL && search.merits != NULL && search.near != NULL)
		outcome = search_run(&search, taken, proof);
	memory_give(search.subjects);
	memory_give(search.taken);
	memory_give(search.best);
	memory_give(search.merits);
	memory_give(search.near);
	return outcome;
}
