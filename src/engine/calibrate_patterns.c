/*
 * Patterns: equal answers to a scale, sorted, and the tree that they make. Its
 * edges are answers, its leaves the patterns. It is walked from leaf to leaf:
 * down an edge, the likelihood at the nodes is multiplied by the answer's; up
 * an edge, the people below it are added to the answer's counts. People who
 * begin alike share the work, and no exponential is taken.
 */
#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/calibrate_parts.h"

enum { LEVELS_SCALED = 8 /* items before a product is brought back to 1 */ };

/*
 * Sorts the people by their answers to one item, those with equal answers
 * staying as they were (counting sort). From the last item to the first, this
 * sorts them by all.
 */
static void
people_sort(const struct calibrate_data *data, int item, const uint32_t *from,
    uint32_t *to)
{
	const uint8_t *given = data->given + item;
	size_t stride = (size_t)data->items, ends[CATEGORIES + 2] = { 0 };

	for (size_t p = 0; p < data->people; p++)
		ends[given[p * stride] + 1]++;
	for (int k = 0; k <= CATEGORIES; k++)
		ends[k + 1] += ends[k];
	for (size_t p = 0; p < data->people; p++)
		to[ends[given[from[p] * stride]]++] = from[p];
}

/* The order of the people by their patterns, in one of the two. */
static const uint32_t *
people_order(const struct calibrate_data *data, const struct scale_work *work,
    uint32_t *order, uint32_t *other)
{
	for (size_t p = 0; p < data->people; p++)
		order[p] = (uint32_t)p;
	for (int i = work->count; i-- > 0;) {
		uint32_t *sorted = other;

		people_sort(data, work->items[i], order, sorted);
		other = order;
		order = sorted;
	}
	return order;
}

/* How many items from the first on two people answered alike. */
static int
people_share(const struct calibrate_data *data, const struct scale_work *work,
    uint32_t one, uint32_t two)
{
	const uint8_t *a = data->given + one * (size_t)data->items;
	const uint8_t *b = data->given + two * (size_t)data->items;
	int i = 0;

	while (i < work->count && a[work->items[i]] == b[work->items[i]])
		i++;
	return i;
}

static void
patterns_count(const struct calibrate_data *data, struct scale_work *work,
    const uint32_t *order)
{
	for (size_t p = 0; p < data->people; p++)
		work->patterns += p == 0 ||
		    people_share(data, work, order[p - 1], order[p]) <
			work->count;
}

static void
patterns_fill(const struct calibrate_data *data, struct scale_work *work,
    const uint32_t *order)
{
	size_t u = 0, count = (size_t)work->count;

	for (size_t p = 0; p < data->people; p++) {
		const uint8_t *given = data->given +
		    order[p] * (size_t)data->items;
		int shared = p == 0
		    ? 0
		    : people_share(data, work, order[p - 1], order[p]);

		if (p > 0 && shared == work->count)
			u--; /* one more of the last pattern */
		else {
			work->shared[u] = (uint16_t)shared;
			for (size_t i = 0; i < count; i++)
				work->answers[u * count + i] =
				    given[work->items[i]];
		}
		work->of[order[p]] = (uint32_t)u;
		work->people[u++]++;
	}
}

bool
patterns_make(const struct calibrate_data *data, struct scale_work *work)
{
	bool failed = false;
	uint32_t *one = room(data->people, sizeof *one, &failed);
	uint32_t *two = room(data->people, sizeof *two, &failed);
	const uint32_t *order = NULL;

	work->of = room(data->people, sizeof *work->of, &failed);
	if (!failed) {
		order = people_order(data, work, one, two);
		patterns_count(data, work, order);
	}
	work->answers = room(work->patterns, (size_t)work->count, &failed);
	work->shared = room(work->patterns, sizeof *work->shared, &failed);
	work->people = room(work->patterns, sizeof *work->people, &failed);
	work->strata = room(work->patterns, sizeof *work->strata, &failed);
	work->moments = room(
	    work->patterns * MOMENTS, sizeof *work->moments, &failed);
	if (!failed)
		patterns_fill(data, work, order);
	memory_give(one);
	memory_give(two);
	return !failed;
}

static void
level_open(struct scale_work *work, int level, int answer)
{
	const double *restrict from = work->product[level];
	double *restrict to = work->product[level + 1];
	double most = 0;

	work->scaled[level + 1] = work->scaled[level];
	if (answer == 0) {
		memcpy(to, from, sizeof work->product[level]);
		return;
	}
	const double *restrict chance = work->chance[level][answer - 1];
	for (int q = 0; q < NODES; q++)
		to[q] = from[q] * chance[q];
	if (level == 0 || level % LEVELS_SCALED != 0)
		return;
	for (int q = 0; q < NODES; q++)
		most = to[q] > most ? to[q] : most;
	for (int q = 0; q < NODES; q++)
		to[q] /= most;
	work->scaled[level + 1] += log(most);
}

static void
level_close(struct scale_work *work, int level, int answer)
{
	double *restrict below = work->sum[level + 1];
	double *restrict above = work->sum[level];

	if (answer > 0) {
		double *restrict expected = work->expected[level][answer - 1];

		for (int q = 0; q < NODES; q++)
			expected[q] += below[q];
	}
	for (int q = 0; q < NODES; q++) {
		above[q] += below[q];
		below[q] = 0;
	}
}

double
pattern_open(struct scale_work *work, size_t u)
{
	const uint8_t *answers = work->answers + u * (size_t)work->count;
	const double *leaf = work->product[work->count];
	double total = 0;

	for (int level = work->shared[u]; level < work->count; level++)
		level_open(work, level, answers[level]);
	for (int q = 0; q < NODES; q++)
		total += leaf[q];
	return total;
}

void
pattern_close(struct scale_work *work, size_t u)
{
	const uint8_t *answers = work->answers + u * (size_t)work->count;
	int shared = u + 1 < work->patterns ? work->shared[u + 1] : 0;

	for (int level = work->count; level-- > shared;)
		level_close(work, level, answers[level]);
}
