/* From the joint posterior of the answers to the doubt between classes. */
#include "engine/choice.h"

#include <string.h>

#include "engine/interest_parts.h"

/* Expectations of the model's items, from those of the bank's. */
struct expected {
	double first[FEATURES_ITEMS], second[FEATURES_ITEMS];
	float x[LOGIT_FEATURES];
};

static void
expected_take(const struct choice_model *choice, const interest_answer *answers,
    const struct outlook *outlook, struct expected *expected)
{
	const struct features *features = choice->features;

	for (int i = 0; i < features->items; i++) {
		int place = choice->places[i];
		double first = features->first[i];

		if (place < 0) {
			expected->second[i] = features->second[i];
		} else if (answer_given(answers[place])) {
			first = answers[place];
			expected->second[i] = first * first;
		} else {
			first = (double)outlook->mean[place] + 1;
			expected->second[i] = first * first +
			    (double)outlook->variance[place];
		}
		expected->first[i] = first;
	}
	features_expected(
	    features, expected->first, expected->second, expected->x);
}

void
choice_features(
    const struct choice_model *choice, const interest_answer *answers, float *x)
{
	struct responses responses;
	struct outlook outlook;
	struct expected expected;

	responses_settle(&choice->table->responses, answers, &responses);
	responses_look(&responses, &outlook);
	expected_take(choice, answers, &outlook, &expected);
	memcpy(x, expected.x,
	    (size_t)features_count(choice->features) * sizeof *x);
}

/*
 * Cov(score of a class, answer j) of every item of the bank. An answer is its
 * mean's growth times the latent response, and a rest of its own.
 */
static void
class_covary(const struct choice_model *choice, int class,
    const struct responses *responses, const struct outlook *outlook,
    const struct expected *expected, double *with)
{
	double slopes[FEATURES_ITEMS], own[INTEREST_ITEMS] = { 0 };
	int count = choice->table->count;

	features_slopes(choice->features, choice->model, class, expected->first,
	    expected->x, slopes);
	for (int i = 0; i < choice->features->items; i++)
		if (choice->places[i] >= 0)
			own[choice->places[i]] += slopes[i];
	memset(with, 0, INTEREST_ITEMS * sizeof *with);
	for (int i = 0; i < count; i++) {
		double push = own[i] * (double)outlook->growth[i];

		if (push == 0)
			continue;
		for (int j = 0; j < count; j++)
			with[j] += push * (double)responses->covariance[i][j];
	}
	for (int j = 0; j < count; j++) {
		double growth = (double)outlook->growth[j];
		double rest = (double)outlook->variance[j] -
		    growth * growth * (double)responses->covariance[j][j];

		with[j] = with[j] * growth + (rest > 0 ? rest * own[j] : 0);
	}
}

/* Over classes, weighted by their chances: mean and mean square. */
struct spread {
	double mean[INTEREST_ITEMS], square[INTEREST_ITEMS];
};

static void
spread_take(const struct choice_model *choice,
    const struct responses *responses, const struct outlook *outlook,
    const struct expected *expected, struct spread *spread)
{
	const struct logit_model *model = choice->model;
	double chances[LOGIT_CLASSES], with[INTEREST_ITEMS];

	logit_scores(model, expected->x, chances);
	logit_chances(model, chances, chances);
	memset(spread, 0, sizeof *spread);
	for (int k = 0; k < model->classes; k++) {
		class_covary(choice, k, responses, outlook, expected, with);
		for (int j = 0; j < choice->table->count; j++) {
			spread->mean[j] += chances[k] * with[j];
			spread->square[j] += chances[k] * with[j] * with[j];
		}
	}
}

int
choice_next(const struct choice_model *choice, const interest_answer *answers)
{
	struct responses responses;
	struct outlook outlook;
	struct expected expected;
	struct spread spread;
	double most = -1;
	int best = -1;

	responses_settle(&choice->table->responses, answers, &responses);
	responses_look(&responses, &outlook);
	expected_take(choice, answers, &outlook, &expected);
	spread_take(choice, &responses, &outlook, &expected, &spread);
	for (int j = 0; j < choice->table->count; j++) {
		double gain = spread.square[j] -
		    spread.mean[j] * spread.mean[j];

		if (answers[j] != 0 || !(outlook.variance[j] > 0))
			continue;
		gain /= (double)outlook.variance[j];
		if (gain > most) {
			most = gain;
			best = j;
		}
	}
	return best;
}
