/*
 * Features of a person for match_rank: against features_make where everything
 * is answered, against many nodes where nothing is, and a fitted model whole.
 */
#include "engine/match_answers.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

enum {
	ITEMS = 48,
	COUNT = ITEMS * FEATURES_EACH + FEATURES_COMMON,
	CLASSES = 13
};

/* A bank, answers to all of it, a profile, features with their averages. */
static struct bed {
	struct interest_bank bank;
	interest_answer answers[ITEMS], none[ITEMS];
	struct interest_profile profile;
	struct features features;
	struct match_answers with;
} bed;

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

static int
bed_make(void **state)
{
	struct cases cases = { 83 };

	(void)state;
	memset(&bed, 0, sizeof bed);
	cases_bank(&cases, ITEMS, &bed.bank);
	bed.features.items = ITEMS;
	for (int i = 0; i < ITEMS; i++) {
		bed.answers[i] = (interest_answer)(1 +
		    cases_below(&cases, INTEREST_CATEGORIES));
		bed.features.scale[i] = bed.bank.items[i].scale;
		bed.features.first[i] = 2 + 2 * cases_uniform(&cases);
		bed.features.second[i] = 1 +
		    bed.features.first[i] * bed.features.first[i];
	}
	for (int l = 0; l < LETTERS; l++) {
		struct interest_scale *scale = &bed.profile.scales[l];

		scale->theta = cases_normal(&cases);
		scale->theta_sd = l == 5 ? 0 : 0.2 + 0.1 * l;
		scale->standard = scale->theta / 2; /* norms of its own */
		scale->standard_sd = scale->theta_sd / 2;
		scale->score = 0.5;
		scale->rise = 0.2;
	}
	bed.with = (struct match_answers){ &bed.features, &bed.bank, NULL,
		NULL };
	return 0;
}

static void
test_letters(void **state)
{
	int letters[COUNT];

	(void)state;
	bed.features.scale[2] = -1;
	match_answers_letters(&bed.features, letters);
	assert_int_equal(features_count(&bed.features), COUNT);
	for (int f = 0; f < ITEMS * FEATURES_EACH; f++)
		assert_int_equal(
		    letters[f], bed.features.scale[f / FEATURES_EACH]);
	for (int f = 0; f < LETTERS * FEATURES_LETTER; f++)
		assert_int_equal(
		    letters[ITEMS * FEATURES_EACH + f], f / FEATURES_LETTER);
	for (int f = 0; f < FEATURES_PERSON; f++)
		assert_int_equal(letters[COUNT - 1 - f], -1);
}

static void
test_answered(void **state)
{
	double values[COUNT], means[COUNT], less[COUNT];
	float x[COUNT];

	(void)state;
	features_make(&bed.features, bed.answers, x);
	match_answers_values(&bed.with, bed.answers, &bed.profile, values);
	for (int f = 0; f < COUNT; f++) {
		near("value", values[f], (double)x[f], 0);
		means[f] = f / 7.0;
	}
	bed.with.means = means;
	match_answers_values(&bed.with, bed.answers, &bed.profile, less);
	for (int f = 0; f < COUNT; f++)
		near("less the mean", less[f], values[f] - means[f], 0);
}

/* Items of the model in another order, and some that the bank lacks. */
static void
test_places(void **state)
{
	interest_answer turned[ITEMS];
	double values[COUNT];
	int places[ITEMS];
	float x[COUNT];

	(void)state;
	for (int i = 0; i < ITEMS; i++) {
		places[i] = i % 5 == 0 ? -1 : ITEMS - 1 - i;
		turned[i] = i % 5 == 0 ? 0 : bed.answers[ITEMS - 1 - i];
	}
	features_make(&bed.features, turned, x);
	bed.with.places = places;
	match_answers_values(&bed.with, bed.answers, &bed.profile, values);
	for (int f = 0; f < COUNT; f++)
		near("value", values[f], (double)x[f], 0);
}

/* E(answer) or E(answer squared) by many nodes instead of five. */
static double
moment(const struct interest_item *item, double theta, double sd, int power)
{
	enum { NODES = 2001 };
	double sum = 0, total = 0;

	for (int q = 0; q < NODES; q++) {
		double z = -7 + 14.0 * q / (NODES - 1);
		double share = exp(-z * z / 2), above = 1;

		total += share;
		for (int k = 0; k < INTEREST_CATEGORIES; k++) {
			double next = 0;

			if (k < INTEREST_CATEGORIES - 1)
				next = 1 /
				    (1 +
					exp(-item->slope *
					    (theta + sd * z -
						item->thresholds[k])));
			sum += share * (above - next) * pow(k + 1, power);
			above = next;
		}
	}
	return sum / total;
}

static void
test_expected(void **state)
{
	double first[ITEMS], second[ITEMS], values[COUNT];
	float x[COUNT];

	(void)state;
	bed.none[7] = 9; /* out of range: none */
	for (int i = 0; i < ITEMS; i++) {
		const struct interest_item *item = &bed.bank.items[i];
		const struct interest_scale *scale =
		    &bed.profile.scales[item->scale];

		first[i] = moment(item, scale->theta, scale->theta_sd, 1);
		second[i] = moment(item, scale->theta, scale->theta_sd, 2);
	}
	features_expected(&bed.features, first, second, x);
	match_answers_values(&bed.with, bed.none, &bed.profile, values);
	for (int f = 0; f < COUNT; f++)
		near("value", values[f], (double)x[f], 0.02);
}

/* From one deviation below to one above, with nothing answered. */
static void
test_rises(void **state)
{
	static double rises[COUNT][LETTERS];
	double below[COUNT], above[COUNT];

	(void)state;
	match_answers_rises(&bed.with, bed.none, &bed.profile, rises);
	for (int l = 0; l < LETTERS; l++) {
		struct interest_profile moved = bed.profile;
		double sd = bed.profile.scales[l].theta_sd;

		moved.scales[l].theta -= sd;
		match_answers_values(&bed.with, bed.none, &moved, below);
		moved.scales[l].theta += 2 * sd;
		match_answers_values(&bed.with, bed.none, &moved, above);
		for (int f = 0; f < COUNT; f++)
			near("rise", rises[f][l],
			    sd > 0 ? (above[f] - below[f]) / sd : 0, 1e-6);
	}
}

/* What was answered moves too: by what would be expected of it. */
static void
test_rises_answered(void **state)
{
	static double rises[COUNT][LETTERS];
	enum { LEVEL = COUNT - FEATURES_PERSON };
	double gains[LETTERS] = { 0 };

	(void)state;
	match_answers_rises(&bed.with, bed.answers, &bed.profile, rises);
	for (int i = 0; i < ITEMS; i++) {
		const struct interest_item *item = &bed.bank.items[i];
		double theta = bed.profile.scales[item->scale].theta;
		double sd = bed.profile.scales[item->scale].theta_sd;

		gains[item->scale] += moment(item, theta + sd, sd, 1) -
		    moment(item, theta - sd, sd, 1);
	}
	/* Of the features, the person's mean answer is linear in answers. */
	for (int l = 0; l < LETTERS; l++) {
		double sd = bed.profile.scales[l].theta_sd;

		near("mean", rises[LEVEL][l],
		    sd > 0 ? gains[l] / ITEMS / sd : 0, 0.02);
		assert_true(l == 5 || rises[LEVEL][l] > 0.01);
	}
}

/* A fitted model is ranked as it scores, and its reasons add up. */
static void
test_fitted(void **state)
{
	static double weights[CLASSES * COUNT], rises[COUNT][LETTERS];
	double bases[CLASSES], centred[CLASSES], means[COUNT], values[COUNT];
	double scores[CLASSES], chances[CLASSES];
	int letters[COUNT];
	float x[COUNT];
	struct cases cases = { 89 };
	struct match list[CLASSES];
	struct logit_model fitted = { COUNT, CLASSES, weights, bases, 1.4 };
	int open = 0;

	(void)state;
	for (int i = 0; i < CLASSES * COUNT; i++)
		weights[i] = cases_normal(&cases) / 8;
	for (int k = 0; k < CLASSES; k++)
		bases[k] = cases_normal(&cases);
	features_make(&bed.features, bed.answers, x);
	logit_scores(&fitted, x, scores);
	logit_chances(&fitted, scores, chances);
	for (int f = 0; f < COUNT; f++)
		means[f] = (double)x[f] + cases_normal(&cases) / 4;
	bed.with.means = means;
	match_answers_letters(&bed.features, letters);
	match_answers_values(&bed.with, bed.answers, &bed.profile, values);
	match_answers_rises(&bed.with, bed.answers, &bed.profile, rises);
	match_centre(weights, bases, CLASSES, means, COUNT, centred);
	struct match_model model = { fitted.classes, fitted.weights, centred,
		fitted.temperature, fitted.features, letters };
	struct match_list ranked = match_rank(&model,
	    &(struct match_person){
		&bed.profile, values, (const double(*)[LETTERS])rises },
	    &(struct match_wish){ CLASSES, 3, 0, NULL }, list);
	assert_int_equal(ranked.count, CLASSES);
	for (int i = 0; i < CLASSES; i++) {
		double score = list[i].base;

		for (int l = 0; l < LETTERS; l++)
			score += list[i].terms[l];
		assert_true(score == list[i].score);
		near("score", score, scores[list[i].thing], 1e-9);
		near("probability", list[i].probability, chances[list[i].thing],
		    1e-9);
	}
	/* The draws reach the answers: something is neither sure nor out. */
	for (int i = 0; i < CLASSES; i++)
		open += list[i].steady > 0 && list[i].steady < 1;
	assert_true(open > 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_letters, bed_make),
		cmocka_unit_test_setup(test_answered, bed_make),
		cmocka_unit_test_setup(test_places, bed_make),
		cmocka_unit_test_setup(test_expected, bed_make),
		cmocka_unit_test_setup(test_rises, bed_make),
		cmocka_unit_test_setup(test_rises_answered, bed_make),
		cmocka_unit_test_setup(test_fitted, bed_make),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
