/* Rules as linear rows: what plan_solve.c and plan_conflict.c share. */
#ifndef GILJABI_PLAN_ROWS_H
#define GILJABI_PLAN_ROWS_H

#include "engine/plan_program.h"

/*
 * Adds a column an offer (the first ones, in their order), the rows of the rules
 * and those of the aim. in: the rules that count, NULL for all; aim: NULL for
 * none. A failed allocation stands in program->failed.
 */
void plan_rows(const struct plan_problem *problem, const struct plan_aim *aim,
    const bool *in, struct program *program);

/* One program, solved as it stands; the input is sound. */
enum plan_outcome
plan_solve_once(const struct plan_problem *problem, const struct plan_aim *aim,
    double seconds, bool *taken, struct plan_proof *proof);

/* As plan_solve, for an aim with many doors (plan_doors.c). */
enum plan_outcome
plan_doors_solve(const struct plan_problem *problem, const struct plan_aim *aim,
    const struct plan_limit *limit, bool *taken, struct plan_proof *proof);

double limit_left(const struct plan_limit *limit);

#endif
