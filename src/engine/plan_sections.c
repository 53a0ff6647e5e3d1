/*
 * Sections as a program: a column a wish and section of its subject, a column a
 * section that is open, one a subject for its largest section.
 */
#include "engine/plan_sections.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/plan_rows.h"

enum { ENTRIES_A_SECOND = 10000 };

/* Rows by what they count; -1 where there is none. */
struct layout {
	const struct section_problem *problem;
	struct program program;
	int *open; /* a section each: its column */
	int *fills, *reaches, *sizes; /* a section each: its rows */
	int *largest; /* a subject each: its column */
	int *head, *next; /* sections by subject */
	int *first; /* a wish each: its first column */
	int *block; /* a block each: the row of the pupil at hand */
	int *filled; /* a section each: pupils of an assignment */
	int *wished; /* a subject each: how many want it */
};

static bool
has_rule(const struct section_problem *problem, enum section_rule rule)
{
	return !(problem->without & rule);
}

static bool
inside(int number, int least, int most)
{
	return number >= least && number <= most;
}

static bool
section_sound(
    const struct section_problem *problem, const struct section *section)
{
	return inside(section->subject, 0, problem->subject_count - 1) &&
	    inside(section->block, 0, SECTIONS_BLOCKS - 1) &&
	    inside(
		section->teacher, SECTIONS_NONE, problem->teacher_count - 1) &&
	    inside(section->seats, 0, PLAN_NUMBER_MOST) &&
	    inside(section->least, 0, PLAN_NUMBER_MOST);
}

static bool
sections_sound(const struct section_problem *problem)
{
	int i;

	if (!inside(problem->pupil_count, 0, SECTIONS_WISHES_MOST) ||
	    !inside(problem->subject_count, 0, PLAN_SUBJECTS_MOST) ||
	    !inside(problem->teacher_count, 0, SECTIONS_MOST) ||
	    !inside(problem->section_count, 0, SECTIONS_MOST) ||
	    !inside(problem->wish_count, 0, SECTIONS_WISHES_MOST))
		return false;
	for (i = 0; i < problem->section_count; i++)
		if (!section_sound(problem, &problem->sections[i]))
			return false;
	for (i = 0; i < problem->wish_count; i++) {
		const struct section_wish *wish = &problem->wishes[i];

		if (!inside(wish->pupil, 0, problem->pupil_count - 1) ||
		    !inside(wish->subject, 0, problem->subject_count - 1) ||
		    (i > 0 && wish->pupil < problem->wishes[i - 1].pupil))
			return false;
	}
	return true;
}

/* Sections */

static void
section_columns(struct layout *layout, int at)
{
	const struct section_problem *problem = layout->problem;
	const struct section *section = &problem->sections[at];
	struct program *program = &layout->program;
	int seats = has_rule(problem, SECTION_SEATS) ? section->seats
						     : problem->pupil_count;

	layout->open[at] = program_column(program, 0, 1, 0, true);
	layout->fills[at] = program_row(program, -HUGE_VAL, 0);
	program_entry(program, layout->fills[at], layout->open[at], -seats);
	layout->reaches[at] = layout->sizes[at] = -1;
	if (has_rule(problem, SECTION_LEAST) && section->least > 0) {
		layout->reaches[at] = program_row(program, 0, HUGE_VAL);
		program_entry(program, layout->reaches[at], layout->open[at],
		    -section->least);
	}
	if (has_rule(problem, SECTION_BALANCE)) {
		layout->sizes[at] = program_row(program, 0, HUGE_VAL);
		program_entry(program, layout->sizes[at],
		    layout->largest[section->subject], 1);
	}
	layout->next[at] = layout->head[section->subject];
	layout->head[section->subject] = at;
}

/* One row a teacher, one a teacher and time at which there are two sections. */
static void
teacher_rows(struct layout *layout, int teacher)
{
	const struct section_problem *problem = layout->problem;
	struct program *program = &layout->program;
	int all = program_row(
	    program, -HUGE_VAL, problem->teacher_most[teacher]);
	int block[SECTIONS_BLOCKS], i;

	memset(block, -1, sizeof block);
	for (i = 0; i < problem->section_count; i++) {
		const struct section *section = &problem->sections[i];
		int *row = &block[section->block];

		if (section->teacher != teacher)
			continue;
		program_entry(program, all, layout->open[i], 1);
		if (*row < 0)
			*row = program_row(program, -HUGE_VAL, 1);
		program_entry(program, *row, layout->open[i], 1);
	}
}

/* Wishes */

static void
wish_column(struct layout *layout, int met, int at)
{
	const struct section *section = &layout->problem->sections[at];
	struct program *program = &layout->program;
	int column = program_column(program, 0, 1, SECTIONS_WORTH, true);
	int *block = &layout->block[section->block];

	program_entry(program, met, column, 1);
	program_entry(program, layout->fills[at], column, 1);
	if (layout->reaches[at] >= 0)
		program_entry(program, layout->reaches[at], column, 1);
	if (layout->sizes[at] >= 0)
		program_entry(program, layout->sizes[at], column, -1);
	if (!has_rule(layout->problem, SECTION_BLOCKS))
		return;
	if (*block < 0)
		*block = program_row(program, -HUGE_VAL, 1);
	program_entry(program, *block, column, 1);
}

static void
wishes_add(struct layout *layout)
{
	const struct section_problem *problem = layout->problem;
	int i, at;

	for (i = 0; i < problem->wish_count; i++) {
		const struct section_wish *wish = &problem->wishes[i];
		int met = program_row(&layout->program, -HUGE_VAL, 1);

		if (i == 0 || wish[-1].pupil != wish->pupil)
			memset(layout->block, -1,
			    SECTIONS_BLOCKS * sizeof *layout->block);
		layout->first[i] = layout->program.columns;
		for (at = layout->head[wish->subject]; at >= 0;
		     at = layout->next[at])
			wish_column(layout, met, at);
	}
}

static void
layout_fill(struct layout *layout)
{
	const struct section_problem *problem = layout->problem;
	int i;

	for (i = 0; i < problem->subject_count; i++) {
		layout->head[i] = -1;
		layout->largest[i] = program_column(&layout->program, 0,
		    problem->pupil_count,
		    has_rule(problem, SECTION_BALANCE) ? -1 : 0, true);
	}
	for (i = 0; i < problem->section_count; i++)
		section_columns(layout, i);
	for (i = 0; i < problem->teacher_count; i++)
		if (has_rule(problem, SECTION_TEACHERS))
			teacher_rows(layout, i);
	wishes_add(layout);
}

static void
layout_free(struct layout *layout)
{
	program_free(&layout->program);
	memory_give(layout->open);
	memory_give(layout->fills);
	memory_give(layout->reaches);
	memory_give(layout->sizes);
	memory_give(layout->largest);
	memory_give(layout->head);
	memory_give(layout->next);
	memory_give(layout->first);
	memory_give(layout->block);
	memory_give(layout->filled);
	memory_give(layout->wished);
}

static int *
numbers(struct layout *layout, int count)
{
	int *list = memory_get((size_t)(count + 1) * sizeof *list);

	if (list == NULL)
		layout->program.failed = true;
	return list;
}

static void
layout_make(struct layout *layout, const struct section_problem *problem)
{
	*layout = (struct layout){ .problem = problem };
	layout->open = numbers(layout, problem->section_count);
	layout->fills = numbers(layout, problem->section_count);
	layout->reaches = numbers(layout, problem->section_count);
	layout->sizes = numbers(layout, problem->section_count);
	layout->next = numbers(layout, problem->section_count);
	layout->largest = numbers(layout, problem->subject_count);
	layout->head = numbers(layout, problem->subject_count);
	layout->first = numbers(layout, problem->wish_count);
	layout->block = numbers(layout, SECTIONS_BLOCKS);
	layout->filled = numbers(layout, problem->section_count);
	layout->wished = numbers(layout, problem->subject_count);
	if (!layout->program.failed)
		layout_fill(layout);
}

/* The answer */

static void
placed_read(const struct layout *layout, const double *values, int *placed)
{
	const struct section_problem *problem = layout->problem;
	int i, at, column;

	for (i = 0; i < problem->wish_count; i++) {
		placed[i] = SECTIONS_NONE;
		column = layout->first[i];
		for (at = layout->head[problem->wishes[i].subject]; at >= 0;
		     at = layout->next[at], column++)
			if (values[column] > 0.5)
				placed[i] = at;
	}
}

static void
filled_count(const struct layout *layout, const int *placed)
{
	const struct section_problem *problem = layout->problem;
	int i;

	memset(layout->filled, 0,
	    (size_t)problem->section_count * sizeof *layout->filled);
	for (i = 0; i < problem->wish_count; i++)
		if (placed[i] >= 0)
			layout->filled[placed[i]]++;
}

static int
largest_of(const struct layout *layout, int subject)
{
	int largest = 0, at;

	for (at = layout->head[subject]; at >= 0; at = layout->next[at])
		if (layout->filled[at] > largest)
			largest = layout->filled[at];
	return largest;
}

static void
proof_read(
    const struct layout *layout, const int *placed, struct section_proof *proof)
{
	const struct section_problem *problem = layout->problem;
	int i;

	filled_count(layout, placed);
	proof->met = 0;
	for (i = 0; i < problem->wish_count; i++)
		proof->met += placed[i] >= 0;
	proof->objective = (int64_t)proof->met * SECTIONS_WORTH;
	for (i = 0; i < problem->subject_count; i++)
		if (has_rule(problem, SECTION_BALANCE))
			proof->objective -= largest_of(layout, i);
}

/*
 * No more of a subject than is wished and than there are seats, spread over all
 * its sections.
 */
static double
subject_bound(const struct layout *layout, int subject, int wished)
{
	const struct section_problem *problem = layout->problem;
	int64_t seats = 0, sections = 0, met;
	int at;

	for (at = layout->head[subject]; at >= 0; at = layout->next[at]) {
		seats += problem->sections[at].seats;
		sections++;
	}
	if (sections == 0)
		return 0;
	met = has_rule(problem, SECTION_SEATS) && wished > seats ? seats
								 : wished;
	return (double)(met * SECTIONS_WORTH -
	    (has_rule(problem, SECTION_BALANCE)
		    ? (met + sections - 1) / sections
		    : 0));
}

static double
plain_bound(const struct layout *layout)
{
	const struct section_problem *problem = layout->problem;
	double bound = 0;
	int i;

	memset(layout->wished, 0,
	    (size_t)problem->subject_count * sizeof *layout->wished);
	for (i = 0; i < problem->wish_count; i++)
		layout->wished[problem->wishes[i].subject]++;
	for (i = 0; i < problem->subject_count; i++)
		bound += subject_bound(layout, i, layout->wished[i]);
	return bound;
}

/* An assignment as the program's columns. */
static void
values_write(const struct layout *layout, const int *placed, double *values)
{
	const struct section_problem *problem = layout->problem;
	int i, at, column;

	for (i = 0; i < layout->program.columns; i++)
		values[i] = 0;
	for (i = 0; i < problem->wish_count; i++) {
		column = layout->first[i];
		for (at = layout->head[problem->wishes[i].subject]; at >= 0;
		     at = layout->next[at], column++)
			if (placed[i] == at) {
				values[column] = 1;
				values[layout->open[at]] = 1;
			}
	}
	filled_count(layout, placed);
	for (i = 0; i < problem->subject_count; i++)
		values[layout->largest[i]] = has_rule(problem, SECTION_BALANCE)
		    ? largest_of(layout, i)
		    : 0;
}

/* The better one of the caller's start and a quick one of our own. */
static bool
first_find(const struct layout *layout, const int *start, int *placed,
    struct section_proof *proof)
{
	struct section_proof other = { 0 };

	if (!sections_seat(layout->problem, placed))
		return false;
	proof_read(layout, placed, proof);
	if (start == NULL)
		return true;
	proof_read(layout, start, &other);
	if (other.objective > proof->objective) {
		memcpy(placed, start,
		    (size_t)layout->problem->wish_count * sizeof *placed);
		*proof = other;
	}
	return true;
}

/*
 * The solver's first relaxation does not look at the clock: it is not begun
 * without more than the time that it takes.
 */
static double
seconds_useful(const struct layout *layout, const struct plan_limit *limit)
{
	double left = limit_left(limit);

	return left * ENTRIES_A_SECOND < layout->program.entries ? 0 : left;
}

/* From a first assignment to one within the share, if time lasts. */
static enum plan_outcome
layout_solve(struct layout *layout, double share,
    const struct plan_limit *limit, const int *start, int *placed,
    struct section_proof *proof)
{
	size_t columns = (size_t)layout->program.columns + 1;
	double *values = memory_get(columns * sizeof *values);
	double *first = memory_get(columns * sizeof *first), bound = INFINITY;
	enum plan_outcome outcome = PLAN_NO_MEMORY;

	if (!layout->program.failed && values != NULL && first != NULL &&
	    first_find(layout, start, placed, proof)) {
		values_write(layout, placed, first);
		layout->program.start = first;
		layout->program.gap = share;
		layout->program.whole_gain = share <= 0;
		outcome = program_solve(&layout->program,
		    seconds_useful(layout, limit), values, &bound);
	}
	if (outcome == PLAN_OPTIMAL || outcome == PLAN_FOUND) {
		placed_read(layout, values, placed);
		proof_read(layout, placed, proof);
	}
	memory_give(values);
	memory_give(first);
	if (outcome == PLAN_NO_MEMORY)
		return outcome;
	proof->bound = fmax(
	    fmin(bound, plain_bound(layout)), (double)proof->objective);
	return proof->bound <= (double)proof->objective + 0.5 ? PLAN_OPTIMAL
							      : PLAN_FOUND;
}

enum plan_outcome
sections_solve(const struct section_problem *problem, double share,
    const struct plan_limit *limit, const int *start, int *placed,
    struct section_proof *proof)
{
	enum plan_outcome outcome;
	struct layout layout;

	if (!sections_sound(problem) || !(share >= 0 && share < 1))
		return PLAN_BAD_INPUT;
	layout_make(&layout, problem);
	outcome = layout_solve(&layout, share, limit, start, placed, proof);
	layout_free(&layout);
	return outcome;
}
