/*
 * Labels and the things they mean: a thing that is one label is scored as the
 * fitted model scores it, but for how common the label is; one without labels as
 * ever; terms add up to the last bit, slopes are those of the terms.
 */
#include "engine/match_labels.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "engine/change.h"
#include "engine_cases.h"

enum {
	ITEMS = 24,
	COUNT = ITEMS * FEATURES_EACH + FEATURES_COMMON,
	LABELS = 4,
	THINGS = 6
};

/* Things 0..3 are labels 0..3, 4 is half of 0 and half of 1, 5 is of none. */
static const int starts[THINGS + 1] = { 0, 1, 2, 3, 4, 6, 6 };
static const struct match_share shares[] = { { 0, 1 }, { 1, 1 }, { 2, 1 },
	{ 3, 1 }, { 0, 0.5 }, { 1, 0.5 } };

static struct bed {
	struct interest_bank bank;
	struct interest_table *table;
	interest_answer answers[ITEMS];
	struct interest_profile profile;
	struct features features;
	double means[COUNT], weights[LABELS * COUNT], bases[LABELS];
	double priors[THINGS][LETTERS];
	int letters[COUNT];
	struct logit_model fitted;
	struct match_answers with;
	struct match_labels labels;
	struct match_model plain, moved;
	struct match_move moves[LABELS];
} bed;

static void
near(const char *what, int row, double got, double want)
{
	if (!(fabs(got - want) <= 1e-9))
		fail_msg("%s %d: %.17g, not %.17g", what, row, got, want);
}

static void
features_fill(struct cases *cases)
{
	bed.features.items = ITEMS;
	for (int i = 0; i < ITEMS; i++) {
		bed.features.scale[i] = bed.bank.items[i].scale;
		bed.features.first[i] = 3;
		bed.features.second[i] = 10;
	}
	for (int f = 0; f < COUNT; f++)
		bed.means[f] = cases_normal(cases) / 4;
	for (int f = 0; f < LABELS * COUNT; f++)
		bed.weights[f] = cases_normal(cases) / 4;
	for (int i = 0; i < THINGS; i++)
		for (int l = 0; l < LETTERS; l++)
			bed.priors[i][l] = cases_normal(cases);
	match_answers_letters(&bed.features, bed.letters);
}

static int
bed_make(void **state)
{
	struct cases cases = { 101 };
	double theta[LETTERS] = { 0 };

	(void)state;
	cases_bank(&cases, ITEMS, &bed.bank);
	bed.table = interest_table_new(&bed.bank);
	assert_non_null(bed.table);
	cases_answers(&cases, &bed.bank, theta, 0.3, bed.answers);
	interest_score(bed.table, bed.answers, &bed.profile);
	features_fill(&cases);
	bed.fitted = (struct logit_model){ COUNT, LABELS, bed.weights,
		bed.bases, 1.25 };
	bed.with = (struct match_answers){ &bed.features, &bed.bank, NULL,
		bed.means };
	bed.labels = (struct match_labels){ &bed.fitted, &bed.with, bed.letters,
		(const double(*)[LETTERS])bed.priors, 0.5 / 1.25 };
	bed.plain = (struct match_model){ THINGS, bed.priors[0], NULL, 0.5 };
	bed.moved = bed.plain;
	bed.moved.starts = starts;
	bed.moved.shares = shares;
	match_labels_moves(&bed.labels, bed.answers, &bed.profile, bed.moves);
	match_labels_slopes(&bed.labels, bed.answers, &bed.profile, bed.moves);
	return 0;
}

static int
bed_end(void **state)
{
	(void)state;
	interest_table_free(bed.table);
	return 0;
}

/* By thing, whatever their order. */
static void
rank(const struct match_model *model, struct match out[THINGS])
{
	struct match list[THINGS];
	struct match_list ranked = match_rank(model,
	    &(struct match_person){
		.profile = &bed.profile, .moves = bed.moves },
	    &(struct match_wish){ THINGS, 3, 0, NULL }, list);

	assert_int_equal(ranked.count, THINGS);
	for (int i = 0; i < THINGS; i++)
		out[list[i].thing] = list[i];
}

/* What the fitted model says of a label beyond the average person. */
static double
fitted_score(int label)
{
	double values[COUNT], score = 0;

	match_answers_values(&bed.with, bed.answers, &bed.profile, values);
	for (int f = 0; f < COUNT; f++)
		score += bed.weights[label * COUNT + f] * values[f];
	return score;
}

static void
test_scores(void **state)
{
	struct match moved[THINGS], plain[THINGS];

	(void)state;
	rank(&bed.moved, moved);
	rank(&bed.plain, plain);
	for (int k = 0; k < LABELS; k++)
		near("label", k, moved[k].score, 0.4 * fitted_score(k));
	near("half", 4, moved[4].score - plain[4].score,
	    (moved[0].score - plain[0].score + moved[1].score -
		plain[1].score) /
		2);
	assert_true(moved[5].score == plain[5].score);
}

/* Bases say how common a label was, and play no part. */
static void
test_bases(void **state)
{
	struct match_move moves[LABELS];

	(void)state;
	bed.bases[2] = 5;
	match_labels_moves(&bed.labels, bed.answers, &bed.profile, moves);
	match_labels_slopes(&bed.labels, bed.answers, &bed.profile, moves);
	bed.bases[2] = 0;
	assert_memory_equal(moves, bed.moves, sizeof moves);
}

static void
test_terms(void **state)
{
	struct match moved[THINGS];

	(void)state;
	rank(&bed.moved, moved);
	for (int i = 0; i < THINGS; i++) {
		double sum = moved[i].base;

		for (int l = 0; l < LETTERS; l++)
			sum += moved[i].terms[l];
		assert_true(sum == moved[i].score);
		assert_true(moved[i].steady >= 0 && moved[i].steady <= 1);
	}
}

static void
test_slopes(void **state)
{
	double rises[COUNT][LETTERS];

	(void)state;
	match_answers_rises(&bed.with, bed.answers, &bed.profile, rises);
	for (int k = 0; k < LABELS; k++)
		for (int l = 0; l < LETTERS; l++) {
			double slope = 0;

			for (int f = 0; f < COUNT; f++)
				slope += bed.weights[k * COUNT + f] *
				    rises[f][l];
			near("slope", k, bed.moves[k].slopes[l],
			    0.4 * slope - bed.priors[k][l]);
		}
}

/* Where one letter crosses, the moved things change places: by slopes too. */
static void
test_steady(void **state)
{
	struct match moved[THINGS], plain[THINGS];
	double apart = 0;

	(void)state;
	rank(&bed.moved, moved);
	rank(&bed.plain, plain);
	for (int i = 0; i < THINGS; i++)
		apart += fabs(moved[i].steady - plain[i].steady);
	assert_true(apart > 0);
}

static void
first_of(const interest_answer *answers, int things[3])
{
	struct match_move moves[LABELS];
	struct interest_profile profile;

	interest_score(bed.table, answers, &profile);
	match_labels_moves(&bed.labels, answers, &profile, moves);
	assert_int_equal(
	    match_first(&bed.moved,
		&(struct match_person){ .profile = &profile, .moves = moves },
		3, things),
	    3);
}

/* The change that is found brings another thing to the front. */
static void
test_change(void **state)
{
	interest_answer answers[ITEMS];
	int before[3], after[3], stayed = 0;
	struct change change = change_find(
	    &(struct change_question){ .bank = &bed.bank,
		.table = bed.table,
		.answers = bed.answers,
		.model = &bed.moved,
		.labels = &bed.labels,
		.first = 3,
		.most = CHANGE_ANSWERS });

	(void)state;
	assert_true(change.count > 0);
	memcpy(answers, bed.answers, sizeof answers);
	for (int i = 0; i < change.count; i++)
		answers[change.items[i]] = change.answers[i];
	first_of(bed.answers, before);
	first_of(answers, after);
	for (int i = 0; i < 9; i++)
		stayed += before[i / 3] == after[i % 3];
	assert_int_equal(stayed, 2);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores),
		cmocka_unit_test(test_bases),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_slopes),
		cmocka_unit_test(test_steady),
		cmocka_unit_test(test_change),
	};

	return cmocka_run_group_tests(tests, bed_make, bed_end);
}
