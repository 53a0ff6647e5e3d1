/*
 * The joint posterior of the answers: against exact probabilities of two items,
 * against people of the model itself, and against what it promises.
 */
#include "engine/responses.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"
#include "engine_cases.h"

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.9g, not %.9g", what, got, want);
}

static struct interest_table *
table_made(const struct interest_bank *bank)
{
	struct interest_table *table = interest_table_new(bank);

	assert_non_null(table);
	return table;
}

static double
normal_below(double x)
{
	return erfc(-x / sqrt(2)) / 2;
}

/* Within the interval of an answer of 0..4, given the other latent response. */
static double
answer_chance(const struct response_table *table, int item, int answer,
    double mean, double sd)
{
	double high = answer < TOP
	    ? normal_below(((double)table->cuts[answer][item] - mean) / sd)
	    : 1;
	double low = answer > 0
	    ? normal_below(((double)table->cuts[answer - 1][item] - mean) / sd)
	    : 0;

	return high - low;
}

/* E(answer to item 1 | answer to item 0), by a fine sum over latent 0. */
static double
other_expected(const struct response_table *table, int given)
{
	double r = (double)table->correlation[0][1], sum = 0, total = 0;

	for (int q = -6000; q <= 6000; q++) {
		double z = q / 1000.0;
		double weight = exp(-z * z / 2);

		if ((given > 0 && z <= (double)table->cuts[given - 1][0]) ||
		    (given < TOP && z > (double)table->cuts[given][0]))
			continue;
		total += weight;
		for (int k = 1; k <= TOP; k++)
			sum += weight * k *
			    answer_chance(table, 1, k, r * z, sqrt(1 - r * r));
	}
	return sum / total;
}

static void
test_two_items_exact(void **state)
{
	struct cases cases = { 3 };
	struct interest_bank bank;
	static struct responses responses;
	struct outlook outlook;

	(void)state;
	for (int round = 0; round < 40; round++) {
		cases_joint_bank(&cases, 2, &bank);
		bank.items[1].scale = round % 3 == 0 ? 0 : 1;
		struct interest_table *table = table_made(&bank);

		for (int given = 0; given <= TOP; given++) {
			responses_start(&table->responses, &responses);
			responses_take(
			    &responses, 0, (interest_answer)(given + 1));
			responses_look(&responses, &outlook);
			near("mean", (double)outlook.mean[1],
			    other_expected(&table->responses, given), 0.03);
		}
		interest_table_free(table);
	}
}

/* Before anybody answers: what the graded response model says of each item. */
static void
test_prior_is_the_banks(void **state)
{
	struct cases cases = { 5 };
	struct interest_bank bank;
	static struct responses responses;
	struct outlook outlook;

	(void)state;
	cases_joint_bank(&cases, INTEREST_ITEMS, &bank);
	struct interest_table *table = table_made(&bank);
	responses_start(&table->responses, &responses);
	responses_look(&responses, &outlook);
	for (int i = 0; i < bank.count; i++) {
		double mean = 0, square = 0;

		for (int q = 0; q < INTEREST_NODES; q++) {
			double at = table->mean[i][q];

			mean += table->share[q] * at;
			square += table->share[q] *
			    (at * at + table->variance[i][q]);
		}
		near("mean", (double)outlook.mean[i], mean, 0.002);
		near("variance", (double)outlook.variance[i],
		    square - mean * mean, 0.004);
	}
	interest_table_free(table);
}

/*
 * People of the model: what is expected of the sums is met on average, and so
 * is its variance. 600 people, half of the items answered.
 */
static void
test_people_of_the_model(void **state)
{
	enum { PEOPLE = 600 };
	struct cases cases = { 7 };
	struct interest_bank bank;
	static struct people people;
	static struct responses responses;
	struct outlook outlook;
	struct sums sums;
	double distance = 0, squares = 0;

	(void)state;
	cases_joint_bank(&cases, 36, &bank);
	struct interest_table *table = table_made(&bank);
	assert_true(people_make(&table->responses, &people));
	for (int person = 0; person < PEOPLE; person++) {
		interest_answer answers[INTEREST_ITEMS], given[INTEREST_ITEMS];
		double full[LETTERS] = { 0 };

		people_answer(&people, 1, (uint64_t)person, answers);
		for (int i = 0; i < bank.count; i++) {
			given[i] = cases_below(&cases, 2) ? answers[i] : 0;
			full[bank.items[i].scale] += answers[i] - 1;
		}
		responses_settle(&table->responses, given, &responses);
		responses_look(&responses, &outlook);
		responses_sum(&responses, &outlook, &sums);
		for (int l = 0; l < LETTERS; l++) {
			double z = (full[l] - sums.mean[l]) /
			    sqrt(fmax(sums.covariance[l][l], 1e-6));

			distance += z;
			squares += fmin(z * z, 100);
		}
	}
	near("mean", distance / (PEOPLE * LETTERS), 0, 0.05);
	near("variance", squares / (PEOPLE * LETTERS), 1, 0.12);
	interest_table_free(table);
}

/* Answers in any order, and a change taken back: the same in the end. */
static void
test_order_of_answers(void **state)
{
	struct cases cases = { 11 };
	struct interest_bank bank;
	static struct responses settled, taken;
	struct outlook one, other;
	interest_answer answers[24];
	double theta[LETTERS] = { 1, -1, 0.5, 0, 2, -2 };

	(void)state;
	cases_joint_bank(&cases, 24, &bank);
	struct interest_table *table = table_made(&bank);
	cases_answers(&cases, &bank, theta, 0.5, answers);
	responses_settle(&table->responses, answers, &settled);
	responses_start(&table->responses, &taken);
	for (int i = 23; i >= 0; i--)
		if (answers[i] > 0)
			responses_take(&taken, i, answers[i]);
	responses_look(&settled, &one);
	responses_look(&taken, &other);
	assert_int_equal(settled.answered, taken.answered);
	for (int i = 0; i < 24; i++)
		near("mean", (double)one.mean[i], (double)other.mean[i], 0.08);
	for (int sweep = 0; sweep < 5; sweep++)
		for (int i = 23; i >= 0; i--)
			if (answers[i] > 0)
				responses_take(&taken, i, answers[i]);
	responses_look(&taken, &other);
	for (int i = 0; i < 24; i++)
		near("mean", (double)one.mean[i], (double)other.mean[i], 0.003);
	interest_table_free(table);
}

/* Each answer takes doubt away, and the item's own gain is what it promised. */
static void
test_answers_take_doubt_away(void **state)
{
	struct cases cases = { 13 };
	struct interest_bank bank;
	static struct responses responses;
	struct outlook outlook;
	float gains[INTEREST_ITEMS];

	(void)state;
	cases_joint_bank(&cases, 30, &bank);
	struct interest_table *table = table_made(&bank);
	responses_start(&table->responses, &responses);
	for (int i = 0; i < 30; i++) {
		float before = responses.covariance[29][29];

		responses_look(&responses, &outlook);
		responses_gain(&responses, &outlook, gains);
		for (int j = 0; j < 30; j++)
			assert_true(j < i ? gains[j] == 0 : gains[j] > 0);
		responses_take(&responses, i, 3);
		assert_true(responses.covariance[29][29] <= before + 1e-5F);
		assert_true(responses.covariance[29][29] > 0);
	}
	assert_int_equal(responses.answered, 30);
	interest_table_free(table);
}

/* The steepest items, at odds with each other: still numbers. */
static void
test_odd_answers(void **state)
{
	struct cases cases = { 17 };
	struct interest_bank bank;
	static struct responses responses;
	struct outlook outlook;
	struct sums sums;
	interest_answer answers[INTEREST_ITEMS];

	(void)state;
	for (int round = 0; round < 20; round++) {
		cases_joint_bank(&cases, INTEREST_ITEMS, &bank);
		memset(bank.residual, 0, sizeof bank.residual);
		for (int i = 0; i < bank.count; i++) {
			bank.items[i].slope = i % 3 == 0 ? 20 : 0.01;
			answers[i] = (interest_answer)(cases_below(&cases, 2)
				? 1 + 4 * cases_below(&cases, 2)
				: 0);
		}
		struct interest_table *table = table_made(&bank);
		responses_settle(&table->responses, answers, &responses);
		responses_look(&responses, &outlook);
		responses_sum(&responses, &outlook, &sums);
		for (int l = 0; l < LETTERS; l++) {
			assert_true(sums.mean[l] >= 0);
			assert_true(sums.mean[l] <= TOP * table->items[l]);
			assert_true(isfinite(sums.covariance[l][l]));
		}
		interest_table_free(table);
	}
}

static void
test_normal_point(void **state)
{
	/* Abramowitz and Stegun, table 26.5 */
	near("point", normal_point(0.5), 0, 1e-12);
	near("point", normal_point(0.975), 1.959963984540054, 1e-9);
	near("point", normal_point(0.001), -3.090232306167813, 1e-9);
	near("point", normal_point(0), -8, 1e-9);
	near("point", normal_point(1), 8, 1e-9);
	(void)state;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_items_exact),
		cmocka_unit_test(test_prior_is_the_banks),
		cmocka_unit_test(test_people_of_the_model),
		cmocka_unit_test(test_order_of_answers),
		cmocka_unit_test(test_answers_take_doubt_away),
		cmocka_unit_test(test_odd_answers),
		cmocka_unit_test(test_normal_point),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
