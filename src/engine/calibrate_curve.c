/*
 * The curve of one item: its probabilities, their derivatives, and how it is
 * fitted to the people expected at each node (the M step).
 */
#include <math.h>
#include <string.h>

#include "engine/calibrate_parts.h"
#include "engine/numeric.h"

enum { STEPS_MOST = 8 /* of Fisher scoring */, HALVINGS_MOST = 12 };

static const double base_most = 400, base_gap = 1e-8;
static const double chance_least = 1e-30; /* nine of them fit a double */
static const double settled = 1e-6;

void
gaps_make(const struct curve *curve, double gaps[CATEGORIES])
{
	gaps[0] = gaps[CATEGORIES - 1] = 1;
	for (int k = 1; k < CATEGORIES - 1; k++)
		gaps[k] = -expm1(curve->bases[k] - curve->bases[k - 1]);
}

void
curve_at(const struct curve *curve, const double gaps[CATEGORIES], double theta,
    struct at_theta *at)
{
	double reach[CATEGORIES + 1], miss[CATEGORIES + 1];

	reach[0] = miss[CATEGORIES] = 1;
	miss[0] = reach[CATEGORIES] = 0;
	for (int k = 1; k < CATEGORIES; k++) {
		double e = exp(-(curve->slope * theta + curve->bases[k - 1]));

		reach[k] = 1 / (1 + e);
		miss[k] = e / (1 + e);
	}
	for (int k = 0; k < CATEGORIES; k++) {
		at->chance[k] = reach[k] * miss[k + 1] * gaps[k];
		at->here[k] = miss[k] / (miss[k + 1] * gaps[k]);
		at->next[k] = -reach[k + 1] / (reach[k] * gaps[k]);
	}
}

void
curve_tabulate(
    const struct curve *curve, const struct nodes *nodes, item_nodes chance)
{
	double gaps[CATEGORIES];
	struct at_theta at;

	gaps_make(curve, gaps);
	for (int q = 0; q < NODES; q++) {
		curve_at(curve, gaps, nodes->theta[q], &at);
		for (int k = 0; k < CATEGORIES; k++)
			chance[k][q] = fmax(at.chance[k], chance_least);
	}
}

bool
curve_valid(const struct curve *curve)
{
	if (!(curve->slope >= slope_least && curve->slope <= slope_most))
		return false;
	for (int k = 0; k < BASES; k++) {
		if (!(fabs(curve->bases[k]) <= base_most))
			return false;
		if (k > 0 &&
		    !(curve->bases[k - 1] - curve->bases[k] >= base_gap))
			return false;
	}
	return true;
}

/* Where fitting starts: slope 1 and the shares that chose each category. */
struct curve
curve_start(const int64_t counts[CATEGORIES])
{
	struct curve curve = { .slope = 1 };
	double total = 0, above = 0;

	for (int k = 0; k < CATEGORIES; k++)
		total += counts[k] > 0 ? (double)counts[k] : unused_people;
	for (int k = CATEGORIES - 1; k > 0; k--) {
		above += counts[k] > 0 ? (double)counts[k] : unused_people;
		curve.bases[k - 1] = 1.2 * log(above / (total - above));
	}
	return curve;
}

struct ascent {
	double gradient[CURVE];
	double information[CURVE * CURVE]; /* Fisher's; lower half */
};

void
score_make(const struct at_theta *at, double theta, int k, double score[CURVE])
{
	memset(score, 0, CURVE * sizeof *score);
	score[0] = theta * (at->here[k] + at->next[k]);
	if (k > 0)
		score[k] = at->here[k];
	if (k < CATEGORIES - 1)
		score[k + 1] = at->next[k];
}

static void
outer_add(double *matrix, const double score[CURVE], double weight)
{
	for (int i = 0; i < CURVE; i++)
		for (int j = 0; j <= i; j++)
			matrix[i * CURVE + j] += weight * score[i] * score[j];
}

static void
ascent_add(struct ascent *ascent, const struct at_theta *at, double theta,
    double people, int k, double chosen)
{
	double score[CURVE];

	score_make(at, theta, k, score);
	for (int i = 0; i < CURVE; i++)
		ascent->gradient[i] += chosen * score[i];
	outer_add(ascent->information, score, people * at->chance[k]);
}

/* At a curve, for the people expected at each node. */
static void
ascent_make(const struct curve *curve, const struct nodes *nodes,
    item_nodes expected, struct ascent *ascent)
{
	double gaps[CATEGORIES];
	struct at_theta at;

	memset(ascent, 0, sizeof *ascent);
	gaps_make(curve, gaps);
	for (int q = 0; q < NODES; q++) {
		double people = 0;

		curve_at(curve, gaps, nodes->theta[q], &at);
		for (int k = 0; k < CATEGORIES; k++)
			people += expected[k][q];
		for (int k = 0; k < CATEGORIES; k++)
			ascent_add(ascent, &at, nodes->theta[q], people, k,
			    expected[k][q]);
	}
}

static double
curve_value(
    const struct curve *curve, const struct nodes *nodes, item_nodes expected)
{
	item_nodes chance;
	double value = 0;

	curve_tabulate(curve, nodes, chance);
	for (int k = 0; k < CATEGORIES; k++)
		for (int q = 0; q < NODES; q++)
			value += expected[k][q] * log(chance[k][q]);
	return value;
}

/* A slope at its bound that would leave it stays; the bases move alone. */
static void
slope_hold(const struct curve *curve, struct ascent *ascent)
{
	bool least = curve->slope <= slope_least && ascent->gradient[0] < 0;
	bool most = curve->slope >= slope_most && ascent->gradient[0] > 0;

	if (!least && !most)
		return;
	ascent->gradient[0] = 0;
	ascent->information[0] = 1;
	for (int i = 1; i < CURVE; i++)
		ascent->information[i * CURVE] = 0;
}

/* The curve moved by a part of the step, its slope kept within its bounds. */
static struct curve
curve_move(const struct curve *curve, const double step[CURVE], double part)
{
	struct curve moved = *curve;

	moved.slope += part * step[0];
	moved.slope = fmax(fmin(moved.slope, slope_most), slope_least);
	for (int k = 0; k < BASES; k++)
		moved.bases[k] += part * step[k + 1];
	return moved;
}

/* One step of Fisher scoring that does not fall; false when it is the last. */
static bool
curve_step(struct curve *curve, const struct nodes *nodes, item_nodes expected,
    double *value)
{
	struct ascent ascent;
	double part = 1, longest = 0;

	ascent_make(curve, nodes, expected, &ascent);
	slope_hold(curve, &ascent);
	if (!positive_factor(ascent.information, CURVE))
		return false;
	positive_solve(ascent.information, CURVE, ascent.gradient);
	for (int i = 0; i < CURVE; i++)
		longest = fmax(longest, fabs(ascent.gradient[i]));
	for (int halving = 0; halving < HALVINGS_MOST; halving++, part /= 2) {
		struct curve moved = curve_move(curve, ascent.gradient, part);
		double reached;

		if (!curve_valid(&moved))
			continue;
		reached = curve_value(&moved, nodes, expected);
		if (reached >= *value) {
			*curve = moved;
			*value = reached;
			return longest > settled;
		}
	}
	return false;
}

void
curve_fit(struct curve *curve, const struct nodes *nodes, item_nodes expected)
{
	double value = curve_value(curve, nodes, expected);
	int steps = 0;

	while (
	    steps++ < STEPS_MOST && curve_step(curve, nodes, expected, &value))
		;
}
