/* Against tables and plain arithmetic. */
#include "engine/numeric.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

static void
near(double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%.17g, not %.17g", got, want);
}

/* Points of Abramowitz and Stegun, table 26.8; exp(-x / 2) for two degrees. */
static void
test_chi_square_known(void **state)
{
	static const struct {
		double value;
		int freedom;
		double tail;
	} rows[] = {
		{ 3.84146, 1, 0.05 },
		{ 10.8276, 1, 0.001 },
		{ 5.99146, 2, 0.05 },
		{ 7.81473, 3, 0.05 },
		{ 0.351846, 3, 0.95 },
		{ 18.3070, 10, 0.05 },
		{ 29.5883, 10, 0.001 },
		{ 43.7729, 30, 0.05 },
		{ 124.342, 100, 0.05 },
		{ 149.449, 100, 0.001 },
		{ 0, 5, 1 },
		{ -3, 5, 1 },
		{ 2000, 2, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		near(chi_square_tail(rows[i].value, rows[i].freedom),
		    rows[i].tail, 2e-6);
	near(chi_square_tail(7, 2), exp(-3.5), 1e-15);
	near(chi_square_tail(4000, 4000), 0.497, 1e-3); /* near the median */
}

static void
test_systems_are_solved(void **state)
{
	double matrix[9] = { 4, 0, 0, 2, 5, 0, 1, 3, 6 };
	double x[3] = { 1, -2, 3 }, scratch[3];
	double values[3] = { 4 * x[0] + 2 * x[1] + x[2],
		2 * x[0] + 5 * x[1] + 3 * x[2], x[0] + 3 * x[1] + 6 * x[2] };

	(void)state;
	assert_true(positive_factor(matrix, 3));
	positive_solve(matrix, 3, values);
	for (int i = 0; i < 3; i++)
		near(values[i], x[i], 1e-12);
	/* Of the inverse: minors over the determinant, 67. */
	near(positive_inverse(matrix, 3, 0, scratch), 21 / 67.0, 1e-12);
	near(positive_inverse(matrix, 3, 1, scratch), 23 / 67.0, 1e-12);
	near(positive_inverse(matrix, 3, 2, scratch), 16 / 67.0, 1e-12);
}

static void
test_others_are_refused(void **state)
{
	double level[4] = { 1, 0, 1, 1 }; /* singular */
	double saddle[4] = { 1, 0, 2, 1 };
	double none[1] = { NAN }, zero[1] = { 0 };

	(void)state;
	assert_false(positive_factor(level, 2));
	assert_false(positive_factor(saddle, 2));
	assert_false(positive_factor(none, 1));
	assert_false(positive_factor(zero, 1));
	assert_true(positive_factor(none, 0));
}

static void
test_sums_have_no_order(void **state)
{
	static const double terms[] = { 0.1, -7.25, 1e-3, 512.7, -0.3, 1e9 };
	int64_t up = 0, down = 0;

	(void)state;
	for (int i = 0; i < 6; i++) {
		up += whole_from(terms[i]);
		down += whole_from(terms[5 - i]);
	}
	assert_int_equal(up, down);
	near(whole_to(up), 0.1 - 7.25 + 1e-3 + 512.7 - 0.3 + 1024, 1e-6);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chi_square_known),
		cmocka_unit_test(test_systems_are_solved),
		cmocka_unit_test(test_others_are_refused),
		cmocka_unit_test(test_sums_have_no_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
