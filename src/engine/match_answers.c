/* From answers, given or expected, to what a fitted model is linear in. */
#include "engine/match_answers.h"

#include <assert.h>
#include <math.h>
#include <string.h>

enum {
	NODES = 5,
	FEATURES_MOST = FEATURES_ITEMS * FEATURES_EACH + FEATURES_COMMON
};

/* Gauss and Hermite's points for a standard normal, and their shares. */
static const struct {
	double point, share;
} normal_nodes[NODES] = {
	{ -2.8569700138728056, 0.01125741132772069 },
	{ -1.3556261799742659, 0.22207592200561266 },
	{ 0, 0.53333333333333333 },
	{ 1.3556261799742659, 0.22207592200561266 },
	{ 2.8569700138728056, 0.01125741132772069 },
};

/* An answer, or what is expected of it: E(X) and E(X^2), X of 1..5. */
struct expected {
	double first, second;
};

static struct expected
item_expect(const struct interest_item *item, double theta, double sd)
{
	struct expected expected = { 1, 1 };

	for (int q = 0; q < NODES; q++)
		for (int k = 1; k < INTEREST_CATEGORIES; k++) {
			double away = theta + sd * normal_nodes[q].point -
			    item->thresholds[k - 1];
			double above = normal_nodes[q].share /
			    (1 + exp(-item->slope * away));

			/* (k + 1)^2 - k^2 = 2 k + 1 */
			expected.first += above;
			expected.second += (2 * k + 1) * above;
		}
	return expected;
}

/* As it is, or would be with the trait of the item's letter moved. */
static struct expected
item_answer(const struct interest_item *item, interest_answer answer,
    const struct interest_scale *scale, double move)
{
	struct expected moved, here;
	double theta = scale->theta, sd = scale->theta_sd;

	if (answer < 1 || answer > INTEREST_CATEGORIES)
		return item_expect(item, theta + move, sd);
	here = (struct expected){ answer, answer * answer };
	if (move == 0)
		return here;
	moved = item_expect(item, theta + move, sd);
	here.first += moved.first - item_expect(item, theta, sd).first;
	here.second += moved.second - item_expect(item, theta, sd).second;
	return here;
}

/* Of each item of the features. */
struct expectations {
	double first[FEATURES_ITEMS], second[FEATURES_ITEMS];
};

/* Items of the bank: those of one letter with its trait moved, or all (-1). */
static void
expect_items(const struct match_answers *with, const interest_answer *answers,
    const struct interest_profile *profile, int letter, double move,
    struct expectations *out)
{
	for (int i = 0; i < with->features->items; i++) {
		int place = with->places == NULL ? i : with->places[i];

		if (place < 0)
			continue;
		assert(place < with->bank->count);
		const struct interest_item *item = &with->bank->items[place];
		if (letter >= 0 && item->scale != letter)
			continue;
		struct expected expected = item_answer(
		    item, answers[place], &profile->scales[item->scale], move);

		out->first[i] = expected.first;
		out->second[i] = expected.second;
	}
}

static void
expect_all(const struct match_answers *with, const interest_answer *answers,
    const struct interest_profile *profile, struct expectations *out)
{
	size_t size = (size_t)with->features->items * sizeof(double);

	memcpy(out->first, with->features->first, size);
	memcpy(out->second, with->features->second, size);
	expect_items(with, answers, profile, -1, 0, out);
}

void
match_answers_letters(const struct features *features, int *letters)
{
	for (int i = 0; i < features->items; i++)
		for (int e = 0; e < FEATURES_EACH; e++)
			*letters++ = features->scale[i];
	for (int l = 0; l < LETTERS; l++)
		for (int e = 0; e < FEATURES_LETTER; e++)
			*letters++ = l;
	for (int e = 0; e < FEATURES_PERSON; e++)
		*letters++ = -1;
}

void
match_answers_values(const struct match_answers *with,
    const interest_answer *answers, const struct interest_profile *profile,
    double *values)
{
	float x[FEATURES_MOST];
	int count = features_count(with->features);
	struct expectations here;

	expect_all(with, answers, profile, &here);
	features_expected(with->features, here.first, here.second, x);
	for (int f = 0; f < count; f++)
		values[f] = (double)x[f] -
		    (with->means == NULL ? 0 : with->means[f]);
}

void
match_answers_rises(const struct match_answers *with,
    const interest_answer *answers, const struct interest_profile *profile,
    double (*rises)[LETTERS])
{
	float below[FEATURES_MOST], above[FEATURES_MOST];
	int count = features_count(with->features);
	struct expectations here, moved;

	expect_all(with, answers, profile, &here);
	for (int l = 0; l < LETTERS; l++) {
		double move = profile->scales[l].theta_sd;
		/* `standard` may be on another scale than theta. */
		double sd = profile->scales[l].standard_sd;

		moved = here;
		expect_items(with, answers, profile, l, -move, &moved);
		features_expected(
		    with->features, moved.first, moved.second, below);
		expect_items(with, answers, profile, l, move, &moved);
		features_expected(
		    with->features, moved.first, moved.second, above);
		for (int f = 0; f < count; f++)
			rises[f][l] = sd > 0
			    ? ((double)above[f] - (double)below[f]) / (2 * sd)
			    : 0;
	}
}
