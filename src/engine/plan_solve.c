/* Is the input sound, the best plan of it, and a plan's figures. */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/plan_rows.h"

enum {
	SLOT_MOST = 999,
	DOORS_FEW = 40 /* as many are proven in one go */
};

static bool
within(int number, int least, int most)
{
	return number >= least && number <= most;
}

static bool
set_sound(const struct plan_set *set, int subjects)
{
	int i;

	if (!within(set->count, 0, subjects) ||
	    (set->count > 0 && set->list == NULL))
		return false;
	for (i = 0; i < set->count; i++)
		if (!within(set->list[i], 0, subjects - 1))
			return false;
	return true;
}

static bool
offer_sound(const struct plan_problem *problem, const struct plan_offer *offer)
{
	return within(offer->subject, 0, problem->subject_count - 1) &&
	    within(offer->semester, 0, problem->semester_count - 1) &&
	    within(offer->credits, 0, PLAN_NUMBER_MOST) &&
	    within(offer->load, 0, PLAN_NUMBER_MOST) &&
	    within(offer->slot, -1, SLOT_MOST) &&
	    (!offer->passed || offer->semester < problem->first_open) &&
	    (offer->passed || offer->semester >= problem->first_open);
}

static bool
rule_sound(const struct plan_rule *rule, int subjects)
{
	return rule->measure <= PLAN_AFTER && rule->span <= PLAN_OFFER &&
	    set_sound(&rule->set, subjects) &&
	    set_sound(&rule->first, subjects) && rule->semesters <= PLAN_EVER &&
	    within(rule->least, PLAN_NO_LEAST, PLAN_NUMBER_MOST) &&
	    within(rule->most, PLAN_NO_MOST, PLAN_NUMBER_MOST);
}

static bool
door_sound(const struct plan_door *door, int subjects)
{
	return set_sound(&door->set, subjects) &&
	    within(door->least, 0, PLAN_NUMBER_MOST) &&
	    within(door->weight, 0, PLAN_NUMBER_MOST);
}

static bool
counts_sound(const struct plan_problem *problem)
{
	return within(problem->subject_count, 0, PLAN_SUBJECTS_MOST) &&
	    within(problem->offer_count, 0, PLAN_OFFERS_MOST) &&
	    within(problem->rule_count, 0, PLAN_RULES_MOST) &&
	    within(problem->door_count, 0, PLAN_RULES_MOST) &&
	    within(problem->semester_count, 1, PLAN_SEMESTERS) &&
	    within(problem->first_open, 0, problem->semester_count);
}

bool
plan_problem_sound(const struct plan_problem *problem)
{
	int i;

	if (!counts_sound(problem))
		return false;
	for (i = 0; i < problem->offer_count; i++)
		if (!offer_sound(problem, &problem->offers[i]))
			return false;
	for (i = 0; i < problem->rule_count; i++)
		if (!rule_sound(&problem->rules[i], problem->subject_count))
			return false;
	for (i = 0; i < problem->door_count; i++)
		if (!door_sound(&problem->doors[i], problem->subject_count))
			return false;
	for (i = 0; problem->values != NULL && i < problem->subject_count; i++)
		if (!within(problem->values[i], 0, PLAN_NUMBER_MOST))
			return false;
	return true;
}

static bool
aim_sound(const struct plan_problem *problem, const struct plan_aim *aim)
{
	int i;

	for (i = 0; aim->merits != NULL && i < problem->subject_count; i++)
		if (!within(aim->merits[i], 0, PLAN_NUMBER_MOST))
			return false;
	return within(aim->value, 0, PLAN_NUMBER_MOST) &&
	    within(aim->door, 0, PLAN_NUMBER_MOST) &&
	    within(aim->peak, 0, PLAN_NUMBER_MOST) &&
	    within(aim->load, 0, PLAN_NUMBER_MOST) && aim->least_worth >= 0;
}

double
limit_left(const struct plan_limit *limit)
{
	if (limit == NULL || limit->left == NULL)
		return INFINITY;
	return limit->left(limit->with);
}

static bool
subject_taken(
    const struct plan_problem *problem, const bool *taken, int subject)
{
	int i;

	for (i = 0; i < problem->offer_count; i++)
		if (taken[i] && problem->offers[i].subject == subject)
			return true;
	return false;
}

int64_t
plan_worth(const struct plan_problem *problem, const bool *taken)
{
	int64_t worth = 0;
	int i;

	for (i = 0; problem->values != NULL && i < problem->subject_count; i++)
		if (problem->values[i] > 0 && subject_taken(problem, taken, i))
			worth += problem->values[i];
	return worth;
}

static bool
door_open(const struct plan_problem *problem, const struct plan_door *door,
    const bool *taken)
{
	int have = 0, i;

	for (i = 0; i < door->set.count; i++)
		have += subject_taken(problem, taken, door->set.list[i]);
	return have >= door->least;
}

int64_t
plan_doors(const struct plan_problem *problem, const bool *taken)
{
	int64_t doors = 0;
	int i;

	for (i = 0; i < problem->door_count; i++)
		if (door_open(problem, &problem->doors[i], taken))
			doors += problem->doors[i].weight;
	return doors;
}

int64_t
plan_peak(const struct plan_problem *problem, const bool *taken)
{
	int64_t loads[PLAN_SEMESTERS] = { 0 }, peak = 0;
	int i;

	for (i = 0; i < problem->offer_count; i++)
		if (taken[i] && !problem->offers[i].passed)
			loads[problem->offers[i].semester] +=
			    problem->offers[i].load;
	for (i = 0; i < PLAN_SEMESTERS; i++)
		peak = loads[i] > peak ? loads[i] : peak;
	return peak;
}

int64_t
plan_load(const struct plan_problem *problem, const bool *taken)
{
	int64_t load = 0;
	int i;

	for (i = 0; i < problem->offer_count; i++)
		if (taken[i] && !problem->offers[i].passed)
			load += problem->offers[i].load;
	return load;
}

static int64_t
merits_sum(const struct plan_problem *problem, const struct plan_aim *aim,
    const bool *taken)
{
	int64_t sum = 0;
	int i;

	for (i = 0; aim->merits != NULL && i < problem->subject_count; i++)
		if (aim->merits[i] > 0 && subject_taken(problem, taken, i))
			sum += aim->merits[i];
	return sum;
}

int64_t
plan_objective(const struct plan_problem *problem, const struct plan_aim *aim,
    const bool *taken)
{
	return aim->value * plan_worth(problem, taken) +
	    aim->door * plan_doors(problem, taken) -
	    aim->peak * plan_peak(problem, taken) -
	    aim->load * plan_load(problem, taken) +
	    merits_sum(problem, aim, taken);
}

enum plan_outcome
plan_solve_once(const struct plan_problem *problem, const struct plan_aim *aim,
    double seconds, bool *taken, struct plan_proof *proof)
{
	struct program program = { 0 };
	enum plan_outcome outcome = PLAN_NO_MEMORY;
	double *values;
	int i;

	plan_rows(problem, aim, NULL, &program);
	values = memory_get((size_t)(program.columns + 1) * sizeof *values);
	if (values != NULL)
		outcome = program_solve(
		    &program, seconds, values, &proof->bound);
	if (outcome == PLAN_OPTIMAL || outcome == PLAN_FOUND) {
		for (i = 0; i < problem->offer_count; i++)
			taken[i] = values[i] > 0.5;
		proof->objective = (double)plan_objective(problem, aim, taken);
		if (outcome == PLAN_OPTIMAL || proof->bound < proof->objective)
			proof->bound = proof->objective;
	}
	memory_give(values);
	program_free(&program);
	return outcome;
}

enum plan_outcome
plan_solve(const struct plan_problem *problem, const struct plan_aim *aim,
    const struct plan_limit *limit, bool *taken, struct plan_proof *proof)
{
	if (!plan_problem_sound(problem) || !aim_sound(problem, aim))
		return PLAN_BAD_INPUT;
	if (aim->door > 0 && problem->door_count > DOORS_FEW)
		return plan_doors_solve(problem, aim, limit, taken, proof);
	return plan_solve_once(problem, aim, limit_left(limit), taken, proof);
}
