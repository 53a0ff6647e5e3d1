/*
 * The correlation of two traits, from the patterns' posteriors. The bivariate
 * normal density with correlation r is that of r = 0 times the sum over n of
 * r^n He_n(x) He_n(y) / n! (Mehler 1866), so that the likelihood of a person's
 * answers to two scales, up to what does not depend on r, is
 *
 *	f(r) = sum over n of r^n m_n m'_n,
 *
 * m_n being the posterior mean of He_n / sqrt(n!) given the answers to one
 * scale alone. The terms fall as (r sqrt((1 - v) (1 - v')))^n, v and v' the
 * posterior variances: 32 of them are enough where two scales differ at all.
 */
#include <math.h>

#include "engine/calibrate_parts.h"
#include "engine/numeric.h"

enum { LANES = 4, STEPS_MOST = 50, DRAWS_MOST = 1000 };

static const double correlation_most = 0.99, settled = 1e-6;
static const double density_least = 1e-3; /* where the terms fall short */
static const double pivot_least = 1e-3;

void
hermite_make(const struct nodes *nodes, double hermite[MOMENTS][NODES])
{
	for (int q = 0; q < NODES; q++) {
		double theta = nodes->theta[q];

		hermite[0][q] = 1;
		hermite[1][q] = theta;
		for (int n = 2; n < MOMENTS; n++)
			hermite[n][q] = (theta * hermite[n - 1][q] -
					    sqrt(n - 1.0) * hermite[n - 2][q]) /
			    sqrt(n);
	}
}

/* d log f / d r of a few people at once: their sums do not wait for each other. */
static void
scores_at(const float *const a[LANES], const float *const b[LANES], double r,
    double scores[LANES])
{
	double density[LANES] = { 0 }, change[LANES] = { 0 };

	for (int n = MOMENTS - 1; n >= 0; n--)
		for (int lane = 0; lane < LANES; lane++) {
			double term = (double)a[lane][n] * (double)b[lane][n];

			change[lane] = change[lane] * r + density[lane];
			density[lane] = density[lane] * r + term;
		}
	for (int lane = 0; lane < LANES; lane++)
		scores[lane] = change[lane] /
		    (density[lane] > density_least ? density[lane]
						   : density_least);
}

static const float *
moments_of(const struct scale_work *work, size_t person)
{
	return work->moments + (size_t)work->of[person] * MOMENTS;
}

/* Two scales of the same people. */
struct pair {
	size_t people;
	const struct scale_work *a, *b;
};

/* Over all people at r: the sum of their scores, and that of the squares. */
static void
pair_sum(const struct pair *pair, double r, double *sum, double *squares)
{
	int64_t sums[2] = { 0 };

	for (size_t p = 0; p < pair->people; p += LANES) {
		const float *a[LANES], *b[LANES];
		double scores[LANES];

		for (size_t lane = 0; lane < LANES; lane++) {
			size_t person = p + lane < pair->people ? p + lane : p;

			a[lane] = moments_of(pair->a, person);
			b[lane] = moments_of(pair->b, person);
		}
		scores_at(a, b, r, scores);
		for (size_t lane = 0; p + lane < pair->people && lane < LANES;
		     lane++) {
			sums[0] += whole_from(scores[lane]);
			sums[1] += whole_from(scores[lane] * scores[lane]);
		}
	}
	*sum = whole_to(sums[0]);
	*squares = whole_to(sums[1]);
}

/*
 * The root of the summed scores: at first by their squares (Berndt and others
 * 1974), then by the secant of the last two places, always between the last
 * place where the likelihood rose and the last where it fell.
 */
static double
pair_correlate(const struct pair *pair)
{
	double r = 0, low = -correlation_most, high = correlation_most;
	double before = 0, sum_before = 0;

	for (int steps = 0; steps < STEPS_MOST; steps++) {
		double sum, steep, to;

		pair_sum(pair, r, &sum, &steep);
		if (steps > 0 && (sum_before - sum) / (r - before) > 0)
			steep = (sum_before - sum) / (r - before);
		to = steep > 0 ? r + sum / steep : r;
		if (sum > 0)
			low = r;
		else
			high = r;
		if (!(to >= low && to <= high))
			to = (low + high) / 2;
		if (fabs(to - r) < settled)
			return to;
		before = r;
		sum_before = sum;
		r = to;
	}
	return r;
}

/* Every pivot of the factor is far enough from 0. */
static bool
definite(const double *matrix, int size)
{
	double factor[CALIBRATE_SCALES * CALIBRATE_SCALES];

	for (int i = 0; i < size * size; i++)
		factor[i] = matrix[i];
	if (!positive_factor(factor, size))
		return false;
	for (int i = 0; i < size; i++)
		if (factor[i * size + i] * factor[i * size + i] < pivot_least)
			return false;
	return true;
}

static void
make_definite(double *matrix, int size)
{
	for (int draws = 0; draws < DRAWS_MOST && !definite(matrix, size);
	     draws++)
		for (int i = 0; i < size; i++)
			for (int j = 0; j < size; j++)
				if (i != j)
					matrix[i * size + j] *= 0.99;
}

void
traits_correlate(const struct calibrate_data *data,
    const struct scale_work *works, double *correlation)
{
	int size = data->scales;

	for (int i = 0; i < size; i++) {
		correlation[i * size + i] = 1;
		for (int j = 0; j < i; j++)
			correlation[i * size + j] = correlation[j * size + i] =
			    pair_correlate(&(struct pair){
				data->people, &works[i], &works[j] });
	}
	make_definite(correlation, size);
}
