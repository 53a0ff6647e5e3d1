/*
 * From rules to rows. A rule is cut by its span into parts; a part is one row
 * over the offers that fall into it. Parts that lie in the past have no row.
 */
#include "engine/plan_rows.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

enum { SLOTS = 1000, PARTS_MOST = PLAN_SEMESTERS * SLOTS };

struct builder {
	const struct plan_problem *problem;
	struct program *program;
	bool *member; /* a subject each: in the set at hand */
	bool *once; /* a subject each: a rule lets it be taken once only */
	int *row; /* a part each: its row, -1 */
	int *shown; /* a subject each: column "is taken", -1 */
};

/* The part of an offer, by span. */

static int
part_whole(const struct plan_offer *offer, int at)
{
	(void)offer, (void)at;
	return 0;
}

static int
part_year(const struct plan_offer *offer, int at)
{
	(void)at;
	return offer->semester / 2;
}

static int
part_semester(const struct plan_offer *offer, int at)
{
	(void)at;
	return offer->semester;
}

static int
part_slot(const struct plan_offer *offer, int at)
{
	(void)at;
	return offer->slot < 0 ? -1 : offer->semester * SLOTS + offer->slot;
}

static int
part_subject(const struct plan_offer *offer, int at)
{
	(void)at;
	return offer->subject;
}

static int
part_offer(const struct plan_offer *offer, int at)
{
	(void)offer;
	return at;
}

/*
 * always: how a part is there without any offer; semesters: how many of them a
 * part covers, 0 when it is not bound to time.
 */
static const struct {
	int (*part)(const struct plan_offer *offer, int at);
	enum { NEVER, ONE, BY_TIME, BY_SET } always;
	int semesters;
} spans[] = {
	[PLAN_WHOLE] = { part_whole, ONE, 0 },
	[PLAN_YEAR] = { part_year, BY_TIME, 2 },
	[PLAN_SEMESTER] = { part_semester, BY_TIME, 1 },
	[PLAN_SLOT] = { part_slot, NEVER, 1 },
	[PLAN_SUBJECT] = { part_subject, BY_SET, 0 },
	[PLAN_OFFER] = { part_offer, NEVER, 1 },
};

static uint32_t
semesters_open(const struct plan_problem *problem)
{
	uint32_t all = (1u << problem->semester_count) - 1;

	return all & ~((1u << problem->first_open) - 1);
}

static void
members_set(const struct builder *builder, const struct plan_set *set, bool in)
{
	int i;

	for (i = 0; i < set->count; i++)
		builder->member[set->list[i]] = in;
}

static int
rule_row(const struct builder *builder, const struct plan_rule *rule)
{
	return program_row(builder->program,
	    rule->least == PLAN_NO_LEAST ? -HUGE_VAL : (double)rule->least,
	    rule->most == PLAN_NO_MOST ? HUGE_VAL : (double)rule->most);
}

/* The rows that stand whether or not there are offers. */
static void
parts_open(const struct builder *builder, const struct plan_rule *rule)
{
	const struct plan_problem *problem = builder->problem;
	uint32_t open = semesters_open(problem) & rule->semesters;
	int width = spans[rule->span].semesters, i;

	switch (spans[rule->span].always) {
	case ONE: builder->row[0] = rule_row(builder, rule); break;
	case BY_TIME:
		for (i = 0; i * width < problem->semester_count; i++)
			if (open >> (i * width) & ((1u << width) - 1))
				builder->row[i] = rule_row(builder, rule);
		break;
	case BY_SET:
		for (i = 0; i < rule->set.count; i++)
			builder->row[rule->set.list[i]] = rule_row(
			    builder, rule);
		break;
	case NEVER: break;
	}
}

/* "If it is taken, its measure lies between": a row for each bound. */
static void
offer_rows(const struct builder *builder, const struct plan_rule *rule,
    int offer, int measure)
{
	struct program *program = builder->program;
	int row;

	if (rule->least != PLAN_NO_LEAST && measure < rule->least) {
		row = program_row(program, -INFINITY, 0);
		program_entry(program, row, offer, 1);
	}
	if (rule->most != PLAN_NO_MOST && measure > rule->most) {
		row = program_row(program, -INFINITY, 0);
		program_entry(program, row, offer, 1);
	}
}

static void
offer_add(const struct builder *builder, const struct plan_rule *rule, int at)
{
	const struct plan_problem *problem = builder->problem;
	const struct plan_offer *offer = &problem->offers[at];
	int measure = rule->measure == PLAN_CREDITS ? offer->credits : 1;
	int part = spans[rule->span].part(offer, at);

	if (rule->span == PLAN_OFFER) {
		if (!offer->passed)
			offer_rows(builder, rule, at, measure);
		return;
	}
	if (part < 0)
		return;
	if (rule->span == PLAN_SLOT && builder->row[part] < 0 && !offer->passed)
		builder->row[part] = rule_row(builder, rule);
	if (builder->row[part] >= 0)
		program_entry(
		    builder->program, builder->row[part], at, measure);
}

/* A rule that speaks of some semesters only, and all of them are past. */
static bool
rule_past(const struct plan_problem *problem, const struct plan_rule *rule)
{
	return rule->semesters != PLAN_EVER &&
	    (rule->semesters & semesters_open(problem)) == 0;
}

static void
sum_rows(const struct builder *builder, const struct plan_rule *rule)
{
	const struct plan_problem *problem = builder->problem;
	int i;

	if (rule_past(problem, rule))
		return;
	for (i = 0; i < PARTS_MOST; i++)
		builder->row[i] = -1;
	members_set(builder, &rule->set, true);
	parts_open(builder, rule);
	for (i = 0; i < problem->offer_count; i++)
		if (builder->member[problem->offers[i].subject] &&
		    rule->semesters >> problem->offers[i].semester & 1)
			offer_add(builder, rule, i);
	members_set(builder, &rule->set, false);
}

/*
 * By semester t: least * (taken at t) <= first ones taken before t. A subject
 * that can be taken once only counts with all semesters up to t, which cuts off
 * more fractions and nothing else.
 */
static void
after_row(const struct builder *builder, const struct plan_rule *rule,
    int subject, int semester)
{
	const struct plan_problem *problem = builder->problem;
	int row = program_row(builder->program, 0, INFINITY), i;
	bool once = builder->once[subject];

	for (i = 0; i < problem->offer_count; i++) {
		const struct plan_offer *offer = &problem->offers[i];
		bool now = offer->semester == semester ||
		    (once && offer->semester < semester);

		if (offer->subject == subject && now && !offer->passed)
			program_entry(
			    builder->program, row, i, -(double)rule->least);
		if (builder->member[offer->subject] &&
		    offer->semester < semester)
			program_entry(builder->program, row, i, 1);
	}
}

static void
after_rows(const struct builder *builder, const struct plan_rule *rule)
{
	const struct plan_problem *problem = builder->problem;
	int i, t;

	if (rule->least <= 0)
		return;
	members_set(builder, &rule->first, true);
	for (i = 0; i < rule->set.count; i++)
		for (t = problem->first_open; t < problem->semester_count; t++)
			after_row(builder, rule, rule->set.list[i], t);
	members_set(builder, &rule->first, false);
}

static void
once_find(
    const struct builder *builder, const struct plan_rule *rule, bool counts)
{
	int i;

	if (!counts || rule->measure != PLAN_COUNT || rule->most != 1 ||
	    rule->span != PLAN_SUBJECT || rule->semesters != PLAN_EVER)
		return;
	for (i = 0; i < rule->set.count; i++)
		builder->once[rule->set.list[i]] = true;
}

/* A column that is 1 only if the subject is taken, made when first asked for. */
static int
subject_shown(const struct builder *builder, int subject)
{
	const struct plan_problem *problem = builder->problem;
	int row, i;

	if (builder->shown[subject] >= 0)
		return builder->shown[subject];
	builder->shown[subject] = program_column(
	    builder->program, 0, 1, 0, false);
	row = program_row(builder->program, 0, INFINITY);
	program_entry(builder->program, row, builder->shown[subject], -1);
	for (i = 0; i < problem->offer_count; i++)
		if (problem->offers[i].subject == subject)
			program_entry(builder->program, row, i, 1);
	return builder->shown[subject];
}

/* All of the set: a row a subject, which is tighter than one row for all. */
static void
door_rows(const struct builder *builder, const struct plan_door *door, int gain)
{
	struct program *program = builder->program;
	bool all = door->least == door->set.count;
	double weight = (double)gain * door->weight;
	int column, row = 0, i;

	if (weight <= 0 || door->least > door->set.count)
		return;
	column = program_column(program, 0, 1, weight, !all);
	if (!all) {
		row = program_row(program, 0, INFINITY);
		program_entry(program, row, column, -(double)door->least);
	}
	for (i = 0; i < door->set.count; i++) {
		int shown = subject_shown(builder, door->set.list[i]);

		if (all) {
			row = program_row(program, 0, INFINITY);
			program_entry(program, row, column, -1);
		}
		program_entry(program, row, shown, 1);
	}
}

/* What taking the subject adds, but for doors. */
static double
subject_gain(
    const struct plan_problem *problem, const struct plan_aim *aim, int subject)
{
	double gain = aim->merits == NULL ? 0 : aim->merits[subject];

	if (problem->values != NULL)
		gain += (double)aim->value * problem->values[subject];
	return gain;
}

static void
worth_rows(const struct builder *builder, const struct plan_aim *aim)
{
	const struct plan_problem *problem = builder->problem;
	bool least = aim->least_worth > 0;
	int row = 0, i;

	if (least)
		row = program_row(builder->program, aim->least_worth, HUGE_VAL);
	for (i = 0; i < problem->subject_count; i++) {
		double gain = subject_gain(problem, aim, i);
		int value = problem->values == NULL ? 0 : problem->values[i];
		int shown;

		if (gain <= 0 && !(least && value > 0))
			continue;
		shown = subject_shown(builder, i);
		if (builder->program->failed)
			return;
		builder->program->gain[shown] = gain;
		if (least && value > 0)
			program_entry(builder->program, row, shown, value);
	}
}

static void
peak_rows(const struct builder *builder, const struct plan_aim *aim)
{
	const struct plan_problem *problem = builder->problem;
	struct program *program = builder->program;
	int column, row, i, t;

	if (aim->peak == 0)
		return;
	column = program_column(program, 0,
	    (double)PLAN_NUMBER_MOST * PLAN_OFFERS_MOST, -aim->peak, true);
	for (t = problem->first_open; t < problem->semester_count; t++) {
		row = program_row(program, 0, INFINITY);
		program_entry(program, row, column, 1);
		for (i = 0; i < problem->offer_count; i++)
			if (problem->offers[i].semester == t)
				program_entry(program, row, i,
				    -(double)problem->offers[i].load);
	}
}

static void
offer_columns(const struct plan_problem *problem, const struct plan_aim *aim,
    struct program *program)
{
	int i;

	for (i = 0; i < problem->offer_count; i++) {
		const struct plan_offer *offer = &problem->offers[i];
		double load = aim == NULL || offer->passed
		    ? 0
		    : -(double)aim->load * offer->load;

		program_column(program, offer->passed ? 1 : 0, 1, load, true);
	}
}

static void
problem_rows(
    const struct builder *builder, const struct plan_aim *aim, const bool *in)
{
	const struct plan_problem *problem = builder->problem;
	int i;

	offer_columns(problem, aim, builder->program);
	for (i = 0; i < problem->rule_count; i++)
		once_find(builder, &problem->rules[i], in == NULL || in[i]);
	for (i = 0; i < problem->rule_count; i++) {
		if (in != NULL && !in[i])
			continue;
		if (problem->rules[i].measure == PLAN_AFTER)
			after_rows(builder, &problem->rules[i]);
		else
			sum_rows(builder, &problem->rules[i]);
	}
	if (aim == NULL)
		return;
	worth_rows(builder, aim);
	for (i = 0; i < problem->door_count; i++)
		door_rows(builder, &problem->doors[i], aim->door);
	peak_rows(builder, aim);
}

void
plan_rows(const struct plan_problem *problem, const struct plan_aim *aim,
    const bool *in, struct program *program)
{
	size_t subjects = (size_t)problem->subject_count + 1, i;
	struct builder builder = {
		.problem = problem,
		.program = program,
		.member = memory_get(subjects * sizeof *builder.member),
		.once = memory_get(subjects * sizeof *builder.once),
		.shown = memory_get(subjects * sizeof *builder.shown),
		.row = memory_get(PARTS_MOST * sizeof *builder.row),
	};

	program->whole_gain = true;
	if (builder.member == NULL || builder.once == NULL ||
	    builder.shown == NULL || builder.row == NULL) {
		program->failed = true;
	} else {
		memset(builder.member, 0, subjects * sizeof *builder.member);
		memset(builder.once, 0, subjects * sizeof *builder.once);
		for (i = 0; i < subjects; i++)
			builder.shown[i] = -1;
		problem_rows(&builder, aim, in);
	}
	memory_give(builder.member);
	memory_give(builder.once);
	memory_give(builder.shown);
	memory_give(builder.row);
}
