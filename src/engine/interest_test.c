/*
 * The interest test against values reckoned elsewhere, against a plain finer
 * integration, and against what it promises for any bank.
 */
#include "engine/interest.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

#include "base/memory.h"
#include "engine_cases.h"

enum { FINE = 3201 }; /* nodes of the plain integration, on [-8, 8] */

static void
near(const char *what, double got, double want, double tolerance)
{
	if (!(fabs(got - want) <= tolerance))
		fail_msg("%s: %.17g, not %.17g", what, got, want);
}

static void
score(const struct interest_bank *bank, const interest_answer *answers,
    struct interest_profile *profile)
{
	struct interest_table *table = interest_table_new(bank);

	assert_non_null(table);
	interest_score(table, answers, profile);
	interest_table_free(table);
}

/* Three items of one letter; the figures are from a program of its own. */
static void
test_scores_known(void **state)
{
	static const struct interest_bank bank = {
		.count = 3,
		.items = { { 1, 1.0, { -1.5, -0.5, 0.5, 1.5 } },
		    { 1, 2.0, { -1.0, 0.0, 1.0, 2.0 } },
		    { 1, 0.5, { -2.0, -1.0, 0.5, 3.0 } } },
	};
	static const struct {
		interest_answer answers[3];
		double theta, theta_sd, score, rise;
	} rows[] = {
		{ { 0, 0, 0 }, 0.000000000000000, 0.999642280574332,
		    0.461595565587332, 0.161783354380885 },
		{ { 3, 0, 0 }, 0.000000000000000, 0.840837318915542,
		    0.460322257811463, 0.166112573058383 },
		{ { 5, 0, 0 }, 0.669160567509228, 0.916524866650946,
		    0.699192970040843, 0.163157693233928 },
		{ { 1, 1, 1 }, -1.465375182002176, 0.718535402754932,
		    0.000000000000000, 0.121452675269707 },
		{ { 5, 5, 5 }, 1.846037021263490, 0.705391843230441,
		    1.000000000000000, 0.133742094553221 },
		{ { 3, 3, 3 }, 0.222288841467739, 0.589810577741661,
		    0.500000000000000, 0.172899218655458 },
		{ { 1, 5, 0 }, 0.799816804511716, 0.823227569234821,
		    0.524326009971088, 0.164632330928736 },
		{ { 5, 1, 3 }, -0.475310300700213, 0.733491111242691,
		    0.500000000000000, 0.161707212658241 },
		{ { 0, 0, 4 }, 0.166865634277878, 0.954032936051636,
		    0.568704534699655, 0.164115108123604 },
		{ { 2, 3, 0 }, 0.092269988956180, 0.617594188359297,
		    0.417538811794543, 0.171872549839959 },
	};
	struct interest_profile profile;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct interest_scale *scale = &profile.scales[1];

		score(&bank, rows[i].answers, &profile);
		near("theta", scale->theta, rows[i].theta, 1e-12);
		near("theta_sd", scale->theta_sd, rows[i].theta_sd, 1e-12);
		near("score", scale->score, rows[i].score, 1e-12);
		near("rise", scale->rise, rows[i].rise, 1e-12);
		assert_true(scale->standard == scale->theta);
		assert_true(scale->standard_sd == scale->theta_sd);
	}
}

/* P(X >= k | theta), as it stands in the header. */
static double
reached(const struct interest_item *item, int k, double theta)
{
	if (k <= 0)
		return 1;
	if (k >= INTEREST_CATEGORIES)
		return 0;
	return 1 / (1 + exp(-item->slope * (theta - item->thresholds[k - 1])));
}

static double
truth(const struct interest_bank *bank, int letter, double theta)
{
	double sum = 0;
	int items = 0;

	for (int i = 0; i < bank->count; i++) {
		if (bank->items[i].scale != letter)
			continue;
		items++;
		for (int k = 1; k < INTEREST_CATEGORIES; k++)
			sum += reached(&bank->items[i], k, theta);
	}
	return sum / (4 * items);
}

struct fine {
	double theta[FINE], weight[FINE], truth[FINE];
	double mean, sd, score;
};

static void
fine_weigh(struct fine *fine, const struct interest_bank *bank,
    const interest_answer *answers, int letter)
{
	double total = 0;

	for (int q = 0; q < FINE; q++) {
		double theta = -8 + 16.0 * q / (FINE - 1);

		fine->theta[q] = theta;
		fine->truth[q] = truth(bank, letter, theta);
		fine->weight[q] = exp(-theta * theta / 2);
		for (int i = 0; i < bank->count; i++) {
			const struct interest_item *item = &bank->items[i];

			if (item->scale == letter && answers[i] > 0)
				fine->weight[q] *= reached(item, answers[i] - 1,
						       theta) -
				    reached(item, answers[i], theta);
		}
		total += fine->weight[q];
	}
	for (int q = 0; q < FINE; q++)
		fine->weight[q] /= total;
}

/* Expected answer of an item, 0..4. */
static double
fine_answer(const struct fine *fine, const struct interest_item *item)
{
	double sum = 0;

	for (int q = 0; q < FINE; q++)
		for (int k = 1; k < INTEREST_CATEGORIES; k++)
			sum += fine->weight[q] *
			    reached(item, k, fine->theta[q]);
	return sum;
}

static void
fine_make(struct fine *fine, const struct interest_bank *bank,
    const interest_answer *answers, int letter)
{
	double square = 0, sum = 0;
	int items = 0;

	fine_weigh(fine, bank, answers, letter);
	fine->mean = 0;
	for (int q = 0; q < FINE; q++) {
		fine->mean += fine->weight[q] * fine->theta[q];
		square += fine->weight[q] * fine->theta[q] * fine->theta[q];
	}
	fine->sd = sqrt(square - fine->mean * fine->mean);
	for (int i = 0; i < bank->count; i++) {
		if (bank->items[i].scale != letter)
			continue;
		items++;
		sum += answers[i] > 0 ? answers[i] - 1
				      : fine_answer(fine, &bank->items[i]);
	}
	fine->score = sum / (4 * items);
}

/* The true score that has so much of the posterior below it. */
static double
fine_point(const struct fine *fine, double level)
{
	double sum = 0;
	int q = 0;

	while (q < FINE - 1 && sum + fine->weight[q] < level)
		sum += fine->weight[q++];
	return fine->truth[q];
}

/*
 * Forty-one nodes are near enough: theta within .01, the score within .001, and
 * the band of a full scale within .01 (it is widened to the score, no less).
 */
static void
test_integration_agrees(void **state)
{
	struct cases cases = { 7 };
	struct interest_bank bank;
	interest_answer answers[INTEREST_ITEMS];
	struct interest_profile profile;
	static struct fine fine;

	(void)state;
	for (int round = 0; round < 40; round++) {
		double theta[LETTERS] = { 0 };
		bool full = round % 2;

		cases_bank(&cases, 30, &bank);
		theta[2] = cases_normal(&cases);
		cases_answers(&cases, &bank, theta, full ? 0 : 0.5, answers);
		score(&bank, answers, &profile);
		const struct interest_scale *scale = &profile.scales[2];
		fine_make(&fine, &bank, answers, 2);
		near("theta", scale->theta, fine.mean, 0.01);
		near("theta_sd", scale->theta_sd, fine.sd, 0.01);
		near("score", scale->score, fine.score, 0.001);
		if (!full)
			continue;
		near("low", scale->low,
		    fmin(fine_point(&fine, 0.1), fine.score), 0.01);
		near("high", scale->high,
		    fmax(fine_point(&fine, 0.9), fine.score), 0.01);
	}
}

/* Probability that the letter is truly the highest, both on the fine nodes. */
static double
fine_first(const struct fine fine[LETTERS], int letter)
{
	double chance = 0;

	for (int q = 0; q < FINE; q++) {
		double product = fine[letter].weight[q];

		if (product < 1e-9)
			continue;
		for (int m = 0; m < LETTERS; m++) {
			double below = 0;

			for (int r = 0; m != letter && r < FINE &&
			     fine[m].truth[r] < fine[letter].truth[q];
			     r++)
				below += fine[m].weight[r];
			product *= m == letter ? 1 : below;
		}
		chance += product;
	}
	return chance;
}

static void
test_first_agrees(void **state)
{
	struct cases cases = { 11 };
	struct interest_bank bank;
	interest_answer answers[INTEREST_ITEMS];
	struct interest_profile profile;
	static struct fine fine[LETTERS];

	(void)state;
	for (int round = 0; round < 6; round++) {
		double theta[LETTERS];

		cases_bank(&cases, 30, &bank);
		for (int l = 0; l < LETTERS; l++)
			theta[l] = cases_normal(&cases);
		cases_answers(&cases, &bank, theta, 0.1 * round, answers);
		score(&bank, answers, &profile);
		for (int l = 0; l < LETTERS; l++)
			fine_make(&fine[l], &bank, answers, l);
		near("first", profile.first_probability,
		    fine_first(fine, profile.order[0]), 0.01);
	}
}

static void
bank_even(struct interest_bank *bank, int count)
{
	static const struct interest_item item = { 0, 1.5,
		{ -1.2, -0.4, 0.4, 1.2 } };

	memset(bank, 0, sizeof *bank);
	bank->count = count;
	for (int i = 0; i < count; i++) {
		bank->items[i] = item;
		bank->items[i].scale = i % LETTERS;
	}
}

/* Where no letter differs from another, all are as likely the first. */
static void
test_level_profile(void **state)
{
	struct interest_bank bank;
	interest_answer answers[48];
	struct interest_profile profile;

	(void)state;
	bank_even(&bank, 48);
	for (int answer = 0; answer <= INTEREST_CATEGORIES; answer++) {
		memset(answers, answer, sizeof answers);
		score(&bank, answers, &profile);
		near("first", profile.first_probability, 1 / 6.0, 1e-12);
		assert_int_equal(profile.tied, 6);
		assert_true(profile.level);
		assert_int_equal(profile.answered, answer == 0 ? 0 : 48);
		for (int l = 0; l < LETTERS; l++) {
			assert_int_equal(profile.order[l], l);
			assert_int_equal(
			    profile.scales[l].answered, answer == 0 ? 0 : 8);
		}
	}
}

/* One answer a letter: where so little is known, near is as good as first. */
static void
test_tied(void **state)
{
	static const struct {
		interest_answer answers[LETTERS];
		int tied;
		double first, tolerance;
	} rows[] = {
		{ { 3, 3, 3, 3, 3, 2 }, 5, 0.19, 0.01 },
		{ { 3, 3, 3, 3, 2, 2 }, 4, 0.20, 0.01 },
		{ { 4, 4, 2, 2, 2, 2 }, 2, 0.35, 0.05 },
		{ { 4, 2, 2, 2, 2, 2 }, 1, 0.5, 0.1 },
	};
	struct interest_bank bank;
	struct interest_profile profile;

	(void)state;
	bank_even(&bank, LETTERS);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		score(&bank, rows[i].answers, &profile);
		assert_int_equal(profile.tied, rows[i].tied);
		near("first", profile.first_probability, rows[i].first,
		    rows[i].tolerance);
	}
	/* Not quite alike: one item is a little easier to say yes to. */
	bank.items[5].thresholds[0] -= 0.2;
	score(&bank, (interest_answer[LETTERS]){ 3, 3, 3, 3, 3, 3 }, &profile);
	assert_int_equal(profile.tied, 6);
}

/* Nothing answered, or nothing that is an answer: the prior. */
static void
test_nothing_answered(void **state)
{
	static const interest_answer nothing[] = { 0, 6, 255 };
	struct interest_bank bank;
	interest_answer answers[30];
	struct interest_profile profile;

	(void)state;
	bank_even(&bank, 30);
	for (size_t i = 0; i < sizeof nothing; i++) {
		memset(answers, nothing[i], sizeof answers);
		score(&bank, answers, &profile);
		for (int l = 0; l < LETTERS; l++) {
			const struct interest_scale *scale = &profile.scales[l];

			near("theta", scale->theta, 0, 1e-15);
			near("theta_sd", scale->theta_sd, 0.99964228, 1e-8);
			near("score", scale->score, 0.5, 1e-15);
			near("band", scale->low + scale->high, 1, 1e-12);
			assert_true(scale->low < 0.3);
		}
	}
}

static void
test_letter_stands_out(void **state)
{
	struct interest_bank bank;
	interest_answer answers[48];
	struct interest_profile profile;

	(void)state;
	bank_even(&bank, 48);
	for (int i = 0; i < 48; i++)
		answers[i] = i % LETTERS == 4 ? 5 : i % LETTERS == 2 ? 3 : 2;
	score(&bank, answers, &profile);
	assert_int_equal(profile.order[0], 4);
	assert_int_equal(profile.order[1], 2);
	assert_int_equal(profile.order[2], 0);
	assert_true(profile.first_probability > 0.99);
	assert_int_equal(profile.tied, 1);
	assert_false(profile.level);
}

/* Answers turned round on items turned round: the profile is turned round. */
static void
test_mirror(void **state)
{
	struct cases cases = { 3 };
	struct interest_bank bank, mirror;
	interest_answer answers[24], turned[24];
	struct interest_profile profile, other;
	double theta[LETTERS] = { 1, -1, 0.5, 0, 2, -2 };

	(void)state;
	cases_bank(&cases, 24, &bank);
	cases_answers(&cases, &bank, theta, 0.3, answers);
	mirror = bank;
	for (int i = 0; i < 24; i++) {
		turned[i] = answers[i] == 0 ? 0
					    : (interest_answer)(6 - answers[i]);
		for (int k = 0; k < 4; k++)
			mirror.items[i].thresholds[k] =
			    -bank.items[i].thresholds[3 - k];
	}
	score(&bank, answers, &profile);
	score(&mirror, turned, &other);
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *a = &profile.scales[l];
		const struct interest_scale *b = &other.scales[l];

		near("theta", a->theta, -b->theta, 1e-12);
		near("theta_sd", a->theta_sd, b->theta_sd, 1e-12);
		near("score", a->score, 1 - b->score, 1e-12);
		near("low", a->low, 1 - b->high, 1e-12);
		near("high", a->high, 1 - b->low, 1e-12);
		near("rise", a->rise, b->rise, 1e-12);
	}
}

/* The same items and answers in another order: the same profile. */
static void
test_item_order(void **state)
{
	struct cases cases = { 5 };
	struct interest_bank bank;
	interest_answer answers[INTEREST_ITEMS];
	struct interest_profile profile, other;
	double theta[LETTERS] = { 1, -1, 0.5, 0, 2, -2 };

	(void)state;
	cases_bank(&cases, INTEREST_ITEMS, &bank);
	cases_answers(&cases, &bank, theta, 0.3, answers);
	score(&bank, answers, &profile);
	for (int i = bank.count - 1; i > 0; i--) {
		int j = cases_below(&cases, i + 1);
		struct interest_item item = bank.items[i];
		interest_answer answer = answers[i];

		bank.items[i] = bank.items[j];
		bank.items[j] = item;
		answers[i] = answers[j];
		answers[j] = answer;
	}
	score(&bank, answers, &other);
	near(
	    "first", profile.first_probability, other.first_probability, 1e-12);
	for (int l = 0; l < LETTERS; l++) {
		assert_int_equal(profile.order[l], other.order[l]);
		near("theta", profile.scales[l].theta, other.scales[l].theta,
		    1e-12);
		near("score", profile.scales[l].score, other.scales[l].score,
		    1e-12);
		near("low", profile.scales[l].low, other.scales[l].low, 1e-12);
	}
}

static void
scales_sound(const struct interest_profile *profile)
{
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *scale = &profile->scales[l];

		assert_true(0 <= scale->low && scale->low <= scale->score);
		assert_true(scale->score <= scale->high && scale->high <= 1);
		assert_true(scale->theta_sd >= 0 && scale->rise >= 0);
	}
	assert_true(profile->tied >= 1 && profile->tied <= LETTERS);
	assert_true(profile->first_probability >= 0 &&
	    profile->first_probability <= 1 + 1e-12);
}

/* Raises each answer in turn; nothing of the item's letter may fall. */
static void
raises_check(const struct interest_table *table,
    const struct interest_bank *bank, interest_answer *answers)
{
	struct interest_profile before, after;

	interest_score(table, answers, &before);
	scales_sound(&before);
	for (int i = 0; i < bank->count; i++) {
		const struct interest_scale *a =
		    &before.scales[bank->items[i].scale];
		const struct interest_scale *b =
		    &after.scales[bank->items[i].scale];

		if (answers[i] < 1 || answers[i] >= INTEREST_CATEGORIES)
			continue;
		answers[i]++;
		interest_score(table, answers, &after);
		answers[i]--;
		scales_sound(&after);
		assert_true(b->theta > a->theta);
		assert_true(b->score >= a->score);
		assert_true(b->low >= a->low - 1e-12);
		assert_true(b->high >= a->high - 1e-12);
	}
}

/* Banks of 1 to 96 items, answers of the model and answers at random. */
static void
test_monotone(void **state)
{
	struct cases cases = { 13 };
	struct interest_bank bank;
	interest_answer answers[INTEREST_ITEMS];

	(void)state;
	for (int round = 0; round < 60; round++) {
		double theta[LETTERS] = { 1, -1, 0.5, 0, 2, -2 };
		struct interest_table *table;

		cases_bank(
		    &cases, 1 + cases_below(&cases, INTEREST_ITEMS), &bank);
		cases_answers(
		    &cases, &bank, theta, cases_uniform(&cases), answers);
		if (round % 3 == 0)
			for (int i = 0; i < bank.count; i++)
				answers[i] = (interest_answer)(cases_below(
				    &cases, INTEREST_CATEGORIES + 1));
		table = interest_table_new(&bank);
		assert_non_null(table);
		raises_check(table, &bank, answers);
		interest_table_free(table);
	}
}

/* How often, of `total` scales, the band held, and order[0] was the highest. */
struct tally {
	int total, truths, fulls, people, firsts;
	double said;
};

static void
person_tally(struct cases *cases, const struct interest_bank *bank,
    const struct interest_table *table, double missing, struct tally *tally)
{
	interest_answer full[INTEREST_ITEMS], given[INTEREST_ITEMS];
	struct interest_profile profile, whole;
	double theta[LETTERS], most = 0;
	int first = 0;

	for (int l = 0; l < LETTERS; l++)
		theta[l] = cases_normal(cases);
	cases_answers(cases, bank, theta, 0, full);
	for (int i = 0; i < bank->count; i++)
		given[i] = cases_uniform(cases) < missing ? 0 : full[i];
	interest_score(table, given, &profile);
	interest_score(table, full, &whole);
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *scale = &profile.scales[l];
		double truly = truth(bank, l, theta[l]);
		double later = whole.scales[l].score;

		first = truly > most ? l : first;
		most = fmax(truly, most);
		tally->total++;
		tally->truths += scale->low <= truly && truly <= scale->high;
		tally->fulls += scale->low <= later && later <= scale->high;
	}
	tally->people++;
	tally->firsts += profile.order[0] == first;
	tally->said += profile.first_probability;
}

/*
 * People made by the model itself: the band holds the true score, and the score
 * of the full test, in about four of five or more, and the probability of the
 * first letter is what it says it is. 1,000 people, fixed.
 */
static void
test_band_true(void **state)
{
	static const double missing[] = { 0, 0.25, 0.5, 0.75 };
	struct cases cases = { 17 };
	struct interest_bank bank;
	struct interest_table *table;

	(void)state;
	cases_bank(&cases, 48, &bank);
	table = interest_table_new(&bank);
	assert_non_null(table);
	for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
		struct tally tally = { 0 };

		for (int person = 0; person < 1000; person++)
			person_tally(&cases, &bank, table, missing[i], &tally);
		assert_true(tally.truths >= 0.79 * tally.total);
		assert_true(tally.truths <= 0.91 * tally.total);
		assert_true(tally.fulls >= 0.79 * tally.total);
		near("first", tally.said / tally.people,
		    (double)tally.firsts / tally.people, 0.04);
	}
	interest_table_free(table);
}

/*
 * The joint posterior against a plain integration: a few correlated letters,
 * each with nodes of its own, all combinations of them.
 */
enum { GRID = 33, GRID_LETTERS = 3 };

struct grid {
	int letters;
	double theta[GRID];
	double likelihood[GRID_LETTERS][GRID];
	double inverse[GRID_LETTERS][GRID_LETTERS]; /* of the correlation */
	double total, mean[GRID_LETTERS];
	double product[GRID_LETTERS][GRID_LETTERS];
	double sums[GRID_LETTERS]; /* expected full scores, 0..1 */
};

static void
grid_invert(struct grid *grid, const struct interest_bank *bank)
{
	int n = grid->letters;
	double work[GRID_LETTERS][2 * GRID_LETTERS] = { { 0 } };

	for (int i = 0; i < n; i++) {
		for (int j = 0; j < n; j++)
			work[i][j] = bank->correlation[i][j];
		work[i][n + i] = 1;
	}
	for (int i = 0; i < n; i++) {
		double pivot = work[i][i];

		for (int j = 0; j < 2 * n; j++)
			work[i][j] /= pivot;
		for (int k = 0; k < n; k++) {
			double factor = work[k][i];

			for (int j = 0; k != i && j < 2 * n; j++)
				work[k][j] -= factor * work[i][j];
		}
	}
	for (int i = 0; i < n; i++)
		for (int j = 0; j < n; j++)
			grid->inverse[i][j] = work[i][n + j];
}

static void
grid_weigh(struct grid *grid, const int at[GRID_LETTERS],
    const struct interest_bank *bank, const interest_answer *answers)
{
	double exponent = 0, weight = 1;

	for (int i = 0; i < grid->letters; i++) {
		weight *= grid->likelihood[i][at[i]];
		for (int j = 0; j < grid->letters; j++)
			exponent += grid->theta[at[i]] * grid->inverse[i][j] *
			    grid->theta[at[j]];
	}
	weight *= exp(-exponent / 2);
	grid->total += weight;
	for (int i = 0; i < grid->letters; i++) {
		grid->mean[i] += weight * grid->theta[at[i]];
		for (int j = 0; j < grid->letters; j++)
			grid->product[i][j] += weight * grid->theta[at[i]] *
			    grid->theta[at[j]];
	}
	for (int i = 0; i < bank->count; i++) {
		const struct interest_item *item = &bank->items[i];
		double expected = 0;

		for (int k = 1; k < INTEREST_CATEGORIES; k++)
			expected += reached(
			    item, k, grid->theta[at[item->scale]]);
		grid->sums[item->scale] += weight *
		    (answers[i] > 0 ? answers[i] - 1 : expected);
	}
}

static void
grid_make(struct grid *grid, int letters, const struct interest_bank *bank,
    const interest_answer *answers)
{
	int at[GRID_LETTERS] = { 0 }, points = 1;

	memset(grid, 0, sizeof *grid);
	grid->letters = letters;
	grid_invert(grid, bank);
	for (int q = 0; q < GRID; q++)
		grid->theta[q] = -5 + 10.0 * q / (GRID - 1);
	for (int l = 0; l < letters; l++) {
		points *= GRID;
		for (int q = 0; q < GRID; q++)
			grid->likelihood[l][q] = 1;
	}
	for (int i = 0; i < bank->count; i++)
		for (int q = 0; answers[i] > 0 && q < GRID; q++)
			grid->likelihood[bank->items[i].scale][q] *=
			    reached(&bank->items[i], answers[i] - 1,
				grid->theta[q]) -
			    reached(
				&bank->items[i], answers[i], grid->theta[q]);
	for (int point = 0; point < points; point++) {
		for (int l = 0, rest = point; l < letters; l++, rest /= GRID)
			at[l] = rest % GRID;
		grid_weigh(grid, at, bank, answers);
	}
}

static void
bank_correlate(struct interest_bank *bank, double r01, double r02, double r12)
{
	for (int l = 0; l < LETTERS; l++)
		bank->correlation[l][l] = 1;
	bank->correlation[0][1] = bank->correlation[1][0] = r01;
	bank->correlation[0][2] = bank->correlation[2][0] = r02;
	bank->correlation[1][2] = bank->correlation[2][1] = r12;
}

static void
grid_compare(const struct grid *grid, const struct interest_bank *bank,
    const struct interest_profile *profile)
{
	int items[LETTERS] = { 0 };

	for (int i = 0; i < bank->count; i++)
		items[bank->items[i].scale]++;
	for (int i = 0; i < grid->letters; i++) {
		const struct interest_scale *scale = &profile->scales[i];
		double mean = grid->mean[i] / grid->total;

		near("theta", scale->theta, mean, 0.02);
		near("theta_sd", scale->theta_sd,
		    sqrt(grid->product[i][i] / grid->total - mean * mean),
		    0.02);
		near("score", scale->score,
		    grid->sums[i] / grid->total / (4 * items[i]), 0.025);
		for (int j = 0; j < grid->letters; j++)
			near("covariance", profile->standard_covariance[i][j],
			    grid->product[i][j] / grid->total -
				mean * grid->mean[j] / grid->total,
			    0.02);
	}
}

/* Two letters, then three; a few items a letter, some not answered. */
static void
test_joint_integration_agrees(void **state)
{
	static const double rows[][3] = { { 0.6, 0, 0 }, { -0.5, 0, 0 },
		{ 0.9, 0, 0 }, { 0.3, 0.5, 0.2 }, { 0.7, -0.4, -0.3 },
		{ 0, 0, 0 } };
	struct cases cases = { 23 };
	struct interest_bank bank;
	interest_answer answers[12];
	struct interest_profile profile;
	static struct grid grid;

	(void)state;
	for (int round = 0; round < 24; round++) {
		const double *r = rows[round % 6];
		int letters = r[1] != 0 || r[2] != 0 ? 3 : 2;
		double theta[LETTERS] = { 0 };

		cases_bank(&cases, 4 * letters, &bank);
		for (int i = 0; i < bank.count; i++) {
			bank.items[i].scale = i % letters;
			bank.items[i].slope = fmin(bank.items[i].slope, 2.5);
		}
		for (int l = 0; l < letters; l++)
			theta[l] = cases_normal(&cases);
		bank_correlate(&bank, r[0], r[1], r[2]);
		cases_answers(&cases, &bank, theta, 0.4, answers);
		score(&bank, answers, &profile);
		grid_make(&grid, letters, &bank, answers);
		grid_compare(&grid, &bank, &profile);
	}
}

/* A correlation of nothing with nothing: theta as without one. */
static void
test_identity_is_independence(void **state)
{
	struct cases cases = { 29 };
	struct interest_bank bank;
	interest_answer answers[48];
	struct interest_profile alone, joint;
	double theta[LETTERS] = { 1, -1, 0.5, 0, 2, -2 };

	(void)state;
	cases_bank(&cases, 48, &bank);
	cases_answers(&cases, &bank, theta, 0.5, answers);
	score(&bank, answers, &alone);
	bank_correlate(&bank, 0, 0, 0);
	score(&bank, answers, &joint);
	near("first", joint.first_probability, alone.first_probability, 0.05);
	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *a = &alone.scales[l];
		const struct interest_scale *b = &joint.scales[l];

		near("theta", b->theta, a->theta, 1e-9);
		near("theta_sd", b->theta_sd, a->theta_sd, 1e-9);
		near("low", b->low, a->low, 0.02);
		near("score", b->score, a->score, 0.02);
		near("sum_sd", b->sum_sd, a->sum_sd, 0.02);
		for (int m = 0; m < LETTERS; m++)
			near("covariance", alone.covariance[l][m],
			    l == m ? a->sum_sd * a->sum_sd : 0, 1e-12);
	}
}

static void
items_swap(struct interest_bank *bank, interest_answer *answers, int i, int j)
{
	struct interest_item item = bank->items[i];
	interest_answer answer = answers[i];

	bank->items[i] = bank->items[j];
	bank->items[j] = item;
	answers[i] = answers[j];
	answers[j] = answer;
	for (int k = 0; k < bank->count; k++) {
		float rest = bank->residual[i][k];

		bank->residual[i][k] = bank->residual[j][k];
		bank->residual[j][k] = rest;
	}
	for (int k = 0; k < bank->count; k++) {
		float rest = bank->residual[k][i];

		bank->residual[k][i] = bank->residual[k][j];
		bank->residual[k][j] = rest;
	}
}

static void
test_joint_item_order(void **state)
{
	struct cases cases = { 31 };
	struct interest_bank bank;
	interest_answer answers[30];
	struct interest_profile profile, other;
	double theta[LETTERS] = { 1, -1, 0.5, 0, 2, -2 };

	(void)state;
	for (int round = 0; round < 20; round++) {
		cases_joint_bank(&cases, 30, &bank);
		cases_answers(&cases, &bank, theta, 0.5, answers);
		score(&bank, answers, &profile);
		for (int i = bank.count - 1; i > 0; i--)
			items_swap(
			    &bank, answers, i, cases_below(&cases, i + 1));
		score(&bank, answers, &other);
		for (int l = 0; l < LETTERS; l++) {
			const struct interest_scale *a = &profile.scales[l];
			const struct interest_scale *b = &other.scales[l];

			near("theta", a->theta, b->theta, 1e-9);
			near("score", a->score, b->score, 0.002);
			near("sum_sd", a->sum_sd, b->sum_sd, 0.002);
		}
	}
}

/* Bands of the full score: around it, of no width when all is answered. */
static void
test_full_bands(void **state)
{
	struct cases cases = { 37 };
	struct interest_bank bank;
	interest_answer full[30], answers[30] = { 0 };
	struct interest_profile profile;
	double theta[LETTERS] = { 0, 1, 2, -1, -2, 0 };

	(void)state;
	cases_joint_bank(&cases, 30, &bank);
	cases_answers(&cases, &bank, theta, 0, full);
	for (int n = 0; n <= 30; n++) {
		score(&bank, answers, &profile);
		scales_sound(&profile);
		for (int l = 0; l < LETTERS; l++) {
			const struct interest_scale *scale = &profile.scales[l];

			assert_true(scale->full[1].low <= scale->full[0].low);
			assert_true(scale->full[0].low <= scale->score);
			assert_true(scale->score <= scale->full[0].high);
			assert_true(scale->full[0].high <= scale->full[1].high);
			near("variance", profile.covariance[l][l],
			    scale->sum_sd * scale->sum_sd, 1e-12);
			if (scale->answered == scale->items)
				near("width", scale->full[1].high,
				    scale->full[1].low, 1e-12);
		}
		if (n < 30)
			answers[n] = full[n];
	}
}

/* A reach of two instead of 1.28 and three instead of 1.96. */
static void
test_reach_widens(void **state)
{
	struct cases cases = { 41 };
	struct interest_bank bank;
	interest_answer answers[30] = { 0 };
	struct interest_profile plain, wide;

	(void)state;
	cases_joint_bank(&cases, 30, &bank);
	score(&bank, answers, &plain);
	for (int k = 0; k < INTEREST_LEVELS; k++)
		for (int s = 0; s < INTEREST_STAGES; s++)
			for (int l = 0; l < LETTERS; l++)
				for (int b = 0; b < INTEREST_BINS; b++)
					bank.reach.at[k][s][l][b] = 2 + k;
	score(&bank, answers, &wide);
	for (int l = 0; l < LETTERS; l++)
		near("sum_sd", wide.scales[l].sum_sd,
		    plain.scales[l].sum_sd * 2 / 1.2815515655446004, 1e-12);
}

/* A bank of one item, and of none: five letters, or six, keep the prior. */
static void
test_small_banks(void **state)
{
	struct interest_bank bank = {
		.count = 1,
		.items = { { 3, 1.5, { -1.2, -0.4, 0.4, 1.2 } } },
	};
	interest_answer answer = 5;
	struct interest_profile profile;

	(void)state;
	score(&bank, &answer, &profile);
	scales_sound(&profile);
	assert_int_equal(profile.order[0], 3);
	assert_int_equal(profile.answered, 1);
	near("score", profile.scales[3].score, 1, 0);
	near("score", profile.scales[0].score, 0.5, 1e-15);
	near("theta_sd", profile.scales[0].theta_sd, 0.99964228, 1e-8);
	bank.count = 0;
	score(&bank, NULL, &profile);
	scales_sound(&profile);
	near("first", profile.first_probability, 1 / 6.0, 1e-12);
}

/* The steepest and the farthest that a bank may hold: still numbers. */
static void
test_extreme_items(void **state)
{
	struct interest_bank bank;
	interest_answer answers[48];
	struct interest_profile profile;

	(void)state;
	bank_even(&bank, 48);
	for (int i = 0; i < 48; i++) {
		double at = i % 3 == 0 ? -20 : i % 3 == 1 ? 0 : 19;

		bank.items[i].slope = i % 2 ? 20 : 1e-6;
		for (int k = 0; k < 4; k++)
			bank.items[i].thresholds[k] = at + 0.001 * k;
	}
	for (int answer = 0; answer <= INTEREST_CATEGORIES; answer++) {
		for (int i = 0; i < 48; i++)
			answers[i] = (interest_answer)((answer + i) % 6);
		score(&bank, answers, &profile);
		scales_sound(&profile);
		memset(answers, answer, sizeof answers);
		score(&bank, answers, &profile);
		scales_sound(&profile);
	}
}

static void
test_banks_refused(void **state)
{
	static const struct {
		const char *why;
		int count;
		struct interest_item item;
	} rows[] = {
		{ "count", -1, { 0, 1, { -1, 0, 1, 2 } } },
		{ "count", INTEREST_ITEMS + 1, { 0, 1, { -1, 0, 1, 2 } } },
		{ "scale", 1, { -1, 1, { -1, 0, 1, 2 } } },
		{ "scale", 1, { 6, 1, { -1, 0, 1, 2 } } },
		{ "slope", 1, { 0, 0, { -1, 0, 1, 2 } } },
		{ "slope", 1, { 0, -1, { -1, 0, 1, 2 } } },
		{ "slope", 1, { 0, 20.5, { -1, 0, 1, 2 } } },
		{ "slope", 1, { 0, NAN, { -1, 0, 1, 2 } } },
		{ "slope", 1, { 0, INFINITY, { -1, 0, 1, 2 } } },
		{ "order", 1, { 0, 1, { -1, 0, 0, 2 } } },
		{ "order", 1, { 0, 1, { 2, 1, 0, -1 } } },
		{ "far", 1, { 0, 1, { -1, 0, 1, 21 } } },
		{ "far", 1, { 0, 1, { -INFINITY, 0, 1, 2 } } },
		{ "far", 1, { 0, 1, { -1, NAN, 1, 2 } } },
	};
	struct interest_bank bank;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bank_even(&bank, INTEREST_ITEMS);
		bank.count = rows[i].count;
		bank.items[0] = rows[i].item;
		if (interest_table_new(&bank) != NULL)
			fail_msg("row %zu: %s", i, rows[i].why);
	}
	interest_table_free(NULL);
}

/* What a bank may not hold of letters and items that go together. */
static void
test_joint_refused(void **state)
{
	static const struct {
		const char *why;
		double own, here, there; /* correlations; zeros for none */
		float rest_own, rest_here, rest_there;
		double reach;
	} rows[] = {
		{ "uneven", 1, 0.5, 0.4, 0, 0, 0, 0 },
		{ "certain", 1, 1, 1, 0, 0, 0, 0 },
		{ "over", 1, 1.5, 1.5, 0, 0, 0, 0 },
		{ "NaN", 1, NAN, NAN, 0, 0, 0, 0 },
		{ "diagonal", 0.9, 0.5, 0.5, 0, 0, 0, 0 },
		{ "no correlation", 0, 0, 0, 0, 0.1F, 0.1F, 0 },
		{ "uneven rest", 1, 0.5, 0.5, 0, 0.1F, 0, 0 },
		{ "own rest", 1, 0.5, 0.5, 0.1F, 0, 0, 0 },
		{ "indefinite", 1, 0.5, 0.5, 0, 0.99F, 0.99F, 0 },
		{ "NaN rest", 1, 0.5, 0.5, 0, NAN, NAN, 0 },
		{ "reach", 0, 0, 0, 0, 0, 0, -1 },
		{ "NaN reach", 0, 0, 0, 0, 0, 0, NAN },
		{ "far reach", 0, 0, 0, 0, 0, 0, 21 },
	};
	struct interest_bank bank;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		bank_even(&bank, 12);
		for (int l = 0; l < LETTERS; l++)
			bank.correlation[l][l] = rows[i].own;
		bank.correlation[0][1] = rows[i].here;
		bank.correlation[1][0] = rows[i].there;
		bank.residual[0][0] = rows[i].rest_own;
		bank.residual[0][1] = rows[i].rest_here;
		bank.residual[1][0] = rows[i].rest_there;
		bank.reach.at[1][1][5][4] = rows[i].reach;
		if (interest_table_new(&bank) != NULL)
			fail_msg("row %zu: %s", i, rows[i].why);
	}
}

static void
test_no_memory(void **state)
{
	struct interest_bank bank;

	(void)state;
	bank_even(&bank, 6);
	for (size_t nth = 1; nth <= 2; nth++) {
		memory_fail_at(nth, false);
		assert_null(interest_table_new(&bank));
		memory_fail_at(0, false);
	}
}

/* Answers and times of 18 items in turn, three a letter; least is 1,000 ms. */
static void
test_notices(void **state)
{
	static const struct {
		const char *answers;
		int64_t slow, fast; /* times of the items before and from.. */
		int turn; /* ..this one */
		unsigned want;
	} rows[] = {
		{ "123451234512345123", 0, 0, 0, NOTICE_NONE },
		{ "333333333333333333", 0, 0, 0, NOTICE_SAME },
		{ "333333333333333331", 0, 0, 0, NOTICE_SAME },
		{ "333333333333333311", 0, 0, 0, NOTICE_NONE },
		{ "333333333000000000", 0, 0, 0, NOTICE_FEW },
		{ "333333333300000000", 0, 0, 0, NOTICE_SAME | NOTICE_FEW },
		{ "333333333100000000", 0, 0, 0, NOTICE_SAME | NOTICE_FEW },
		{ "000000000000000000", 0, 0, 0, NOTICE_FEW },
		{ "023451234512345123", 0, 0, 0, NOTICE_FEW },
		{ "923451234512345123", 0, 0, 0, NOTICE_FEW },
		{ "123451234512345123", 1000, 999, 9, NOTICE_NONE },
		{ "123451234512345123", 1000, 999, 8, NOTICE_FAST },
		{ "123451234512345123", 1000, 1000, 0, NOTICE_NONE },
		{ "123451234512345123", 0, 1, 14, NOTICE_NONE },
		{ "123451234512345123", 0, 1, 13, NOTICE_FAST },
		{ "123451234512345123", -5, -5, 0, NOTICE_NONE },
		{ "333333333333333333", 1, 1, 0, NOTICE_SAME | NOTICE_FAST },
	};
	struct interest_bank bank;

	(void)state;
	bank_even(&bank, 18);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		interest_answer answers[18];
		int64_t times[18];

		for (int j = 0; j < 18; j++) {
			answers[j] = (interest_answer)(rows[i].answers[j] -
			    '0');
			times[j] = j < rows[i].turn ? rows[i].slow
						    : rows[i].fast;
		}
		if (interest_notices(&bank, answers, times, 1000) !=
		    rows[i].want)
			fail_msg("row %zu", i);
		if (interest_notices(&bank, answers, NULL, 1000) !=
		    (rows[i].want & ~(unsigned)NOTICE_FAST))
			fail_msg("row %zu without times", i);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scores_known),
		cmocka_unit_test(test_integration_agrees),
		cmocka_unit_test(test_first_agrees),
		cmocka_unit_test(test_level_profile),
		cmocka_unit_test(test_tied),
		cmocka_unit_test(test_nothing_answered),
		cmocka_unit_test(test_letter_stands_out),
		cmocka_unit_test(test_mirror),
		cmocka_unit_test(test_item_order),
		cmocka_unit_test(test_monotone),
		cmocka_unit_test(test_band_true),
		cmocka_unit_test(test_joint_integration_agrees),
		cmocka_unit_test(test_identity_is_independence),
		cmocka_unit_test(test_joint_item_order),
		cmocka_unit_test(test_full_bands),
		cmocka_unit_test(test_reach_widens),
		cmocka_unit_test(test_small_banks),
		cmocka_unit_test(test_extreme_items),
		cmocka_unit_test(test_banks_refused),
		cmocka_unit_test(test_joint_refused),
		cmocka_unit_test(test_no_memory),
		cmocka_unit_test(test_notices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
