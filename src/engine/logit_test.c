/*
 * Against finite differences, closed forms, known weights, published figures.
 */
#include "engine/logit.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "engine_cases.h"

enum { PEOPLE = 403, FEATURES = 5, CLASSES = 6, LARGE = 20000 };

static struct {
	float x[LARGE * FEATURES];
	int class[LARGE];
	double weights[CLASSES * FEATURES], bases[CLASSES];
	double strengths[FEATURES];
	double precision[CLASSES * CLASSES];
	struct logit_data data;
	struct logit_model model;
	struct logit_prior prior;
} bed;

static void
near(double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%.17g, not %.17g", got, want);
}

static int
class_draw(struct cases *cases, const struct logit_model *model, const float *x)
{
	double chances[CLASSES], u = cases_uniform(cases);
	int k = 0;

	logit_scores(model, x, chances);
	logit_chances(model, chances, chances);
	while (k < model->classes - 1 && u >= chances[k])
		u -= chances[k++];
	return k;
}

/* People of a made-up model, whose weights stay in bed.model. */
static void
bed_make(size_t people)
{
	struct cases cases = { 77 };

	memset(&bed, 0, sizeof bed);
	bed.model = (struct logit_model){ FEATURES, CLASSES, bed.weights,
		bed.bases, 1 };
	bed.data = (struct logit_data){ people, FEATURES, CLASSES, bed.x,
		bed.class };
	for (int i = 0; i < CLASSES * FEATURES; i++)
		bed.weights[i] = cases_normal(&cases);
	for (int k = 0; k < CLASSES; k++)
		bed.bases[k] = cases_normal(&cases);
	for (int f = 0; f < FEATURES; f++)
		bed.strengths[f] = 1 + f;
	for (size_t i = 0; i < people; i++) {
		float *x = bed.x + i * FEATURES;

		for (int f = 0; f < FEATURES; f++)
			x[f] = (float)cases_normal(&cases);
		bed.class[i] = class_draw(&cases, &bed.model, x);
	}
	bed.prior = (struct logit_prior){ .strengths = bed.strengths,
		.base_strength = 0.5 };
}

/* 2 on the diagonal, 1/2 beside: positive definite, not the identity. */
static void
precision_set(void)
{
	for (int k = 0; k < CLASSES; k++)
		for (int j = 0; j < CLASSES; j++)
			bed.precision[k * CLASSES + j] = k == j ? 2 : 0.5;
	bed.prior.precision = bed.precision;
}

static void
test_gradient_by_differences(void **state)
{
	enum { WEIGHTS = CLASSES * FEATURES };
	double gradient[WEIGHTS + CLASSES], unused[WEIGHTS + CLASSES];
	double means[WEIGHTS], bases[CLASSES];
	size_t who[PEOPLE / 2];

	(void)state;
	bed_make(PEOPLE);
	precision_set();
	for (int i = 0; i < WEIGHTS; i++)
		means[i] = sin(i);
	for (int k = 0; k < CLASSES; k++)
		bases[k] = cos(k);
	for (size_t i = 0; i < PEOPLE / 2; i++)
		who[i] = 2 * i;
	bed.prior.weights = means;
	bed.prior.bases = bases;
	struct logit_learner *learner = logit_learner_new(&bed.data);
	assert_non_null(learner);
	logit_loss(learner, who, PEOPLE / 2, &bed.prior, &bed.model, gradient);
	for (int i = 0; i < WEIGHTS + CLASSES; i++) {
		double *at = i < WEIGHTS ? &bed.weights[i]
					 : &bed.bases[i - WEIGHTS];
		double was = *at, up, down;

		*at = was + 1e-5;
		up = logit_loss(
		    learner, who, PEOPLE / 2, &bed.prior, &bed.model, unused);
		*at = was - 1e-5;
		down = logit_loss(
		    learner, who, PEOPLE / 2, &bed.prior, &bed.model, NULL);
		*at = was;
		near((up - down) / 2e-5, gradient[i], 1e-5);
	}
	logit_learner_free(learner);
}

static void
test_gradient_vanishes_where_it_ends(void **state)
{
	double gradient[CLASSES * FEATURES + CLASSES];

	(void)state;
	bed_make(PEOPLE);
	precision_set();
	struct logit_learner *learner = logit_learner_new(&bed.data);
	assert_true(logit_fit(learner, NULL, 0, &bed.prior, 1e-14, &bed.model));
	logit_loss(learner, NULL, 0, &bed.prior, &bed.model, gradient);
	for (int i = 0; i < CLASSES * FEATURES + CLASSES; i++)
		near(gradient[i], 0, 1e-4);
	logit_learner_free(learner);
}

static void
test_known_weights_are_recovered(void **state)
{
	double weights[CLASSES * FEATURES];

	(void)state;
	bed_make(LARGE);
	memcpy(weights, bed.weights, sizeof weights);
	memset(bed.weights, 0, sizeof bed.weights);
	memset(bed.bases, 0, sizeof bed.bases);
	struct logit_learner *learner = logit_learner_new(&bed.data);
	assert_true(logit_fit(learner, NULL, 0, &bed.prior, 1e-10, &bed.model));
	for (int f = 0; f < FEATURES; f++) {
		double mean = 0;

		/* Only differences between classes can be known. */
		for (int k = 0; k < CLASSES; k++)
			mean += (weights[k * FEATURES + f] -
				    bed.weights[k * FEATURES + f]) /
			    CLASSES;
		for (int k = 0; k < CLASSES; k++)
			near(bed.weights[k * FEATURES + f] + mean,
			    weights[k * FEATURES + f], 0.15);
	}
	logit_learner_free(learner);
}

/*
 * The space shuttle's O-rings: 23 flights, degrees Fahrenheit and whether a
 * ring was in distress (Dalal, Fowlkes and Hoadley 1989; Agresti 1996, table
 * 5.10). Without a prior the intercept is 15.0429 and the slope -.2322, as R's
 * glm has them.
 */
static void
test_published_figures(void **state)
{
	static const int degrees[] = { 53, 57, 58, 63, 66, 67, 67, 67, 68, 69,
		70, 70, 70, 70, 72, 73, 75, 75, 76, 76, 78, 79, 81 };
	static const int distress[] = { 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1,
		0, 0, 0, 1, 0, 0, 0, 0, 0, 0 };
	float x[23];
	double weights[2] = { 0 }, bases[2] = { 0 }, strength = 1e-9;
	struct logit_data data = { 23, 1, 2, x, distress };
	struct logit_model model = { 1, 2, weights, bases, 1 };
	struct logit_prior prior = { .strengths = &strength,
		.base_strength = 1e-9 };

	(void)state;
	for (int i = 0; i < 23; i++)
		x[i] = (float)(degrees[i] - 70);
	struct logit_learner *learner = logit_learner_new(&data);
	assert_true(logit_fit(learner, NULL, 0, &prior, 1e-13, &model));
	near(weights[1] - weights[0], -0.2322, 5e-5);
	near(bases[1] - bases[0] + 70 * 0.2321627, 15.0429, 5e-4);
	logit_learner_free(learner);
}

/* Without features that say anything a base is the logarithm of a share. */
static void
test_bases_are_shares(void **state)
{
	static const int class[] = { 0, 1, 1, 1, 2, 2, 0, 1 };
	float x[8] = { 0 };
	double weights[4] = { 0 }, bases[4] = { 0 }, strength = 1;
	struct logit_data data = { 8, 1, 4, x, class };
	struct logit_model model = { 1, 4, weights, bases, 1 };
	struct logit_prior prior = { .strengths = &strength,
		.base_strength = 1e-6 };

	(void)state;
	struct logit_learner *learner = logit_learner_new(&data);
	assert_true(logit_fit(learner, NULL, 0, &prior, 1e-14, &model));
	near(bases[1] - bases[0], log(2), 1e-4);
	near(bases[2] - bases[0], 0, 1e-4);
	/* Nobody has class 3: unlikely, and still a number. */
	assert_true(bases[3] < bases[0] - 8 && isfinite(bases[3]));
	for (int k = 0; k < 4; k++)
		near(weights[k], 0, 0);
	logit_learner_free(learner);
}

static void
test_little_and_odd_data(void **state)
{
	static const struct {
		size_t people;
		int classes;
	} rows[] = { { 0, 3 }, { 1, 3 }, { 1, 1 }, { 5, 1 }, { 3, 2 } };

	(void)state;
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		bed_make(PEOPLE);
		memset(bed.class, 0, sizeof bed.class);
		bed.data.people = rows[r].people;
		bed.data.classes = bed.model.classes = rows[r].classes;
		struct logit_learner *learner = logit_learner_new(&bed.data);
		assert_non_null(learner);
		assert_true(
		    logit_fit(learner, NULL, 0, &bed.prior, 1e-10, &bed.model));
		assert_true(logit_valid(&bed.model));
		logit_learner_free(learner);
	}
}

static void
test_what_is_no_number_is_refused(void **state)
{
	(void)state;
	bed_make(PEOPLE);
	bed.x[17] = NAN;
	assert_null(logit_learner_new(&bed.data));
	bed.x[17] = INFINITY;
	assert_null(logit_learner_new(&bed.data));
	bed.x[17] = 0;
	bed.class[3] = CLASSES;
	assert_null(logit_learner_new(&bed.data));
	bed.class[3] = 0;
	bed.data.features = LOGIT_FEATURES + 1;
	assert_null(logit_learner_new(&bed.data));
	bed.data.features = FEATURES;
	struct logit_learner *learner = logit_learner_new(&bed.data);
	assert_non_null(learner);
	bed.strengths[1] = 0;
	assert_false(logit_fit(learner, NULL, 0, &bed.prior, 1e-8, &bed.model));
	bed.strengths[1] = NAN;
	assert_false(logit_fit(learner, NULL, 0, &bed.prior, 1e-8, &bed.model));
	bed.strengths[1] = 1;
	bed.weights[2] = NAN;
	assert_false(logit_valid(&bed.model));
	assert_false(logit_fit(learner, NULL, 0, &bed.prior, 1e-8, &bed.model));
	logit_learner_free(learner);
}

/* Who is held out has no part in what scores them. */
static void
test_held_out_is_held_out(void **state)
{
	static double weights[2][CLASSES * FEATURES], bases[2][CLASSES];
	static double scores[PEOPLE * CLASSES], alone[CLASSES];
	struct logit_model models[2], own;
	uint8_t fold[PEOPLE];
	size_t who[PEOPLE], count = 0;

	(void)state;
	bed_make(PEOPLE);
	memset(bed.weights, 0, sizeof bed.weights);
	memset(bed.bases, 0, sizeof bed.bases);
	for (size_t i = 0; i < PEOPLE; i++) {
		fold[i] = i % 3 == 0;
		if (fold[i] == 0)
			who[count++] = i;
	}
	for (int f = 0; f < 2; f++)
		models[f] = (struct logit_model){ FEATURES, CLASSES, weights[f],
			bases[f], 1 };
	struct logit_learner *learner = logit_learner_new(&bed.data);
	assert_true(
	    logit_cross(learner, fold, 2, &bed.prior, 1e-12, models, scores));
	own = bed.model;
	assert_true(logit_fit(learner, who, count, &bed.prior, 1e-12, &own));
	logit_scores(&own, bed.x, alone);
	for (int k = 0; k < CLASSES; k++)
		near(scores[k], alone[k], 1e-9);
	logit_learner_free(learner);
}

/* Scores made three times too large want the temperature 3. */
static void
test_temperature(void **state)
{
	static double scores[LARGE * CLASSES];

	(void)state;
	bed_make(LARGE);
	for (size_t i = 0; i < LARGE; i++) {
		logit_scores(
		    &bed.model, bed.x + i * FEATURES, scores + i * CLASSES);
		for (int k = 0; k < CLASSES; k++)
			scores[i * CLASSES + (size_t)k] *= 3;
	}
	near(logit_temperature(scores, bed.class, LARGE, CLASSES), 3, 0.08);
	assert_true(logit_nll(scores, bed.class, LARGE, CLASSES, 3) <
	    logit_nll(scores, bed.class, LARGE, CLASSES, 1));
	near(logit_temperature(scores, bed.class, 0, CLASSES), 1, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gradient_by_differences),
		cmocka_unit_test(test_gradient_vanishes_where_it_ends),
		cmocka_unit_test(test_known_weights_are_recovered),
		cmocka_unit_test(test_published_figures),
		cmocka_unit_test(test_bases_are_shares),
		cmocka_unit_test(test_little_and_odd_data),
		cmocka_unit_test(test_what_is_no_number_is_refused),
		cmocka_unit_test(test_held_out_is_held_out),
		cmocka_unit_test(test_temperature),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
