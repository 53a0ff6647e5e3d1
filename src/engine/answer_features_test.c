/* Features by hand, reasons that add up, slopes against finite differences. */
#include "engine/answer_features.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

enum { ITEMS = 20, CLASSES = 3 };

static struct {
	struct cases cases;
	struct features features;
	struct logit_model model;
	double weights[CLASSES * LOGIT_FEATURES], bases[CLASSES];
	double means[LOGIT_FEATURES];
} bed;

static void
near(double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%.17g, not %.17g", got, want);
}

/* Every seventh item has no letter. */
static void
bed_make(int items)
{
	memset(&bed, 0, sizeof bed);
	bed.cases.state = 4;
	bed.features.items = items;
	for (int i = 0; i < items; i++)
		bed.features.scale[i] = i % 7 == 6 ? -1 : i % LETTERS;
	features_learn(&bed.features, NULL, 0);
	bed.model = (struct logit_model){ features_count(&bed.features),
		CLASSES, bed.weights, bed.bases, 1 };
	for (int w = 0; w < CLASSES * bed.model.features; w++)
		bed.weights[w] = cases_normal(&bed.cases);
	for (int k = 0; k < CLASSES; k++)
		bed.bases[k] = cases_normal(&bed.cases);
	for (int f = 0; f < bed.model.features; f++)
		bed.means[f] = cases_normal(&bed.cases);
}

static void
answers_draw(interest_answer *answers, int items, double missing)
{
	for (int i = 0; i < items; i++)
		answers[i] = cases_uniform(&bed.cases) < missing
		    ? 0
		    : (interest_answer)(1 + cases_below(&bed.cases, 5));
}

/* 5 1 3 3 of two letters: mean 3, deviation the root of 2. */
static void
test_features_by_hand(void **state)
{
	static const interest_answer answers[] = { 5, 1, 3, 3 };
	const double z = 2 / (sqrt(2) + 0.5);
	struct features features = { .items = 4, .scale = { 0, 2, 0, -1 } };
	float x[LOGIT_FEATURES];

	(void)state;
	features_make(&features, answers, x);
	assert_int_equal(features_count(&features), 4 * 3 + 14);
	near((double)x[0], z, 1e-6);
	near((double)x[1], z * z, 1e-6);
	near((double)x[2], 1, 0);
	near((double)x[3], -z, 1e-6);
	near((double)x[4], z * z, 1e-6);
	near((double)x[5], 1, 0);
	near((double)x[6], 0, 0);
	near((double)x[8], 0, 0);
	near((double)x[12], z / 2, 1e-6); /* R: the mean of z and 0 */
	near((double)x[13], 0, 1e-6); /* its answers 5 and 3 spread by 1 */
	near((double)x[14], 0, 0); /* I: no item */
	near((double)x[15], 0, 0);
	near((double)x[16], -z, 1e-6); /* A */
	near((double)x[17], -1, 1e-6);
	near((double)x[24], 0, 1e-6);
	near((double)x[25], sqrt(2) - 1.2, 1e-6);
}

/* All alike, one item, nothing answered: numbers all the same. */
static void
test_odd_answers(void **state)
{
	static const interest_answer rows[][3] = { { 0, 0, 0 }, { 5, 5, 5 },
		{ 1, 0, 9 }, { 0, 0, 4 } };
	float x[LOGIT_FEATURES];

	(void)state;
	for (int items = 1; items <= 3; items++) {
		bed_make(items);
		for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
			features_make(&bed.features, rows[r], x);
			for (int f = 0; f < bed.model.features; f++)
				assert_true(isfinite(x[f]));
		}
	}
}

static void
test_means_are_learned(void **state)
{
	static const interest_answer given[] = { 1, 5, 0, 3, 4, 0, 0, 2, 0 };
	struct features features = { .items = 3 };

	(void)state;
	features_learn(&features, given, 3);
	near(features.first[0], 2, 0);
	near(features.second[0], 5, 0);
	near(features.first[1], 11 / 3.0, 1e-15);
	near(features.second[1], 45 / 3.0, 1e-15);
	near(features.first[2], 3, 0);
	near(features.second[2], 10, 0);
}

/* To the last bit, in the order that the header states. */
static void
test_reasons_add_up(void **state)
{
	interest_answer answers[ITEMS];
	double items[ITEMS], scores[CLASSES];
	struct features_reasons reasons;
	float x[LOGIT_FEATURES];

	(void)state;
	bed_make(ITEMS);
	for (int person = 0; person < 200; person++) {
		int class = person % CLASSES;
		const double *weights = bed.weights +
		    class * bed.model.features + ITEMS * FEATURES_EACH;
		double sum, letters[LETTERS + 1] = { 0 };

		answers_draw(answers, ITEMS, 0.2);
		features_make(&bed.features, answers, x);
		features_reasons(&bed.features, &bed.model, class, bed.means, x,
		    items, &reasons);
		logit_scores(&bed.model, x, scores);
		near(reasons.score, scores[class], 1e-10);
		sum = reasons.base;
		for (int l = 0; l < LETTERS; l++)
			sum += reasons.letters[l];
		assert_true(sum + reasons.rest == reasons.score);
		for (int i = 0; i < ITEMS; i++)
			letters[bed.features.scale[i] < 0
				? LETTERS
				: bed.features.scale[i]] += items[i];
		for (int c = 0; c < FEATURES_COMMON; c++)
			letters[c / FEATURES_LETTER] += weights[c] *
			    ((double)x[ITEMS * FEATURES_EACH + c] -
				bed.means[ITEMS * FEATURES_EACH + c]);
		for (int l = 0; l < LETTERS; l++)
			assert_true(letters[l] == reasons.letters[l]);
		assert_true(letters[LETTERS] == reasons.rest);
	}
}

static double
score_at(const double *first, const double *second, int class)
{
	double scores[CLASSES];
	float x[LOGIT_FEATURES];

	features_expected(&bed.features, first, second, x);
	logit_scores(&bed.model, x, scores);
	return scores[class];
}

/* Features are floats: differences are good to three figures. */
static void
test_slopes_by_differences(void **state)
{
	double first[ITEMS], second[ITEMS], slopes[ITEMS];
	float x[LOGIT_FEATURES];

	(void)state;
	bed_make(ITEMS);
	for (int i = 0; i < ITEMS; i++) {
		first[i] = 1.5 + 3 * cases_uniform(&bed.cases);
		second[i] = first[i] * first[i] + (i % 2 ? 0.7 : 0);
	}
	features_expected(&bed.features, first, second, x);
	for (int k = 0; k < CLASSES; k++) {
		features_slopes(&bed.features, &bed.model, k, first, x, slopes);
		for (int i = 0; i < ITEMS; i++) {
			const double step = 0.01;
			double was = first[i], own = second[i];
			double up, down;

			first[i] = was + step;
			second[i] = own + 2 * was * step + step * step;
			up = score_at(first, second, k);
			first[i] = was - step;
			second[i] = own - 2 * was * step + step * step;
			down = score_at(first, second, k);
			first[i] = was;
			second[i] = own;
			near((up - down) / (2 * step), slopes[i], 2e-3);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_features_by_hand),
		cmocka_unit_test(test_odd_answers),
		cmocka_unit_test(test_means_are_learned),
		cmocka_unit_test(test_reasons_add_up),
		cmocka_unit_test(test_slopes_by_differences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
