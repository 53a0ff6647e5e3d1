/* How fair a ranking is: exposure by group, and the area between ROC curves. */
#include "engine/fair.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

/* Exposure. */

/* How many classes stand before this one in a person's list. */
static int
class_place(const double *scores, int classes, int class)
{
	int before = 0;

	for (int k = 0; k < classes; k++)
		before += scores[k] > scores[class] ||
		    (scores[k] == scores[class] && k < class);
	return before;
}

static double
exposure_share(const struct fair_exposure *exposure, int group)
{
	return (double)exposure->shown[group] / (double)exposure->people[group];
}

static void
extremes_find(struct fair_exposure *exposure, int groups)
{
	for (int g = 0; g < groups; g++) {
		if (exposure->people[g] == 0)
			continue;
		double share = exposure_share(exposure, g);

		if (exposure->least < 0 ||
		    share < exposure_share(exposure, exposure->least))
			exposure->least = g;
		if (exposure->most < 0 ||
		    share >= exposure_share(exposure, exposure->most))
			exposure->most = g;
	}
}

static void
ratio_take(struct fair_exposure *exposure)
{
	double shown[2], people[2], ratio;
	int ends[2] = { exposure->least, exposure->most };

	exposure->ratio = exposure->high = 1;
	exposure->low = 0;
	exposure->error = INFINITY;
	if (ends[0] == ends[1] || exposure->shown[ends[1]] == 0)
		return;
	for (int i = 0; i < 2; i++) {
		shown[i] = (double)exposure->shown[ends[i]] + 0.5;
		people[i] = (double)exposure->people[ends[i]] + 0.5;
	}
	exposure->ratio = exposure_share(exposure, ends[0]) /
	    exposure_share(exposure, ends[1]);
	exposure->error = sqrt(
	    1 / shown[0] - 1 / people[0] + 1 / shown[1] - 1 / people[1]);
	ratio = shown[0] / people[0] * people[1] / shown[1];
	exposure->low = fmin(
	    exposure->ratio, ratio * exp(-1.959963984540054 * exposure->error));
	exposure->high = ratio * exp(1.959963984540054 * exposure->error);
}

void
fair_exposure(const double *scores, size_t people, int classes, int first,
    const struct fair_column *column, struct fair_exposure *out)
{
	for (int k = 0; k < classes; k++)
		out[k] = (struct fair_exposure){ .least = -1, .most = -1 };
	for (size_t i = 0; i < people; i++) {
		const double *row = scores + i * (size_t)classes;
		int group = column->of[i];

		if (group < 0)
			continue;
		for (int k = 0; k < classes; k++) {
			out[k].people[group]++;
			out[k].shown[group] += class_place(row, classes, k) <
			    first;
		}
	}
	for (int k = 0; k < classes; k++) {
		extremes_find(&out[k], column->groups);
		ratio_take(&out[k]);
	}
}

/* ROC curves: people in order of their scores, tied ones side by side. */

struct scored {
	double score;
	bool is;
	uint8_t group;
	bool ends; /* the last of those with this score */
};

struct curves {
	size_t people;
	struct scored *scored; /* best first */
	size_t counts[2][2]; /* of a group; the others, those of the class */
};

static int
scored_compare(const void *left, const void *right)
{
	const struct scored *a = left, *b = right;

	if (a->score != b->score)
		return a->score > b->score ? -1 : 1;
	if (a->is != b->is)
		return a->is ? -1 : 1;
	return a->group - b->group;
}

static bool
curves_new(const struct fair_roc *roc, struct curves *curves)
{
	*curves = (struct curves){ 0 };
	if (roc->people > UINT32_MAX / sizeof *curves->scored)
		return false;
	curves->scored = memory_get(roc->people * sizeof *curves->scored);
	if (curves->scored == NULL)
		return false;
	for (size_t i = 0; i < roc->people; i++) {
		int group = roc->of[i];

		if (group != 0 && group != 1)
			continue;
		curves->scored[curves->people++] = (struct scored){
			roc->scores[i], roc->is[i], (uint8_t)group, false
		};
		curves->counts[group][roc->is[i]]++;
	}
	qsort(curves->scored, curves->people, sizeof *curves->scored,
	    scored_compare);
	for (size_t i = 0; i < curves->people; i++)
		curves->scored[i].ends = i + 1 == curves->people ||
		    curves->scored[i + 1].score != curves->scored[i].score;
	return true;
}

/* A corner of a curve: shares of the others and of the class scored so high. */
struct corner {
	double x, y;
};

static void
corners_take(const struct curves *curves, int group, struct corner *corners)
{
	const size_t *all = curves->counts[group];
	size_t counts[2] = { 0, 0 };

	*corners++ = (struct corner){ 0, 0 };
	for (size_t i = 0; i < curves->people; i++) {
		const struct scored *scored = &curves->scored[i];

		counts[scored->is] += scored->group == group;
		if (scored->ends)
			*corners++ = (struct corner){ (double)counts[0] /
				    (double)all[0],
				(double)counts[1] / (double)all[1] };
	}
}

/* Height of a curve between a corner and the one after it. */
static double
height_at(const struct corner *corner, double x)
{
	double part = (x - corner[0].x) / (corner[1].x - corner[0].x);

	return corner[0].y + part * (corner[1].y - corner[0].y);
}

/* Between two lines that are so far apart at its sides. */
static double
strip_area(double left, double right, double width)
{
	double sum = fabs(left) + fabs(right);

	if (left * right >= 0)
		return sum / 2 * width;
	return (left * left + right * right) / (2 * sum) * width;
}

static double
corners_area(const struct corner *a, const struct corner *b)
{
	double x = 0, area = 0;

	while (x < 1) {
		while (a[1].x <= x)
			a++;
		while (b[1].x <= x)
			b++;
		double next = fmin(a[1].x, b[1].x);

		area += strip_area(height_at(a, x) - height_at(b, x),
		    height_at(a, next) - height_at(b, next), next - x);
		x = next;
	}
	return area;
}

/* Room for the corners of both curves. */
static struct corner *
corners_new(const struct curves *curves)
{
	return memory_get(2 * (curves->people + 1) * sizeof(struct corner));
}

static double
curves_area(const struct curves *curves, struct corner *corners)
{
	struct corner *second = corners + curves->people + 1;

	if (curves->counts[0][0] == 0 || curves->counts[0][1] == 0 ||
	    curves->counts[1][0] == 0 || curves->counts[1][1] == 0)
		return NAN;
	corners_take(curves, 0, corners);
	corners_take(curves, 1, second);
	return corners_area(corners, second);
}

/* Dealing groups anew. */

/* Steele, Lea and Flood 2014 (SplitMix64). */
static uint64_t
chance_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* One of 0..limit-1; limit fits 32 bits. */
static size_t
chance_below(uint64_t *state, size_t limit)
{
	return (size_t)((chance_next(state) >> 32) * limit >> 32);
}

/* Shuffles the groups of those that are (or are not) of the class. */
static void
groups_deal(struct curves *curves, bool is, size_t *places, uint64_t *state)
{
	size_t count = 0;

	for (size_t i = 0; i < curves->people; i++)
		if (curves->scored[i].is == is)
			places[count++] = i;
	for (size_t i = count; i > 1; i--) {
		struct scored *one = &curves->scored[places[i - 1]];
		struct scored *other =
		    &curves->scored[places[chance_below(state, i)]];
		uint8_t group = one->group;

		one->group = other->group;
		other->group = group;
	}
}

static void
area_test(struct curves *curves, int draws, struct corner *corners,
    size_t *places, struct fair_area *out)
{
	uint64_t state = 2019;
	double sum = 0;
	int large = 0;

	*out = (struct fair_area){ curves_area(curves, corners), NAN, 1 };
	if (isnan(out->area) || draws < 1)
		return;
	for (int draw = 0; draw < draws; draw++) {
		double area;

		groups_deal(curves, false, places, &state);
		groups_deal(curves, true, places, &state);
		area = curves_area(curves, corners);
		sum += area;
		/* Equal areas may differ by rounding. */
		large += area >= out->area - 1e-12;
	}
	out->dealt = sum / draws;
	out->p = (1 + (double)large) / (1 + (double)draws);
}

bool
fair_abroca(const struct fair_roc *roc, int draws, struct fair_area *out)
{
	struct curves curves;
	struct corner *corners = NULL;
	size_t *places = NULL;
	bool done;

	if (curves_new(roc, &curves)) {
		corners = corners_new(&curves);
		places = memory_get(curves.people * sizeof *places);
	}
	done = corners != NULL && places != NULL;
	if (done)
		area_test(&curves, draws, corners, places, out);
	memory_give(curves.scored);
	memory_give(corners);
	memory_give(places);
	return done;
}
