/*
 * How well a fitted scale fits: S-X2 for each item, SRMSR for the scale.
 *
 * S-X2 wants, for each item, the distribution at every node of the sum of all
 * the others (Lord and Wingersky 1984). They are made by halves: to leave out
 * an item of the left half, all of the right half are added first, and so on
 * down, n log n additions instead of n squared.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/calibrate_parts.h"
#include "engine/numeric.h"

enum {
	TOP = CATEGORIES - 1, /* highest value of an answer, from 0 */
	PAIR_PEOPLE = 10 /* least for a correlation */
};

static const double cell_least = 1; /* expected people of a cell */

/* Sums of items: the probability of each at each node. */
struct sums {
	int most; /* highest sum */
	double (*chance)[NODES]; /* most + 1 */
};

typedef uint32_t answer_counts[CATEGORIES];

struct fitting {
	const struct scale_work *work;
	const struct nodes *nodes;
	struct calibrate_item *items;
	int64_t people; /* who answered all items */
	answer_counts *counts; /* by item, sum and answer */
	double (*scratch)[NODES]; /* for the sums of every depth */
};

static size_t
sums_count(const struct scale_work *work)
{
	return (size_t)work->count * TOP + 1;
}

static answer_counts *
item_counts(const struct fitting *fitting, int i)
{
	return fitting->counts + (size_t)i * sums_count(fitting->work);
}

/* The sum of a pattern; -1 when an answer is missing. */
static int
pattern_sum(const struct scale_work *work, size_t u)
{
	const uint8_t *answers = work->answers + u * (size_t)work->count;
	int sum = 0;

	for (int i = 0; i < work->count; i++) {
		if (answers[i] == 0)
			return -1;
		sum += answers[i] - 1;
	}
	return sum;
}

static void
patterns_tally(struct fitting *fitting)
{
	const struct scale_work *work = fitting->work;

	for (size_t u = 0; u < work->patterns; u++) {
		const uint8_t *answers = work->answers +
		    u * (size_t)work->count;
		int sum = pattern_sum(work, u);

		if (sum < 0)
			continue;
		fitting->people += work->people[u];
		for (int i = 0; i < work->count; i++)
			item_counts(
			    fitting, i)[sum][answers[i] - 1] += work->people[u];
	}
}

/* One more item; from the highest sum down, so that it can be done in place. */
static void
sums_add(struct sums *sums, item_nodes chance)
{
	int before = sums->most;

	sums->most += TOP;
	for (int s = sums->most; s >= 0; s--) {
		double total[NODES] = { 0 };

		for (int k = 0; k <= TOP; k++) {
			if (s - k < 0 || s - k > before)
				continue;
			for (int q = 0; q < NODES; q++)
				total[q] += chance[k][q] *
				    sums->chance[s - k][q];
		}
		memcpy(sums->chance[s], total, sizeof total);
	}
}

/* Expected shares of the answers among all who have a sum; false: nobody. */
static bool
shares_make(const struct fitting *fitting, const struct sums *rest, int i,
    int sum, double shares[CATEGORIES])
{
	double total = 0;

	for (int k = 0; k < CATEGORIES; k++) {
		int other = sum - k;

		shares[k] = 0;
		for (int q = 0; q < NODES && other >= 0 && other <= rest->most;
		     q++)
			shares[k] += fitting->nodes->prior[q] *
			    fitting->work->chance[i][k][q] *
			    rest->chance[other][q];
		total += shares[k];
	}
	for (int k = 0; k < CATEGORIES; k++)
		shares[k] /= total;
	return total > 0;
}

/*
 * Adds what one sum says. Categories are taken together from the lowest on; the
 * last cell takes what is left over.
 */
static void
sum_add(struct calibrate_fit *fit, const answer_counts counts,
    const double shares[CATEGORIES])
{
	double people = 0, expected = 0, observed = 0, ahead = 0;

	for (int k = 0; k < CATEGORIES; k++)
		people += counts[k];
	ahead = people;
	for (int k = 0; k < CATEGORIES; k++) {
		double miss;

		expected += people * shares[k];
		observed += counts[k];
		ahead -= people * shares[k];
		if (k < TOP && (expected < cell_least || ahead < cell_least))
			continue;
		if (!(expected > 0))
			continue;
		miss = observed - expected;
		fit->statistic += miss * miss / expected;
		fit->freedom++;
		expected = observed = 0;
	}
	if (people > 0)
		fit->freedom--;
}

static void
item_fit(const struct fitting *fitting, int i, const struct sums *rest)
{
	struct calibrate_item *item = &fitting->items[fitting->work->items[i]];
	struct calibrate_fit *fit = &item->fit;
	double shares[CATEGORIES];

	memset(fit, 0, sizeof *fit);
	for (int sum = 1; sum < rest->most + TOP; sum++)
		if (shares_make(fitting, rest, i, sum, shares))
			sum_add(fit, item_counts(fitting, i)[sum], shares);
	for (int k = 0; k < CATEGORIES; k++)
		fit->freedom -= item->counts[k] > 0; /* a number of the curve */
	if (fit->freedom <= 0 || fitting->people < 2) {
		fit->freedom = 0;
		fit->statistic = fit->chance = fit->rmsea = NAN;
		return;
	}
	fit->chance = chi_square_tail(fit->statistic, fit->freedom);
	fit->rmsea = sqrt(fmax(fit->statistic - fit->freedom, 0) /
	    ((double)fit->freedom * (double)(fitting->people - 1)));
}

/* `outside` holds the items before `first` and from `last` on. */
static void
leave_out(const struct fitting *fitting, int first, int last,
    const struct sums *outside)
{
	int middle = (first + last) / 2;
	struct sums half;

	if (last - first == 1) {
		item_fit(fitting, first, outside);
		return;
	}
	half.chance = outside->chance + sums_count(fitting->work);
	for (int side = 0; side < 2; side++) {
		int from = side ? first : middle, to = side ? middle : last;

		half.most = outside->most;
		memcpy(half.chance, outside->chance,
		    ((size_t)half.most + 1) * sizeof *half.chance);
		for (int i = from; i < to; i++)
			sums_add(&half, fitting->work->chance[i]);
		leave_out(fitting, side ? middle : first, side ? last : middle,
		    &half);
	}
}

static int
depth_count(int items)
{
	int depth = 1;

	for (int most = 1; most < items; most *= 2)
		depth++;
	return depth;
}

static bool
items_fit(struct fitting *fitting)
{
	const struct scale_work *work = fitting->work;
	size_t count = sums_count(work);
	struct sums none;

	fitting->counts = memory_get(
	    (size_t)work->count * count * sizeof *fitting->counts);
	fitting->scratch = memory_get((size_t)depth_count(work->count) * count *
	    sizeof *fitting->scratch);
	if (fitting->counts == NULL || fitting->scratch == NULL)
		return false;
	patterns_tally(fitting);
	none = (struct sums){ 0, fitting->scratch };
	for (int q = 0; q < NODES; q++)
		none.chance[0][q] = 1;
	if (work->count > 0)
		leave_out(fitting, 0, work->count, &none);
	return true;
}

/* Sums over people, exact for answers. */
struct pair_sums {
	double count, x, y, xx, yy, xy;
};

static double
pair_correlation(const struct pair_sums *s)
{
	double x = s->xx * s->count - s->x * s->x;
	double y = s->yy * s->count - s->y * s->y;

	if (!(x > 0 && y > 0))
		return NAN;
	return (s->xy * s->count - s->x * s->y) / sqrt(x) / sqrt(y);
}

static void
pair_add(struct pair_sums *s, double weight, double x, double y)
{
	s->count += weight;
	s->x += weight * x;
	s->y += weight * y;
	s->xx += weight * x * x;
	s->yy += weight * y * y;
	s->xy += weight * x * y;
}

static double
pair_observed(const struct scale_work *work, int i, int j)
{
	struct pair_sums sums = { 0 };

	for (size_t u = 0; u < work->patterns; u++) {
		const uint8_t *answers = work->answers +
		    u * (size_t)work->count;

		if (answers[i] > 0 && answers[j] > 0)
			pair_add(
			    &sums, work->people[u], answers[i], answers[j]);
	}
	return sums.count < PAIR_PEOPLE ? NAN : pair_correlation(&sums);
}

/* Given the trait, two answers are independent. */
static double
pair_expected(const struct fitting *fitting, int i, int j)
{
	item_nodes *chance = fitting->work->chance;
	struct pair_sums sums = { 0 };

	for (int q = 0; q < NODES; q++) {
		double weight = fitting->nodes->prior[q];
		double x = 0, y = 0, xx = 0, yy = 0;

		for (int k = 1; k < CATEGORIES; k++) {
			x += k * chance[i][k][q];
			y += k * chance[j][k][q];
			xx += k * k * chance[i][k][q];
			yy += k * k * chance[j][k][q];
		}
		sums.count += weight;
		sums.x += weight * x;
		sums.y += weight * y;
		sums.xx += weight * xx;
		sums.yy += weight * yy;
		sums.xy += weight * x * y;
	}
	return pair_correlation(&sums);
}

static void
pairs_compare(const struct fitting *fitting, struct calibrate_scale *scale)
{
	const struct scale_work *work = fitting->work;
	double squares = 0;
	int pairs = 0;

	scale->pair[0] = scale->pair[1] = -1;
	for (int i = 0; i < work->count; i++)
		for (int j = i + 1; j < work->count; j++) {
			double residual = pair_observed(work, i, j) -
			    pair_expected(fitting, i, j);

			if (!isfinite(residual))
				continue;
			squares += residual * residual;
			pairs++;
			if (fabs(residual) <= fabs(scale->pair_residual))
				continue;
			scale->pair_residual = residual;
			scale->pair[0] = work->items[i];
			scale->pair[1] = work->items[j];
			if (scale->pair[0] > scale->pair[1]) {
				scale->pair[0] = work->items[j];
				scale->pair[1] = work->items[i];
			}
		}
	scale->srmsr = pairs > 0 ? sqrt(squares / pairs) : NAN;
}

bool
scale_fit(const struct scale_work *work, const struct nodes *nodes,
    struct calibrate_item *items, struct calibrate_scale *scale)
{
	struct fitting fitting = { work, nodes, items };
	bool done = items_fit(&fitting);

	if (done)
		pairs_compare(&fitting, scale);
	memory_give(fitting.counts);
	memory_give(fitting.scratch);
	return done;
}
