#include "engine/residual.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/adaptive_parts.h"
#include "engine/interest_parts.h"

enum {
	CATEGORIES = INTEREST_CATEGORIES,
	TERMS = 40,
	STEPS_MOST = 30,
	DRAWS_MOST = 200,
	PEOPLE_MOST = 20000, /* that are learned from */
	DISTANCES = 64 * INTEREST_REACH /* steps of 1/64 */
};

static const double correlation_most = 0.97, settled = 1e-6;
static const double chance_least = 1e-7;
static const double shrink_pair = 100, shrink_bin = 50;
static const double levels[INTEREST_LEVELS] = { 0.8, 0.95 };

static double
decimals_three(double value)
{
	return floor(value * 1000 + 0.5) / 1000;
}

/* Residual */

/*
 * waves[k][n]: integral of He_n(z) / sqrt(n!) times the normal density over the
 * interval of answer k: (H_n-1 density at its lower end less that at its upper
 * end) / sqrt(n), H being the normalised polynomial.
 */
struct item_waves {
	double at[CATEGORIES][TERMS];
};

static void
waves_end(double cut, double ends[TERMS])
{
	double density = 0.3989422804014327 * exp(-cut * cut / 2);
	double before = 0, here = 1;

	for (int n = 1; n < TERMS; n++) {
		double next = (cut * here - sqrt(n - 1.0) * before) / sqrt(n);

		ends[n] = here * density / sqrt(n);
		before = here;
		here = next;
	}
	ends[0] = erfc(cut * 0.7071067811865476) / 2;
}

static void
waves_make(const struct response_table *table, int item, struct item_waves *out)
{
	double ends[CATEGORIES + 1][TERMS];

	memset(ends, 0, sizeof ends);
	ends[0][0] = 1;
	for (int k = 0; k < TOP; k++)
		waves_end((double)table->cuts[k][item], ends[k + 1]);
	for (int k = 0; k < CATEGORIES; k++)
		for (int n = 0; n < TERMS; n++)
			out->at[k][n] = ends[k][n] - ends[k + 1][n];
}

typedef uint32_t pair_counts[CATEGORIES][CATEGORIES];

struct step {
	double score, information;
};

/* Of the likelihood of one table, at correlation r. */
static struct step
pair_step(const pair_counts counts, const struct item_waves *a,
    const struct item_waves *b, double r)
{
	struct step step = { 0, 0 };

	for (int j = 0; j < CATEGORIES; j++)
		for (int k = 0; k < CATEGORIES; k++) {
			double chance = 0, change = 0, score;

			if (counts[j][k] == 0)
				continue;
			for (int n = TERMS - 1; n >= 0; n--) {
				change = change * r + chance;
				chance = chance * r + a->at[j][n] * b->at[k][n];
			}
			score = change / fmax(chance, chance_least);
			step.score += counts[j][k] * score;
			step.information += counts[j][k] * score * score;
		}
	return step;
}

/* Between the last place where it rose and the last where it fell. */
static double
pair_correlate(const pair_counts counts, const struct item_waves *a,
    const struct item_waves *b, double r)
{
	double low = -correlation_most, high = correlation_most;

	for (int steps = 0; steps < STEPS_MOST; steps++) {
		struct step step = pair_step(counts, a, b, r);
		double to;

		if (!(step.information > 0))
			return r;
		to = r + step.score / step.information;
		if (step.score > 0)
			low = r;
		else
			high = r;
		if (!(to > low && to < high))
			to = (low + high) / 2;
		if (fabs(to - r) < settled)
			return to;
		r = to;
	}
	return r;
}

static uint32_t
pair_count(const struct interest_bank *bank, const uint8_t *given,
    size_t people, int i, int j, pair_counts counts)
{
	size_t width = (size_t)bank->count;
	uint32_t both = 0;

	memset(counts, 0, sizeof(pair_counts));
	for (size_t p = 0; p < people; p++) {
		uint8_t a = given[p * width + (size_t)i];
		uint8_t b = given[p * width + (size_t)j];

		if (!answer_given(a) || !answer_given(b))
			continue;
		counts[a - 1][b - 1]++;
		both++;
	}
	return both;
}

static void
residual_fill(struct interest_bank *bank, const struct response_table *table,
    const struct item_waves *waves, const uint8_t *given, size_t people)
{
	for (int i = 0; i < bank->count; i++)
		for (int j = 0; j < i; j++) {
			pair_counts counts;
			uint32_t both = pair_count(
			    bank, given, people, i, j, counts);
			double model = (double)table->correlation[i][j];
			double found = pair_correlate(
			    (const uint32_t(*)[CATEGORIES])counts, &waves[i],
			    &waves[j],
			    fmax(fmin(model, correlation_most),
				-correlation_most));
			double rest = (found - model) * both /
			    (both + shrink_pair);

			bank->residual[i][j] = bank->residual[j][i] = (float)
			    decimals_three(rest);
		}
}

static void
residual_shrink(struct interest_bank *bank)
{
	for (int i = 0; i < bank->count; i++)
		for (int j = 0; j < i; j++)
			bank->residual[i][j] = bank->residual[j][i] = (float)
			    decimals_three(0.98 * (double)bank->residual[i][j]);
}

/* Draws it towards 0 until a table can be made; NULL without memory. */
static struct interest_table *
residual_settle(struct interest_bank *bank)
{
	for (int draw = 0; draw < DRAWS_MOST; draw++) {
		struct interest_table *table = interest_table_new(bank);

		if (table != NULL)
			return table;
		residual_shrink(bank);
	}
	memset(bank->residual, 0, sizeof bank->residual);
	return interest_table_new(bank);
}

/* Reach */

typedef uint32_t distances[DISTANCES + 1];

struct reaching {
	const struct interest_table *table;
	distances counts[INTEREST_STAGES][LETTERS][INTEREST_BINS];
	distances whole; /* of a letter, all bins */
	struct responses responses;
	struct outlook outlook;
};

/* Whether each letter was answered in full, and its sum. */
struct truth {
	bool full[LETTERS];
	int sum[LETTERS];
};

static struct truth
person_truth(const struct response_table *table, const uint8_t *given)
{
	struct truth truth;

	for (int l = 0; l < LETTERS; l++) {
		truth.full[l] = table->items[l] > 0;
		truth.sum[l] = 0;
	}
	for (int i = 0; i < table->count; i++) {
		int letter = table->scale[i];

		truth.sum[letter] += given[i] - 1;
		truth.full[letter] &= answer_given(given[i]);
	}
	return truth;
}

static int
score_bin(double score)
{
	int bin = (int)(score * INTEREST_BINS);

	return bin < 0 ? 0 : bin < INTEREST_BINS ? bin : INTEREST_BINS - 1;
}

static void
stage_count(struct reaching *reaching, int stage, const struct truth *truth)
{
	const struct response_table *table = reaching->responses.table;
	struct sums sums;

	responses_sum(&reaching->responses, &reaching->outlook, &sums);
	for (int l = 0; l < LETTERS; l++) {
		double sd = sqrt(fmax(sums.covariance[l][l], 0));
		double distance = fabs(truth->sum[l] - sums.mean[l]);
		int step;

		if (!truth->full[l] ||
		    reaching->responses.letters[l] == table->items[l])
			continue;
		distance = distance < INTEREST_REACH * sd ? distance / sd
							  : INTEREST_REACH;
		step = (int)(distance * 64);
		reaching->counts[stage][l][score_bin(
		    sums.mean[l] / (TOP * table->items[l]))][step]++;
	}
}

/* One person's adaptive test, up to half of the items. */
static void
person_reach(struct reaching *reaching, const uint8_t *given)
{
	static const struct adaptive_rule rule = { .most = INTEREST_ITEMS,
		.slack = 1 };
	const struct response_table *table = &reaching->table->responses;
	struct truth truth = person_truth(table, given);
	bool never[INTEREST_ITEMS];
	int last = (table->count + 1) / 2, first = (table->count + 3) / 4;

	for (int i = 0; i < table->count; i++)
		never[i] = !answer_given(given[i]);
	responses_start(table, &reaching->responses);
	for (int n = 0; n <= last; n++) {
		int item;

		responses_look(&reaching->responses, &reaching->outlook);
		if (n == first)
			stage_count(reaching, 0, &truth);
		if (n == last) {
			stage_count(reaching, 1, &truth);
			break;
		}
		item = adaptive_pick(
		    &reaching->responses, &reaching->outlook, &rule, never, 0);
		if (item < 0)
			break;
		responses_take(&reaching->responses, item, given[item]);
	}
}

static uint64_t
counts_total(const distances counts)
{
	uint64_t total = 0;

	for (int step = 0; step <= DISTANCES; step++)
		total += counts[step];
	return total;
}

/* The distance with so large a share of the people below it; 0 for nobody. */
static double
counts_point(const distances counts, double level)
{
	double want = level * (double)counts_total(counts), below = 0;

	for (int step = 0; step < DISTANCES; step++) {
		double here = counts[step];

		if (here > 0 && below + here >= want)
			return (step + (want - below) / here) / 64;
		below += here;
	}
	return counts_total(counts) > 0 ? INTEREST_REACH : 0;
}

static void
letter_reach(struct reaching *reaching, int stage, int letter,
    struct interest_reach *reach)
{
	distances *bins = reaching->counts[stage][letter];

	memset(reaching->whole, 0, sizeof reaching->whole);
	for (int b = 0; b < INTEREST_BINS; b++)
		for (int step = 0; step <= DISTANCES; step++)
			reaching->whole[step] += bins[b][step];
	for (int k = 0; k < INTEREST_LEVELS; k++) {
		double all = counts_point(reaching->whole, levels[k]);

		for (int b = 0; b < INTEREST_BINS; b++) {
			double people = (double)counts_total(bins[b]);
			double part = people / (people + shrink_bin);
			double own = counts_point(bins[b], levels[k]);

			reach->at[k][stage][letter][b] = decimals_three(
			    all + part * (own - all));
		}
	}
}

static bool
reach_learn(struct interest_bank *bank, const struct interest_table *table,
    const uint8_t *given, size_t people)
{
	struct reaching *reaching = memory_get(sizeof *reaching);

	if (reaching == NULL)
		return false;
	memset(reaching->counts, 0, sizeof reaching->counts);
	reaching->table = table;
	for (size_t p = 0; p < people; p++)
		person_reach(reaching, given + p * (size_t)bank->count);
	for (int stage = 0; stage < INTEREST_STAGES; stage++)
		for (int l = 0; l < LETTERS; l++)
			letter_reach(reaching, stage, l, &bank->reach);
	memory_give(reaching);
	return true;
}

static bool
bank_learn(struct interest_bank *bank, const struct interest_table *plain,
    const uint8_t *given, size_t people)
{
	struct item_waves *waves = memory_get(
	    ((size_t)bank->count + 1) * sizeof *waves);
	struct interest_table *table;
	bool learned;

	if (waves == NULL)
		return false;
	for (int i = 0; i < bank->count; i++)
		waves_make(&plain->responses, i, &waves[i]);
	residual_fill(bank, &plain->responses, waves, given, people);
	memory_give(waves);
	table = residual_settle(bank);
	learned = table != NULL && reach_learn(bank, table, given, people);
	interest_table_free(table);
	return learned;
}

/* One in `every`, by a mix of the answers; all of them for 1. */
static bool
person_taken(const uint8_t *given, int count, size_t every)
{
	uint64_t number = 0;

	for (int i = 0; i < count; i++)
		number = number_mix(number * 6 + given[i] + 1);
	return number % every == 0;
}

/* Takes about PEOPLE_MOST of the people; how many. */
static size_t
people_take(const uint8_t *given, size_t people, int count, uint8_t *taken)
{
	size_t every = (people + PEOPLE_MOST - 1) / PEOPLE_MOST, rows = 0;
	size_t width = (size_t)count;

	for (size_t p = 0; p < people && rows < 2 * PEOPLE_MOST; p++) {
		if (!person_taken(given + p * width, count, every))
			continue;
		memcpy(taken + rows++ * width, given + p * width, width);
	}
	return rows;
}

static bool
people_learn(struct interest_bank *bank, const struct interest_table *plain,
    const uint8_t *given, size_t people)
{
	uint8_t *taken = memory_get(
	    2 * (size_t)PEOPLE_MOST * (size_t)bank->count);
	bool learned = false;

	if (taken != NULL)
		learned = bank_learn(bank, plain, taken,
		    people_take(given, people, bank->count, taken));
	memory_give(taken);
	return learned;
}

bool
residual_learn(struct interest_bank *bank, const uint8_t *given, size_t people)
{
	struct interest_bank *learned = memory_get(sizeof *learned);
	struct interest_table *plain = NULL;
	bool done = false;

	if (learned != NULL) {
		*learned = *bank;
		memset(learned->residual, 0, sizeof learned->residual);
		memset(&learned->reach, 0, sizeof learned->reach);
		plain = interest_table_new(learned);
	}
	if (plain != NULL)
		done = !plain->joint || people == 0 || bank->count == 0 ||
		    people_learn(learned, plain, given, people);
	if (done)
		*bank = *learned;
	interest_table_free(plain);
	memory_give(learned);
	return done;
}
