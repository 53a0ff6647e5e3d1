/* Against counting by hand, published intervals and people made to order. */
#include "engine/measure.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "engine_cases.h"

enum { CLASSES = 4, PEOPLE = 5, MANY = 3000 };

static const double chances[PEOPLE * CLASSES] = {
	0.4, 0.3, 0.2, 0.1, /* first, and right */
	0.4, 0.3, 0.2, 0.1, /* third */
	0.25, 0.25, 0.25, 0.25, /* equal: the last is the fourth */
	0.1, 0.1, 0.1, 0.7, /* first */
	0, 0.5, 0.3, 0.2, /* impossible, and so it was */
};
static const int class[PEOPLE] = { 0, 2, 3, 3, 0 };

static void
near(double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%.17g, not %.17g", got, want);
}

static void
test_places(void **state)
{
	static const int places[PEOPLE] = { 1, 3, 4, 1, 4 };

	(void)state;
	for (int i = 0; i < PEOPLE; i++)
		assert_int_equal(
		    measure_place(chances + i * CLASSES, CLASSES, class[i]),
		    places[i]);
}

static void
test_a_sample_by_hand(void **state)
{
	struct measure_sample sample = { PEOPLE, CLASSES, chances, class,
		NULL };
	struct measure measure;

	(void)state;
	assert_true(measure_take(&sample, &measure));
	assert_int_equal(measure.present, 3);
	near(measure.top1, 2 / 5.0, 1e-15);
	near(measure.top3, 3 / 5.0, 1e-15);
	near(measure.top5, 1, 0);
	near(measure.macro_top1, (1 / 2.0 + 0 + 1 / 2.0) / 3, 1e-15);
	near(measure.macro_top3, (1 / 2.0 + 1 + 1 / 2.0) / 3, 1e-15);
	near(measure.nll,
	    -(log(0.4) + log(0.2) + log(0.25) + log(0.7) - 745) / 5, 1e-12);
	/* A bin each: how far from 0 or 1. */
	near(measure.ece, (0.6 + 0.4 + 0.25 + 0.3 + 0.5) / 5, 1e-12);
}

static void
test_some_of_a_sample(void **state)
{
	static const size_t who[] = { 3, 0 };
	struct measure_sample sample = { 2, CLASSES, chances, class, who };
	struct measure measure;

	(void)state;
	assert_true(measure_take(&sample, &measure));
	near(measure.top1, 1, 0);
	near(measure.nll, -(log(0.4) + log(0.7)) / 2, 1e-15);
	sample.people = 0;
	assert_true(measure_take(&sample, &measure));
	assert_true(isnan(measure.top1) && isnan(measure.ece));
}

/*
 * Newcombe 1998, Statistics in Medicine 17, table I, method 3 (Wilson's score
 * interval): 81 of 263, 15 of 148, 0 of 20, 1 of 29.
 */
static void
test_wilson_as_published(void **state)
{
	static const struct {
		size_t hits, people;
		double low, high;
	} rows[] = { { 81, 263, 0.2553, 0.3662 }, { 15, 148, 0.0624, 0.1605 },
		{ 0, 20, 0, 0.1611 }, { 1, 29, 0.0061, 0.1718 },
		{ 0, 0, 0, 1 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct interval interval = measure_wilson(
		    rows[i].hits, rows[i].people, 1.959964);

		near(interval.low, rows[i].low, 5e-5);
		near(interval.high, rows[i].high, 5e-5);
	}
	near(measure_wilson(20, 20, 1.96).high, 1, 0);
}

static double confidence[MANY];
static bool right[MANY];

/* shift: how much oftener they are right than was said. */
static void
people_make(uint64_t seed, double shift)
{
	struct cases cases = { seed };

	for (int i = 0; i < MANY; i++) {
		confidence[i] = 0.2 + 0.6 * cases_uniform(&cases);
		right[i] = cases_uniform(&cases) < confidence[i] + shift;
	}
}

/* What is calibrated lies near what calibrated people show on average. */
static void
test_perfect_calibration(void **state)
{
	int near_floor = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 20; seed++) {
		double floor, error;
		struct interval interval;

		people_make(seed, 0);
		error = measure_calibration(
		    confidence, right, MANY, &interval, &floor);
		assert_true(interval.low <= error && error <= interval.high);
		assert_true(error < 2 * floor);
		near_floor += interval.low <= floor && floor <= interval.high;
	}
	assert_true(near_floor >= 17);
}

static void
test_bias_is_seen(void **state)
{
	struct interval interval;
	double floor, error;

	(void)state;
	people_make(9, 0.1);
	error = measure_calibration(confidence, right, MANY, &interval, &floor);
	near(error, 0.1, 0.025);
	assert_true(interval.low > floor);
	assert_true(interval.low <= error && error <= interval.high);
}

static void
test_order_does_not_matter(void **state)
{
	struct interval one, other;
	double floor, error;

	(void)state;
	people_make(5, 0.03);
	error = measure_calibration(confidence, right, MANY, &one, &floor);
	for (int i = 0; i < MANY / 2; i++) {
		double was = confidence[i];
		bool hit = right[i];

		confidence[i] = confidence[MANY - 1 - i];
		right[i] = right[MANY - 1 - i];
		confidence[MANY - 1 - i] = was;
		right[MANY - 1 - i] = hit;
	}
	near(measure_calibration(confidence, right, MANY, &other, NULL), error,
	    0);
	near(other.low, one.low, 0);
	near(other.high, one.high, 0);
}

static void
test_little(void **state)
{
	struct interval interval;
	double floor;

	(void)state;
	near(measure_calibration(NULL, NULL, 0, &interval, &floor), 0, 0);
	near(measure_calibration(
		 (double[]){ 0.75 }, (bool[]){ true }, 1, &interval, &floor),
	    0.25, 0);
	near(interval.low, 0.25, 1e-12);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_a_sample_by_hand),
		cmocka_unit_test(test_some_of_a_sample),
		cmocka_unit_test(test_wilson_as_published),
		cmocka_unit_test(test_perfect_calibration),
		cmocka_unit_test(test_bias_is_seen),
		cmocka_unit_test(test_order_does_not_matter),
		cmocka_unit_test(test_little),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
