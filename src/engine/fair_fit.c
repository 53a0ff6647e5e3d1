/*
 * Learns the exploration weights: people in an order of their own, the
 * directions along which groups differ, and, floor by floor, the shifts along
 * them that stay as near to the model as the floor lets them.
 *
 * What is made small, over the shifts a:
 *
 *	mean over people of sum over k of p_k log(p_k / q_k(a))
 *	    + PRICE / 2 sum over columns, pairs of groups g h, classes k of
 *	      max(0, |log(share_gk / share_hk)| + log(floor))^2
 *	    + PRICE / 2 sum over classes k of max(0, log(model_k / share_k))^2,
 *
 * p the model's chances, q those of the shifted model, and share_gk the mean
 * over group g of how much class k is on a person's list, share_k that over
 * everybody, model_k the same of the model: equal shares are not to be bought by
 * showing a class to nobody. The step at the end of a list is smoothed by
 * Epanechnikov's kernel (1969), so that it has a slope.
 * The way there is Levenberg's (1944) and Marquardt's (1963): the first sum by
 * its slope and a bound on its curvature (diag(p) for diag(p) - p p'), the second
 * one as least squares.
 */
#include <assert.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/fair_parts.h"
#include "engine/numeric.h"

#define PRICE 1.0
#define SETTLED 1e-4 /* a step that gains less is the last one */

enum { STEPS = 40, TRIES = 8 };

static const double floors[] = { 0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1 };

enum { FLOORS = sizeof floors / sizeof *floors };

/* The sum that is made small, and the square form that stands in for it. */

struct square {
	double *matrix; /* unknowns rows of unknowns */
	double *vector; /* slope */
	double *row; /* room for one */
};

/* A term max(0, far)^2: what it costs; row: the slope of far, into `square`. */
static double
term_add(const struct fit *fit, double far, struct square *square)
{
	for (int u = 0; square != NULL && u < fit->unknowns; u++) {
		double by = PRICE * square->row[u];

		square->vector[u] += by * far;
		for (int v = 0; v <= u; v++)
			square->matrix[u * fit->unknowns + v] += by *
			    square->row[v];
	}
	return PRICE / 2 * far * far;
}

/* Two groups see a class more unequally than the floor lets them. */
static double
pair_add(const struct fit *fit, const struct pass *pass, int more, int less,
    int class, double floor, struct square *square)
{
	double a = fair_share(fit, pass, more, class);
	double b = fair_share(fit, pass, less, class);
	double far = log(a / b) + log(floor);

	if (!(far > 0))
		return 0;
	for (int u = 0; square != NULL && u < fit->unknowns; u++)
		square->row[u] = fair_slope_row(fit, pass, more, class)[u] / a -
		    fair_slope_row(fit, pass, less, class)[u] / b;
	return term_add(fit, far, square);
}

/* A class is seen by fewer people than under the model. */
static double
hidden_add(const struct fit *fit, const struct pass *pass, int class,
    const double *wanted, struct square *square)
{
	double share = fair_share(fit, pass, fit->everybody, class);
	double far = log(wanted[class] / share);

	if (!(far > 0))
		return 0;
	for (int u = 0; square != NULL && u < fit->unknowns; u++)
		square->row[u] = -fair_slope_row(
				     fit, pass, fit->everybody, class)[u] /
		    share;
	return term_add(fit, far, square);
}

static double
cost_take(const struct fit *fit, const struct pass *pass, double floor,
    const double *wanted, struct square *square)
{
	double cost = pass->loss;

	for (int k = 0; k < fit->classes; k++) {
		cost += hidden_add(fit, pass, k, wanted, square);
		for (int g = 0; g < fit->everybody; g++)
			for (int h = 0; h < fit->everybody; h++)
				if (fit->column_of[g] == fit->column_of[h] &&
				    fit->sizes[g] > 0 && fit->sizes[h] > 0)
					cost += pair_add(
					    fit, pass, g, h, k, floor, square);
	}
	return cost;
}

/* The bound on the curvature of the first sum: a block a class. */
static void
curvature_take(const struct fit *fit, double *matrix)
{
	size_t unknowns = (size_t)fit->unknowns;

	for (size_t i = 0; i < fit->people; i++) {
		const double *along = fit->along + i * (size_t)fit->width;
		const double *chances = fit->chances + i * (size_t)fit->classes;

		for (int k = 0; k < fit->classes; k++) {
			double *block = matrix +
			    (size_t)(k * fit->width) * (unknowns + 1);
			double by = chances[k] / (double)fit->people;

			for (int a = 0; a < fit->width; a++)
				for (int b = 0; b <= a; b++)
					block[(size_t)a * unknowns +
					    (size_t)b] += by * along[a] *
					    along[b];
		}
	}
}

/* Steps. */

struct walk {
	const struct fit *fit;
	double *curvature; /* as a matrix */
	double *factor, *step, *shifts; /* of a try */
	struct square square;
	struct pass here, there;
	double wanted[LOGIT_CLASSES]; /* shares of everybody by the model */
	double damping;
};

static void
walk_free(struct walk *walk)
{
	memory_give(walk->curvature);
	memory_give(walk->factor);
	memory_give(walk->step);
	memory_give(walk->shifts);
	memory_give(walk->square.matrix);
	memory_give(walk->square.vector);
	memory_give(walk->square.row);
	fair_pass_free(&walk->here);
	fair_pass_free(&walk->there);
}

static bool
walk_new(const struct fit *fit, struct walk *walk)
{
	size_t unknowns = (size_t)fit->unknowns;

	*walk = (struct walk){
		.fit = fit,
		.curvature = fair_numbers_new(unknowns, unknowns),
		.factor = fair_numbers_new(unknowns, unknowns),
		.step = fair_numbers_new(unknowns, 1),
		.shifts = fair_numbers_new(unknowns, 1),
		.square = { fair_numbers_new(unknowns, unknowns),
		    fair_numbers_new(unknowns, 1),
		    fair_numbers_new(unknowns, 1) },
	};
	return fair_pass_new(fit, &walk->here) &&
	    fair_pass_new(fit, &walk->there) && walk->curvature != NULL &&
	    walk->factor != NULL && walk->step != NULL &&
	    walk->shifts != NULL && walk->square.matrix != NULL &&
	    walk->square.vector != NULL && walk->square.row != NULL;
}

/* The step to the least of the square form, damped. */
static bool
step_solve(struct walk *walk)
{
	size_t unknowns = (size_t)walk->fit->unknowns;

	memcpy(walk->factor, walk->square.matrix,
	    unknowns * unknowns * sizeof(double));
	for (size_t u = 0; u < unknowns; u++) {
		double *at = &walk->factor[u * unknowns + u];

		*at += walk->damping * *at + DBL_EPSILON;
		walk->step[u] = -walk->square.vector[u];
	}
	if (!positive_factor(walk->factor, walk->fit->unknowns))
		return false;
	positive_solve(walk->factor, walk->fit->unknowns, walk->step);
	return true;
}

/* Damped more and more until a step is one down. Returns what it gained. */
static double
step_down(struct walk *walk, double floor, double cost, double *shifts)
{
	for (int turn = 0; turn < TRIES; turn++) {
		double gain = 0;

		if (step_solve(walk)) {
			for (int u = 0; u < walk->fit->unknowns; u++)
				walk->shifts[u] = shifts[u] + walk->step[u];
			fair_pass_run(walk->fit, walk->shifts, &walk->there);
			gain = cost -
			    cost_take(walk->fit, &walk->there, floor,
				walk->wanted, NULL);
		}
		if (gain > 0) {
			struct pass here = walk->here;

			walk->here = walk->there;
			walk->there = here;
			memcpy(shifts, walk->shifts,
			    (size_t)walk->fit->unknowns * sizeof *shifts);
			walk->damping /= 10;
			return gain;
		}
		walk->damping = fmax(10 * walk->damping, 1e-3);
	}
	return 0;
}

static bool
slope_is_level(const struct walk *walk)
{
	for (int u = 0; u < walk->fit->unknowns; u++)
		if (walk->square.vector[u] != 0)
			return false;
	return true;
}

/* From shifts on to those of a floor. walk->here belongs to the shifts. */
static void
floor_reach(struct walk *walk, double floor, double *shifts)
{
	size_t unknowns = (size_t)walk->fit->unknowns;

	walk->damping = 1e-3;
	for (int step = 0; step < STEPS; step++) {
		double cost;

		memcpy(walk->square.matrix, walk->curvature,
		    unknowns * unknowns * sizeof(double));
		memcpy(walk->square.vector, walk->here.gradient,
		    unknowns * sizeof(double));
		cost = cost_take(
		    walk->fit, &walk->here, floor, walk->wanted, &walk->square);
		if (slope_is_level(walk) ||
		    step_down(walk, floor, cost, shifts) < SETTLED)
			return;
	}
}

/* Which point: by how often classes really are among the first. */

static bool
exposure_holds(const struct fair_exposure *exposure, double floor)
{
	return !(exposure->error <= FAIR_ERROR) ||
	    exposure->ratio * exp(-2 * exposure->error) >= floor;
}

/* Whether all ratios that are known well enough hold at the shifts. */
static bool
point_holds(const struct fit *fit, const double *shifts, double floor,
    double *scores, int *groups)
{
	struct fair_exposure exposure[LOGIT_CLASSES];

	for (size_t i = 0; i < fit->people; i++)
		fair_scores_shift(
		    fit, i, shifts, scores + i * (size_t)fit->classes);
	for (int c = 0; c < fit->columns; c++) {
		int before = fit->rows_before[c];
		struct fair_column column = { fit->rows_before[c + 1] - before,
			groups };

		for (size_t i = 0; i < fit->people; i++)
			groups[i] = fit->who[i].group[c] < 0
			    ? -1
			    : fit->who[i].group[c] - before;
		fair_exposure(scores, fit->people, fit->classes, fit->first,
		    &column, exposure);
		for (int k = 0; k < fit->classes; k++)
			if (!exposure_holds(&exposure[k], floor))
				return false;
	}
	return true;
}

static bool
point_choose(const struct fit *fit, double floor, struct fair_path *path)
{
	double *scores = fair_numbers_new(fit->people, (size_t)fit->classes);
	int *groups = fair_numbers_new(fit->people, 1);
	bool done = scores != NULL && groups != NULL;

	path->chosen = 0;
	while (done && path->chosen < path->points - 1 &&
	    !point_holds(
		fit, path->point[path->chosen].shifts, floor, scores, groups))
		path->chosen++;
	memory_give(scores);
	memory_give(groups);
	return done;
}

/* Shifts count from the mean; a model's bases from zero. */
static void
bases_move(const struct fit *fit, const double *mean, struct fair_path *path)
{
	for (int p = 0; p < path->points; p++)
		for (int k = 0; k < fit->classes; k++) {
			double *shifts = path->point[p].shifts + k * fit->width;

			for (int d = 0; d < fit->directions; d++)
				shifts[fit->directions] -= shifts[d] *
				    fair_product(
					path->direction + d * fit->features,
					mean, fit->features);
		}
}

/* Points without shifts, of which the first stays so. */
static bool
path_new(const struct fit *fit, struct fair_path *path)
{
	while (path->points < FLOORS) {
		struct fair_point *point = &path->point[path->points];

		point->shifts = fair_numbers_new((size_t)fit->unknowns, 1);
		if (point->shifts == NULL)
			return false;
		point->floor = floors[path->points++];
	}
	return true;
}

/* From floor to floor, each from where the one before it was reached. */
static bool
path_walk(const struct fit *fit, struct fair_path *path)
{
	struct walk walk;
	bool done = walk_new(fit, &walk);

	if (done && fit->classes > fit->first) {
		curvature_take(fit, walk.curvature);
		fair_pass_run(fit, walk.shifts, &walk.here);
		for (int k = 0; k < fit->classes; k++)
			walk.wanted[k] = fair_share(
			    fit, &walk.here, fit->everybody, k);
		for (int p = 1; p < path->points; p++) {
			memcpy(path->point[p].shifts, path->point[p - 1].shifts,
			    (size_t)fit->unknowns * sizeof(double));
			floor_reach(
			    &walk, path->point[p].floor, path->point[p].shifts);
		}
	}
	walk_free(&walk);
	return done;
}

static bool
columns_valid(const struct fair_column *columns, int count, size_t people)
{
	int directions = 0;

	if (count < 0 || count > FAIR_COLUMNS)
		return false;
	for (int c = 0; c < count; c++) {
		if (columns[c].groups < 0 || columns[c].groups > FAIR_GROUPS)
			return false;
		for (size_t i = 0; i < people; i++)
			if (columns[c].of[i] < -1 ||
			    columns[c].of[i] >= columns[c].groups)
				return false;
		directions += columns[c].groups > 1 ? columns[c].groups - 1 : 0;
	}
	return directions <= FAIR_DIRECTIONS;
}

static bool
data_valid(const struct logit_data *data, const struct logit_model *model)
{
	if (!logit_valid(model) || data->people == 0 ||
	    data->features != model->features ||
	    data->classes != model->classes ||
	    data->people > SIZE_MAX / sizeof(double) / LOGIT_FEATURES)
		return false;
	for (size_t i = 0; i < data->people * (size_t)data->features; i++)
		if (!isfinite(data->x[i]))
			return false;
	return true;
}

bool
fair_fit(const struct logit_data *data, const struct fair_column *columns,
    int count, const struct logit_model *model, int first, double floor,
    struct fair_path *path)
{
	struct fit fit = { .people = data->people,
		.classes = data->classes,
		.features = data->features,
		.first = first,
		.columns = count };
	double mean[LOGIT_FEATURES];
	bool done;

	*path = (struct fair_path){ 0 };
	if (!data_valid(data, model) ||
	    !columns_valid(columns, count, data->people) || first < 1 ||
	    !(floor >= 0 && floor <= 1))
		return false;
	done = fair_people_make(&fit, model, data, columns, mean, path) &&
	    path_new(&fit, path) && path_walk(&fit, path) &&
	    point_choose(&fit, floor, path);
	if (done)
		bases_move(&fit, mean, path);
	else
		fair_free(path);
	fair_people_free(&fit);
	return done;
}

void
fair_free(struct fair_path *path)
{
	memory_give(path->direction);
	for (int p = 0; p < path->points; p++)
		memory_give(path->point[p].shifts);
	*path = (struct fair_path){ 0 };
}

void
fair_model(const struct fair_path *path, int point,
    const struct logit_model *model, struct logit_model *out)
{
	int width = path->directions + 1;

	assert(point >= 0 && point < path->points);
	out->features = path->features;
	out->classes = path->classes;
	out->temperature = model->temperature;
	for (int k = 0; k < path->classes; k++) {
		const double *shifts = path->point[point].shifts + k * width;

		for (int f = 0; f < path->features; f++) {
			int at = k * path->features + f;
			double weight = 0;

			for (int d = 0; d < path->directions; d++)
				weight += shifts[d] *
				    path->direction[d * path->features + f];
			out->weights[at] = model->weights[at] +
			    weight * model->temperature;
		}
		out->bases[k] = model->bases[k] +
		    shifts[path->directions] * model->temperature;
	}
}
