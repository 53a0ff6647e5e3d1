/*
 * Measures of probabilities. People are sorted by what is measured, so that
 * sums run in an order that does not depend on theirs.
 */
#include "engine/measure.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/memory.h"

enum { SAMPLES = 400 };

static const double z_95 = 1.959963984540054;
static const double loss_most = 745; /* -log of the least double */

int
measure_place(const double *chances, int classes, int class)
{
	int place = 1;

	for (int k = 0; k < classes; k++)
		place += chances[k] > chances[class] ||
		    (k < class && chances[k] == chances[class]);
	return place;
}

struct interval
measure_wilson(size_t hits, size_t people, double z)
{
	double n = (double)people, share, middle, half;

	if (people == 0)
		return (struct interval){ 0, 1 };
	share = (double)hits / n;
	middle = (share + z * z / (2 * n)) / (1 + z * z / n);
	half = z / (1 + z * z / n) *
	    sqrt(share * (1 - share) / n + z * z / (4 * n * n));
	return (struct interval){ hits == 0 ? 0 : fmax(middle - half, 0),
		hits == people ? 1 : fmin(middle + half, 1) };
}

/* Calibration */

/* How sure of the first choice, and whether it was right. */
struct sure {
	double confidence;
	bool right;
};

static int
sure_order(const void *a, const void *b)
{
	const struct sure *one = a, *other = b;

	if (one->confidence != other->confidence)
		return one->confidence < other->confidence ? -1 : 1;
	return one->right - other->right;
}

/* times[i]: how often person i is in the sample; they sum to `people`. */
static double
calibration_of(const struct sure *sorted, const uint32_t *times, size_t people)
{
	double error = 0, gap = 0;
	size_t seen = 0, bins = people < MEASURE_BINS ? people : MEASURE_BINS;
	size_t bin = 1;

	for (size_t i = 0; i < people; i++) {
		size_t left = times != NULL ? times[i] : 1;

		while (left > 0) {
			size_t room = people * bin / bins - seen;
			size_t here = left < room ? left : room;

			gap += (double)here *
			    ((double)sorted[i].right - sorted[i].confidence);
			seen += here;
			left -= here;
			if (here < room)
				continue;
			error += fabs(gap);
			gap = 0;
			bin++;
		}
	}
	return people > 0 ? error / (double)people : 0;
}

/* Steele, Lea and Flood 2014 (splitmix64). */
static uint64_t
chance_next(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

static double
chance_uniform(uint64_t *state)
{
	return (double)(chance_next(state) >> 11) / 9007199254740992.0;
}

static int
double_order(const void *a, const void *b)
{
	const double *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

/* A sum of sizes leans upwards when it is drawn again: that much goes off. */
static void
calibration_bootstrap(const struct sure *sorted, uint32_t *times, size_t people,
    double error, struct interval *interval)
{
	double errors[SAMPLES], lean = -error;
	uint64_t state = 1;

	for (int s = 0; s < SAMPLES; s++) {
		for (size_t i = 0; i < people; i++)
			times[i] = 0;
		for (size_t i = 0; i < people; i++)
			times[chance_next(&state) % people]++;
		errors[s] = calibration_of(sorted, times, people);
		lean += errors[s] / SAMPLES;
	}
	qsort(errors, SAMPLES, sizeof *errors, double_order);
	interval->low = fmax(errors[SAMPLES / 40 - 1] - lean, 0);
	interval->high = errors[SAMPLES - SAMPLES / 40] - lean;
}

/* Overwrites who was right. */
static double
calibration_floor(struct sure *sorted, size_t people)
{
	uint64_t state = 2;
	double sum = 0;

	for (int s = 0; s < SAMPLES; s++) {
		for (size_t i = 0; i < people; i++)
			sorted[i].right = chance_uniform(&state) <
			    sorted[i].confidence;
		sum += calibration_of(sorted, NULL, people);
	}
	return sum / SAMPLES;
}

double
measure_calibration(const double *confidence, const bool *right, size_t people,
    struct interval *interval, double *floor)
{
	struct sure *sorted;
	uint32_t *times;
	double error;

	if (interval != NULL)
		*interval = (struct interval){ 0, 0 };
	if (floor != NULL)
		*floor = 0;
	if (people == 0)
		return 0;
	sorted = memory_get(people * sizeof *sorted);
	times = memory_get(people * sizeof *times);
	if (sorted == NULL || times == NULL) {
		memory_give(sorted);
		memory_give(times);
		return NAN;
	}
	for (size_t i = 0; i < people; i++)
		sorted[i] = (struct sure){ confidence[i], right[i] };
	qsort(sorted, people, sizeof *sorted, sure_order);
	error = calibration_of(sorted, NULL, people);
	if (interval != NULL)
		calibration_bootstrap(sorted, times, people, error, interval);
	if (floor != NULL)
		*floor = calibration_floor(sorted, people);
	memory_give(sorted);
	memory_give(times);
	return error;
}

/* A sample */

/* Hits among the first 1, 3 and 5, of all or of a class. */
struct hits {
	size_t people, first, third, fifth;
};

struct counting {
	const struct measure_sample *sample;
	struct hits all, *classes;
	double *losses, *confidence; /* a person each */
	bool *right;
};

static void
hits_add(struct hits *hits, int place)
{
	hits->people++;
	hits->first += place <= 1;
	hits->third += place <= 3;
	hits->fifth += place <= 5;
}

static void
person_count(struct counting *counting, size_t i)
{
	const struct measure_sample *sample = counting->sample;
	size_t row = sample->who != NULL ? sample->who[i] : i;
	const double *chances = sample->chances + row * (size_t)sample->classes;
	int class = sample->class[row];
	int place = measure_place(chances, sample->classes, class);
	double most = 0;

	for (int k = 0; k < sample->classes; k++)
		most = chances[k] > most ? chances[k] : most;
	hits_add(&counting->all, place);
	hits_add(&counting->classes[class], place);
	counting->losses[i] = chances[class] > 0
	    ? fmin(-log(chances[class]), loss_most)
	    : loss_most;
	counting->confidence[i] = most;
	counting->right[i] = place == 1;
}

static double
share(size_t hits, size_t people)
{
	return (double)hits / (double)people;
}

static void
macro_fill(const struct hits *classes, int count, struct measure *out)
{
	out->macro_top1 = out->macro_top3 = 0;
	for (int k = 0; k < count; k++) {
		if (classes[k].people == 0)
			continue;
		out->present++;
		out->macro_top1 += share(classes[k].first, classes[k].people);
		out->macro_top3 += share(classes[k].third, classes[k].people);
	}
	out->macro_top1 /= out->present;
	out->macro_top3 /= out->present;
}

static void
measure_fill(struct counting *counting, struct measure *out)
{
	const struct hits *all = &counting->all;
	double sum = 0;

	out->top1 = share(all->first, all->people);
	out->top3 = share(all->third, all->people);
	out->top5 = share(all->fifth, all->people);
	out->top1_95 = measure_wilson(all->first, all->people, z_95);
	out->top3_95 = measure_wilson(all->third, all->people, z_95);
	out->top5_95 = measure_wilson(all->fifth, all->people, z_95);
	macro_fill(counting->classes, counting->sample->classes, out);
	qsort(counting->losses, all->people, sizeof *counting->losses,
	    double_order);
	for (size_t i = 0; i < all->people; i++)
		sum += counting->losses[i];
	out->nll = sum / (double)all->people;
	out->ece = measure_calibration(counting->confidence, counting->right,
	    all->people, &out->ece_95, &out->ece_floor);
}

bool
measure_take(const struct measure_sample *sample, struct measure *out)
{
	size_t people = sample->people, classes = (size_t)sample->classes;
	struct counting counting = { .sample = sample };
	bool taken;

	*out = (struct measure){ people, 0, NAN, NAN, NAN, { NAN, NAN },
		{ NAN, NAN }, { NAN, NAN }, NAN, NAN, NAN, NAN, { NAN, NAN },
		NAN };
	if (people == 0)
		return true;
	counting.classes = memory_get(classes * sizeof *counting.classes);
	counting.losses = memory_get(people * sizeof *counting.losses);
	counting.confidence = memory_get(people * sizeof *counting.confidence);
	counting.right = memory_get(people * sizeof *counting.right);
	taken = counting.classes != NULL && counting.losses != NULL &&
	    counting.confidence != NULL && counting.right != NULL;
	if (taken) {
		for (size_t k = 0; k < classes; k++)
			counting.classes[k] = (struct hits){ 0 };
		for (size_t i = 0; i < people; i++)
			person_count(&counting, i);
		measure_fill(&counting, out);
		taken = !isnan(out->ece);
	}
	memory_give(counting.classes);
	memory_give(counting.losses);
	memory_give(counting.confidence);
	memory_give(counting.right);
	return taken;
}
