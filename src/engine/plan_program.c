/*
 * The program's rows and columns, and CBC behind them. CBC's C interface hands
 * text options to its command-line reader; what that prints is kept quiet by
 * the log level of all its parts.
 */
#include "engine/plan_program.h"

#include <Cbc_C_Interface.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { ENTRIES_MOST = 20 * 1000 * 1000, SECONDS_MOST = 1000 * 1000 };

static const double touch = 1e-6; /* a rounded answer's distance from a row */
static const double number_most = 1e30; /* the solver's infinities are above */

void
program_free(struct program *program)
{
	memory_give(program->low);
	memory_give(program->high);
	memory_give(program->gain);
	memory_give(program->whole);
	memory_give(program->least);
	memory_give(program->most);
	memory_give(program->row_of);
	memory_give(program->column_of);
	memory_give(program->factor);
	memset(program, 0, sizeof *program);
}

/* Room for one more in several arrays of one length. */
struct growing {
	void **array;
	size_t size;
};

static bool
arrays_grow(
    struct program *program, const struct growing *arrays, int used, int *room)
{
	int wanted = *room < 64 ? 64 : *room * 2;

	if (program->failed || used >= ENTRIES_MOST)
		return !(program->failed = true);
	if (used < *room)
		return true;
	for (; arrays->array != NULL; arrays++) {
		void *grown = memory_resize(
		    *arrays->array, (size_t)wanted * arrays->size);

		if (grown == NULL)
			return !(program->failed = true);
		*arrays->array = grown;
	}
	*room = wanted;
	return true;
}

int
program_column(
    struct program *program, double low, double high, double gain, bool whole)
{
	int column = program->columns;
	const struct growing arrays[] = {
		{ (void **)&program->low, sizeof *program->low },
		{ (void **)&program->high, sizeof *program->high },
		{ (void **)&program->gain, sizeof *program->gain },
		{ (void **)&program->whole, sizeof *program->whole },
		{ 0 },
	};

	if (!arrays_grow(program, arrays, column, &program->column_room))
		return 0;
	program->low[column] = low;
	program->high[column] = high;
	program->gain[column] = gain;
	program->whole[column] = whole;
	program->columns++;
	return column;
}

int
program_row(struct program *program, double least, double most)
{
	int row = program->rows;
	const struct growing arrays[] = {
		{ (void **)&program->least, sizeof *program->least },
		{ (void **)&program->most, sizeof *program->most },
		{ 0 },
	};

	if (!arrays_grow(program, arrays, row, &program->row_room))
		return 0;
	program->least[row] = least;
	program->most[row] = most;
	program->rows++;
	return row;
}

void
program_entry(struct program *program, int row, int column, double factor)
{
	int entry = program->entries;
	const struct growing arrays[] = {
		{ (void **)&program->row_of, sizeof *program->row_of },
		{ (void **)&program->column_of, sizeof *program->column_of },
		{ (void **)&program->factor, sizeof *program->factor },
		{ 0 },
	};

	if (!arrays_grow(program, arrays, entry, &program->entry_room))
		return;
	program->row_of[entry] = row;
	program->column_of[entry] = column;
	program->factor[entry] = factor;
	program->entries++;
}

/* Entries by column, as the solver wants them. */
struct columns {
	int *start, *row;
	double *factor;
};

static void
columns_free(struct columns *columns)
{
	memory_give(columns->start);
	memory_give(columns->row);
	memory_give(columns->factor);
}

static bool
columns_make(const struct program *program, struct columns *columns)
{
	size_t count = (size_t)program->columns + 2;
	size_t entries = (size_t)program->entries + 1;
	int i;

	columns->start = memory_get(count * sizeof *columns->start);
	columns->row = memory_get(entries * sizeof *columns->row);
	columns->factor = memory_get(entries * sizeof *columns->factor);
	if (columns->start == NULL || columns->row == NULL ||
	    columns->factor == NULL)
		return false;
	memset(columns->start, 0, count * sizeof *columns->start);
	for (i = 0; i < program->entries; i++)
		columns->start[program->column_of[i] + 2]++;
	for (i = 2; i < program->columns + 2; i++)
		columns->start[i] += columns->start[i - 1];
	for (i = 0; i < program->entries; i++) {
		int at = columns->start[program->column_of[i] + 1]++;

		columns->row[at] = program->row_of[i];
		columns->factor[at] = program->factor[i];
	}
	return true;
}

/* What the row of a solution comes to lies within its bounds, in all rows. */
static bool
solution_holds(const struct program *program, const double *values)
{
	double *sums = memory_get((size_t)(program->rows + 1) * sizeof *sums);
	bool holds = sums != NULL;
	int i;

	if (sums == NULL)
		return false;
	memset(sums, 0, (size_t)(program->rows + 1) * sizeof *sums);
	for (i = 0; i < program->entries; i++)
		sums[program->row_of[i]] += program->factor[i] *
		    values[program->column_of[i]];
	for (i = 0; i < program->rows; i++)
		holds = holds && sums[i] >= program->least[i] - touch &&
		    sums[i] <= program->most[i] + touch;
	for (i = 0; i < program->columns; i++)
		holds = holds && values[i] >= program->low[i] - touch &&
		    values[i] <= program->high[i] + touch;
	memory_give(sums);
	return holds;
}

static double
solution_gain(const struct program *program, const double *values)
{
	double gain = 0;
	int i;

	for (i = 0; i < program->columns; i++)
		gain += program->gain[i] * values[i];
	return gain;
}

/* CBC looks for the least: gains go in with their signs turned. */
static Cbc_Model *
model_new(const struct program *program, const struct columns *columns,
    double seconds)
{
	Cbc_Model *model = Cbc_newModel();
	char text[32];
	int i;

	if (model == NULL)
		return NULL;
	Cbc_setLogLevel(model, 0);
	Cbc_loadProblem(model, program->columns, program->rows, columns->start,
	    columns->row, columns->factor, program->low, program->high, NULL,
	    program->least, program->most);
	for (i = 0; i < program->columns; i++) {
		Cbc_setObjCoeff(model, i, -program->gain[i]);
		if (program->whole[i])
			Cbc_setInteger(model, i);
	}
	Cbc_setObjSense(model, 1);
	Cbc_setParameter(model, "log", "0");
	Cbc_setParameter(model, "slog", "0");
	Cbc_setParameter(model, "randomC", "1");
	Cbc_setParameter(model, "randomS", "1");
	snprintf(text, sizeof text, "%.3f", seconds);
	if (seconds < SECONDS_MOST)
		Cbc_setParameter(model, "sec", text);
	Cbc_setParameter(model, "timeM", "elapsed");
	if (program->whole_gain)
		Cbc_setParameter(model, "allow", "0.999");
	snprintf(text, sizeof text, "%.6f", program->gap);
	if (program->gap > 0)
		Cbc_setParameter(model, "ratio", text);
	return model;
}

/* Is the solution better than the one to begin with? */
static bool
solution_better(const struct program *program, const double *values)
{
	return program->start == NULL ||
	    solution_gain(program, values) >
	    solution_gain(program, program->start) + touch;
}

/* What the solver says no solution exceeds; before its first relaxation it has
   a number that says nothing. */
static double
model_bound(Cbc_Model *model, double gain)
{
	double bound = -Cbc_getBestPossibleObjValue(model);

	return bound >= gain - touch && bound < number_most ? bound : INFINITY;
}

/* The solver's answer rounded; false: it has none that holds. */
static bool
model_values(const struct program *program, Cbc_Model *model, double *values)
{
	const double *found = Cbc_getColSolution(model);
	int i;

	if (found == NULL)
		return false;
	for (i = 0; i < program->columns; i++)
		values[i] = program->whole[i] ? round(found[i]) : found[i];
	return solution_holds(program, values);
}

static enum plan_outcome
model_outcome(const struct program *program, Cbc_Model *model, double *values,
    double *bound)
{
	bool proven = Cbc_isProvenOptimal(model) != 0;
	bool own = model_values(program, model, values);
	double gain;

	if (Cbc_isProvenInfeasible(model) && program->start == NULL)
		return PLAN_IMPOSSIBLE;
	if (!own && program->start == NULL)
		return PLAN_UNDECIDED;
	if (!own || !solution_better(program, values))
		memcpy(values, program->start,
		    (size_t)program->columns * sizeof *values);
	gain = solution_gain(program, values);
	*bound = own ? model_bound(model, gain) : INFINITY;
	if (own && proven && program->gap <= 0)
		*bound = gain;
	return own && proven ? PLAN_OPTIMAL : PLAN_FOUND;
}

static void
model_start(const struct program *program, Cbc_Model *model)
{
	int *columns, i;

	if (program->start == NULL)
		return;
	columns = memory_get((size_t)(program->columns + 1) * sizeof *columns);
	if (columns == NULL)
		return;
	for (i = 0; i < program->columns; i++)
		columns[i] = i;
	Cbc_setMIPStartI(model, program->columns, columns, program->start);
	memory_give(columns);
}

enum plan_outcome
program_solve(const struct program *program, double seconds, double *values,
    double *bound)
{
	struct columns columns = { 0 };
	enum plan_outcome outcome = PLAN_NO_MEMORY;
	Cbc_Model *model = NULL;

	if (program->failed)
		return PLAN_NO_MEMORY;
	if (seconds <= 0)
		return PLAN_UNDECIDED;
	if (columns_make(program, &columns))
		model = model_new(program, &columns, seconds);
	if (model != NULL) {
		model_start(program, model);
		Cbc_solve(model);
		outcome = model_outcome(program, model, values, bound);
		Cbc_deleteModel(model);
	}
	columns_free(&columns);
	return outcome;
}
