#include "engine/adaptive.h"

#include <math.h>
#include <string.h>

#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"

const struct adaptive_rule adaptive_default = {
	.least = 18,
	.most = 22,
	.target = 0.09,
	.slack = 1,
};

static const uint64_t item_step = 0x9e3779b97f4a7c15;

uint64_t
number_mix(uint64_t number)
{
	number ^= number >> 30;
	number *= 0xbf58476d1ce4e5b9;
	number ^= number >> 27;
	number *= 0x94d049bb133111eb;
	return number ^ number >> 31;
}

static bool
item_eligible(const struct adaptive_rule *rule, int item, uint64_t seed)
{
	uint64_t place = seed + item_step * (uint64_t)(item + 1);

	return rule->eligible == NULL ||
	    (double)(number_mix(place) >> 11) / 9007199254740992.0 <
	    rule->eligible[item];
}

/* How many items of a letter may have been asked after the next one. */
static int
letter_most(const struct responses *responses, const struct adaptive_rule *rule)
{
	int letters = responses->table->letters;

	return (responses->answered + letters) / letters + rule->slack;
}

/* What an item has to be; each step lets more in. */
enum { PICK_FAIR, PICK_ELIGIBLE, PICK_ANY, PICKS };

static int
pick(const struct responses *responses, const float gains[INTEREST_ITEMS],
    const struct adaptive_rule *rule, const bool *never, uint64_t seed,
    int strictness)
{
	const struct response_table *table = responses->table;
	int most = letter_most(responses, rule), best = -1;

	for (int i = 0; i < table->count; i++) {
		if (responses->answers[i] != 0 || (never && never[i]) ||
		    (best >= 0 && !(gains[i] > gains[best])))
			continue;
		if (strictness < PICK_ELIGIBLE &&
		    responses->letters[table->scale[i]] >= most)
			continue;
		if (strictness < PICK_ANY && !item_eligible(rule, i, seed))
			continue;
		best = i;
	}
	return best;
}

int
adaptive_pick(const struct responses *responses, const struct outlook *outlook,
    const struct adaptive_rule *rule, const bool *never, uint64_t seed)
{
	float gains[INTEREST_ITEMS];
	int item = -1;

	if (responses->answered >= responses->table->count)
		return -1;
	responses_gain(responses, outlook, gains);
	for (int strictness = PICK_FAIR; strictness < PICKS && item < 0;
	     strictness++)
		item = pick(responses, gains, rule, never, seed, strictness);
	return item;
}

/* Over letters that have items, each `sd` being of a score of 0..1. */
static double
doubt_of(
    const struct interest_table *table, const struct sums *sums, int answered)
{
	double sum = 0;
	int letters = 0;

	for (int l = 0; l < LETTERS; l++) {
		double most = TOP * table->items[l];
		double reach;

		if (table->items[l] == 0)
			continue;
		reach = reach_sd(table, l, sums->mean[l] / most, answered);
		sum += fmax(sums->covariance[l][l], 0) / most / most * reach *
		    reach;
		letters++;
	}
	return letters > 0 ? sqrt(sum / letters) : 0;
}

int
adaptive_next(const struct interest_table *table,
    const interest_answer *answers, const struct adaptive_rule *rule,
    uint64_t seed)
{
	bool never[INTEREST_ITEMS] = { false };
	struct responses responses;
	struct outlook outlook;
	struct sums sums;

	responses_settle(&table->responses, answers, &responses);
	if (responses.answered >= rule->most)
		return -1;
	responses_look(&responses, &outlook);
	responses_sum(&responses, &outlook, &sums);
	if (responses.answered >= rule->least &&
	    doubt_of(table, &sums, responses.answered) <= rule->target)
		return -1;
	for (int i = 0; i < table->count; i++)
		never[i] = answers[i] == ADAPTIVE_NEVER;
	return adaptive_pick(&responses, &outlook, rule, never, seed);
}

double
adaptive_doubt(const struct interest_profile *profile)
{
	double sum = 0;
	int letters = 0;

	for (int l = 0; l < LETTERS; l++) {
		const struct interest_scale *scale = &profile->scales[l];

		if (scale->items == 0)
			continue;
		sum += scale->sum_sd * scale->sum_sd;
		letters++;
	}
	return letters > 0 ? sqrt(sum / letters) : 0;
}

int
adaptive_between(const struct interest_table *table,
    const interest_answer *answers, int letter, int other)
{
	struct responses responses;
	struct outlook outlook;
	double most = 0;
	int best = -1;

	if (letter == other || table->items[letter] == 0 ||
	    table->items[other] == 0)
		return -1;
	responses_settle(&table->responses, answers, &responses);
	responses_look(&responses, &outlook);
	for (int i = 0; i < table->count; i++) {
		double difference = (double)outlook.with[letter][i] /
			table->items[letter] -
		    (double)outlook.with[other][i] / table->items[other];
		double fall = difference * difference /
		    fmax((double)outlook.variance[i], 1e-6);

		if (responses.answers[i] != 0 || answers[i] == ADAPTIVE_NEVER ||
		    (best >= 0 && !(fall > most)))
			continue;
		most = fall;
		best = i;
	}
	return best;
}
