/*
 * The calibration against what is plain: known banks are found again, the
 * estimates are where a likelihood without any shortcut is highest, and what
 * has no meaning (order, people without answers) changes nothing.
 */
#include "engine/calibrate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "engine_cases.h"

enum { BASES = CALIBRATE_CATEGORIES - 1, NODES = CALIBRATE_NODES };

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* People and their bank. */
struct made {
	struct interest_bank bank;
	uint8_t *given;
	int scale[INTEREST_ITEMS];
	struct calibrate_data data;
};

/* Traits are correlated by r with the one before. */
static void
traits_draw(struct cases *cases, double r, double theta[LETTERS])
{
	theta[0] = cases_normal(cases);
	for (int l = 1; l < LETTERS; l++)
		theta[l] = r * theta[l - 1] +
		    sqrt(1 - r * r) * cases_normal(cases);
}

/* Items are dealt to the six scales in turn. */
static void
made_new(struct made *made, uint64_t seed, size_t people, int items, double r,
    double missing)
{
	struct cases cases = { seed };
	double theta[LETTERS];

	cases_bank(&cases, items, &made->bank);
	made->given = malloc(people * (size_t)items + 1);
	assert_non_null(made->given);
	for (size_t p = 0; p < people; p++) {
		traits_draw(&cases, r, theta);
		cases_answers(&cases, &made->bank, theta, missing,
		    made->given + p * (size_t)items);
	}
	for (int i = 0; i < items; i++)
		made->scale[i] = made->bank.items[i].scale;
	made->data = (struct calibrate_data){ people, items, LETTERS,
		made->given, made->scale };
}

static void
test_banks_are_found_again(void **state)
{
	struct calibration found;
	struct made made;
	double slopes = 0;

	(void)state;
	made_new(&made, 7, 4000, 48, 0.6, 0.1);
	assert_true(calibrate(&made.data, &found));
	for (int i = 0; i < 48; i++) {
		const struct interest_item *was = &made.bank.items[i];
		const struct calibrate_item *is = &found.item[i];

		slopes += (is->slope - was->slope) / is->slope_error / 48;
		near("slope", is->slope, was->slope, 4 * is->slope_error);
		for (int k = 0; k < BASES; k++)
			if (fabs(was->thresholds[k]) < 2)
				near("threshold", is->thresholds[k],
				    was->thresholds[k],
				    0.1 + 0.15 / was->slope);
	}
	near("mean error of the slopes", slopes, 0, 0.6);
	for (int s = 0; s < LETTERS; s++) {
		assert_true(found.scale[s].settled);
		assert_true(found.scale[s].srmsr < 0.03);
		for (int t = 0; t < LETTERS; t++)
			near("correlation", found.correlation[s * LETTERS + t],
			    pow(0.6, abs(s - t)), 0.04);
	}
	calibration_free(&found);
	free(made.given);
}

/* Standard errors say how far estimates spread from one sample to the next. */
static void
test_errors_are_true(void **state)
{
	enum { SAMPLES = 8, ITEMS = 30 };
	double square = 0, error = 0;

	(void)state;
	for (uint64_t sample = 0; sample < SAMPLES; sample++) {
		struct calibration found;
		struct made made;

		made_new(&made, 1000 + sample, 500, ITEMS, 0, 0);
		assert_true(calibrate(&made.data, &found));
		for (int i = 0; i < ITEMS; i++) {
			double off = (found.item[i].slope -
					 made.bank.items[i].slope) /
			    made.bank.items[i].slope;

			assert_true(found.item[i].slope_error > 0);
			square += off * off;
			error += pow(found.item[i].slope_error /
				made.bank.items[i].slope,
			    2);
		}
		calibration_free(&found);
		free(made.given);
	}
	near("spread over error", sqrt(square / error), 1, 0.15);
}

/* The plain likelihood */

static double
chance(const struct calibrate_item *item, int answer, double theta)
{
	const double *b = item->thresholds;
	double above = answer == 1
	    ? 1
	    : 1 / (1 + exp(-item->slope * (theta - b[answer - 2])));
	double below = answer == CALIBRATE_CATEGORIES
	    ? 0
	    : 1 / (1 + exp(-item->slope * (theta - b[answer - 1])));

	return above - below;
}

static double
node(int q)
{
	return -4 + 8.0 * q / (NODES - 1);
}

/* Likelihood of a person's answers to a scale, times the weight of the node. */
static void
person_weigh(const struct calibrate_data *data,
    const struct calibrate_item *items, int scale, size_t p,
    double weights[NODES])
{
	double total = 0;

	for (int q = 0; q < NODES; q++)
		total += exp(-node(q) * node(q) / 2);
	for (int q = 0; q < NODES; q++) {
		weights[q] = exp(-node(q) * node(q) / 2) / total;
		for (int i = 0; i < data->items; i++) {
			int answer =
			    data->given[p * (size_t)data->items + (size_t)i];

			if (data->scale[i] == scale && answer > 0)
				weights[q] *= chance(
				    &items[i], answer, node(q));
		}
	}
}

static double
plain_likelihood(const struct calibrate_data *data,
    const struct calibrate_item *items, int scale)
{
	double likelihood = 0, weights[NODES];

	for (size_t p = 0; p < data->people; p++) {
		double sum = 0;

		person_weigh(data, items, scale, p, weights);
		for (int q = 0; q < NODES; q++)
			sum += weights[q];
		likelihood += log(sum);
	}
	return likelihood;
}

static double *
number_of(struct calibrate_item *item, int n)
{
	return n == 0 ? &item->slope : &item->thresholds[n - 1];
}

/* By one number of one item, by central differences. */
static double
plain_slope(const struct calibrate_data *data, const struct calibration *found,
    int i, int n)
{
	struct calibrate_item items[INTEREST_ITEMS];
	double h = 1e-4, up, down;

	memcpy(items, found->item, (size_t)found->items * sizeof *items);
	*number_of(&items[i], n) += h;
	up = plain_likelihood(data, items, data->scale[i]);
	*number_of(&items[i], n) -= 2 * h;
	down = plain_likelihood(data, items, data->scale[i]);
	return (up - down) / (2 * h);
}

/*
 * A step of .01 in any number would change the slope of the likelihood by tens:
 * where it is below .5 for all of them, the estimates are at the top.
 */
static void
test_likelihood_is_highest(void **state)
{
	struct calibration found;
	struct made made;

	(void)state;
	made_new(&made, 99, 400, 18, 0.3, 0.2);
	assert_true(calibrate(&made.data, &found));
	for (int s = 0; s < LETTERS; s++)
		near("likelihood", found.scale[s].likelihood,
		    plain_likelihood(&made.data, found.item, s), 1e-6);
	for (int i = 0; i < 18; i++)
		for (int n = 0; n <= BASES; n++)
			near("slope of the likelihood",
			    plain_slope(&made.data, &found, i, n), 0, 0.5);
	calibration_free(&found);
	free(made.given);
}

/* Likelihood of two scales under correlated traits, over both sets of nodes. */
static double
plain_pair(const struct calibrate_data *data, const struct calibration *found,
    double r)
{
	double density[NODES][NODES], likelihood = 0;
	double a[NODES], b[NODES];

	/* Against independence, whose weights a and b have in them already. */
	for (int x = 0; x < NODES; x++)
		for (int y = 0; y < NODES; y++)
			density[x][y] = exp((2 * r * node(x) * node(y) -
						r * r *
						    (node(x) * node(x) +
							node(y) * node(y))) /
					    (2 * (1 - r * r))) /
			    sqrt(1 - r * r);
	for (size_t p = 0; p < data->people; p++) {
		double sum = 0;

		person_weigh(data, found->item, 0, p, a);
		person_weigh(data, found->item, 1, p, b);
		for (int x = 0; x < NODES; x++)
			for (int y = 0; y < NODES; y++)
				sum += a[x] * b[y] * density[x][y];
		likelihood += log(sum);
	}
	return likelihood;
}

static void
test_correlation_is_likeliest(void **state)
{
	static const double correlations[] = { 0.8, 0.3, 0, -0.5 };

	(void)state;
	for (size_t c = 0; c < 4; c++) {
		struct calibration found;
		struct made made;
		double r, best;

		made_new(&made, 31 + c, 250, 36, correlations[c], 0.1);
		assert_true(calibrate(&made.data, &found));
		r = found.correlation[1];
		best = plain_pair(&made.data, &found, r);
		assert_true(best > plain_pair(&made.data, &found, r - 0.01));
		assert_true(best > plain_pair(&made.data, &found, r + 0.01));
		assert_true(found.correlation[1] == found.correlation[6]);
		calibration_free(&found);
		free(made.given);
	}
}

/* Two scales of one trait: as close to 1 as a matrix that can be used may be. */
static void
test_one_trait_twice(void **state)
{
	struct calibration found;
	struct made made;

	(void)state;
	made_new(&made, 5, 1500, 24, 0, 0);
	made.data.scales = 2;
	for (int i = 0; i < 24; i++) /* letters 0: items 0, 6, 12, 18 */
		made.scale[i] = i % 12 == 0;
	for (size_t p = 0; p < 1500; p++)
		for (int i = 0; i < 24; i++)
			if (i % 6 != 0)
				made.given[p * 24 + (size_t)i] = 0;
	assert_true(calibrate(&made.data, &found));
	assert_true(found.correlation[1] > 0.95);
	assert_true(found.correlation[1] < 1);
	calibration_free(&found);
	free(made.given);
}

/* Order */

static void
calibrations_same(const struct calibration *a, const struct calibration *b)
{
	size_t scales = (size_t)a->scales;

	assert_memory_equal(
	    a->item, b->item, (size_t)a->items * sizeof *a->item);
	assert_memory_equal(a->scale, b->scale, scales * sizeof *a->scale);
	assert_memory_equal(a->correlation, b->correlation,
	    scales * scales * sizeof *a->correlation);
}

static void
test_people_have_no_order(void **state)
{
	struct calibration one, two;
	struct made made;
	uint8_t *turned;

	(void)state;
	made_new(&made, 17, 700, 24, 0.4, 0.1);
	assert_true(calibrate(&made.data, &one));
	turned = malloc(700 * 24);
	assert_non_null(turned);
	for (size_t p = 0; p < 700; p++) /* 699 and 700 share no divisor */
		memcpy(turned + p * 24, made.given + p * 699 % 700 * 24, 24);
	made.data.given = turned;
	assert_true(calibrate(&made.data, &two));
	calibrations_same(&one, &two);
	for (size_t p = 0; p < 700; p++)
		assert_memory_equal(
		    two.strata + p * 6, one.strata + p * 699 % 700 * 6, 6);
	calibration_free(&one);
	calibration_free(&two);
	free(turned);
	free(made.given);
}

/* The scales turned round; then the items too. */
static void
test_scales_and_items_have_no_order(void **state)
{
	struct calibration one, two;
	struct made made;
	uint8_t *turned;

	(void)state;
	made_new(&made, 23, 700, 24, 0.4, 0.1);
	assert_true(calibrate(&made.data, &one));
	for (int i = 0; i < 24; i++)
		made.scale[i] = LETTERS - 1 - made.scale[i];
	assert_true(calibrate(&made.data, &two));
	assert_memory_equal(one.item, two.item, 24 * sizeof *one.item);
	for (int s = 0; s < LETTERS; s++) {
		assert_memory_equal(&one.scale[s], &two.scale[LETTERS - 1 - s],
		    sizeof *one.scale);
		for (int t = 0; t < LETTERS; t++)
			assert_true(one.correlation[s * LETTERS + t] ==
			    two.correlation[(LETTERS - 1 - s) * LETTERS +
				LETTERS - 1 - t]);
	}
	calibration_free(&two);
	turned = malloc(700 * 24);
	assert_non_null(turned);
	for (size_t p = 0; p < 700; p++)
		for (size_t i = 0; i < 24; i++)
			turned[p * 24 + i] = made.given[p * 24 + 23 - i];
	for (int i = 0; i < 24; i++)
		made.scale[i] = made.bank.items[23 - i].scale;
	made.data.given = turned;
	assert_true(calibrate(&made.data, &two));
	for (int i = 0; i < 24; i++)
		assert_memory_equal(
		    &two.item[23 - i], &one.item[i], sizeof *two.item);
	calibration_free(&one);
	calibration_free(&two);
	free(turned);
	free(made.given);
}

/* Somebody who answered nothing is counted, and tells nothing. */
static void
test_silence_says_nothing(void **state)
{
	struct calibration one, two;
	struct made made;

	(void)state;
	made_new(&made, 3, 300, 18, 0.4, 0.1);
	memset(made.given, 0, 18);
	assert_true(calibrate(&made.data, &one));
	made.data.given += 18;
	made.data.people--;
	assert_true(calibrate(&made.data, &two));
	for (int s = 0; s < LETTERS; s++)
		one.scale[s].patterns = two.scale[s].patterns;
	for (int i = 0; i < 18; i++)
		near("slope", one.item[i].slope, two.item[i].slope, 1e-9);
	for (int s = 0; s < LETTERS; s++) {
		near("reliability", one.scale[s].reliability,
		    two.scale[s].reliability, 1e-9);
		assert_int_equal(one.scale[s].people, two.scale[s].people);
	}
	calibration_free(&one);
	calibration_free(&two);
	free(made.given);
}

/* Fit of an item, from every pattern of answers there can be */

enum { FEW = 3, SUMS = FEW * BASES + 1 };

static double
pattern_chance(const struct calibrate_item items[FEW], const int answers[FEW])
{
	double chances = 0, total = 0;

	for (int q = 0; q < NODES; q++) {
		double weight = exp(-node(q) * node(q) / 2);

		total += weight;
		for (int i = 0; i < FEW; i++)
			weight *= chance(&items[i], answers[i], node(q));
		chances += weight;
	}
	return chances / total;
}

static void
expected_by_sum(const struct calibrate_item items[FEW],
    double expected[SUMS][CALIBRATE_CATEGORIES])
{
	memset(expected, 0, SUMS * sizeof *expected);
	for (int pattern = 0; pattern < 125; pattern++) {
		int answers[FEW] = { 1 + pattern % 5, 1 + pattern / 5 % 5,
			1 + pattern / 25 };

		expected[answers[0] + answers[1] + answers[2] - 3]
			[answers[0] - 1] += pattern_chance(items, answers);
	}
}

static void
observed_by_sum(const struct calibrate_data *data,
    double observed[SUMS][CALIBRATE_CATEGORIES])
{
	memset(observed, 0, SUMS * sizeof *observed);
	for (size_t p = 0; p < data->people; p++) {
		const uint8_t *given = data->given + p * FEW;

		if (given[0] > 0 && given[1] > 0 && given[2] > 0)
			observed[given[0] + given[1] + given[2] - 3]
				[given[0] - 1]++;
	}
}

/* Cells of one person expected or more; what is left joins the last. */
static int
row_compare(const double *observed, const double *expected, double *statistic)
{
	double o[CALIBRATE_CATEGORIES] = { 0 }, e[CALIBRATE_CATEGORIES] = { 0 };
	double people = 0, total = 0;
	int cells = 0;

	for (int k = 0; k < CALIBRATE_CATEGORIES; k++) {
		people += observed[k];
		total += expected[k];
	}
	if (people == 0)
		return 0;
	for (int k = 0; k < CALIBRATE_CATEGORIES; k++) {
		o[cells] += observed[k];
		e[cells] += people * expected[k] / total;
		if (e[cells] >= 1)
			cells++;
	}
	if (cells < CALIBRATE_CATEGORIES && cells > 0) {
		o[cells - 1] += o[cells];
		e[cells - 1] += e[cells];
	}
	for (int c = 0; c < cells; c++)
		*statistic += (o[c] - e[c]) * (o[c] - e[c]) / e[c];
	return cells > 0 ? cells - 1 : 0;
}

static void
test_item_fit_is_plain(void **state)
{
	double expected[SUMS][CALIBRATE_CATEGORIES];
	double observed[SUMS][CALIBRATE_CATEGORIES], statistic = 0;
	struct calibration found;
	struct made made;
	int freedom = -CALIBRATE_CATEGORIES;

	(void)state;
	made_new(&made, 41, 4000, FEW, 1, 0.02);
	made.data.scales = 1;
	memset(made.scale, 0, sizeof made.scale);
	assert_true(calibrate(&made.data, &found));
	expected_by_sum(found.item, expected);
	observed_by_sum(&made.data, observed);
	for (int sum = 1; sum < SUMS - 1; sum++)
		freedom += row_compare(
		    observed[sum], expected[sum], &statistic);
	near("statistic", found.item[0].fit.statistic, statistic, 1e-6);
	assert_int_equal(found.item[0].fit.freedom, freedom);
	calibration_free(&found);
	free(made.given);
}

/* Where the model is true, misfit is chance: .05 of the items below .05. */
static void
test_fit_finds_what_is_not_there(void **state)
{
	struct calibration found;
	struct made made;
	int unlikely = 0;

	(void)state;
	made_new(&made, 77, 1500, 60, 0, 0);
	assert_true(calibrate(&made.data, &found));
	for (int i = 0; i < 60; i++) {
		unlikely += found.item[i].fit.chance < 0.05;
		assert_true(found.item[i].fit.rmsea < 0.015);
	}
	assert_true(unlikely <= 9);
	calibration_free(&found);
	/* An item whose answers are turned round does not fit, */
	for (size_t p = 0; p < 1500; p++)
		made.given[p * 60 + 8] = (uint8_t)(6 - made.given[p * 60 + 8]);
	/* and one that is asked twice is found by its pair. */
	for (size_t p = 0; p < 1500; p++)
		made.given[p * 60 + 9] = made.given[p * 60 + 15];
	assert_true(calibrate(&made.data, &found));
	near("slope", found.item[8].slope, 0.05, 0);
	assert_true(found.item[8].fit.rmsea > 0.02);
	assert_true(found.item[8].fit.chance < 1e-9);
	assert_int_equal(found.scale[3].pair[0], 9);
	assert_int_equal(found.scale[3].pair[1], 15);
	calibration_free(&found);
	free(made.given);
}

/* Degenerate input */

static bool
item_sound(const struct calibrate_item *item)
{
	if (!(item->slope >= 0.05 && item->slope <= 20))
		return false;
	for (int k = 0; k < BASES; k++)
		if (!(fabs(item->thresholds[k]) <= 20) ||
		    (k > 0 &&
			!(item->thresholds[k] - item->thresholds[k - 1] >
			    0.5e-4)))
			return false;
	return true;
}

static void
calibration_sound(const struct calibration *found)
{
	for (int i = 0; i < found->items; i++)
		if (!item_sound(&found->item[i]))
			fail_msg("item %d: %g, %g %g %g %g", i,
			    found->item[i].slope, found->item[i].thresholds[0],
			    found->item[i].thresholds[1],
			    found->item[i].thresholds[2],
			    found->item[i].thresholds[3]);
	for (int s = 0; s < found->scales; s++) {
		assert_true(isfinite(found->scale[s].likelihood));
		assert_true(found->scale[s].reliability >= 0);
		assert_true(found->scale[s].reliability <= 1);
	}
	for (int c = 0; c < found->scales * found->scales; c++)
		assert_true(fabs(found->correlation[c]) <= 1);
}

static void
test_degenerate_is_defined(void **state)
{
	static const uint8_t same[] = { 4, 4, 4, 4, 4, 4, 4, 4 };
	static const uint8_t ends[] = { 1, 5, 5, 1, 1, 1, 5, 5 };
	static const uint8_t none[8] = { 0 };
	static const uint8_t gap[] = { 1, 3, 3, 1, 5, 5, 3, 5 };
	static const int scale[] = { 0, 0, 1, 1, 1, 1, 1, 1 };
	static const struct {
		size_t people;
		int items, scales;
		const uint8_t *given;
	} rows[] = {
		{ 0, 0, 0, NULL },
		{ 0, 4, 2, same },
		{ 4, 0, 3, same },
		{ 1, 1, 1, same }, /* one person, one item */
		{ 8, 1, 1, same },
		{ 8, 1, 1, ends },
		{ 4, 2, 2, same }, /* a scale without items */
		{ 4, 2, 60, ends },
		{ 1, 8, 2, ends },
		{ 2, 4, 2, ends },
		{ 2, 4, 2, none },
		{ 2, 4, 2, gap }, /* categories that nobody used */
		{ 4, 2, 1, gap },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct calibrate_data data = { rows[i].people, rows[i].items,
			rows[i].scales, rows[i].given, scale };
		struct calibration found;

		if (!calibrate(&data, &found))
			fail_msg("row %zu", i);
		calibration_sound(&found);
		calibration_free(&found);
	}
}

static void
test_unused_categories_have_a_place(void **state)
{
	struct calibration all, less;
	struct made made;

	(void)state;
	made_new(&made, 12, 2000, 30, 0, 0);
	assert_true(calibrate(&made.data, &all));
	for (size_t p = 0; p < 2000; p++) {
		uint8_t *given = made.given + p * 30;

		given[0] = given[0] == 3 ? 4 : given[0];
		given[6] = given[6] == 1 ? 2 : given[6];
		given[12] = given[12] == 5 ? 4 : given[12];
	}
	assert_true(calibrate(&made.data, &less));
	calibration_sound(&less);
	/* The other thresholds stay where they were. */
	for (int k = 0; k < BASES; k++) {
		if (k != 2)
			near("inner", less.item[0].thresholds[k],
			    all.item[0].thresholds[k], 0.15);
		if (k > 0)
			near("lowest", less.item[6].thresholds[k],
			    all.item[6].thresholds[k], 0.15);
		if (k < BASES - 1)
			near("highest", less.item[12].thresholds[k],
			    all.item[12].thresholds[k], 0.15);
	}
	assert_true(
	    less.item[0].thresholds[2] - less.item[0].thresholds[1] < 0.01);
	assert_true(less.item[6].thresholds[0] < all.item[6].thresholds[0]);
	assert_true(less.item[12].thresholds[3] > all.item[12].thresholds[3]);
	calibration_free(&all);
	calibration_free(&less);
	free(made.given);
}

static void
test_wrong_data_is_refused(void **state)
{
	static const uint8_t good[] = { 1, 2 }, bad[] = { 1, 6 };
	static const int scales[] = { 0, 1 }, below[] = { 0, -1 };
	static const struct calibrate_data rows[] = {
		{ 1, 2, 2, bad, scales },
		{ 1, 2, 1, good, scales },
		{ 1, 2, 2, good, below },
		{ 1, -1, 2, good, scales },
		{ 1, 2, -1, good, scales },
		{ 1, 2, CALIBRATE_SCALES + 1, good, scales },
		{ 1, CALIBRATE_ITEMS + 1, 2, good, scales },
		{ (size_t)CALIBRATE_PEOPLE + 1, 2, 2, good, scales },
	};
	struct calibration found;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		if (calibrate(&rows[i], &found))
			fail_msg("row %zu", i);
		assert_null(found.item);
	}
}

/* Every allocation fails once. */
static void
test_memory_may_be_used_up(void **state)
{
	struct calibration found;
	struct made made;
	size_t nth = 1;

	(void)state;
	made_new(&made, 2, 30, 6, 0, 0);
	for (;; nth++) {
		bool done;

		memory_fail_at(nth, false);
		done = calibrate(&made.data, &found);
		memory_fail_at(0, false);
		if (done)
			break;
		assert_null(found.item);
		assert_int_equal(found.items, 0);
	}
	assert_true(nth > 50);
	calibration_free(&found);
	free(made.given);
}

/* Many items in one scale: products would underflow, sums be long. */
static void
test_long_scales(void **state)
{
	struct calibration found;
	struct made made;

	(void)state;
	made_new(&made, 8, 150, 96, 1, 0);
	made.data.scales = 1;
	memset(made.scale, 0, sizeof made.scale);
	assert_true(calibrate(&made.data, &found));
	calibration_sound(&found);
	near("likelihood", found.scale[0].likelihood,
	    plain_likelihood(&made.data, found.item, 0), 1e-5);
	assert_true(found.scale[0].reliability > 0.97);
	calibration_free(&found);
	free(made.given);
}

/* Real answers */

static size_t
answers_load(FILE *file, uint8_t *given, size_t most)
{
	char line[1024];
	size_t people = 0;

	assert_non_null(fgets(line, sizeof line, file));
	while (people < most && fgets(line, sizeof line, file) != NULL) {
		const char *at = strchr(line, ',') + 1;

		for (size_t i = 0; i < 48; i++) {
			given[people * 48 + i] = *at == ','
			    ? 0
			    : (uint8_t)(*at - '0');
			at = strchr(at, ',') + 1;
		}
		people++;
	}
	return people;
}

/* Slopes that the R package mirt (Chalmers 2012) gives for the first four. */
static void
test_agrees_with_mirt(void **state)
{
	static const double mirt[] = { 1.15, 2.45, 1.87, 2.15 };
	const char *shared = getenv("GILJABI_SHARED");
	struct calibration found;
	char path[4096];
	uint8_t *given;
	int scale[48];
	FILE *file;

	(void)state;
	snprintf(path, sizeof path, "%s/data/riasec/train.csv",
	    shared ? shared : "../shared");
	file = fopen(path, "r");
	if (file == NULL) {
		print_message("skipped: no shared data\n");
		skip();
	}
	given = malloc(20000 * 48);
	assert_non_null(given);
	for (int i = 0; i < 48; i++)
		scale[i] = i / 8;
	struct calibrate_data data = { answers_load(file, given, 20000), 48, 6,
		given, scale };
	fclose(file);
	assert_true(calibrate(&data, &found));
	for (int i = 0; i < 4; i++)
		near("slope", found.item[i].slope, mirt[i], 0.05);
	calibration_free(&found);
	free(given);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_banks_are_found_again),
		cmocka_unit_test(test_errors_are_true),
		cmocka_unit_test(test_likelihood_is_highest),
		cmocka_unit_test(test_correlation_is_likeliest),
		cmocka_unit_test(test_one_trait_twice),
		cmocka_unit_test(test_people_have_no_order),
		cmocka_unit_test(test_scales_and_items_have_no_order),
		cmocka_unit_test(test_silence_says_nothing),
		cmocka_unit_test(test_item_fit_is_plain),
		cmocka_unit_test(test_fit_finds_what_is_not_there),
		cmocka_unit_test(test_degenerate_is_defined),
		cmocka_unit_test(test_unused_categories_have_a_place),
		cmocka_unit_test(test_wrong_data_is_refused),
		cmocka_unit_test(test_memory_may_be_used_up),
		cmocka_unit_test(test_long_scales),
		cmocka_unit_test(test_agrees_with_mirt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
