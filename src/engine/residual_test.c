/* What a bank learns from answers: found again in people of a known bank. */
#include "engine/residual.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"
#include "engine_cases.h"

enum { COUNT = 36, PEOPLE = 4000 };

static struct interest_bank known;
static uint8_t given[PEOPLE][COUNT];

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.9g, not %.9g", what, got, want);
}

static void
relate(int i, int j, float rest)
{
	known.residual[i][j] = known.residual[j][i] = rest;
}

static int
setup(void **state)
{
	static struct people people;
	struct cases cases = { 3 };

	(void)state;
	cases_bank(&cases, COUNT, &known);
	for (int i = 0; i < COUNT; i++)
		known.items[i].slope = 1 + 0.05 * i;
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m < LETTERS; m++)
			known.correlation[l][m] = l == m ? 1 : 0.2;
	relate(0, 6, 0.25F); /* ask almost the same */
	relate(1, 7, -0.2F);
	relate(2, 9, 0.15F); /* leans towards another letter */
	struct interest_table *table = interest_table_new(&known);
	if (table == NULL || !people_make(&table->responses, &people))
		return 1;
	for (int p = 0; p < PEOPLE; p++) {
		interest_answer answers[INTEREST_ITEMS];

		people_answer(&people, 5, (uint64_t)p, answers);
		memcpy(given[p], answers, COUNT);
	}
	interest_table_free(table);
	return 0;
}

static void
learn(struct interest_bank *bank, size_t people)
{
	*bank = known;
	memset(bank->residual, 0, sizeof bank->residual);
	assert_true(residual_learn(bank, given[0], people));
}

static void
test_residual_found_again(void **state)
{
	static struct interest_bank bank;

	(void)state;
	learn(&bank, PEOPLE);
	for (int i = 0; i < COUNT; i++)
		for (int j = 0; j < COUNT; j++) {
			near("residual", (double)bank.residual[i][j],
			    (double)known.residual[i][j], 0.07);
			assert_true(bank.residual[i][j] == bank.residual[j][i]);
		}
	near("same", (double)bank.residual[0][6], 0.25, 0.04);
}

/*
 * People of the model lie about as far off as the model says, all fifths of all
 * letters together: with three items left no single one is quite normal.
 */
static void
test_reach_of_the_model(void **state)
{
	static const double normal[INTEREST_LEVELS] = { 1.2816, 1.96 };
	static struct interest_bank bank;

	(void)state;
	learn(&bank, PEOPLE);
	for (int k = 0; k < INTEREST_LEVELS; k++)
		for (int s = 0; s < INTEREST_STAGES; s++) {
			double sum = 0;

			for (int l = 0; l < LETTERS; l++)
				for (int b = 0; b < INTEREST_BINS; b++)
					sum += bank.reach.at[k][s][l][b];
			near("reach", sum / (LETTERS * INTEREST_BINS),
			    normal[k], 0.12);
		}
}

static int
rows_compare(const void *a, const void *b)
{
	return memcmp(a, b, COUNT);
}

/* In any order the people make the same bank. */
static void
test_order_of_people(void **state)
{
	static struct interest_bank bank, other;

	(void)state;
	learn(&bank, PEOPLE);
	qsort(given, PEOPLE, COUNT, rows_compare);
	learn(&other, PEOPLE);
	assert_memory_equal(
	    &bank.residual, &other.residual, sizeof bank.residual);
	assert_memory_equal(&bank.reach, &other.reach, sizeof bank.reach);
}

/* Gaps, a letter that nobody answered in full, an item nobody answered. */
static void
test_gaps(void **state)
{
	static struct interest_bank bank;
	static uint8_t some[PEOPLE][COUNT];
	struct interest_table *table;

	(void)state;
	memcpy(some, given, sizeof some);
	for (int p = 0; p < PEOPLE; p++)
		some[p][p % 3 * LETTERS] = some[p][10] = 0;
	bank = known;
	assert_true(residual_learn(&bank, some[0], PEOPLE));
	for (int k = 0; k < INTEREST_LEVELS; k++)
		for (int s = 0; s < INTEREST_STAGES; s++) {
			assert_true(bank.reach.at[k][s][0][2] == 0);
			assert_true(bank.reach.at[k][s][1][2] > 0);
			assert_true(bank.reach.at[k][s][4][2] == 0);
		}
	for (int i = 0; i < COUNT; i++)
		assert_true(bank.residual[i][10] == 0);
	table = interest_table_new(&bank);
	assert_non_null(table);
	interest_table_free(table);
}

/* Items that are copies of each other: drawn back until a table can be made. */
static void
test_copies(void **state)
{
	static struct interest_bank bank;
	static uint8_t same[PEOPLE][COUNT];
	struct interest_table *table;

	(void)state;
	for (int p = 0; p < PEOPLE; p++)
		memset(same[p], given[p][0], COUNT);
	bank = known;
	assert_true(residual_learn(&bank, same[0], PEOPLE));
	table = interest_table_new(&bank);
	assert_non_null(table);
	interest_table_free(table);
}

static void
test_nobody(void **state)
{
	static struct interest_bank bank;

	(void)state;
	for (size_t people = 0; people <= 1; people++) {
		learn(&bank, people);
		for (int i = 0; i < COUNT; i++)
			for (int j = 0; j < COUNT; j++)
				assert_true(fabsf(bank.residual[i][j]) < 0.02F);
	}
	bank = known;
	memset(bank.correlation, 0, sizeof bank.correlation);
	memset(bank.residual, 0, sizeof bank.residual);
	assert_true(residual_learn(&bank, given[0], PEOPLE));
	assert_true(bank.residual[0][6] == 0 && bank.reach.at[0][0][0][0] == 0);
	bank.items[0].slope = -1;
	assert_false(residual_learn(&bank, given[0], PEOPLE));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_residual_found_again),
		cmocka_unit_test(test_reach_of_the_model),
		cmocka_unit_test(test_order_of_people),
		cmocka_unit_test(test_gaps),
		cmocka_unit_test(test_copies),
		cmocka_unit_test(test_nobody),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
