/*
 * From answers to a profile of six letters. First the table of what can be
 * known before anybody answers, then the posterior of each letter, then what is
 * read off it: score, band, standing, which letter is first. Last, the notices.
 *
 * Every sum runs in the order of the items or of the nodes and no libm function
 * is called with a constant, so that compilers cannot differ.
 */
#include "engine/interest.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

enum {
	TOP = INTEREST_CATEGORIES - 1, /* highest value of an answer, from 0 */
	/*
	 * The distribution of a true score is a line through its nodes, closed
	 * at both ends: point 0 is the score 0, the last one the score 1.
	 */
	POINTS = INTEREST_NODES + 2
};

static const double slope_limit = 20, threshold_limit = 20;
static const double band_tail = 0.1; /* what an 80 % band leaves on a side */

/* From logarithms to weights that sum to 1. */
static void
weights_norm(double weight[INTEREST_NODES])
{
	double most = weight[0], total = 0;

	for (int q = 1; q < INTEREST_NODES; q++)
		if (weight[q] > most)
			most = weight[q];
	for (int q = 0; q < INTEREST_NODES; q++) {
		weight[q] = exp(weight[q] - most);
		total += weight[q];
	}
	for (int q = 0; q < INTEREST_NODES; q++)
		weight[q] /= total;
}

/* Where a true score lies among the points of a letter. */
struct place {
	int point; /* the point below it */
	double part; /* of the way to the next one, 0..1 */
};

struct interest_table {
	int count;
	int scale[INTEREST_ITEMS];
	int items[LETTERS]; /* how many a letter has */
	double theta[INTEREST_NODES];
	double prior[INTEREST_NODES]; /* logarithm, up to a constant */
	double share[INTEREST_NODES]; /* of the prior; sums to 1 */
	/* Logarithm of the probability of each answer. */
	double chance[INTEREST_ITEMS][INTEREST_CATEGORIES][INTEREST_NODES];
	double mean[INTEREST_ITEMS][INTEREST_NODES]; /* of an answer, 0..4 */
	double variance[INTEREST_ITEMS][INTEREST_NODES];
	double information[INTEREST_ITEMS][INTEREST_NODES]; /* Fisher's */
	double truth[LETTERS][POINTS]; /* true score, 0..1 */
	double growth[LETTERS][INTEREST_NODES]; /* its derivative */
	double known[LETTERS][INTEREST_NODES]; /* information of all items */
	/* places[l][m][q]: the true score of l at node q among those of m. */
	struct place places[LETTERS][LETTERS][INTEREST_NODES];
};

static bool
item_valid(const struct interest_item *item)
{
	if (item->scale < 0 || item->scale >= LETTERS)
		return false;
	if (!(item->slope > 0 && item->slope <= slope_limit))
		return false;
	for (int k = 0; k < TOP; k++) {
		if (!(fabs(item->thresholds[k]) <= threshold_limit))
			return false;
		if (k > 0 && !(item->thresholds[k] > item->thresholds[k - 1]))
			return false;
	}
	return true;
}

static bool
bank_valid(const struct interest_bank *bank)
{
	if (bank->count < 0 || bank->count > INTEREST_ITEMS)
		return false;
	for (int i = 0; i < bank->count; i++)
		if (!item_valid(&bank->items[i]))
			return false;
	return true;
}

/* log(1 / (1 + exp(-x))) */
static double
logistic_log(double x)
{
	return -log1p(exp(-x));
}

/*
 * An item at one theta. With x_k = a (theta - b_k), x_0 = inf, x_5 = -inf and F
 * the logistic function,
 *
 *	P(X = k) = F(x_k) - F(x_k+1) = F(x_k) F(-x_k+1) (1 - exp(x_k+1 - x_k)),
 *
 * a product that loses nothing where the difference would cancel, and
 *
 *	d log P(X = k) / d theta = a (1 - F(x_k) - F(x_k+1)).
 */
struct at_theta {
	double logarithm[INTEREST_CATEGORIES]; /* log P(X = k) */
	double chance[INTEREST_CATEGORIES];
	double drift[INTEREST_CATEGORIES]; /* d log P(X = k) / d theta */
};

static void
item_at(const struct interest_item *item, double theta, struct at_theta *at)
{
	double x[INTEREST_CATEGORIES + 1];

	x[0] = INFINITY;
	for (int k = 0; k < TOP; k++)
		x[k + 1] = item->slope * (theta - item->thresholds[k]);
	x[INTEREST_CATEGORIES] = -INFINITY;
	for (int k = 0; k < INTEREST_CATEGORIES; k++) {
		double here = logistic_log(x[k]);
		double next = logistic_log(-x[k + 1]);

		at->logarithm[k] = here + next + log(-expm1(x[k + 1] - x[k]));
		at->chance[k] = exp(at->logarithm[k]);
		at->drift[k] = item->slope * (exp(next) - exp(here));
	}
}

/* Adds what one item says at one node to its own rows and to its letter's. */
static void
node_tabulate(struct interest_table *table, int i,
    const struct interest_item *item, int q)
{
	double mean = 0, growth = 0, variance = 0, information = 0;
	struct at_theta at;

	item_at(item, table->theta[q], &at);
	for (int k = 0; k < INTEREST_CATEGORIES; k++) {
		table->chance[i][k][q] = at.logarithm[k];
		mean += at.chance[k] * k;
		growth += at.chance[k] * at.drift[k] * k;
		information += at.chance[k] * at.drift[k] * at.drift[k];
	}
	for (int k = 0; k < INTEREST_CATEGORIES; k++)
		variance += at.chance[k] * (k - mean) * (k - mean);
	table->mean[i][q] = mean;
	table->variance[i][q] = variance;
	table->information[i][q] = information;
	table->truth[item->scale][q + 1] += mean;
	table->growth[item->scale][q] += growth;
	table->known[item->scale][q] += information;
}

static void
item_tabulate(
    struct interest_table *table, int i, const struct interest_item *item)
{
	table->scale[i] = item->scale;
	table->items[item->scale]++;
	for (int q = 0; q < INTEREST_NODES; q++)
		node_tabulate(table, i, item, q);
}

/* From sums over the items of a letter to the true score. */
static void
truth_tabulate(struct interest_table *table, int letter)
{
	double *truth = table->truth[letter], *growth = table->growth[letter];
	double most = TOP * table->items[letter];

	for (int q = 0; q < INTEREST_NODES; q++) {
		truth[q + 1] = most > 0 ? fmin(truth[q + 1] / most, 1)
					: (double)q / (INTEREST_NODES - 1);
		growth[q] = most > 0 ? growth[q] / most : 0;
	}
	truth[0] = 0;
	truth[POINTS - 1] = 1;
}

static struct place
place_find(const double truth[POINTS], double score)
{
	int point = 0;

	while (point < POINTS - 2 && truth[point + 1] <= score)
		point++;
	double width = truth[point + 1] - truth[point];
	if (!(width > 0))
		return (struct place){ point, 0 };
	return (struct place){ point, (score - truth[point]) / width };
}

static void
places_tabulate(struct interest_table *table)
{
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m < LETTERS; m++)
			for (int q = 0; q < INTEREST_NODES; q++)
				table->places[l][m][q] = place_find(
				    table->truth[m], table->truth[l][q + 1]);
}

static void
prior_tabulate(struct interest_table *table)
{
	for (int q = 0; q < INTEREST_NODES; q++) {
		table->theta[q] = (q - INTEREST_NODES / 2) / 5.0;
		table->prior[q] = -table->theta[q] * table->theta[q] / 2;
	}
	memcpy(table->share, table->prior, sizeof table->share);
	weights_norm(table->share);
}

struct interest_table *
interest_table_new(const struct interest_bank *bank)
{
	struct interest_table *table;

	if (!bank_valid(bank))
		return NULL;
	table = memory_get(sizeof *table);
	if (table == NULL)
		return NULL;
	memset(table, 0, sizeof *table);
	table->count = bank->count;
	prior_tabulate(table);
	for (int i = 0; i < bank->count; i++)
		item_tabulate(table, i, &bank->items[i]);
	for (int letter = 0; letter < LETTERS; letter++)
		truth_tabulate(table, letter);
	places_tabulate(table);
	return table;
}

void
interest_table_free(struct interest_table *table)
{
	memory_give(table);
}

/* What the answers say of one letter. */
struct posterior {
	double weight[INTEREST_NODES]; /* logarithms first; then sums to 1 */
	double rest[INTEREST_NODES]; /* expected sum of what is unanswered, */
	double noise[INTEREST_NODES]; /* the variance of that sum */
	double missing[INTEREST_NODES]; /* and the information it withholds */
	double below[POINTS]; /* P(true score < truth[point]) */
	int sum; /* of what is answered, 0..4 each */
	int answered;
};

static bool
answer_given(interest_answer answer)
{
	return answer >= 1 && answer <= INTEREST_CATEGORIES;
}

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
		posterior->sum += answer - 1;
		posterior->answered++;
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
    const interest_answer *answers, struct posterior posteriors[LETTERS])
{
	memset(posteriors, 0, LETTERS * sizeof *posteriors);
	for (int letter = 0; letter < LETTERS; letter++)
		memcpy(posteriors[letter].weight, table->prior,
		    sizeof table->prior);
	for (int i = 0; i < table->count; i++)
		posterior_add(
		    &posteriors[table->scale[i]], table, i, answers[i]);
	for (int letter = 0; letter < LETTERS; letter++) {
		weights_norm(posteriors[letter].weight);
		posterior_cumulate(&posteriors[letter]);
	}
}

/* Under the posterior; T is the true score. */
struct moments {
	double theta, truth; /* means */
	double rest; /* mean, in answers */
	double theta_variance, covariance;
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
	}
	for (int q = 0; q < INTEREST_NODES; q++) {
		double x = theta[q] - m.theta, y = truth[q] - m.truth;

		m.theta_variance += posterior->weight[q] * x * x;
		m.covariance += posterior->weight[q] * x * y;
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

	if (posterior->answered == table->items[letter])
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
scale_fill(const struct interest_table *table, int letter,
    const struct posterior *posterior, struct interest_scale *scale)
{
	const double *truth = table->truth[letter];
	double most = TOP * table->items[letter];
	struct moments m = moments_reckon(posterior, table->theta, truth + 1);
	double level = band_level(table, letter, posterior);

	scale->theta = scale->standard = m.theta;
	scale->theta_sd = scale->standard_sd = sqrt(m.theta_variance);
	scale->rise = m.theta_variance > 0
	    ? fmax(m.covariance / m.theta_variance, 0)
	    : 0;
	scale->score = most > 0 ? fmin((posterior->sum + m.rest) / most, 1)
				: m.truth;
	scale->low = fmin(
	    scale->score, truth_at(truth, posterior->below, level));
	scale->high = fmax(scale->score,
	    fmin(truth_at(truth, posterior->below, 1 - level), 1));
	scale->answered = posterior->answered;
}

static void
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

/* Multiplies P(the true score of `other` < that of `letter` at the node). */
static void
others_multiply(const struct place places[INTEREST_NODES],
    const double below[POINTS], double chances[INTEREST_NODES])
{
	for (int q = 0; q < INTEREST_NODES; q++) {
		const double *at = below + places[q].point;

		chances[q] *= at[0] + places[q].part * (at[1] - at[0]);
	}
}

static double
first_reckon(const struct interest_table *table,
    const struct posterior posteriors[LETTERS], int letter)
{
	double chances[INTEREST_NODES], sum = 0;

	memcpy(chances, posteriors[letter].weight, sizeof chances);
	for (int other = 0; other < LETTERS; other++)
		if (other != letter)
			others_multiply(table->places[letter][other],
			    posteriors[other].below, chances);
	for (int q = 0; q < INTEREST_NODES; q++)
		sum += chances[q];
	return sum;
}

/* firsts[l]: the probability that letter l is truly the highest; sums to 1. */
static void
firsts_reckon(const struct interest_table *table,
    const struct posterior posteriors[LETTERS], double firsts[LETTERS])
{
	double total = 0;

	for (int letter = 0; letter < LETTERS; letter++) {
		firsts[letter] = first_reckon(table, posteriors, letter);
		total += firsts[letter];
	}
	for (int letter = 0; letter < LETTERS; letter++)
		firsts[letter] /= total;
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
	double firsts[LETTERS];

	posteriors_make(table, answers, posteriors);
	memset(profile, 0, sizeof *profile);
	for (int letter = 0; letter < LETTERS; letter++) {
		scale_fill(table, letter, &posteriors[letter],
		    &profile->scales[letter]);
		profile->answered += posteriors[letter].answered;
	}
	order_fill(profile);
	firsts_reckon(table, posteriors, firsts);
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
