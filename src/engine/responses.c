#include "engine/responses.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/interest_parts.h"
#include "engine/numeric.h"

enum { SWEEPS_MOST = 12, STRETCH = 16 /* two vectors of eight */ };

/*
 * Loops over whole rows are built twice where it can be, the machine takes the
 * wider one when it starts. Each number is reckoned alone, so the bytes are the
 * same (test/engine_same_bytes.sh builds with NARROW too).
 */
#if defined __x86_64__ && !defined NARROW
#define WIDE __attribute__((target_clones("avx2", "default")))
#else
#define WIDE
#endif

static const double ogive = 1.702; /* logistic units in a normal one */
static const double cut_most = 8, cut_end = 40;
static const double pivot_least = 1e-4;
static const double moved_most = 4e-3;
static const double chance_least = 1e-15;
static const float variance_least = 1e-6F, x_most = 6;
static const double part_least = 1e-3; /* of a variance left by an answer */

/* The table */

static double
normal_below(double x)
{
	return erfc(-x * 0.7071067811865476) / 2;
}

static double
normal_density(double x)
{
	return 0.3989422804014327 * exp(-x * x / 2);
}

double
normal_point(double below)
{
	double low = -cut_most, high = cut_most;

	for (int halving = 0; halving < 60; halving++) {
		double middle = (low + high) / 2;

		if (normal_below(middle) < below)
			low = middle;
		else
			high = middle;
	}
	return (low + high) / 2;
}

static void
cuts_make(struct response_table *table, int item,
    const double chance[INTEREST_CATEGORIES])
{
	double below = 0;

	for (int k = 0; k < TOP; k++) {
		below += chance[k];
		table->cuts[k][item] = (float)normal_point(below);
	}
}

static double
item_load(const struct interest_item *item)
{
	double slope = item->slope / ogive;

	return slope / sqrt(1 + slope * slope);
}

static double
pair_correlation(const struct interest_bank *bank,
    const double traits[LETTERS][LETTERS], int i, int j)
{
	const struct interest_item *a = &bank->items[i], *b = &bank->items[j];

	if (i == j)
		return 1;
	return item_load(a) * item_load(b) * traits[a->scale][b->scale] +
	    (double)bank->residual[i][j];
}

/* Every pivot of the factor is far enough from 0. */
static bool
table_definite(const struct response_table *table)
{
	size_t count = (size_t)table->count;
	double *matrix = memory_get((count * count + 1) * sizeof *matrix);
	bool definite;

	if (matrix == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			matrix[i * count + j] = (double)
						    table->correlation[i][j];
	definite = positive_factor(matrix, table->count);
	for (size_t i = 0; i < count && definite; i++)
		definite = matrix[i * count + i] * matrix[i * count + i] >=
		    pivot_least;
	memory_give(matrix);
	return definite;
}

static void
weights_make(struct response_table *table)
{
	struct responses responses;
	struct outlook outlook;
	struct sums sums;

	responses_start(table, &responses);
	responses_look(&responses, &outlook);
	responses_sum(&responses, &outlook, &sums);
	for (int l = 0; l < LETTERS; l++) {
		double variance = sums.covariance[l][l];

		table->weights[l] = variance > 0 ? (float)(1 / variance) : 0;
		table->letters += table->items[l] > 0;
	}
}

bool
response_table_make(struct response_table *table,
    const struct interest_bank *bank, const double traits[LETTERS][LETTERS],
    double chance[][INTEREST_CATEGORIES])
{
	memset(table, 0, sizeof *table);
	table->count = bank->count;
	table->width = (bank->count + STRETCH - 1) / STRETCH * STRETCH;
	for (int i = 0; i < bank->count; i++) {
		table->scale[i] = bank->items[i].scale;
		table->items[table->scale[i]]++;
		cuts_make(table, i, chance[i]);
		for (int j = 0; j < bank->count; j++)
			table->correlation[i][j] = (float)pair_correlation(
			    bank, traits, i, j);
	}
	if (!table_definite(table))
		return false;
	weights_make(table);
	return true;
}

/* One person */

void
responses_start(const struct response_table *table, struct responses *responses)
{
	size_t row = (size_t)table->width * sizeof(float);

	responses->table = table;
	for (int i = 0; i < table->width; i++)
		memcpy(responses->covariance[i], table->correlation[i], row);
	memset(responses->mean, 0, sizeof responses->mean);
	memset(responses->tau, 0, sizeof responses->tau);
	memset(responses->nu, 0, sizeof responses->nu);
	memset(responses->answers, 0, sizeof responses->answers);
	for (int i = 0; i < table->width; i++)
		responses->open[i] = i < table->count ? 1 : 0;
	memset(responses->letters, 0, sizeof responses->letters);
	responses->answered = 0;
}

struct interval {
	double low, high;
};

static struct interval
answer_interval(
    const struct response_table *table, int item, interest_answer answer)
{
	double low = -cut_end, high = cut_end;

	if (answer > 1)
		low = (double)table->cuts[answer - 2][item];
	if (answer <= TOP)
		high = (double)table->cuts[answer - 1][item];
	return (struct interval){ low, high };
}

/*
 * Mean and variance of a standard normal within an interval. Upper tails are
 * mirrored, so that nothing cancels; where nothing of it lies in the interval,
 * the tail's own approximation stands.
 */
struct within {
	double mean, variance;
};

static struct within
normal_within(struct interval at)
{
	bool mirror = at.low > 0;
	double a = mirror ? -at.high : at.low, b = mirror ? -at.low : at.high;
	double chance = normal_below(b) - normal_below(a);
	struct within in;

	if (chance < chance_least) {
		in.mean = b < 0 ? b + 1 / b : (a + b) / 2;
		in.variance = 1 / (1 + b * b);
	} else {
		double low = normal_density(a), high = normal_density(b);

		in.mean = (low - high) / chance;
		in.variance = 1 + (a * low - b * high) / chance -
		    in.mean * in.mean;
	}
	in.variance = fmin(fmax(in.variance, part_least), 1);
	in.mean = mirror ? -in.mean : in.mean;
	return in;
}

WIDE static void
covariance_shrink(float (*restrict covariance)[INTEREST_ITEMS],
    const float *restrict column, float pull, int width)
{
	for (int i = 0; i < width; i++) {
		float share = pull * column[i];

		for (int j = 0; j < width; j++)
			covariance[i][j] -= share * column[j];
	}
}

/* The joint normal after a site has grown by tau and nu. */
static void
responses_shift(struct responses *responses, int item, double tau, double nu)
{
	int width = responses->table->width;
	double variance = (double)responses->covariance[item][item];
	double part = 1 / (1 + tau * variance);
	float push = (float)((nu - tau * (double)responses->mean[item]) * part);
	float column[INTEREST_ITEMS];

	memcpy(column, responses->covariance[item],
	    (size_t)width * sizeof *column);
	for (int j = 0; j < width; j++)
		responses->mean[j] += push * column[j];
	covariance_shrink(
	    responses->covariance, column, (float)(tau * part), width);
}

void
responses_take(struct responses *responses, int item, interest_answer answer)
{
	double variance = fmax(
	    (double)responses->covariance[item][item], part_least * part_least);
	double mean = (double)responses->mean[item];
	double *tau = &responses->tau[item], *nu = &responses->nu[item];
	/* The cavity: the joint without this site. */
	double precision = fmax(1 / variance - *tau, part_least / variance);
	double centre = (mean / variance - *nu) / precision;
	double sd = sqrt(1 / precision);
	struct interval at = answer_interval(responses->table, item, answer);
	struct within in = normal_within((struct interval){
	    (at.low - centre) / sd, (at.high - centre) / sd });
	double after = precision / in.variance;
	double new_tau = after - precision;
	double new_nu = (centre + sd * in.mean) * after - centre * precision;

	responses_shift(responses, item, new_tau - *tau, new_nu - *nu);
	*tau = new_tau;
	*nu = new_nu;
	if (responses->answers[item] == 0) {
		responses->answered++;
		responses->letters[responses->table->scale[item]]++;
		responses->open[item] = 0;
	}
	responses->answers[item] = answer;
}

/* Sets every site; the farthest that a mean moved by it. */
static double
responses_sweep(struct responses *responses, const interest_answer *answers)
{
	double moved = 0;

	for (int i = 0; i < responses->table->count; i++) {
		double before = (double)responses->mean[i];

		if (!answer_given(answers[i]))
			continue;
		responses_take(responses, i, answers[i]);
		moved = fmax(moved, fabs((double)responses->mean[i] - before));
	}
	return moved;
}

void
responses_settle(const struct response_table *table,
    const interest_answer *answers, struct responses *responses)
{
	double moved = INFINITY;

	responses_start(table, responses);
	for (int sweep = 0; sweep < SWEEPS_MOST && moved > moved_most; sweep++)
		moved = responses_sweep(responses, answers);
}

/*
 * Bounds without a comparison, which compilers do not reckon side by side for
 * fear of a trap.
 */
static inline float
within_most(float x)
{
	return (fabsf(x + x_most) - fabsf(x - x_most)) / 2;
}

static inline float
at_least(float variance)
{
	return (variance + variance_least + fabsf(variance - variance_least)) /
	    2;
}

/* 1 / sqrt(x) by Newton's method from a first guess at its bits, x > 0. */
static inline float
inverse_root(float x)
{
	float half = x / 2, root;
	uint32_t bits;

	memcpy(&bits, &x, sizeof bits);
	bits = 0x5f3759df - (bits >> 1);
	memcpy(&root, &bits, sizeof root);
	root *= 1.5F - half * root * root;
	root *= 1.5F - half * root * root;
	return root * (1.5F - half * root * root);
}

/*
 * exp(x) for -60 < x < 60 to six digits: 2^n 2^f, n read off the last bits of a
 * sum that leaves no room for a fraction (1.5 times 2^23), 2^f by its series.
 */
static inline float
exponential(float x)
{
	const float shifter = 12582912;
	float scaled = x * 1.44269504F;
	float rounded = scaled + shifter;
	float f = scaled - (rounded - shifter), power, sum;
	uint32_t bits;

	memcpy(&bits, &rounded, sizeof bits);
	bits = (bits << 23) + 0x3f800000;
	memcpy(&power, &bits, sizeof power);
	sum = f * 1.33335581e-3F + 9.61812911e-3F;
	sum = sum * f + 5.55041087e-2F;
	sum = sum * f + 2.40226507e-1F;
	sum = sum * f + 6.93147181e-1F;
	return (sum * f + 1) * power;
}

/*
 * Of all items, from their latent responses. With x the distance of the mean
 * from a cut in standard deviations, the answer is beyond the cut with
 * probability 1 / (1 + exp(-1.5976 x - 0.070566 x^3)), the normal distribution
 * within .0002 (Page 1977); its density is taken as the derivative.
 */
WIDE static void
items_look(const struct responses *restrict responses,
    const float *restrict spread, struct outlook *restrict outlook)
{
	const struct response_table *restrict table = responses->table;

	for (int j = 0; j < table->width; j++) {
		float narrow = inverse_root(at_least(spread[j]));
		float mean = 0, squares = 0, growth = 0;

		for (int k = 0; k < TOP; k++) {
			float x = within_most(
			    (responses->mean[j] - table->cuts[k][j]) * narrow);
			float square = x * x;
			float reached = 1 /
			    (1 +
				exponential(
				    -x * (1.5976F + 0.070566F * square)));

			mean += reached;
			squares += (float)(2 * k + 1) * reached;
			growth += reached * (1 - reached) *
			    (1.5976F + 0.211698F * square);
		}
		outlook->mean[j] = responses->open[j] * mean;
		outlook->variance[j] = responses->open[j] *
		    at_least(squares - mean * mean);
		outlook->growth[j] = responses->open[j] * growth * narrow;
	}
}

/*
 * Covariances of the answers with the letters' sums: what goes with the latent
 * responses, and with its own letter what of an answer does not.
 */
WIDE static void
sums_gather(const struct responses *restrict responses,
    const float *restrict spread, struct outlook *restrict outlook)
{
	const struct response_table *restrict table = responses->table;
	int width = table->width;
	float own[INTEREST_ITEMS];

	for (int l = 0; l < LETTERS; l++)
		for (int j = 0; j < width; j++)
			outlook->with[l][j] = 0;
	for (int i = 0; i < table->count; i++) {
		const float *restrict row = responses->covariance[i];
		float *restrict with = outlook->with[table->scale[i]];
		float growth = outlook->growth[i];

		if (responses->answers[i] != 0)
			continue;
		for (int j = 0; j < width; j++)
			with[j] += growth * row[j];
	}
	for (int l = 0; l < LETTERS; l++)
		for (int j = 0; j < width; j++)
			outlook->with[l][j] *= outlook->growth[j];
	for (int j = 0; j < width; j++) {
		float rest = outlook->variance[j] -
		    outlook->growth[j] * outlook->growth[j] * spread[j];

		own[j] = (rest + fabsf(rest)) / 2;
	}
	for (int i = 0; i < table->count; i++)
		outlook->with[table->scale[i]][i] += own[i];
}

void
responses_look(const struct responses *responses, struct outlook *outlook)
{
	const struct response_table *table = responses->table;
	float spread[INTEREST_ITEMS];

	for (int i = 0; i < table->width; i++)
		spread[i] = responses->covariance[i][i];
	items_look(responses, spread, outlook);
	sums_gather(responses, spread, outlook);
}

void
responses_sum(const struct responses *responses, const struct outlook *outlook,
    struct sums *sums)
{
	const struct response_table *table = responses->table;

	memset(sums, 0, sizeof *sums);
	for (int i = 0; i < table->count; i++) {
		int letter = table->scale[i];

		sums->mean[letter] += responses->answers[i] != 0
		    ? responses->answers[i] - 1
		    : (double)outlook->mean[i];
		for (int l = 0; l < LETTERS; l++)
			sums->covariance[l][letter] += (double)
							   outlook->with[l][i];
	}
}

WIDE static void
gains_gather(const struct response_table *restrict table,
    const struct outlook *restrict outlook, float *restrict gains)
{
	int width = table->width;

	for (int j = 0; j < width; j++)
		gains[j] = 0;
	for (int l = 0; l < LETTERS; l++) {
		const float *restrict with = outlook->with[l];
		float weight = table->weights[l];

		for (int j = 0; j < width; j++)
			gains[j] += weight * with[j] * with[j];
	}
	for (int j = 0; j < width; j++)
		gains[j] /= at_least(outlook->variance[j]);
}

void
responses_gain(const struct responses *responses, const struct outlook *outlook,
    float gains[INTEREST_ITEMS])
{
	gains_gather(responses->table, outlook, gains);
}
