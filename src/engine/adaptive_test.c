/* The adaptive test: what it asks, when it ends, fixed forms, exposure. */
#include "engine/adaptive.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"
#include "engine_cases.h"

enum { COUNT = 48 };

static struct interest_bank bank;
static struct interest_table *table;

static int
setup(void **state)
{
	struct cases cases = { 3 };

	(void)state;
	cases_joint_bank(&cases, COUNT, &bank);
	table = interest_table_new(&bank);
	return table == NULL;
}

static int
teardown(void **state)
{
	(void)state;
	interest_table_free(table);
	return 0;
}

/* Takes the test to its end; the number of items asked, in their order. */
static int
passage(const struct adaptive_rule *rule, uint64_t seed,
    interest_answer *answers, const interest_answer *truth, int *asked)
{
	int count = 0, item;

	while ((item = adaptive_next(table, answers, rule, seed)) >= 0) {
		assert_true(item < COUNT && count < COUNT);
		assert_int_equal(answers[item], 0);
		answers[item] = truth[item];
		asked[count++] = item;
	}
	return count;
}

static void
people_truth(struct cases *cases, interest_answer truth[COUNT])
{
	double theta[LETTERS];

	for (int l = 0; l < LETTERS; l++)
		theta[l] = cases_normal(cases);
	cases_answers(cases, &bank, theta, 0, truth);
}

/* No item twice, no letter over its share and the slack, up to the end. */
static void
test_asks_each_once(void **state)
{
	static const struct adaptive_rule rule = { .most = COUNT, .slack = 1 };
	struct cases cases = { 5 };

	(void)state;
	for (int person = 0; person < 20; person++) {
		interest_answer truth[COUNT], answers[COUNT] = { 0 };
		int asked[COUNT], letters[LETTERS] = { 0 };

		people_truth(&cases, truth);
		assert_int_equal(
		    passage(&rule, 1, answers, truth, asked), COUNT);
		for (int n = 0; n < COUNT; n++) {
			int letter = bank.items[asked[n]].scale;

			letters[letter]++;
			assert_true(
			    letters[letter] <= (n + LETTERS) / LETTERS + 1);
		}
	}
}

/* It ends between the least and the most, and where it says that it is sure. */
static void
test_ends_when_sure(void **state)
{
	static const double targets[] = { 0.3, 0.13, 0.11, 0.09, 0 };
	struct cases cases = { 7 };

	(void)state;
	for (int person = 0; person < 10; person++) {
		interest_answer truth[COUNT];
		int before = 0;

		people_truth(&cases, truth);
		for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
			struct adaptive_rule rule = { .least = 6,
				.most = 30,
				.target = targets[i],
				.slack = 1 };
			interest_answer answers[COUNT] = { 0 };
			struct interest_profile profile;
			int asked[COUNT];
			int count = passage(&rule, 1, answers, truth, asked);

			interest_score(table, answers, &profile);
			assert_true(count >= 6 && count <= 30);
			assert_true(count >= before);
			assert_true(count == 30 ||
			    adaptive_doubt(&profile) <= targets[i] + 1e-9);
			before = count;
		}
		assert_int_equal(before, 30);
	}
}

/* The same answers in whatever order they came: the same next item. */
static void
test_goes_on_from_answers(void **state)
{
	struct cases cases = { 11 };
	interest_answer truth[COUNT], answers[COUNT] = { 0 };
	struct adaptive_rule rule = { .most = 20, .slack = 1 };
	int asked[COUNT], again;

	(void)state;
	people_truth(&cases, truth);
	assert_int_equal(passage(&rule, 9, answers, truth, asked), 20);
	answers[asked[19]] = 0;
	again = adaptive_next(table, answers, &rule, 9);
	assert_int_equal(again, asked[19]);
	/* Another answer to the third: it goes on, and ends at the most. */
	answers[asked[2]] = (interest_answer)(6 - truth[asked[2]]);
	again = adaptive_next(table, answers, &rule, 9);
	assert_true(again >= 0 && answers[again] == 0);
	answers[again] = 1;
	assert_int_equal(adaptive_next(table, answers, &rule, 9), -1);
}

static void
test_never_asks_what_it_may_not(void **state)
{
	struct cases cases = { 13 };
	interest_answer truth[COUNT], answers[COUNT] = { 0 };
	struct adaptive_rule rule = { .most = COUNT, .slack = 1 };
	int asked[COUNT];

	(void)state;
	people_truth(&cases, truth);
	for (int i = 0; i < COUNT; i += 3)
		answers[i] = ADAPTIVE_NEVER;
	assert_int_equal(
	    passage(&rule, 9, answers, truth, asked), COUNT - COUNT / 3);
	memset(answers, ADAPTIVE_NEVER, sizeof answers);
	assert_int_equal(adaptive_next(table, answers, &rule, 9), -1);
}

/* The choice is the item with the largest expected fall of the variances. */
static void
test_chooses_the_best(void **state)
{
	static struct responses responses;
	struct adaptive_rule rule = { .most = COUNT, .slack = COUNT };
	interest_answer answers[COUNT] = { 0 };
	struct outlook outlook;
	struct sums before;
	double best = 0;
	int first = -1;

	(void)state;
	responses_start(&table->responses, &responses);
	responses_look(&responses, &outlook);
	responses_sum(&responses, &outlook, &before);
	for (int i = 0; i < COUNT; i++) {
		double fall = 0;

		for (int l = 0; l < LETTERS; l++)
			fall += pow((double)outlook.with[l][i], 2) /
			    before.covariance[l][l] /
			    (double)outlook.variance[i];
		if (fall > best) {
			best = fall;
			first = i;
		}
	}
	assert_int_equal(adaptive_next(table, answers, &rule, 1), first);
}

static void
test_between(void **state)
{
	static struct responses responses;
	interest_answer answers[COUNT] = { 0 };

	(void)state;
	for (int n = 0; n < COUNT; n++) {
		int item = adaptive_between(table, answers, 1, 4);
		int same = adaptive_between(table, answers, 4, 1);
		struct outlook outlook;

		assert_int_equal(item, same);
		assert_true(item >= 0 && answers[item] == 0);
		responses_settle(&table->responses, answers, &responses);
		responses_look(&responses, &outlook);
		for (int i = 0; i < COUNT; i++) {
			double a = (double)(outlook.with[1][i] -
				       outlook.with[4][i]) /
			    sqrt((double)outlook.variance[i] + 1e-30);
			double b = (double)(outlook.with[1][item] -
				       outlook.with[4][item]) /
			    sqrt((double)outlook.variance[item]);

			if (answers[i] == 0)
				assert_true(fabs(a) <= fabs(b) + 1e-5);
		}
		answers[item] = 3;
	}
	assert_int_equal(adaptive_between(table, answers, 1, 4), -1);
	assert_int_equal(adaptive_between(table, answers, 2, 2), -1);
}

/* What a set of items explains, from the definition: Cov' Var^-1 Cov. */
static double
form_value(const int *items, int count)
{
	static struct responses responses;
	const struct response_table *responses_of = &table->responses;
	double left[COUNT][COUNT], value = 0;
	struct outlook outlook;

	responses_start(responses_of, &responses);
	responses_look(&responses, &outlook);
	for (int i = 0; i < COUNT; i++)
		for (int j = 0; j < COUNT; j++)
			left[i][j] = i == j
			    ? (double)outlook.variance[i]
			    : (double)(outlook.growth[i] * outlook.growth[j] *
				  responses_of->correlation[i][j]);
	for (int n = 0; n < count; n++) {
		double column[COUNT], own = left[items[n]][items[n]];
		double with[LETTERS] = { 0 };

		memcpy(column, left[items[n]], sizeof column);
		for (int j = 0; j < COUNT; j++)
			with[bank.items[j].scale] += column[j];
		for (int l = 0; l < LETTERS; l++)
			value += (double)responses_of->weights[l] * with[l] *
			    with[l] / own;
		for (int i = 0; i < COUNT; i++)
			for (int j = 0; j < COUNT; j++)
				left[i][j] -= column[i] * column[j] / own;
	}
	return value;
}

/* Forms of two items against all there are; longer ones against chance. */
static void
test_form_is_best(void **state)
{
	struct cases cases = { 17 };
	int form[INTEREST_ITEMS], items[COUNT];
	double best = 0, value;

	(void)state;
	assert_int_equal(adaptive_form(table, 2, COUNT, form), 2);
	for (items[0] = 0; items[0] < COUNT; items[0]++)
		for (items[1] = 0; items[1] < items[0]; items[1]++)
			best = fmax(best, form_value(items, 2));
	value = form_value(form, 2);
	assert_true(value <= best + 1e-9 && value >= 0.999 * best);
	assert_int_equal(adaptive_form(table, 18, 0, form), 18);
	value = form_value(form, 18);
	for (int round = 0; round < 50; round++) {
		for (int i = 0; i < COUNT; i++)
			items[i] = i;
		for (int i = COUNT - 1; i > 0; i--) {
			int j = cases_below(&cases, i + 1), item = items[i];

			items[i] = items[j];
			items[j] = item;
		}
		assert_true(form_value(items, 18) < value);
	}
}

static void
test_form_is_fair(void **state)
{
	int form[INTEREST_ITEMS];

	(void)state;
	for (int count = 0; count <= COUNT + 5; count += 5) {
		int got = adaptive_form(table, count, 0, form);
		int letters[LETTERS] = { 0 };
		bool in[COUNT] = { false };

		assert_int_equal(got, count < COUNT ? count : COUNT);
		for (int i = 0; i < got; i++) {
			assert_false(in[form[i]]);
			in[form[i]] = true;
			letters[bank.items[form[i]].scale]++;
		}
		for (int l = 0; l < LETTERS; l++)
			assert_true(
			    letters[l] <= (got + LETTERS - 1) / LETTERS);
	}
}

/* Bounded exposure: nobody's items are known from another's. */
static void
test_exposure(void **state)
{
	enum { PEOPLE = 600, ITEMS = 8 };
	struct adaptive_rule rule = {
		.least = ITEMS, .most = ITEMS, .slack = 1
	};
	double eligible[INTEREST_ITEMS];
	static struct people people;
	int met[COUNT] = { 0 }, first[COUNT] = { 0 }, most = 0;

	(void)state;
	assert_false(adaptive_exposure(table, &rule, 0.1, eligible));
	assert_true(adaptive_exposure(table, &rule, 0.4, eligible));
	rule.eligible = eligible;
	assert_true(people_make(&table->responses, &people));
	for (uint64_t person = 0; person < PEOPLE; person++) {
		interest_answer truth[INTEREST_ITEMS];
		interest_answer answers[COUNT] = { 0 };
		int asked[COUNT];

		people_answer(&people, 77, person, truth);
		assert_int_equal(
		    passage(&rule, number_mix(person), answers, truth, asked),
		    ITEMS);
		first[asked[0]]++;
		for (int n = 0; n < ITEMS; n++)
			met[asked[n]]++;
	}
	for (int i = 0; i < COUNT; i++) {
		assert_true(met[i] <= 0.43 * PEOPLE);
		most = met[i] > most ? met[i] : most;
		assert_true(first[i] <= 0.43 * PEOPLE);
	}
	assert_true(most > 0.3 * PEOPLE);
}

/* The crowd's test is the product's: the same sums, nearly, for the same. */
static void
test_crowd(void **state)
{
	struct adaptive_rule rule = { .least = 15, .most = 15, .slack = 1 };
	struct adaptive_crowd *crowd = adaptive_crowd_new(table);
	double far = 0;

	(void)state;
	assert_non_null(crowd);
	for (uint64_t person = 0; person < 50; person++) {
		interest_answer answers[INTEREST_ITEMS];
		interest_answer again[INTEREST_ITEMS];
		interest_answer given[INTEREST_ITEMS] = { 0 };
		struct interest_profile profile, second, product;
		int asked[COUNT];

		adaptive_crowd_ask(crowd, &rule, 4, person, answers, &profile);
		adaptive_crowd_ask(crowd, &rule, 4, person, again, &second);
		assert_memory_equal(answers, again, COUNT);
		assert_memory_equal(&profile, &second, sizeof profile);
		assert_int_equal(profile.answered, 15);
		passage(&rule, number_mix(person + 1), given, answers, asked);
		interest_score(table, given, &product);
		for (int l = 0; l < LETTERS; l++)
			far += fabs(profile.scales[l].score -
				   product.scales[l].score) /
			    (50 * LETTERS);
	}
	assert_true(far < 0.02);
	adaptive_crowd_free(crowd);
	adaptive_crowd_free(NULL);
}

/* No item, one item, letters without items. */
static void
test_small_banks(void **state)
{
	static struct interest_bank small;
	interest_answer answer = 0;
	struct interest_profile profile;
	double eligible[INTEREST_ITEMS];
	int form[INTEREST_ITEMS];

	(void)state;
	for (int count = 0; count <= 1; count++) {
		small = (struct interest_bank){ .count = count,
			.items = { { 3, 1.5, { -1, 0, 1, 2 } } } };
		struct interest_table *made = interest_table_new(&small);

		assert_non_null(made);
		assert_int_equal(
		    adaptive_next(made, &answer, &adaptive_default, 1),
		    count - 1);
		assert_int_equal(adaptive_form(made, 5, 1, form), count);
		assert_int_equal(adaptive_between(made, &answer, 0, 3), -1);
		adaptive_exposure(made, &adaptive_default, 0.5, eligible);
		interest_score(made, &answer, &profile);
		assert_true(isfinite(adaptive_doubt(&profile)));
		struct adaptive_crowd *crowd = adaptive_crowd_new(made);
		assert_non_null(crowd);
		interest_answer all[INTEREST_ITEMS];
		adaptive_crowd_ask(
		    crowd, &adaptive_default, 1, 1, all, &profile);
		assert_int_equal(profile.answered, count);
		adaptive_crowd_free(crowd);
		interest_table_free(made);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asks_each_once),
		cmocka_unit_test(test_ends_when_sure),
		cmocka_unit_test(test_goes_on_from_answers),
		cmocka_unit_test(test_never_asks_what_it_may_not),
		cmocka_unit_test(test_chooses_the_best),
		cmocka_unit_test(test_between),
		cmocka_unit_test(test_form_is_best),
		cmocka_unit_test(test_form_is_fair),
		cmocka_unit_test(test_exposure),
		cmocka_unit_test(test_crowd),
		cmocka_unit_test(test_small_banks),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
