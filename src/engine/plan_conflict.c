/*
 * The smallest conflict by deletion: a rule without which the others still
 * cannot hold is left out for good. Rules are tried in halving runs first, since
 * most of them have no part in it.
 */
#include <string.h>

#include "base/memory.h"
#include "engine/plan_rows.h"

static enum plan_outcome
rules_hold(const struct plan_problem *problem, const struct plan_limit *limit,
    const bool *in)
{
	struct program program = { 0 };
	enum plan_outcome outcome = PLAN_NO_MEMORY;
	double *values, bound;

	plan_rows(problem, NULL, in, &program);
	values = memory_get((size_t)(program.columns + 1) * sizeof *values);
	if (values != NULL)
		outcome = program_solve(
		    &program, limit_left(limit), values, &bound);
	memory_give(values);
	program_free(&program);
	return outcome == PLAN_FOUND ? PLAN_OPTIMAL : outcome;
}

static bool
any_in(const bool *in, int from, int count)
{
	int i;

	for (i = from; i < from + count; i++)
		if (in[i])
			return true;
	return false;
}

/* Leaves a run of rules out if the others are in conflict without it. */
static enum plan_outcome
run_leave(const struct plan_problem *problem, const struct plan_limit *limit,
    bool *in, bool *tried, int from, int count)
{
	enum plan_outcome outcome;

	if (!any_in(in, from, count))
		return PLAN_IMPOSSIBLE;
	memcpy(tried, in, (size_t)problem->rule_count * sizeof *tried);
	memset(tried + from, 0, (size_t)count * sizeof *tried);
	outcome = rules_hold(problem, limit, tried);
	if (outcome == PLAN_IMPOSSIBLE)
		memcpy(in, tried, (size_t)problem->rule_count * sizeof *in);
	return outcome;
}

static enum plan_outcome
rules_leave(const struct plan_problem *problem, const struct plan_limit *limit,
    bool *in, bool *tried)
{
	int count = problem->rule_count, run = 1, from;
	enum plan_outcome outcome;

	while (run < count)
		run *= 2;
	for (; run >= 1; run /= 2)
		for (from = 0; from < count; from += run) {
			outcome = run_leave(problem, limit, in, tried, from,
			    from + run < count ? run : count - from);
			if (outcome != PLAN_IMPOSSIBLE &&
			    outcome != PLAN_OPTIMAL)
				return outcome;
		}
	return PLAN_IMPOSSIBLE;
}

enum plan_outcome
plan_conflict(const struct plan_problem *problem,
    const struct plan_limit *limit, bool *in)
{
	enum plan_outcome outcome;
	bool *tried;
	int i;

	if (!plan_problem_sound(problem))
		return PLAN_BAD_INPUT;
	for (i = 0; i < problem->rule_count; i++)
		in[i] = true;
	outcome = rules_hold(problem, limit, in);
	if (outcome != PLAN_IMPOSSIBLE)
		return outcome;
	tried = memory_get((size_t)(problem->rule_count + 1) * sizeof *tried);
	if (tried == NULL)
		return PLAN_NO_MEMORY;
	outcome = rules_leave(problem, limit, in, tried);
	memory_give(tried);
	return outcome;
}
