/*
 * From answers to a profile of six letters: the posterior of each letter, then
 * what is read off it: score, bands, standing, which letter is first. Last, the
 * notices.
 *
 * Every sum runs in the order of the items or of the nodes and no libm function
 * is called with a constant, so that compilers cannot differ.
 */
#include "engine/interest.h"

#include <math.h>
#include <string.h>

#include "engine/interest_parts.h"

static const double band_tail = 0.1; /* what an 80 % band leaves on a side */
/* What holds 80 % and 95 % of a normal distribution, in standard deviations. */
static const double normal_reach[INTEREST_LEVELS] = { 1.2815515655446004,
	1.959963984540054 };
static const double stages[INTEREST_STAGES] = { 0.25, 0.5 };

static void
nodes_add(double *restrict nodes, const double *restrict more)
{
	for (int q = 0; q < INTEREST_NODES; q++)
		nodes[q] += more[q];
}

static void
posterior_add(struct posterior *posterior, const struct interest_table *table,
    int i, interest_answer answer)
{
	if (answer_given(answer)) {
		nodes_add(posterior->weight, table->chance[i][answer - 1]);
		posterior->answered.sum += answer - 1;
		posterior->answered.items++;
	} else {
		nodes_add(posterior->rest, table->mean[i]);
		nodes_add(posterior->noise, table->variance[i]);
		nodes_add(posterior->missing, table->information[i]);
	}
}

/* A node has half of its own weight below it. */
static void
posterior_cumulate(struct posterior *posterior)
{
	double sum = 0;

	posterior->below[0] = 0;
	for (int q = 0; q < INTEREST_NODES; q++) {
		posterior->below[q + 1] = sum + posterior->weight[q] / 2;
		sum += posterior->weight[q];
	}
	posterior->below[POINTS - 1] = 1;
}

static void
posteriors_make(const struct interest_table *table,
    const interest_answer *answers, struct posterior posteriors[LETTERS],
    struct traits *traits)
{
	memset(posteriors, 0, LETTERS * sizeof *posteriors);
	for (int letter = 0; letter < LETTERS; letter++)
		memcpy(posteriors[letter].weight, table->prior,
		    sizeof table->prior);
	for (int i = 0; i < table->count; i++)
		posterior_add(
		    &posteriors[table->scale[i]], table, i, answers[i]);
	traits_settle(table, posteriors, traits);
	for (int letter = 0; letter < LETTERS; letter++)
		posterior_cumulate(&posteriors[letter]);
}

/* Under the posterior; T is the true score. */
struct moments {
	double theta, truth; /* means */
	double rest, noise; /* mean, in answers, and variance given theta */
	double theta_variance, covariance, rest_variance;
};

static struct moments
moments_reckon(
    const struct posterior *posterior, const double *theta, const double *truth)
{
	struct moments m = { 0 };

	for (int q = 0; q < INTEREST_NODES; q++) {
		m.theta += posterior->weight[q] * theta[q];
		m.truth += posterior->weight[q] * truth[q];
		m.rest += posterior->weight[q] * posterior->rest[q];
		m.noise += posterior->weight[q] * posterior->noise[q];
	}
	for (int q = 0; q < INTEREST_NODES; q++) {
		double x = theta[q] - m.theta, y = truth[q] - m.truth;
		double z = posterior->rest[q] - m.rest;

		m.theta_variance += posterior->weight[q] * x * x;
		m.covariance += posterior->weight[q] * x * y;
		m.rest_variance += posterior->weight[q] * z * z;
	}
	return m;
}

/*
 * How much of the posterior lies outside of the band on either side: 10 % where
 * all is answered, else Phi(-1.2816 sqrt((V + N) / V)). .90619 is 1.2816 over
 * the square root of 2.
 */
static double
band_level(const struct interest_table *table, int letter,
    const struct posterior *posterior)
{
	double most = TOP * table->items[letter];
	double variance = 0, noise = 0;

	if (posterior->answered.items == table->items[letter])
		return band_tail;
	for (int q = 0; q < INTEREST_NODES; q++) {
		double growth = table->growth[letter][q];
		double known = fmax(
		    table->known[letter][q] - posterior->missing[q], 0);

		variance += table->share[q] * growth * growth / (1 + known);
		noise += table->share[q] * posterior->noise[q] / most / most;
	}
	if (!(noise > 0))
		return band_tail;
	return erfc(0.9061938024368232 * sqrt(1 + noise / variance)) / 2;
}

/* The true score with so much of the posterior below it. */
static double
truth_at(const double *truth, const double *below, double level)
{
	int point = 1;

	while (point < POINTS - 1 && below[point] < level)
		point++;
	double width = below[point] - below[point - 1];
	if (!(width > 0))
		return truth[point];
	return truth[point - 1] +
	    (truth[point] - truth[point - 1]) *
	    ((level - below[point - 1]) / width);
}

static void
sums_joint(const struct interest_table *table, const interest_answer *answers,
    struct sums *sums)
{
	struct responses responses;
	struct outlook outlook;

	responses_settle(&table->responses, answers, &responses);
	responses_look(&responses, &outlook);
	responses_sum(&responses, &outlook, sums);
}

/*
 * The letters' sums of all items: letter by letter from the nodes where letters
 * are independent or nothing is left to expect, else from the joint posterior
 * of the responses.
 */
static void
sums_reckon(const struct interest_table *table, const interest_answer *answers,
    int answered, const struct posterior posteriors[LETTERS],
    const struct moments moments[LETTERS], struct sums *sums)
{
	if (table->joint && answered < table->count) {
		sums_joint(table, answers, sums);
		return;
	}
	memset(sums, 0, sizeof *sums);
	for (int l = 0; l < LETTERS; l++) {
		sums->mean[l] = posteriors[l].answered.sum + moments[l].rest;
		sums->covariance[l][l] = moments[l].noise +
		    moments[l].rest_variance;
	}
}

/* On the line through `count` values at 0, 1, 2 … */
static double
line_at(const double *values, int count, double at)
{
	int below;

	at = fmin(fmax(at, 0), count - 1);
	below = at < count - 1 ? (int)at : count - 2;
	return values[below] +
	    (at - below) * (values[below + 1] - values[below]);
}

double
reach_at(const struct interest_table *table, int level, int letter,
    double score, int answered)
{
	double stage = (double)answered / (table->count > 0 ? table->count : 1);
	double reaches[INTEREST_STAGES];

	for (int s = 0; s < INTEREST_STAGES; s++)
		reaches[s] = line_at(table->reach.at[level][s][letter],
		    INTEREST_BINS, score * INTEREST_BINS - 0.5);
	stage = (stage - stages[0]) / (stages[1] - stages[0]);
	stage = line_at(reaches, INTEREST_STAGES, stage);
	return stage > 0 ? stage : normal_reach[level];
}

double
reach_sd(
    const struct interest_table *table, int letter, double score, int answered)
{
	return reach_at(table, 0, letter, score, answered) / normal_reach[0];
}

static void
scale_fill(const struct interest_table *table, int letter,
    const struct posterior *posterior, const struct moments *m,
    struct interest_scale *scale)
{
	const double *truth = table->truth[letter];
	double level = band_level(table, letter, posterior);

	scale->theta = scale->standard = m->theta;
	scale->theta_sd = scale->standard_sd = sqrt(m->theta_variance);
	scale->rise = m->theta_variance > 0
	    ? fmax(m->covariance / m->theta_variance, 0)
	    : 0;
	scale->low = fmin(
	    scale->score, truth_at(truth, posterior->below, level));
	scale->high = fmax(scale->score,
	    fmin(truth_at(truth, posterior->below, 1 - level), 1));
}

/* The bands of the full score, within what the items left can add. */
static void
full_fill(const struct interest_table *table, int letter, int answered,
    double sum, double sd, struct interest_scale *scale)
{
	double most = TOP * scale->items;
	double least = sum / most;
	double left = TOP * (scale->items - scale->answered) / most;

	for (int k = 0; k < INTEREST_LEVELS; k++) {
		double reach = reach_at(
				   table, k, letter, scale->score, answered) *
		    sd;

		scale->full[k].low = fmax(scale->score - reach, least);
		scale->full[k].high = fmin(scale->score + reach, least + left);
	}
	scale->sum_sd = sd * reach_sd(table, letter, scale->score, answered);
}

void
score_fill(const struct interest_table *table, int letter,
    const struct answered *answered, const struct sums *sums,
    struct interest_profile *profile)
{
	struct interest_scale *scale = &profile->scales[letter];
	double most = TOP * table->items[letter];
	double sd = sqrt(fmax(sums->covariance[letter][letter], 0)) / most;

	scale->items = table->items[letter];
	scale->answered = answered->items;
	if (scale->items == 0)
		return;
	scale->score = fmin(sums->mean[letter] / most, 1);
	full_fill(table, letter, profile->answered, answered->sum, sd, scale);
}

/* A letter without an item has its true score for its score. */
static void
itemless_fill(const struct moments *m, struct interest_scale *scale)
{
	scale->score = m->truth;
	for (int k = 0; k < INTEREST_LEVELS; k++)
		scale->full[k] = (struct interest_band){ 0, 1 };
}

/* The covariance of two letters with their correlation and these deviations. */
static double
covariance_scale(const double covariance[LETTERS][LETTERS], int l, int m,
    double sd_l, double sd_m)
{
	double size = sqrt(covariance[l][l] * covariance[m][m]);
	double both = (covariance[l][m] + covariance[m][l]) / 2;

	return size > 0 ? both / size * sd_l * sd_m : 0;
}

/* As the model has them, scaled to the standard deviations that are said. */
static void
covariance_fill(const struct sums *sums, const struct traits *traits,
    struct interest_profile *profile)
{
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m < LETTERS; m++) {
			const struct interest_scale *a = &profile->scales[l];
			const struct interest_scale *b = &profile->scales[m];

			profile->covariance[l][m] = covariance_scale(
			    sums->covariance, l, m, a->sum_sd, b->sum_sd);
			profile->standard_covariance[l][m] = covariance_scale(
			    traits->covariance, l, m, a->standard_sd,
			    b->standard_sd);
		}
}

void
order_fill(struct interest_profile *profile)
{
	int *order = profile->order;

	for (int letter = 0; letter < LETTERS; letter++) {
		int at = letter;

		while (at > 0 &&
		    profile->scales[letter].score >
			profile->scales[order[at - 1]].score) {
			order[at] = order[at - 1];
			at--;
		}
		order[at] = letter;
	}
}

static int
tied_count(const double firsts[LETTERS])
{
	double most = 0;
	int tied = 0;

	for (int letter = 0; letter < LETTERS; letter++)
		most = fmax(most, firsts[letter]);
	for (int letter = 0; letter < LETTERS; letter++)
		tied += firsts[letter] >= fmin(0.2, 0.8 * most);
	return tied;
}

void
interest_score(const struct interest_table *table,
    const interest_answer *answers, struct interest_profile *profile)
{
	struct posterior posteriors[LETTERS];
	struct moments moments[LETTERS];
	struct traits traits;
	struct sums sums;
	double firsts[LETTERS];

	posteriors_make(table, answers, posteriors, &traits);
	memset(profile, 0, sizeof *profile);
	for (int l = 0; l < LETTERS; l++) {
		moments[l] = moments_reckon(
		    &posteriors[l], table->theta, table->truth[l] + 1);
		profile->answered += posteriors[l].answered.items;
	}
	sums_reckon(
	    table, answers, profile->answered, posteriors, moments, &sums);
	for (int l = 0; l < LETTERS; l++) {
		score_fill(table, l, &posteriors[l].answered, &sums, profile);
		if (table->items[l] == 0)
			itemless_fill(&moments[l], &profile->scales[l]);
		scale_fill(
		    table, l, &posteriors[l], &moments[l], &profile->scales[l]);
	}
	covariance_fill(&sums, &traits, profile);
	order_fill(profile);
	firsts_reckon(table, posteriors, &traits, firsts);
	profile->first_probability = firsts[profile->order[0]];
	profile->tied = tied_count(firsts);
	profile->level = profile->scales[profile->order[0]].low <=
	    profile->scales[profile->order[LETTERS - 1]].high;
}

static bool
answers_same(const struct interest_bank *bank, const interest_answer *answers)
{
	int counts[INTEREST_CATEGORIES + 1] = { 0 };
	int most = 0, answered = 0;

	for (int i = 0; i < bank->count; i++) {
		if (!answer_given(answers[i]))
			continue;
		answered++;
		counts[answers[i]]++;
		if (counts[answers[i]] > most)
			most = counts[answers[i]];
	}
	return answered >= 10 && 10 * most >= 9 * answered;
}

static bool
answers_fast(const struct interest_bank *bank, const interest_answer *answers,
    const int64_t *milliseconds, int64_t least_ms)
{
	int timed = 0, fast = 0;

	for (int i = 0; milliseconds != NULL && i < bank->count; i++) {
		if (!answer_given(answers[i]) || milliseconds[i] <= 0)
			continue;
		timed++;
		fast += milliseconds[i] < least_ms;
	}
	return timed >= 5 && 2 * fast > timed;
}

static bool
answers_few(const struct interest_bank *bank, const interest_answer *answers)
{
	int items[LETTERS] = { 0 }, answered[LETTERS] = { 0 };

	for (int i = 0; i < bank->count; i++) {
		items[bank->items[i].scale]++;
		answered[bank->items[i].scale] += answer_given(answers[i]);
	}
	for (int letter = 0; letter < LETTERS; letter++)
		if (items[letter] > 0 && answered[letter] < 3)
			return true;
	return false;
}

unsigned
interest_notices(const struct interest_bank *bank,
    const interest_answer *answers, const int64_t *milliseconds,
    int64_t least_ms)
{
	unsigned notices = NOTICE_NONE;

	if (answers_same(bank, answers))
		notices |= NOTICE_SAME;
	if (answers_fast(bank, answers, milliseconds, least_ms))
		notices |= NOTICE_FAST;
	if (answers_few(bank, answers))
		notices |= NOTICE_FEW;
	return notices;
}
