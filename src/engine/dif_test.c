/*
 * Item functioning against values reckoned elsewhere, and against people whose
 * items were made to function alike or not.
 */
#include "engine/dif.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine/calibrate.h"
#include "engine_cases.h"

static struct dif_table table;

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.12g, not %.12g", what, got, want);
}

/* Answers that rise with the trait; group 0 is twice as large. */
static void
table_fill(int groups, int without)
{
	memset(&table, 0, sizeof table);
	table.groups = groups;
	for (int s = 30; s < 51; s++)
		for (int g = 0; g < groups; g++)
			for (int k = 0; k < DIF_CATEGORIES; k++) {
				int usual = (s - 30) / 5 + (s > 40 ? g : 0);
				int count = 1 + (s * 5 + g * 11 + k * 7) % 6 +
				    (k == usual ? 12 : 0);

				if (k != without)
					table.counts[s][g][k] = g == 0
					    ? 2 * count
					    : count;
			}
}

/* The figures are from scipy's minimisers on the likelihood written out. */
static void
test_tables_known(void **state)
{
	static const struct {
		int groups, without;
		int64_t people;
		double gain, uniform, ratio, chance, difference;
	} rows[] = {
		{ 2, -1, 1836, 0.005897158, 0.003175283, 12.2770244,
		    2.158132e-3, 0.095988359 },
		{ 3, -1, 2385, 0.005363432, 0.002232471, 14.1720131,
		    6.765822e-3, 0.094767068 },
		{ 2, 2, 1494, 0.009717242, 0.004370047, 16.2018560, 3.032576e-4,
		    0.082933155 }, /* nobody answered 3 */
	};
	struct dif dif;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		table_fill(rows[i].groups, rows[i].without);
		dif_measure(&table, &dif);
		assert_int_equal(dif.people, rows[i].people);
		assert_int_equal(dif.groups, rows[i].groups);
		assert_int_equal(dif.freedom, 2 * (rows[i].groups - 1));
		near("gain", dif.gain, rows[i].gain, 1e-8);
		near("uniform", dif.gain_uniform, rows[i].uniform, 1e-8);
		near("ratio", dif.ratio, rows[i].ratio, 1e-5);
		near("chance", dif.chance, rows[i].chance, 1e-8);
		near("difference", dif.difference, rows[i].difference, 1e-8);
		assert_int_equal(dif.high, 1);
		assert_int_equal(dif.low, 0);
		assert_int_equal(dif.class, 'A');
	}
}

static void
test_groups_have_no_order(void **state)
{
	struct dif_table turned;
	struct dif one, two;

	(void)state;
	table_fill(3, -1);
	dif_measure(&table, &one);
	turned = table;
	for (int s = 0; s < DIF_STRATA; s++)
		for (int g = 0; g < 3; g++)
			memcpy(turned.counts[s][g], table.counts[s][2 - g],
			    sizeof turned.counts[s][g]);
	dif_measure(&turned, &two);
	assert_int_equal(two.high, 2 - one.high);
	assert_int_equal(two.low, 2 - one.low);
	assert_true(one.gain == two.gain && one.ratio == two.ratio);
	assert_true(one.difference == two.difference);
}

/* Everybody in one stratum, each group its counts. */
static void
test_degenerate_is_defined(void **state)
{
	static const struct {
		const char *what;
		int groups;
		int64_t counts[3][DIF_CATEGORIES];
		char class;
	} rows[] = {
		{ "nobody", 2, { { 0 } }, 0 },
		{ "no groups", 0, { { 50, 50 } }, 0 },
		{ "one group", 1, { { 90, 90 } }, 0 },
		{ "a small group", 2, { { 90, 90 }, { 49, 50 } }, 0 },
		{ "all alike", 2, { { 0, 0, 200 }, { 0, 0, 200 } }, 0 },
		{ "two alike", 2, { { 80, 80 }, { 80, 80 } }, 'A' },
		{ "two apart", 2, { { 200, 0 }, { 0, 200 } }, 'C' },
		{ "ends", 2, { { 150, 0, 0, 0, 50 }, { 50, 0, 0, 0, 150 } },
		    'C' },
		{ "one too small to count", 3,
		    { { 80, 80 }, { 0, 99 }, { 80, 80 } }, 'A' },
	};
	struct dif dif;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		memset(&table, 0, sizeof table);
		table.groups = rows[i].groups;
		memcpy(table.counts[40], rows[i].counts, sizeof rows[i].counts);
		dif_measure(&table, &dif);
		if (dif.class != rows[i].class)
			fail_msg("%s: class %d", rows[i].what, dif.class);
		assert_true(dif.gain >= 0 && dif.gain <= 1);
		assert_true(dif.chance >= 0 && dif.chance <= 1);
		assert_true(isfinite(dif.ratio) && isfinite(dif.difference));
	}
}

static void
test_strata(void **state)
{
	static const struct {
		double theta;
		int stratum;
	} rows[] = { { 0, 40 }, { 0.04, 40 }, { 0.06, 41 }, { -0.06, 39 },
		{ -4, 0 }, { 4, 80 }, { -9, 0 }, { 9, 80 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_int_equal(dif_stratum(rows[i].theta), rows[i].stratum);
}

/* People of two groups who answer a bank; the second group's own has changes */

enum { PEOPLE = 4500, ITEMS = 42 };

struct society {
	struct interest_bank banks[2];
	uint8_t given[PEOPLE * ITEMS];
	uint16_t group[PEOPLE];
	int scale[ITEMS];
};

/* The second group, a third of the people, is lower in every trait by .6. */
static void
society_answer(struct society *society, struct cases *cases)
{
	double theta[LETTERS];

	for (int p = 0; p < PEOPLE; p++) {
		int group = p % 3 == 0;

		society->group[p] = (uint16_t)group;
		for (int l = 0; l < LETTERS; l++)
			theta[l] = cases_normal(cases) - 0.6 * group;
		cases_answers(cases, &society->banks[group], theta, 0.05,
		    society->given + p * ITEMS);
	}
}

static void
society_measure(struct society *society, struct dif difs[ITEMS])
{
	struct calibrate_data data = { PEOPLE, ITEMS, LETTERS, society->given,
		society->scale };
	struct calibration found;

	assert_true(calibrate(&data, &found));
	table.groups = 2;
	for (int i = 0; i < ITEMS; i++) {
		dif_count(&table, PEOPLE, society->given + i, ITEMS,
		    found.strata + society->scale[i], LETTERS, society->group);
		dif_measure(&table, &difs[i]);
	}
	calibration_free(&found);
}

static struct society *
society_new(struct cases *cases)
{
	struct society *society = malloc(sizeof *society);

	assert_non_null(society);
	cases_bank(cases, ITEMS, &society->banks[0]);
	for (int i = 0; i < ITEMS; i++) {
		society->scale[i] = society->banks[0].items[i].scale;
		/* Slopes of .8 to 2.8, as real ones are. */
		society->banks[0].items[i].slope = 0.8 +
		    (society->banks[0].items[i].slope - 0.4) / 1.8;
	}
	society->banks[1] = society->banks[0];
	return society;
}

static void
test_none_where_none_is(void **state)
{
	struct cases cases = { 11 };
	struct society *society = society_new(&cases);
	struct dif difs[ITEMS];

	(void)state;
	society_answer(society, &cases);
	society_measure(society, difs);
	for (int i = 0; i < ITEMS; i++)
		if (difs[i].class != 'A')
			fail_msg("item %d: %c, %g, %g", i, difs[i].class,
			    difs[i].gain, difs[i].difference);
	free(society);
}

static void
test_planted_is_found(void **state)
{
	struct cases cases = { 12 };
	struct society *society = society_new(&cases);
	struct dif difs[ITEMS];

	(void)state;
	for (int k = 0; k < INTEREST_CATEGORIES - 1; k++) {
		society->banks[1].items[7].thresholds[k] += 0.7;
		society->banks[1].items[20].thresholds[k] -= 0.7;
	}
	society_answer(society, &cases);
	society_measure(society, difs);
	for (int i = 0; i < ITEMS; i++) {
		bool planted = i == 7 || i == 20;

		if ((difs[i].class == 'C') != planted)
			fail_msg("item %d: %c, %g, %g", i, difs[i].class,
			    difs[i].gain, difs[i].difference);
	}
	assert_int_equal(difs[7].high, 0);
	assert_int_equal(difs[7].low, 1);
	assert_int_equal(difs[20].high, 1);
	near("uniform", difs[7].gain_uniform / difs[7].gain, 1, 0.1);
	free(society);
}

/* The second group's answers follow the trait less: they cross the first's. */
static void
test_crossing_is_found(void **state)
{
	struct cases cases = { 13 };
	struct society *society = society_new(&cases);
	struct interest_item *first = &society->banks[0].items[3];
	struct interest_item *second = &society->banks[1].items[3];
	struct dif difs[ITEMS];

	(void)state;
	first->slope = 2.5;
	second->slope = 0.3;
	for (int k = 0; k < INTEREST_CATEGORIES - 1; k++) {
		first->thresholds[k] = (k - 1.5) * 1.3 / first->slope;
		second->thresholds[k] = (k - 1.5) * 1.3 / second->slope;
	}
	society_answer(society, &cases);
	society_measure(society, difs);
	assert_true(difs[3].class > 'A');
	assert_true(difs[3].gain > 2 * difs[3].gain_uniform);
	free(society);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tables_known),
		cmocka_unit_test(test_groups_have_no_order),
		cmocka_unit_test(test_degenerate_is_defined),
		cmocka_unit_test(test_strata),
		cmocka_unit_test(test_none_where_none_is),
		cmocka_unit_test(test_planted_is_found),
		cmocka_unit_test(test_crossing_is_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
