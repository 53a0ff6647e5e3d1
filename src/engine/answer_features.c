/* From answers to the features of the model of choices, and back to reasons. */
#include "engine/answer_features.h"

#include <math.h>
#include <string.h>

#include "engine/interest_parts.h"

static const double level_usual = 3, spread_usual = 1.2; /* of a person */
static const double letter_spread_usual = 1, spread_more = 0.5;

int
features_count(const struct features *features)
{
	return features->items * FEATURES_EACH + FEATURES_COMMON;
}

/* Sums over items: how many, of the answers, of their squares, of z. */
struct tally {
	double count, first, second, relative;
};

static double
tally_mean(const struct tally *tally)
{
	return tally->count > 0 ? tally->first / tally->count : 0;
}

static double
tally_spread(const struct tally *tally)
{
	double mean = tally_mean(tally);

	if (!(tally->count > 0))
		return 0;
	return sqrt(fmax(tally->second / tally->count - mean * mean, 0));
}

static void
common_fill(
    const struct tally letters[LETTERS], double mean, double spread, float *x)
{
	for (int l = 0; l < LETTERS; l++) {
		const struct tally *tally = &letters[l];
		bool any = tally->count > 0;

		*x++ = (float)(any ? tally->relative / tally->count : 0);
		*x++ = (float)(any ? tally_spread(tally) - letter_spread_usual
				   : 0);
	}
	*x++ = (float)(mean - level_usual);
	*x = (float)(spread - spread_usual);
}

void
features_expected(const struct features *features, const double *first,
    const double *second, float *x)
{
	struct tally all = { 0 }, letters[LETTERS] = { { 0 } };
	double mean, spread, divisor;

	for (int i = 0; i < features->items; i++) {
		all.count++;
		all.first += first[i];
		all.second += second[i];
	}
	mean = tally_mean(&all);
	spread = tally_spread(&all);
	divisor = spread + spread_more;
	for (int i = 0; i < features->items; i++) {
		double away = first[i] - mean;
		double square = second[i] - 2 * mean * first[i] + mean * mean;

		*x++ = (float)(away / divisor);
		*x++ = (float)(square / (divisor * divisor));
		*x++ = (float)((second[i] - 6 * first[i] + 9) / 4);
		if (features->scale[i] < 0)
			continue;
		struct tally *letter = &letters[features->scale[i]];

		letter->count++;
		letter->first += first[i];
		letter->second += second[i];
		letter->relative += away / divisor;
	}
	common_fill(letters, mean, spread, x);
}

void
features_make(
    const struct features *features, const interest_answer *answers, float *x)
{
	double first[FEATURES_ITEMS], second[FEATURES_ITEMS];

	for (int i = 0; i < features->items; i++) {
		bool given = answer_given(answers[i]);

		first[i] = given ? answers[i] : features->first[i];
		second[i] = given ? answers[i] * answers[i]
				  : features->second[i];
	}
	features_expected(features, first, second, x);
}

/* What all items share: sums over them of how the score goes with z. */
struct pull {
	double count, mean, spread, divisor; /* of the person */
	double level; /* d score / d (-m) times the divisor */
	double size; /* d score / d (-s) times the divisor */
	struct tally letters[LETTERS];
};

static void
pull_take(const struct features *features, const double *weights,
    const double *first, const float *x, struct pull *pull)
{
	int own = features->items * FEATURES_EACH;
	const double *common = weights + own;

	memset(pull, 0, sizeof *pull);
	pull->count = features->items;
	pull->mean = (double)x[own + FEATURES_COMMON - 2] + level_usual;
	pull->spread = (double)x[own + FEATURES_COMMON - 1] + spread_usual;
	pull->divisor = pull->spread + spread_more;
	for (int i = 0; i < features->items; i++) {
		double z = (double)x[3 * i];

		pull->level += weights[3 * i] + 2 * weights[3 * i + 1] * z;
		pull->size += weights[3 * i] * z +
		    2 * weights[3 * i + 1] * (double)x[3 * i + 1];
		if (features->scale[i] >= 0) {
			pull->letters[features->scale[i]].count++;
			pull->letters[features->scale[i]].first += first[i];
		}
	}
	for (int l = 0; l < LETTERS; l++) {
		if (!(pull->letters[l].count > 0))
			continue;
		pull->level += common[l * FEATURES_LETTER];
		pull->size += common[l * FEATURES_LETTER] *
		    (double)x[own + l * FEATURES_LETTER];
	}
}

/* By the answer's part in a letter's mean and spread. */
static double
letter_slope(const struct pull *pull, int letter, const double *common,
    const float *x, double first)
{
	const struct tally *tally = &pull->letters[letter];
	double spread = (double)x[letter * FEATURES_LETTER + 1] +
	    letter_spread_usual;
	double slope = common[letter * FEATURES_LETTER] / pull->divisor;

	if (spread > 0)
		slope += common[letter * FEATURES_LETTER + 1] *
		    (first - tally_mean(tally)) / spread;
	return slope / tally->count;
}

void
features_slopes(const struct features *features,
    const struct logit_model *model, int class, const double *first,
    const float *x, double *slopes)
{
	const double *weights = model->weights + class * model->features;
	int own = features->items * FEATURES_EACH;
	const double *person = weights + own + FEATURES_COMMON - 2;
	struct pull pull;

	pull_take(features, weights, first, x, &pull);
	for (int i = 0; i < features->items; i++) {
		const double *item = weights + 3 * i;
		double away = pull.spread > 0
		    ? (first[i] - pull.mean) / pull.spread
		    : 0;
		double all = person[0] - pull.level / pull.divisor +
		    away * (person[1] - pull.size / pull.divisor);

		slopes[i] = (item[0] + 2 * item[1] * (double)x[3 * i]) /
			pull.divisor +
		    item[2] * (first[i] - level_usual) / 2 + all / pull.count;
		if (features->scale[i] >= 0)
			slopes[i] += letter_slope(&pull, features->scale[i],
			    weights + own, x + own, first[i]);
	}
}

/* Whole numbers are counted, so that the order of people does not matter. */
void
features_learn(
    struct features *features, const interest_answer *answers, size_t people)
{
	size_t items = (size_t)features->items;

	for (size_t i = 0; i < items; i++) {
		size_t counts[INTEREST_CATEGORIES + 1] = { 0 }, given = 0;
		double first = 0, second = 0;

		for (size_t p = 0; p < people; p++)
			if (answer_given(answers[p * items + i]))
				counts[answers[p * items + i]]++;
		for (int k = 1; k <= INTEREST_CATEGORIES; k++) {
			given += counts[k];
			first += (double)counts[k] * k;
			second += (double)counts[k] * k * k;
		}
		features->first[i] = given > 0 ? first / (double)given : 3;
		features->second[i] = given > 0 ? second / (double)given : 10;
	}
}

void
features_reasons(const struct features *features,
    const struct logit_model *model, int class, const double *means,
    const float *x, double *items, struct features_reasons *reasons)
{
	const double *weights = model->weights + class * model->features;
	const float *own = x + features->items * FEATURES_EACH;
	const double *own_means = means + features->items * FEATURES_EACH;

	memset(reasons, 0, sizeof *reasons);
	reasons->base = model->bases[class];
	for (int f = 0; f < model->features; f++)
		reasons->base += weights[f] * means[f];
	for (int i = 0; i < features->items; i++) {
		int l = features->scale[i];
		double *sum = l >= 0 ? &reasons->letters[l] : &reasons->rest;

		items[i] = 0;
		for (int e = 0; e < FEATURES_EACH; e++)
			items[i] += *weights++ * ((double)*x++ - *means++);
		*sum += items[i];
	}
	for (int c = 0; c < FEATURES_COMMON; c++) {
		int l = c / FEATURES_LETTER;
		double *sum = l < LETTERS ? &reasons->letters[l]
					  : &reasons->rest;

		*sum += *weights++ * ((double)own[c] - own_means[c]);
	}
	reasons->score = reasons->base;
	for (int l = 0; l < LETTERS; l++)
		reasons->score += reasons->letters[l];
	reasons->score += reasons->rest;
}
