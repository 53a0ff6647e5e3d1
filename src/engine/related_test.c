/*
 * Nearness: likenesses by hand, the fit against finite differences and against
 * the weights that made the pairs, the nearest against sorting.
 */
#include "engine/related.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

enum { THINGS = 90, FEATURES = 4, ALL = (1 << FEATURES) - 1 };

static struct {
	float x[THINGS * THINGS * FEATURES];
	unsigned char kinds[THINGS * THINGS];
	struct related_pairs pairs;
} made;

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* Pairs of a known model; a pair with itself is skipped. */
static void
pairs_make(struct cases *cases, int things, const double *weights, double base)
{
	for (int a = 0; a < things; a++)
		for (int b = 0; b < things; b++) {
			float *x = &made.x[(a * things + b) * FEATURES];
			double score = base;

			for (int f = 0; f < FEATURES; f++) {
				x[f] = (float)cases_normal(cases);
				score += weights[f] * (double)x[f];
			}
			made.kinds[a * things + b] = a == b ? RELATED_SKIP
			    : cases_uniform(cases) < 1 / (1 + exp(-score))
			    ? RELATED_YES
			    : RELATED_NO;
		}
	made.pairs = (struct related_pairs){ things, FEATURES, made.x,
		made.kinds };
}

static void
test_likeness(void **state)
{
	static const struct {
		double a[3], b[3], cosine, correlation;
	} rows[] = {
		{ { 1, 2, 3 }, { 2, 4, 6 }, 1, 1 },
		{ { 1, 2, 3 }, { -1, -2, -3 }, -1, -1 },
		{ { 1, 2, 3 }, { 4, 4, 4 }, 0.92582009977255142, 0 },
		{ { 0, 0, 0 }, { 4, 1, 4 }, 0, 0 },
		{ { 1, 0, 0 }, { 0, 1, 0 }, 0, -0.5 },
	};
	static const double weights[] = { 1, 2, 0, 2 };
	static const int a[] = { 0, 1 }, b[] = { 1, 3 }, none[] = { 2 };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		near("cosine", related_cosine(rows[i].a, rows[i].b, 3),
		    rows[i].cosine, 1e-15);
		near("correlation",
		    related_correlation(rows[i].a, rows[i].b, 3),
		    rows[i].correlation, 1e-15);
	}
	near(
	    "shared", related_shared(a, 2, b, 2, weights), 4 / sqrt(40), 1e-15);
	near("all", related_shared(a, 2, a, 2, weights), 1, 1e-15);
	near("nothing told", related_shared(none, 1, none, 1, weights), 0, 0);
	near("empty", related_shared(a, 0, b, 2, weights), 0, 0);
}

/* Logarithm of the posterior that related_fit climbs. */
static double
posterior(const struct related_model *model, double strength)
{
	double sum = 0;

	for (int pair = 0; pair < THINGS * THINGS; pair++) {
		double chance = related_probability(
		    model, &made.x[pair * FEATURES], FEATURES);

		if (made.kinds[pair] == RELATED_YES)
			sum += log(chance);
		else if (made.kinds[pair] == RELATED_NO)
			sum += log(1 - chance);
	}
	for (int f = 0; f < FEATURES; f++)
		sum -= strength / 2 *
		    pow(model->weights[f] * model->spreads[f], 2);
	return sum;
}

/* At the mode every slope is nothing: finite differences. */
static void
test_mode(void **state)
{
	static const double weights[FEATURES] = { 1, -0.5, 0, 2 };
	static const double strengths[] = { 0.01, 1, 300 };
	struct cases cases = { 5 };
	struct related_model model;

	(void)state;
	pairs_make(&cases, THINGS, weights, -2);
	for (size_t i = 0; i < sizeof strengths / sizeof *strengths; i++) {
		assert_true(
		    related_fit(&made.pairs, NULL, ALL, strengths[i], &model));
		for (int f = 0; f <= FEATURES; f++) {
			double *at = f < FEATURES ? &model.weights[f]
						  : &model.base;
			double was = *at, up, down;

			*at = was + 1e-4;
			up = posterior(&model, strengths[i]);
			*at = was - 1e-4;
			down = posterior(&model, strengths[i]);
			*at = was;
			near("slope", (up - down) / 2e-4, 0, 1e-4);
		}
	}
}

static void
test_recovery(void **state)
{
	static const double weights[FEATURES] = { 1, -0.5, 0, 2 };
	struct cases cases = { 7 };
	struct related_model model, part;

	(void)state;
	pairs_make(&cases, THINGS, weights, -2);
	assert_true(related_fit(&made.pairs, NULL, ALL, 1, &model));
	for (int f = 0; f < FEATURES; f++) {
		near("weight", model.weights[f], weights[f], 0.15);
		near("spread", model.spreads[f], 1, 0.05);
	}
	near("base", model.base, -2, 0.15);
	/* What the mask leaves out is not used. */
	assert_true(related_fit(&made.pairs, NULL, 9, 1, &part));
	near("left out", part.weights[1], 0, 0);
	assert_true(part.weights[3] > 1);
}

/* Held-out things say nothing: their pairs may be anything. */
static void
test_held_out(void **state)
{
	static const double weights[FEATURES] = { 1, -0.5, 0, 2 };
	struct cases cases = { 11 };
	struct related_model before, after;
	bool use[THINGS];

	(void)state;
	pairs_make(&cases, THINGS, weights, -2);
	for (int i = 0; i < THINGS; i++)
		use[i] = i % 3 != 0;
	assert_true(related_fit(&made.pairs, use, ALL, 1, &before));
	for (int a = 0; a < THINGS; a++)
		for (int b = 0; b < THINGS; b++)
			if (!use[a] || !use[b])
				made.kinds[a * THINGS + b] = RELATED_YES;
	assert_true(related_fit(&made.pairs, use, ALL, 1, &after));
	assert_memory_equal(&before, &after, sizeof before);
}

static void
test_degenerate(void **state)
{
	static const double weights[FEATURES] = { 0 };
	struct cases cases = { 13 };
	struct related_model model, zeros = { 0 };
	bool use[THINGS] = { false };

	(void)state;
	pairs_make(&cases, THINGS, weights, 0);
	assert_false(related_fit(&made.pairs, use, ALL, 1, &model));
	assert_memory_equal(&model, &zeros, sizeof model);
	/* A feature that is everywhere the same, and one that decides all. */
	for (int pair = 0; pair < THINGS * THINGS; pair++) {
		made.x[pair * FEATURES] = 3;
		made.x[pair * FEATURES + 1] = made.kinds[pair] == RELATED_YES;
	}
	assert_true(related_fit(&made.pairs, NULL, ALL, 1, &model));
	near("same", model.weights[0], 0, 0);
	assert_true(model.weights[1] > 5 && isfinite(model.weights[1]));
	/* No feature at all: the share of related pairs. */
	assert_true(related_fit(&made.pairs, NULL, 0, 1, &model));
	assert_true(fabs(model.base) < 0.2);
	memset(made.kinds, RELATED_NO, sizeof made.kinds);
	assert_false(related_fit(&made.pairs, NULL, ALL, 1, &model));
	made.pairs.things = 0;
	assert_false(related_fit(&made.pairs, NULL, ALL, 1, &model));
}

static void
test_nearest(void **state)
{
	static const double weights[FEATURES] = { 1, -0.5, 0, 2 };
	struct related_model model = { { 1, -0.5, 0, 2 }, -1, { 0 } };
	struct cases cases = { 17 };
	int list[THINGS], again[THINGS];

	(void)state;
	pairs_make(&cases, 40, weights, -2);
	made.kinds[7] = RELATED_SKIP;
	for (int f = 0; f < FEATURES; f++) /* 9 and 5 are as near */
		made.x[9 * FEATURES + f] = made.x[5 * FEATURES + f];
	int all = related_nearest(&model, &made.pairs, 0, THINGS, list);
	assert_int_equal(all, 38);
	for (int i = 0; i < all; i++) {
		assert_true(list[i] != 0 && list[i] != 7);
		if (i == 0)
			continue;
		double one = related_probability(
		    &model, &made.x[list[i - 1] * FEATURES], FEATURES);
		double other = related_probability(
		    &model, &made.x[list[i] * FEATURES], FEATURES);
		assert_true(
		    one > other || (one == other && list[i - 1] < list[i]));
	}
	for (int most = 0; most < 40; most++) {
		int right = 0;
		int count = related_nearest(
		    &model, &made.pairs, 0, most, again);

		assert_int_equal(count, most < all ? most : all);
		assert_memory_equal(list, again, (size_t)count * sizeof *list);
		for (int i = 0; i < count; i++)
			right += made.kinds[again[i]] == RELATED_YES;
		if (most > 0)
			near("precision",
			    related_precision(&model, &made.pairs, 0, most),
			    (double)right / most, 0);
	}
	memset(made.kinds, RELATED_NO, sizeof made.kinds);
	made.kinds[3] = made.kinds[8] = made.kinds[9] = RELATED_YES;
	near("ceiling", related_ceiling(&made.pairs, 0, 10), 0.3, 1e-15);
	near("ceiling", related_ceiling(&made.pairs, 0, 2), 1, 0);
	near("none", related_ceiling(&made.pairs, 1, 2), -1, 0);
	near("none", related_precision(&model, &made.pairs, 1, 2), -1, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_likeness),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_recovery),
		cmocka_unit_test(test_held_out),
		cmocka_unit_test(test_degenerate),
		cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
