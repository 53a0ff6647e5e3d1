/* A plan against its rules, one part at a time, by adding up. */
#include "engine/plan_check.h"

#include <stddef.h>

struct check {
	const struct plan_problem *problem;
	const bool *taken;
	plan_report *report;
	void *with;
	int breaches;
};

static bool
is_taken(const struct check *check, int offer)
{
	return check->taken[offer] || check->problem->offers[offer].passed;
}

static bool
is_in(const struct plan_set *set, int subject)
{
	int i;

	for (i = 0; i < set->count; i++)
		if (set->list[i] == subject)
			return true;
	return false;
}

static void
judge(struct check *check, int number, int part, int64_t has)
{
	const struct plan_rule *rule = &check->problem->rules[number];
	struct plan_breach breach = { number, part, has, rule->least,
		rule->most };

	if ((rule->least == PLAN_NO_LEAST || has >= rule->least) &&
	    (rule->most == PLAN_NO_MOST || has <= rule->most))
		return;
	check->breaches++;
	if (check->report != NULL)
		check->report(check->with, &breach);
}

/* What counts for a part: semesters from .. below to, one subject, one slot. */
struct view {
	int from, to, subject, slot; /* -1: any subject, any slot */
};

static int64_t
view_sum(const struct check *check, const struct plan_rule *rule,
    const struct view *view)
{
	const struct plan_problem *problem = check->problem;
	int64_t sum = 0;
	int i;

	for (i = 0; i < problem->offer_count; i++) {
		const struct plan_offer *offer = &problem->offers[i];

		if (!is_taken(check, i) || offer->semester < view->from ||
		    offer->semester >= view->to ||
		    !(rule->semesters & 1u << offer->semester) ||
		    (view->subject >= 0 && offer->subject != view->subject) ||
		    (view->slot >= 0 && offer->slot != view->slot) ||
		    !is_in(&rule->set, offer->subject))
			continue;
		sum += rule->measure == PLAN_CREDITS ? offer->credits : 1;
	}
	return sum;
}

/* Some semester that the rule speaks of is still to come. */
static bool
is_ahead(
    const struct check *check, const struct plan_rule *rule, int from, int to)
{
	int t;

	for (t = from; t < to && t < check->problem->semester_count; t++)
		if (t >= check->problem->first_open &&
		    (rule->semesters & 1u << t))
			return true;
	return false;
}

static void
check_whole(struct check *check, int number)
{
	const struct plan_rule *rule = &check->problem->rules[number];
	struct view all = { 0, PLAN_SEMESTERS, -1, -1 };

	judge(check, number, 0, view_sum(check, rule, &all));
}

static void
check_times(struct check *check, int number, int width)
{
	const struct plan_rule *rule = &check->problem->rules[number];
	int from;

	for (from = 0; from < check->problem->semester_count; from += width) {
		struct view view = { from, from + width, -1, -1 };

		if (is_ahead(check, rule, from, from + width))
			judge(check, number, from / width,
			    view_sum(check, rule, &view));
	}
}

static void
check_years(struct check *check, int number)
{
	check_times(check, number, 2);
}

static void
check_semesters(struct check *check, int number)
{
	check_times(check, number, 1);
}

/* Each slot once: at its first offer that is open and in the set. */
static void
check_slots(struct check *check, int number)
{
	const struct plan_problem *problem = check->problem;
	const struct plan_rule *rule = &problem->rules[number];
	int i, k;

	for (i = 0; i < problem->offer_count; i++) {
		const struct plan_offer *offer = &problem->offers[i], *other;
		struct view view = { offer->semester, offer->semester + 1, -1,
			offer->slot };
		bool seen = false;

		if (offer->slot < 0 || offer->passed ||
		    !is_in(&rule->set, offer->subject) ||
		    !(rule->semesters & 1u << offer->semester))
			continue;
		for (k = 0; k < i && !seen; k++) {
			other = &problem->offers[k];
			seen = other->slot == offer->slot && !other->passed &&
			    other->semester == offer->semester &&
			    is_in(&rule->set, other->subject);
		}
		if (!seen)
			judge(check, number, offer->semester,
			    view_sum(check, rule, &view));
	}
}

static void
check_subjects(struct check *check, int number)
{
	const struct plan_rule *rule = &check->problem->rules[number];
	int i;

	for (i = 0; i < rule->set.count; i++) {
		struct view view = { 0, PLAN_SEMESTERS, rule->set.list[i], -1 };

		judge(check, number, rule->set.list[i],
		    view_sum(check, rule, &view));
	}
}

static void
check_offers(struct check *check, int number)
{
	const struct plan_problem *problem = check->problem;
	const struct plan_rule *rule = &problem->rules[number];
	int i;

	for (i = 0; i < problem->offer_count; i++) {
		const struct plan_offer *offer = &problem->offers[i];

		if (is_taken(check, i) && !offer->passed &&
		    (rule->semesters & 1u << offer->semester) &&
		    is_in(&rule->set, offer->subject))
			judge(check, number, i,
			    rule->measure == PLAN_CREDITS ? offer->credits : 1);
	}
}

static int64_t
count_before(
    const struct check *check, const struct plan_rule *rule, int semester)
{
	const struct plan_problem *problem = check->problem;
	int64_t count = 0;
	int i;

	for (i = 0; i < problem->offer_count; i++)
		count += is_taken(check, i) &&
		    problem->offers[i].semester < semester &&
		    is_in(&rule->first, problem->offers[i].subject);
	return count;
}

/* `most` says nothing of an order. */
static void
check_after(struct check *check, int number)
{
	const struct plan_problem *problem = check->problem;
	const struct plan_rule *rule = &problem->rules[number];
	int i;

	for (i = 0; i < problem->offer_count; i++) {
		const struct plan_offer *offer = &problem->offers[i];
		struct plan_breach breach = { number, i, 0, rule->least,
			PLAN_NO_MOST };

		if (!is_taken(check, i) || offer->passed ||
		    !is_in(&rule->set, offer->subject))
			continue;
		breach.has = count_before(check, rule, offer->semester);
		if (breach.has >= rule->least)
			continue;
		check->breaches++;
		if (check->report != NULL)
			check->report(check->with, &breach);
	}
}

static void (*const checks[])(struct check *check, int number) = {
	[PLAN_WHOLE] = check_whole,
	[PLAN_YEAR] = check_years,
	[PLAN_SEMESTER] = check_semesters,
	[PLAN_SLOT] = check_slots,
	[PLAN_SUBJECT] = check_subjects,
	[PLAN_OFFER] = check_offers,
};

int
plan_check(const struct plan_problem *problem, const bool *taken,
    plan_report *report, void *with)
{
	struct check check = { problem, taken, report, with, 0 };
	int i;

	for (i = 0; i < problem->rule_count; i++) {
		const struct plan_rule *rule = &problem->rules[i];

		if (rule->measure == PLAN_AFTER)
			check_after(&check, i);
		else if (rule->semesters == PLAN_EVER ||
		    is_ahead(&check, rule, 0, PLAN_SEMESTERS))
			checks[rule->span](&check, i);
	}
	return check.breaches;
}
