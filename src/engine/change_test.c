/*
 * The smallest change of answers against every way to answer a small bank.
 */
#include "engine/change.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine_cases.h"

enum {
	ITEMS = 5,
	WAYS = 3125,
	THINGS = 9,
	COUNT = ITEMS * FEATURES_EACH + FEATURES_COMMON
};

static struct cases_model made;

/* A bank of a few items, all of it answered but perhaps one item. */
struct small {
	struct interest_bank bank;
	struct interest_table *table;
	interest_answer answers[ITEMS];
	double weights[THINGS * COUNT]; /* of the features */
	int letters[COUNT];
	struct features features;
	struct match_answers with;
	struct change_question question;
};

static void
small_make(
    struct cases *cases, bool by_features, int first, struct small *small)
{
	memset(small, 0, sizeof *small);
	cases_bank(cases, ITEMS, &small->bank);
	small->table = interest_table_new(&small->bank);
	assert_non_null(small->table);
	cases_model(cases, THINGS, 3, &made);
	for (int i = 0; i < THINGS * COUNT; i++)
		small->weights[i] = cases_normal(cases) / 4;
	for (int i = 0; i < ITEMS; i++) {
		small->features.scale[i] = small->bank.items[i].scale;
		small->features.first[i] = 3;
		small->features.second[i] = 10;
		small->answers[i] = (interest_answer)(1 +
		    cases_below(cases, INTEREST_CATEGORIES));
	}
	if (cases_below(cases, 2))
		small->answers[cases_below(cases, ITEMS)] = 0;
	if (by_features)
		made.model = (struct match_model){ THINGS, small->weights,
			made.bases, 1, COUNT, small->letters };
	small->features.items = ITEMS;
	match_answers_letters(&small->features, small->letters);
	small->with = (struct match_answers){ &small->features, &small->bank,
		NULL, NULL };
	small->question = (struct change_question){ &small->bank, small->table,
		small->answers, &made.model, by_features ? &small->with : NULL,
		first, CHANGE_ANSWERS };
}

/* Things as bits, for the things that come first with these answers. */
static unsigned
first_bits(const struct small *small, const interest_answer *answers)
{
	double values[COUNT], rises[COUNT][LETTERS] = { { 0 } };
	struct interest_profile profile;
	struct match list[THINGS];
	unsigned bits = 0;

	interest_score(small->table, answers, &profile);
	match_answers_values(&small->with, answers, &profile, values);
	int count = match_rank(&made.model,
	    &(struct match_person){
		&profile, values, (const double(*)[LETTERS])rises },
	    &(struct match_wish){ small->question.first, 0, 0, NULL }, list)
			.count;
	for (int i = 0; i < count; i++)
		bits |= 1u << list[i].thing;
	return bits;
}

/*
 * How large a way to answer is as a change, as one number: answers, sum, then
 * item by item; 0 when it leaves the answers or answers what was not.
 */
static long
way_size(const interest_answer *answers, const interest_answer *way)
{
	long changed = 0, sum = 0, order = 0;

	for (int i = 0; i < ITEMS; i++) {
		int step = way[i] - answers[i];

		if (step != 0 && answers[i] == 0)
			return 0;
		changed += step != 0;
		sum += abs(step);
		/* An earlier item, a smaller step, a lower answer: less. */
		order = order * 10 +
		    (step == 0 ? 9 : 2 * abs(step) - (step < 0));
	}
	return changed == 0 ? 0 : (changed * 100 + sum) * 100000 + order;
}

/* The least size of all ways that change the first things; 0: none. */
static long
brute_least(const struct small *small, interest_answer *best)
{
	unsigned before = first_bits(small, small->answers);
	long least = 0;

	for (int way = 0; way < WAYS; way++) {
		interest_answer answers[ITEMS];

		for (int i = 0, rest = way; i < ITEMS; i++, rest /= 5)
			answers[i] = (interest_answer)(small->answers[i] == 0
				? 0
				: rest % 5 + 1);
		long size = way_size(small->answers, answers);
		if (size == 0 || (least > 0 && size >= least) ||
		    first_bits(small, answers) == before)
			continue;
		least = size;
		memcpy(best, answers, sizeof answers);
	}
	return least;
}

static void
change_check(const struct small *small, int counts[CHANGE_ANSWERS + 1])
{
	struct change change = change_find(&small->question);
	interest_answer best[ITEMS], got[ITEMS];
	long least = brute_least(small, best);

	counts[change.count]++;
	memcpy(got, small->answers, sizeof got);
	for (int i = 0; i < change.count; i++) {
		assert_in_range(change.items[i], 0, ITEMS - 1);
		got[change.items[i]] = change.answers[i];
	}
	if (least == 0 || least >= (CHANGE_ANSWERS + 1) * 10000000L)
		assert_int_equal(change.count, 0);
	else
		assert_memory_equal(got, best, sizeof got);
}

static void
test_brute(void **state)
{
	struct cases cases = { 97 };
	int counts[CHANGE_ANSWERS + 1] = { 0 };

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct small small;

		small_make(&cases, round % 2, 1 + round % 3, &small);
		/* Things far apart need more answers. */
		for (int i = 0; i < THINGS; i++)
			made.bases[i] *= round / 5;
		change_check(&small, counts);
		interest_table_free(small.table);
	}
	for (int i = 0; i <= CHANGE_ANSWERS; i++)
		assert_true(counts[i] > 0);
}

/* The caller's ceiling on answers is kept. */
static void
test_most(void **state)
{
	struct cases cases = { 101 };

	(void)state;
	for (int round = 0; round < 40; round++) {
		struct small small;
		int counts[CHANGE_ANSWERS + 1];

		small_make(&cases, false, 3, &small);
		for (int i = 0; i < THINGS; i++)
			made.bases[i] *= 3;
		for (int most = 0; most <= CHANGE_ANSWERS; most++) {
			small.question.most = most;
			counts[most] = change_find(&small.question).count;
			assert_true(counts[most] <= most);
		}
		if (counts[1] == 1)
			assert_int_equal(counts[2], 1);
		interest_table_free(small.table);
	}
}

/* Nothing answered, nothing to rank, one thing, all things first. */
static void
test_degenerate(void **state)
{
	static const struct {
		int things, first;
		bool answered;
	} rows[] = { { 0, 3, true }, { 1, 3, true }, { 3, 3, true },
		{ 2, 16, true }, { THINGS, 3, false } };
	struct cases cases = { 103 };
	struct small small;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		small_make(&cases, false, rows[i].first, &small);
		made.model.count = rows[i].things;
		if (!rows[i].answered)
			memset(small.answers, 0, sizeof small.answers);
		assert_int_equal(change_find(&small.question).count, 0);
		interest_table_free(small.table);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_brute),
		cmocka_unit_test(test_most),
		cmocka_unit_test(test_degenerate),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
