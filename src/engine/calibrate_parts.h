/* What the files of the calibration share: a scale at work. */
#ifndef GILJABI_CALIBRATE_PARTS_H
#define GILJABI_CALIBRATE_PARTS_H

#include "engine/calibrate.h"

enum {
	CATEGORIES = CALIBRATE_CATEGORIES,
	NODES = CALIBRATE_NODES,
	BASES = CATEGORIES - 1,
	MOMENTS = 32
};

/*
 * P(X >= k | theta) = 1 / (1 + exp(-(slope theta + bases[k - 1]))), the bases
 * falling: threshold k is -bases[k - 1] / slope. Fitting is better behaved in
 * bases than in thresholds.
 */
struct curve {
	double slope;
	double bases[BASES];
};
enum { CURVE = 1 + BASES }; /* numbers in it */

/* An array of numbers a category and node: probabilities, counts. */
typedef double item_nodes[CATEGORIES][NODES];

static const double slope_least = 0.05, slope_most = 20;
static const double unused_people = 0.5; /* of a category that nobody chose */

/*
 * Equal answers to the scale are one pattern. Patterns are sorted by their
 * answers, so that neighbours begin alike: shared[u] is how many items from the
 * first on pattern u has in common with the one before it.
 */
struct scale_work {
	int count;
	int *items; /* their numbers in the data */
	size_t patterns;
	uint8_t *answers; /* patterns rows of count */
	uint16_t *shared;
	uint32_t *people; /* with the pattern */
	uint32_t *of; /* each person's pattern */
	struct curve *curves;
	item_nodes *chance; /* of each answer */
	item_nodes *expected; /* people who gave it */
	double (*product)[NODES]; /* count + 1: likelihood of the first items */
	double (*sum)[NODES]; /* count + 1: people below it in the tree */
	double *scaled; /* count + 1: logarithm taken out of product */
	uint8_t *strata; /* a pattern each */
	float *moments; /* patterns rows of MOMENTS: posterior means of the
			   Hermite polynomials, scaled to unit variance */
};

struct nodes {
	double theta[NODES];
	double prior[NODES]; /* sums to 1 */
};

void nodes_make(struct nodes *nodes);
/* Zeroed room, or NULL and failed; NULL too when it had failed before. */
void *room(size_t count, size_t size, bool *failed);

/* Patterns. False without memory. */
bool patterns_make(const struct calibrate_data *data, struct scale_work *work);
/*
 * Goes down to pattern u, the one before it having been the last; answers the
 * total of the likelihood at the leaf, without what was scaled out.
 */
double pattern_open(struct scale_work *work, size_t u);
/*
 * Takes the leaf's `sum` up from pattern u, as far as the one after it does not
 * share.
 */
void pattern_close(struct scale_work *work, size_t u);

/* Curves */
/*
 * An item at one theta. With F_k = P(X >= k), F_0 = 1 and F_5 = 0,
 *
 *	P(X = k) = F_k (1 - F_k+1) gap_k, gap_k = 1 - exp(base_k+1 - base_k),
 *
 * a product that loses nothing where the difference F_k - F_k+1 would cancel,
 * and with it, for x_k = slope theta + base_k,
 *
 *	d log P(X = k) / d x_k = (1 - F_k) / ((1 - F_k+1) gap_k),
 *	d log P(X = k) / d x_k+1 = -F_k+1 / (F_k gap_k).
 */
struct at_theta {
	double chance[CATEGORIES];
	double here[CATEGORIES]; /* d log P(X = k) / d x_k; 0 for k = 0 */
	double next[CATEGORIES]; /* d log P(X = k) / d x_k+1; 0 for the last */
};

void gaps_make(const struct curve *curve, double gaps[CATEGORIES]);
void curve_at(const struct curve *curve, const double gaps[CATEGORIES],
    double theta, struct at_theta *at);
/* The derivatives of log P(X = k) by the numbers of the curve. */
void
score_make(const struct at_theta *at, double theta, int k, double score[CURVE]);
void curve_tabulate(
    const struct curve *curve, const struct nodes *nodes, item_nodes chance);
bool curve_valid(const struct curve *curve);
struct curve curve_start(const int64_t counts[CATEGORIES]);
/* To the people expected, from where it stands. */
void
curve_fit(struct curve *curve, const struct nodes *nodes, item_nodes expected);

/* All curves of a scale. False without memory. */
bool curves_fit(struct scale_work *work, const struct nodes *nodes,
    const struct calibrate_item *items, struct calibrate_scale *scale);
void curves_tabulate(struct scale_work *work, const struct nodes *nodes);

/* What the posteriors say. False without memory. */
bool posteriors_settle(struct scale_work *work, const struct nodes *nodes,
    struct calibrate_item *items, struct calibrate_scale *scale);

/* Normalised Hermite polynomials at the nodes: He_n / sqrt(n!). */
void hermite_make(const struct nodes *nodes, double hermite[MOMENTS][NODES]);

/* Fit of the items and of the scale. False without memory. */
bool scale_fit(const struct scale_work *work, const struct nodes *nodes,
    struct calibrate_item *items, struct calibrate_scale *scale);

/* Fills the correlation matrix from the patterns' moments. */
void traits_correlate(const struct calibrate_data *data,
    const struct scale_work *works, double *correlation);

#endif
