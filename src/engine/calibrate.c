/*
 * Calibration, all scales together: checks the data, sets each scale to work,
 * and gathers what comes out. The work itself stands in the files beside:
 *
 *	calibrate_patterns.c    equal answers, sorted, and the walk over them
 *	calibrate_curve.c       the curve of one item
 *	calibrate_turns.c       the EM algorithm of a scale
 *	calibrate_posteriors.c  standard errors, reliability, strata
 *	calibrate_fit.c         fit of items and scale
 *	calibrate_traits.c      correlation of the traits
 */
#include "engine/calibrate.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"
#include "engine/calibrate_parts.h"

void *
room(size_t count, size_t size, bool *failed)
{
	void *memory = *failed ? NULL : memory_get(count * size);

	*failed |= memory == NULL;
	return memory;
}

void
nodes_make(struct nodes *nodes)
{
	double total = 0;

	for (int q = 0; q < NODES; q++) {
		nodes->theta[q] = (q - NODES / 2) / 5.0;
		nodes->prior[q] = exp(-nodes->theta[q] * nodes->theta[q] / 2);
		total += nodes->prior[q];
	}
	for (int q = 0; q < NODES; q++)
		nodes->prior[q] /= total;
}

/* Whether item a goes before item b: by how often each answer was given. */
static bool
counts_before(const int64_t *a, const int64_t *b)
{
	int k = 0;

	while (k < CATEGORIES - 1 && a[k] == b[k])
		k++;
	return a[k] > b[k];
}

/*
 * The items of a scale, in an order that is their own and not the caller's, so
 * that sums run in the same order however they come.
 */
static void
items_order(const struct calibrate_data *data,
    const struct calibrate_item *items, int scale, struct scale_work *work)
{
	for (int i = 0; i < data->items; i++) {
		int at = work->count;

		if (data->scale[i] != scale)
			continue;
		for (; at > 0 &&
		     counts_before(
			 items[i].counts, items[work->items[at - 1]].counts);
		     at--)
			work->items[at] = work->items[at - 1];
		work->items[at] = i;
		work->count++;
	}
}

static bool
work_make(const struct calibrate_data *data, const struct calibrate_item *items,
    int scale, struct scale_work *work)
{
	bool failed = false;
	size_t count;

	work->items = room((size_t)data->items, sizeof *work->items, &failed);
	if (!failed)
		items_order(data, items, scale, work);
	count = (size_t)work->count;
	work->curves = room(count, sizeof *work->curves, &failed);
	work->chance = room(count, sizeof *work->chance, &failed);
	work->expected = room(count, sizeof *work->expected, &failed);
	work->product = room(count + 1, sizeof *work->product, &failed);
	work->sum = room(count + 1, sizeof *work->sum, &failed);
	work->scaled = room(count + 1, sizeof *work->scaled, &failed);
	return !failed && patterns_make(data, work);
}

static void
work_free(struct scale_work *work)
{
	void *held[] = { work->items, work->answers, work->shared, work->people,
		work->of, work->curves, work->chance, work->expected,
		work->product, work->sum, work->scaled, work->strata,
		work->moments };

	for (size_t i = 0; i < sizeof held / sizeof *held; i++)
		memory_give(held[i]);
}

static bool
data_valid(const struct calibrate_data *data)
{
	size_t given = data->people * (size_t)data->items;

	if (data->people > CALIBRATE_PEOPLE || data->items < 0 ||
	    data->items > CALIBRATE_ITEMS || data->scales < 0 ||
	    data->scales > CALIBRATE_SCALES)
		return false;
	for (int i = 0; i < data->items; i++)
		if (data->scale[i] < 0 || data->scale[i] >= data->scales)
			return false;
	for (size_t i = 0; i < given; i++)
		if (data->given[i] > CATEGORIES)
			return false;
	return true;
}

static void
answers_count(const struct calibrate_data *data, struct calibrate_item *items)
{
	const uint8_t *given = data->given;

	for (size_t p = 0; p < data->people; p++, given += data->items)
		for (int i = 0; i < data->items; i++)
			if (given[i] > 0)
				items[i].counts[given[i] - 1]++;
}

static bool
scale_calibrate(const struct calibrate_data *data, int s,
    const struct nodes *nodes, struct scale_work *work, struct calibration *out)
{
	return work_make(data, out->item, s, work) &&
	    curves_fit(work, nodes, out->item, &out->scale[s]) &&
	    posteriors_settle(work, nodes, out->item, &out->scale[s]) &&
	    scale_fit(work, nodes, out->item, &out->scale[s]);
}

static void
strata_spread(const struct scale_work *works, struct calibration *out)
{
	size_t scales = (size_t)out->scales;

	for (size_t p = 0; p < out->people; p++)
		for (size_t s = 0; s < scales; s++)
			out->strata[p * scales + s] =
			    works[s].strata[works[s].of[p]];
}

static bool
scales_calibrate(const struct calibrate_data *data, struct scale_work *works,
    struct calibration *out)
{
	struct nodes nodes;

	nodes_make(&nodes);
	answers_count(data, out->item);
	for (int s = 0; s < data->scales; s++)
		if (!scale_calibrate(data, s, &nodes, &works[s], out))
			return false;
	traits_correlate(data, works, out->correlation);
	strata_spread(works, out);
	return true;
}

static bool
calibration_make(const struct calibrate_data *data, struct calibration *out)
{
	bool failed = false;
	size_t scales = (size_t)data->scales;

	memset(out, 0, sizeof *out);
	out->people = data->people;
	out->items = data->items;
	out->scales = data->scales;
	out->item = room((size_t)data->items, sizeof *out->item, &failed);
	out->scale = room(scales, sizeof *out->scale, &failed);
	out->correlation = room(
	    scales * scales, sizeof *out->correlation, &failed);
	out->strata = room(data->people, scales, &failed);
	return !failed;
}

bool
calibrate(const struct calibrate_data *data, struct calibration *out)
{
	struct scale_work *works = NULL;
	bool done;

	memset(out, 0, sizeof *out);
	if (!data_valid(data))
		return false;
	works = memory_get((size_t)data->scales * sizeof *works);
	done = works != NULL && calibration_make(data, out) &&
	    scales_calibrate(data, works, out);
	for (int s = 0; works != NULL && s < data->scales; s++)
		work_free(&works[s]);
	memory_give(works);
	if (!done)
		calibration_free(out);
	return done;
}

void
calibration_free(struct calibration *calibration)
{
	memory_give(calibration->item);
	memory_give(calibration->scale);
	memory_give(calibration->correlation);
	memory_give(calibration->strata);
	memset(calibration, 0, sizeof *calibration);
}
