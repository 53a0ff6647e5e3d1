/*
 * The table of a bank: what can be known before anybody answers.
 *
 * Every sum runs in the order of the items or of the nodes and no libm function
 * is called with a constant, so that compilers cannot differ.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/interest_parts.h"
#include "engine/numeric.h"

static const double slope_limit = 20, threshold_limit = 20;
static const float residual_limit = 1;
/* The root of x^7 = x + 1: the golden ratio of six dimensions. */
static const double golden = 1.1127756842787055;

void
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
correlation_given(const struct interest_bank *bank)
{
	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m < LETTERS; m++)
			if (bank->correlation[l][m] != 0)
				return true;
	return false;
}

bool
interest_correlation_valid(const double (*correlation)[LETTERS])
{
	double factor[LETTERS][LETTERS];

	for (int l = 0; l < LETTERS; l++)
		for (int m = 0; m <= l; m++) {
			double value = correlation[l][m];

			if (!(fabs(value) <= 1) || (l == m && value != 1) ||
			    value != correlation[m][l])
				return false;
		}
	for (int l = 0; l < LETTERS; l++)
		memcpy(factor[l], correlation[l], sizeof factor[l]);
	return positive_factor(&factor[0][0], LETTERS);
}

static bool
residual_valid(const struct interest_bank *bank)
{
	for (int i = 0; i < bank->count; i++)
		for (int j = 0; j <= i; j++) {
			float value = bank->residual[i][j];
			bool none = i == j || !correlation_given(bank);

			if (!(fabsf(value) < residual_limit) ||
			    (none && value != 0) ||
			    value != bank->residual[j][i])
				return false;
		}
	return true;
}

static bool
reach_valid(const struct interest_reach *reach)
{
	const double *at = &reach->at[0][0][0][0];

	for (size_t i = 0; i < sizeof reach->at / sizeof *at; i++)
		if (!(at[i] >= 0 && at[i] <= INTEREST_REACH))
			return false;
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
	return (!correlation_given(bank) ||
		   interest_correlation_valid(bank->correlation)) &&
	    residual_valid(bank) && reach_valid(&bank->reach);
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

static void
traits_tabulate(struct interest_table *table, const struct interest_bank *bank)
{
	table->joint = correlation_given(bank);
	if (table->joint)
		memcpy(table->correlation, bank->correlation,
		    sizeof table->correlation);
	for (int l = 0; l < LETTERS; l++)
		table->correlation[l][l] = 1;
}

/* An additive recurrence (Roberts 2018), made normal. */
static void
draws_tabulate(struct interest_table *table)
{
	double step = 1;

	for (int l = 0; l < LETTERS; l++) {
		double at = 0.5;

		step /= golden;
		for (int draw = 0; draw < TRAIT_DRAWS; draw++) {
			at += step;
			at -= floor(at);
			table->draws[draw][l] = normal_point(at);
		}
	}
}

/* How often each answer to each item is given by all people together. */
static bool
responses_tabulate(
    struct interest_table *table, const struct interest_bank *bank)
{
	double chance[INTEREST_ITEMS][INTEREST_CATEGORIES] = { { 0 } };

	for (int i = 0; i < table->count; i++)
		for (int k = 0; k < INTEREST_CATEGORIES; k++)
			for (int q = 0; q < INTEREST_NODES; q++)
				chance[i][k] += table->share[q] *
				    exp(table->chance[i][k][q]);
	return response_table_make(
	    &table->responses, bank, table->correlation, chance);
}

static bool
table_fill(struct interest_table *table, const struct interest_bank *bank)
{
	memset(table, 0, sizeof *table);
	table->count = bank->count;
	table->reach = bank->reach;
	prior_tabulate(table);
	for (int i = 0; i < bank->count; i++)
		item_tabulate(table, i, &bank->items[i]);
	for (int letter = 0; letter < LETTERS; letter++)
		truth_tabulate(table, letter);
	places_tabulate(table);
	traits_tabulate(table, bank);
	if (table->joint)
		draws_tabulate(table);
	return responses_tabulate(table, bank);
}

struct interest_table *
interest_table_new(const struct interest_bank *bank)
{
	struct interest_table *table;

	if (!bank_valid(bank))
		return NULL;
	table = memory_get(sizeof *table);
	if (table == NULL || table_fill(table, bank))
		return table;
	interest_table_free(table);
	return NULL;
}

void
interest_table_free(struct interest_table *table)
{
	memory_give(table);
}
