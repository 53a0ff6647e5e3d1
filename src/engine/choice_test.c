/* Against learning the answer and looking again. */
#include "engine/choice.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

enum { ITEMS = 24, CLASSES = 4 };

static struct {
	struct cases cases;
	struct interest_bank bank;
	struct interest_table *table;
	struct features features;
	struct logit_model model;
	double weights[CLASSES * LOGIT_FEATURES], bases[CLASSES];
	int places[ITEMS];
	struct choice_model choice;
} bed;

static void
bed_make(void)
{
	memset(&bed, 0, sizeof bed);
	bed.cases.state = 12;
	cases_bank(&bed.cases, ITEMS, &bed.bank);
	bed.table = interest_table_new(&bed.bank);
	assert_non_null(bed.table);
	bed.features.items = ITEMS;
	for (int i = 0; i < ITEMS; i++) {
		bed.features.scale[i] = bed.bank.items[i].scale;
		bed.places[i] = i;
	}
	features_learn(&bed.features, NULL, 0);
	bed.model = (struct logit_model){ features_count(&bed.features),
		CLASSES, bed.weights, bed.bases, 1 };
	bed.choice = (struct choice_model){ bed.table, &bed.features,
		&bed.model, bed.places };
}

/* Only item 9 says anything of the classes: it is asked first. */
static void
test_asks_what_tells(void **state)
{
	interest_answer answers[INTEREST_ITEMS] = { 0 };

	(void)state;
	bed_make();
	bed.weights[3 * 9] = 2;
	bed.weights[bed.model.features + 3 * 9] = -2;
	assert_int_equal(choice_next(&bed.choice, answers), 9);
	answers[9] = 4;
	assert_int_not_equal(choice_next(&bed.choice, answers), 9);
	answers[9] = ADAPTIVE_NEVER;
	assert_int_not_equal(choice_next(&bed.choice, answers), 9);
	interest_table_free(bed.table);
}

/* Classes that are out of the question are not asked about. */
static void
test_asks_about_what_is_likely(void **state)
{
	interest_answer answers[INTEREST_ITEMS] = { 0 };

	(void)state;
	bed_make();
	bed.weights[3 * 3] = 1;
	bed.weights[bed.model.features + 3 * 3] = -1;
	bed.weights[2 * bed.model.features + 3 * 14] = 2;
	bed.weights[3 * bed.model.features + 3 * 14] = -2;
	bed.bases[2] = bed.bases[3] = -20;
	assert_int_equal(choice_next(&bed.choice, answers), 3);
	bed.bases[2] = bed.bases[3] = 20;
	assert_int_equal(choice_next(&bed.choice, answers), 14);
	interest_table_free(bed.table);
}

static void
test_ends(void **state)
{
	interest_answer answers[INTEREST_ITEMS] = { 0 };
	bool asked[ITEMS] = { false };
	float expected[LOGIT_FEATURES], made[LOGIT_FEATURES];

	(void)state;
	bed_make();
	for (int w = 0; w < CLASSES * bed.model.features; w++)
		bed.weights[w] = cases_normal(&bed.cases);
	for (int i = 0; i < ITEMS; i++) {
		int next = choice_next(&bed.choice, answers);

		assert_in_range(next, 0, ITEMS - 1);
		assert_false(asked[next]);
		asked[next] = true;
		answers[next] = (interest_answer)(1 +
		    cases_below(&bed.cases, 5));
	}
	assert_int_equal(choice_next(&bed.choice, answers), -1);
	choice_features(&bed.choice, answers, expected);
	features_make(&bed.features, answers, made);
	for (int f = 0; f < bed.model.features; f++)
		assert_true(expected[f] == made[f]);
	interest_table_free(bed.table);
}

/* An item that is not in the bank stands as the model has it. */
static void
test_items_from_elsewhere(void **state)
{
	interest_answer answers[INTEREST_ITEMS] = { 0 };
	float x[LOGIT_FEATURES];

	(void)state;
	bed_make();
	bed.features.first[5] = 4;
	bed.features.second[5] = 16;
	bed.places[5] = -1;
	bed.weights[3 * 5] = 2;
	assert_int_not_equal(choice_next(&bed.choice, answers), 5);
	choice_features(&bed.choice, answers, x);
	assert_true(fabs((double)x[3 * 5 + 2] - 0.25) < 1e-6);
	interest_table_free(bed.table);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_asks_what_tells),
		cmocka_unit_test(test_asks_about_what_is_likely),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_items_from_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
