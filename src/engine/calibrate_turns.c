/*
 * The EM algorithm of a scale (Bock and Aitkin 1981): turns of expecting and
 * fitting, every other one drawn out (SQUAREM).
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/calibrate_parts.h"

enum { TURNS_MOST = 2000, HALVINGS_MOST = 12 };

static const double settled = 2e-5; /* where a turn moves no number more */

void
curves_tabulate(struct scale_work *work, const struct nodes *nodes)
{
	for (int i = 0; i < work->count; i++)
		curve_tabulate(&work->curves[i], nodes, work->chance[i]);
	memcpy(work->product[0], nodes->prior, sizeof nodes->prior);
	work->scaled[0] = 0;
}

/* Fills `expected` and answers the logarithm of the likelihood. */
static double
expect(struct scale_work *work, const struct nodes *nodes)
{
	double likelihood = 0;

	curves_tabulate(work, nodes);
	memset(work->expected, 0, (size_t)work->count * sizeof *work->expected);
	for (size_t u = 0; u < work->patterns; u++) {
		double total = pattern_open(work, u);
		double share = work->people[u] / total;
		const double *restrict leaf = work->product[work->count];
		double *restrict sum = work->sum[work->count];

		likelihood += work->people[u] *
		    (log(total) + work->scaled[work->count]);
		for (int q = 0; q < NODES; q++)
			sum[q] = leaf[q] * share;
		pattern_close(work, u);
	}
	memset(work->sum[0], 0, sizeof work->sum[0]);
	return likelihood;
}

/*
 * Adds the half people of categories that nobody chose; answers what they add
 * to the logarithm of the likelihood.
 */
static double
unused_add(struct scale_work *work, const struct nodes *nodes,
    const struct calibrate_item *items)
{
	double likelihood = 0;

	for (int i = 0; i < work->count; i++)
		for (int k = 0; k < CATEGORIES; k++) {
			if (items[work->items[i]].counts[k] > 0)
				continue;
			for (int q = 0; q < NODES; q++) {
				double people = unused_people * nodes->prior[q];

				work->expected[i][k][q] += people;
				likelihood += people *
				    log(work->chance[i][k][q]);
			}
		}
	return likelihood;
}

struct path {
	struct curve *start, *first, *second; /* of three turns */
};

static double
turn(struct scale_work *work, const struct nodes *nodes,
    const struct calibrate_item *items, struct calibrate_scale *scale)
{
	double likelihood = expect(work, nodes);

	likelihood += unused_add(work, nodes, items);
	for (int i = 0; i < work->count; i++)
		curve_fit(&work->curves[i], nodes, work->expected[i]);
	scale->iterations++;
	return likelihood;
}

/* The numbers of a curve, in one order. */
static double
curve_number(const struct curve *curve, int i)
{
	return i == 0 ? curve->slope : curve->bases[i - 1];
}

static void
curve_number_set(struct curve *curve, int i, double value)
{
	if (i == 0)
		curve->slope = value;
	else
		curve->bases[i - 1] = value;
}

static double
curves_distance(const struct curve *a, const struct curve *b, int count)
{
	double most = 0;

	for (int i = 0; i < count; i++)
		for (int n = 0; n < CURVE; n++)
			most = fmax(most,
			    fabs(curve_number(&a[i], n) -
				curve_number(&b[i], n)));
	return most;
}

/* How far the extrapolation goes: the ratio of the move to its change. */
static double
path_length(const struct path *path, int count)
{
	double moved = 0, changed = 0;

	for (int i = 0; i < count; i++)
		for (int n = 0; n < CURVE; n++) {
			double start = curve_number(&path->start[i], n);
			double first = curve_number(&path->first[i], n);
			double second = curve_number(&path->second[i], n);
			double change = second - first - (first - start);

			moved += (first - start) * (first - start);
			changed += change * change;
		}
	return changed > 0 ? fmax(sqrt(moved / changed), 1) : 1;
}

/* A length of 1 is the second turn itself. */
static bool
path_extend(
    const struct path *path, int count, double length, struct curve *curves)
{
	for (int i = 0; i < count; i++) {
		for (int n = 0; n < CURVE; n++) {
			double start = curve_number(&path->start[i], n);
			double move = curve_number(&path->first[i], n) - start;
			double change = curve_number(&path->second[i], n) -
			    start - 2 * move;

			curve_number_set(&curves[i], n,
			    start + 2 * length * move +
				length * length * change);
		}
		if (!curve_valid(&curves[i]))
			return false;
	}
	return true;
}

static void
curves_extrapolate(const struct path *path, struct scale_work *work)
{
	double length = path_length(path, work->count);

	for (int halving = 0; halving < HALVINGS_MOST; halving++) {
		if (path_extend(path, work->count, length, work->curves))
			return;
		length = (length + 1) / 2;
	}
	memcpy(work->curves, path->second,
	    (size_t)work->count * sizeof *work->curves);
}

/* Until a turn moves nothing any more; work->curves holds where it stands. */
static void
turns_run(struct scale_work *work, const struct nodes *nodes,
    const struct calibrate_item *items, struct calibrate_scale *scale,
    const struct path *path)
{
	size_t bytes = (size_t)work->count * sizeof *work->curves;
	double reached = -INFINITY;

	while (scale->iterations < TURNS_MOST) {
		double likelihood;

		memcpy(path->start, work->curves, bytes);
		likelihood = turn(work, nodes, items, scale);
		if (likelihood + 1e-6 < reached) { /* taken back */
			memcpy(work->curves, path->second, bytes);
			reached = -INFINITY;
			continue;
		}
		memcpy(path->first, work->curves, bytes);
		scale->settled = curves_distance(path->start, path->first,
				     work->count) < settled;
		if (scale->settled)
			return;
		reached = turn(work, nodes, items, scale);
		memcpy(path->second, work->curves, bytes);
		curves_extrapolate(path, work);
	}
}

bool
curves_fit(struct scale_work *work, const struct nodes *nodes,
    const struct calibrate_item *items, struct calibrate_scale *scale)
{
	size_t count = (size_t)work->count;
	struct curve *held = memory_get(3 * count * sizeof *held);

	if (held == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		work->curves[i] = curve_start(items[work->items[i]].counts);
	turns_run(work, nodes, items, scale,
	    &(struct path){ held, held + count, held + 2 * count });
	memory_give(held);
	return true;
}
