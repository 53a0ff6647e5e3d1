/*
 * Nearness of things: likenesses, the fit, and what is read off it. Sums run in
 * the order of things and features.
 */
#include "engine/related.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "engine/numeric.h"

enum { SIZE = RELATED_FEATURES + 1, ROUNDS = 50 };

/* Likenesses */

static double
cosine_of(double both, double a, double b)
{
	double length = sqrt(a) * sqrt(b);

	return length > 0 ? fmax(-1, fmin(1, both / length)) : 0;
}

double
related_cosine(const double *a, const double *b, int count)
{
	double both = 0, of_a = 0, of_b = 0;

	for (int i = 0; i < count; i++) {
		both += a[i] * b[i];
		of_a += a[i] * a[i];
		of_b += b[i] * b[i];
	}
	return cosine_of(both, of_a, of_b);
}

static double
mean_of(const double *values, int count)
{
	double sum = 0;

	for (int i = 0; i < count; i++)
		sum += values[i];
	return count > 0 ? sum / count : 0;
}

double
related_correlation(const double *a, const double *b, int count)
{
	double mean_a = mean_of(a, count), mean_b = mean_of(b, count);
	double both = 0, of_a = 0, of_b = 0;

	for (int i = 0; i < count; i++) {
		both += (a[i] - mean_a) * (b[i] - mean_b);
		of_a += (a[i] - mean_a) * (a[i] - mean_a);
		of_b += (b[i] - mean_b) * (b[i] - mean_b);
	}
	return cosine_of(both, of_a, of_b);
}

static double
set_square(const int *set, int count, const double *weights)
{
	double square = 0;

	for (int i = 0; i < count; i++)
		square += weights[set[i]] * weights[set[i]];
	return square;
}

double
related_shared(
    const int *a, int a_count, const int *b, int b_count, const double *weights)
{
	double both = 0;

	for (int i = 0; i < a_count; i++)
		for (int k = 0; k < b_count; k++)
			if (a[i] == b[k])
				both += weights[a[i]] * weights[a[i]];
	return cosine_of(both, set_square(a, a_count, weights),
	    set_square(b, b_count, weights));
}

/* The fit */

/* Newton's method on standardised features; the base stands last. */
struct fit {
	const struct related_pairs *pairs;
	const bool *use;
	int features[RELATED_FEATURES]; /* those that are learned */
	int count; /* of them */
	double means[RELATED_FEATURES], spreads[RELATED_FEATURES];
	double weights[SIZE];
	double value; /* logarithm of the posterior at the weights */
	double gradient[SIZE], curve[SIZE * SIZE];
	double yes, no; /* pairs of each kind */
};

typedef void pair_each(struct fit *fit, const float *x, bool related);

static void
pairs_walk(struct fit *fit, pair_each *each)
{
	const struct related_pairs *pairs = fit->pairs;
	size_t things = (size_t)pairs->things;
	size_t features = (size_t)pairs->features;

	for (size_t a = 0; a < things; a++)
		for (size_t b = 0; b < things; b++) {
			size_t pair = a * things + b;

			if (pairs->kinds[pair] == RELATED_SKIP ||
			    (fit->use != NULL && !(fit->use[a] && fit->use[b])))
				continue;
			each(fit, pairs->x + pair * features,
			    pairs->kinds[pair] == RELATED_YES);
		}
}

static void
pair_mean(struct fit *fit, const float *x, bool related)
{
	*(related ? &fit->yes : &fit->no) += 1;
	for (int f = 0; f < fit->count; f++)
		fit->means[f] += (double)x[fit->features[f]];
}

static void
pair_spread(struct fit *fit, const float *x, bool related)
{
	(void)related;
	for (int f = 0; f < fit->count; f++) {
		double off = (double)x[fit->features[f]] - fit->means[f];

		fit->spreads[f] += off * off;
	}
}

/* log(1 / (1 + exp(-score))), whatever the score. */
static double
chance_log(double score)
{
	return score > 0 ? -log1p(exp(-score)) : score - log1p(exp(score));
}

/* Adds a pair to value, gradient and the lower half of the curvature. */
static void
pair_learn(struct fit *fit, const float *x, bool related)
{
	double z[SIZE], score = 0, chance, curve;
	int size = fit->count + 1;

	for (int f = 0; f < fit->count; f++)
		z[f] = ((double)x[fit->features[f]] - fit->means[f]) /
		    fit->spreads[f];
	z[fit->count] = 1;
	for (int f = 0; f < size; f++)
		score += fit->weights[f] * z[f];
	chance = 1 / (1 + exp(-score));
	curve = chance * (1 - chance);
	fit->value += chance_log(related ? score : -score);
	for (int f = 0; f < size; f++) {
		fit->gradient[f] += ((related ? 1 : 0) - chance) * z[f];
		for (int g = 0; g <= f; g++)
			fit->curve[f * size + g] += curve * z[f] * z[g];
	}
}

/* Those of the mask that differ between pairs; false without a pair of each. */
static bool
features_choose(struct fit *fit, unsigned mask)
{
	int kept = 0;

	for (int f = 0; f < fit->pairs->features; f++)
		if (mask >> f & 1)
			fit->features[fit->count++] = f;
	pairs_walk(fit, pair_mean);
	if (fit->yes == 0 || fit->no == 0)
		return false;
	for (int f = 0; f < fit->count; f++)
		fit->means[f] /= fit->yes + fit->no;
	pairs_walk(fit, pair_spread);
	for (int f = 0; f < fit->count; f++) {
		double spread = sqrt(fit->spreads[f] / (fit->yes + fit->no));

		if (!(spread > 1e-9))
			continue;
		fit->features[kept] = fit->features[f];
		fit->means[kept] = fit->means[f];
		fit->spreads[kept++] = spread;
	}
	fit->count = kept;
	return true;
}

/* Value, gradient and curvature at the weights. */
static void
fit_look(struct fit *fit, double strength)
{
	int size = fit->count + 1;

	fit->value = 0;
	memset(fit->gradient, 0, sizeof fit->gradient);
	memset(fit->curve, 0, sizeof fit->curve);
	pairs_walk(fit, pair_learn);
	for (int f = 0; f < fit->count; f++) {
		fit->value -= strength / 2 * fit->weights[f] * fit->weights[f];
		fit->gradient[f] -= strength * fit->weights[f];
		fit->curve[f * size + f] += strength;
	}
}

/*
 * One step, halved until the value does not fall: where few pairs are related
 * a whole one goes too far. How far the farthest weight went; -1 when no step
 * can be made.
 */
static double
fit_step(struct fit *fit, double strength)
{
	double step[SIZE], weights[SIZE], farthest = 0, value = fit->value;
	int size = fit->count + 1;

	if (!positive_factor(fit->curve, size))
		return -1;
	memcpy(step, fit->gradient, sizeof step);
	memcpy(weights, fit->weights, sizeof weights);
	positive_solve(fit->curve, size, step);
	for (double part = 1; part > 1e-6; part /= 2) {
		for (int f = 0; f < size; f++)
			fit->weights[f] = weights[f] + part * step[f];
		fit_look(fit, strength);
		if (fit->value >= value - 1e-10 * fabs(value))
			break;
	}
	for (int f = 0; f < size; f++)
		farthest = fmax(farthest, fabs(fit->weights[f] - weights[f]));
	return farthest;
}

static bool
fit_run(struct fit *fit, double strength)
{
	double step = 1;

	fit->weights[fit->count] = log(fit->yes / fit->no);
	fit_look(fit, strength);
	for (int round = 0; round < ROUNDS && step > 1e-8; round++) {
		step = fit_step(fit, strength);
		if (!(step >= 0))
			return false;
	}
	return step <= 1e-8;
}

bool
related_fit(const struct related_pairs *pairs, const bool *use, unsigned mask,
    double strength, struct related_model *model)
{
	struct fit fit = { .pairs = pairs, .use = use };

	assert(pairs->things >= 0 && pairs->things <= RELATED_THINGS);
	assert(pairs->features >= 0 && pairs->features <= RELATED_FEATURES);
	assert(strength > 0);
	memset(model, 0, sizeof *model);
	if (!features_choose(&fit, mask) || !fit_run(&fit, strength))
		return false;
	model->base = fit.weights[fit.count];
	for (int f = 0; f < fit.count; f++) {
		int feature = fit.features[f];

		model->spreads[feature] = fit.spreads[f];
		model->weights[feature] = fit.weights[f] / fit.spreads[f];
		model->base -= model->weights[feature] * fit.means[f];
	}
	return true;
}

/* What is read off it */

static double
pair_score(const struct related_model *model, const float *x, int features)
{
	double score = model->base;

	for (int f = 0; f < features; f++)
		score += model->weights[f] * (double)x[f];
	return score;
}

double
related_probability(
    const struct related_model *model, const float *x, int features)
{
	return 1 / (1 + exp(-pair_score(model, x, features)));
}

int
related_best(const double *scores, int count, int most, int *best)
{
	int held = 0;

	for (int i = 0; i < count && most > 0; i++) {
		int at = held;

		while (at > 0 && scores[best[at - 1]] < scores[i])
			at--;
		if (at == most || scores[i] == -INFINITY)
			continue;
		held += held < most;
		memmove(best + at + 1, best + at,
		    (size_t)(held - at - 1) * sizeof *best);
		best[at] = i;
	}
	return held;
}

int
related_nearest(const struct related_model *model,
    const struct related_pairs *pairs, int thing, int most, int *near)
{
	double scores[RELATED_THINGS];
	size_t row = (size_t)thing * (size_t)pairs->things;

	for (int b = 0; b < pairs->things; b++) {
		size_t pair = row + (size_t)b;

		scores[b] = pairs->kinds[pair] == RELATED_SKIP
		    ? -INFINITY
		    : pair_score(model,
			  pairs->x + pair * (size_t)pairs->features,
			  pairs->features);
	}
	return related_best(scores, pairs->things, most, near);
}

static int
related_count(const struct related_pairs *pairs, int thing)
{
	const unsigned char *kinds = pairs->kinds +
	    (size_t)thing * (size_t)pairs->things;
	int count = 0;

	for (int b = 0; b < pairs->things; b++)
		count += kinds[b] == RELATED_YES;
	return count;
}

double
related_precision(const struct related_model *model,
    const struct related_pairs *pairs, int thing, int most)
{
	const unsigned char *kinds = pairs->kinds +
	    (size_t)thing * (size_t)pairs->things;
	int near[RELATED_THINGS];
	int right = 0;

	assert(most >= 1 && most <= RELATED_THINGS);
	if (related_count(pairs, thing) == 0)
		return -1;
	int count = related_nearest(model, pairs, thing, most, near);
	for (int i = 0; i < count; i++)
		right += kinds[near[i]] == RELATED_YES;
	return (double)right / most;
}

double
related_ceiling(const struct related_pairs *pairs, int thing, int most)
{
	int count = related_count(pairs, thing);

	assert(most >= 1);
	return count == 0 ? -1 : (double)(count < most ? count : most) / most;
}
