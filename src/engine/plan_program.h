/*
 * A mixed-integer program over bounded whole numbers and its way to CBC: the
 * only file that knows the solver. Rows and columns grow; a failed allocation
 * is remembered and told once, by program_solve.
 */
#ifndef GILJABI_PLAN_PROGRAM_H
#define GILJABI_PLAN_PROGRAM_H

#include <stdbool.h>

#include "engine/plan.h"

struct program {
	int columns, rows, entries;
	int column_room, row_room, entry_room;
	double *low, *high, *gain; /* a column each */
	bool *whole;
	double *least, *most; /* a row each */
	int *row_of, *column_of; /* an entry each */
	double *factor;
	bool failed;
	/* Every gain is whole, and so is every column that has one. */
	bool whole_gain;
	double gap; /* share of the objective that is good enough; 0: none */
	/* A solution to begin with, the caller's, or NULL: kept if none is better. */
	const double *start;
};

void program_free(struct program *program);
/* The number of the column, 0 when memory failed. */
int program_column(
    struct program *program, double low, double high, double gain, bool whole);
/* The number of the row; -INFINITY and INFINITY where there is no bound. */
int program_row(struct program *program, double least, double most);
void program_entry(struct program *program, int row, int column, double factor);

/*
 * The most gain. values: a column each; bound: no solution has more, INFINITY
 * where the solver did not come far enough to say one. Prints
 * nothing. The answer is checked against the rows before it is believed.
 */
enum plan_outcome program_solve(const struct program *program, double seconds,
    double *values, double *bound);

#endif
