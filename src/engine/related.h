/*
 * Which things are near each other: a logistic model of "related" over what two
 * things have in common, learned from pairs that somebody called related, and
 * measured on things it has not seen.
 *
 *	P(b is related to a) = 1 / (1 + exp(-(base + sum of weight[f] x[f])))
 *
 * x: the likenesses of the pair, one number a feature, the same for (a, b) and
 * (b, a). The nearest things are those of the highest probability.
 */
#ifndef GILJABI_RELATED_H
#define GILJABI_RELATED_H

#include <stdbool.h>
#include <stddef.h>

enum {
	RELATED_THINGS = 2048, /* most things */
	RELATED_FEATURES = 32 /* most features of a pair */
};

enum related_kind {
	RELATED_NO,
	RELATED_YES,
	RELATED_SKIP /* not known, or not to be asked; itself too */
};

/* All pairs of things; the caller's. Pair (a, b) stands at a * things + b. */
struct related_pairs {
	int things, features;
	const float *x; /* things * things rows of `features`, finite */
	const unsigned char *kinds; /* things * things */
};

struct related_model {
	double weights[RELATED_FEATURES]; /* per unit of x; 0: not used */
	double base;
	double spreads[RELATED_FEATURES]; /* standard deviation of x among the
				   pairs learned from */
};

/*
 * Cosine of two vectors, -1..1; 0 where one of them is all zeros. Of vectors
 * less their own mean it is the correlation.
 */
double related_cosine(const double *a, const double *b, int count);
double related_correlation(const double *a, const double *b, int count);
/*
 * The same of two sets whose members weigh what they tell: weight[m] is
 * log(things / things that have m) (Sparck Jones 1972). No member twice.
 */
double related_shared(const int *a, int a_count, const int *b, int b_count,
    const double *weights);

/*
 * Learns from the pairs (not skipped) of things of which `use` is true (NULL:
 * all), with the features whose bit is set in `mask`. The mode of the posterior
 * under a normal prior of variance 1 / strength on each weight times its
 * feature's standard deviation, strength > 0, by Newton's method. A feature
 * that is the same for all pairs gets the weight 0. False, and a model of
 * zeros, without a pair of both kinds or when it does not settle.
 */
bool related_fit(const struct related_pairs *pairs, const bool *use,
    unsigned mask, double strength, struct related_model *model);

double related_probability(
    const struct related_model *model, const float *x, int features);

/*
 * The `most` largest scores, largest first (ties by number); -INFINITY is not
 * taken. Writes their places and returns how many there are.
 */
int related_best(const double *scores, int count, int most, int *best);

/*
 * The nearest `most` things of `thing`, nearest first (ties by number), skipped
 * ones left out; returns how many there are.
 */
int related_nearest(const struct related_model *model,
    const struct related_pairs *pairs, int thing, int most, int *near);

/*
 * The share of related things among the nearest `most` (a shorter list counts
 * as filled with unrelated ones); -1 for a thing to which none is related.
 */
double related_precision(const struct related_model *model,
    const struct related_pairs *pairs, int thing, int most);
/* What it can reach at the most. -1 likewise. */
double related_ceiling(const struct related_pairs *pairs, int thing, int most);

#endif
