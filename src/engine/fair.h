/*
 * Fairness of a ranking: measured, and met by weights that are blind to groups.
 *
 * The list that pupils see must show each class to every group about as often.
 * Groups are known while the weights are learned and never again: the ranking
 * takes answers only. So the exploration weights are the model's own plus, for
 * each class, a mixture of the few directions along which groups differ,
 *
 *	weight'[k][f] = weight[k][f] + t sum over d of shift[k][d] direction[d][f],
 *	base'[k] = base[k] + t shift[k][directions],
 *
 * t the temperature, direction: inverse(S) (m_g - m_last), S the covariance of
 * the features, m_g the mean of group g: the line that tells two groups apart
 * best (Fisher 1936),
 * made orthonormal in S. Reasons stay exact, since the exploration model is a
 * logit_model like any other.
 */
#ifndef GILJABI_FAIR_H
#define GILJABI_FAIR_H

#include <stdint.h>

#include "engine/logit.h"

enum {
	FAIR_COLUMNS = 8, /* most columns of groups */
	FAIR_GROUPS = 16, /* most groups of a column */
	FAIR_DIRECTIONS = 32, /* most of all columns: groups - 1 each */
	FAIR_POINTS = 16, /* most points of a curve */
	FAIR_UNKNOWNS = 1024, /* most of classes * (directions + 1) */
	FAIR_PEOPLE = 30 /* a group of fewer bounds nothing */
};

/* A ratio is known well enough when the standard error of its logarithm is at
 * most this: then one that is truly 1 stays above .8 in 97 samples of 100. */
#define FAIR_ERROR 0.1

/* A way to divide people into groups (gender, residence). */
struct fair_column {
	int groups; /* 0..FAIR_GROUPS; below 2 nothing is bounded */
	const int *of; /* a person each: 0..groups-1, -1 not known */
};

/* A point of the trade-off curve. */
struct fair_point {
	double floor; /* of the ratios, while learning: 0 (the model) to 1 */
	double *shifts; /* classes rows of directions + 1, the base last */
};

/* What fair_fit makes; given back by fair_free. Zeroed: nothing is held. */
struct fair_path {
	int features, classes, directions;
	double *direction; /* directions rows of features */
	int points;
	struct fair_point point[FAIR_POINTS]; /* ascending floors, first 0 */
	int chosen; /* the point of the exploration list */
};

/*
 * Learns the whole curve from the people the model was learned from; their
 * classes are not looked at. `first`: how long the list is (3); `floor`: what
 * the ratio of the smallest to the largest group's share has to be on new
 * people, 0..1. Chosen is the first point at which every ratio known well
 * enough, less two standard errors, is the floor or more, else the last one.
 *
 * False without memory, or when something is out of its bounds or not finite;
 * path is zeroed then. With fewer than two groups, or no more classes than
 * `first`, every point is the model itself. The same bytes for any order of
 * people. Time: some hundred passes over the people, about a second for 12,000
 * people, 13 classes, 48 features.
 */
bool fair_fit(const struct logit_data *data, const struct fair_column *columns,
    int count, const struct logit_model *model, int first, double floor,
    struct fair_path *path);
void fair_free(struct fair_path *path);

/*
 * The model at a point of the curve: path->chosen for the exploration list.
 * `out` has room for classes * features weights and classes bases, the caller's
 * (out->weights may be model->weights). The temperature is the model's.
 */
void fair_model(const struct fair_path *path, int point,
    const struct logit_model *model, struct logit_model *out);

/* How often the groups of a column see a class among the first. */
struct fair_exposure {
	size_t people[FAIR_GROUPS]; /* of the group */
	size_t shown[FAIR_GROUPS]; /* to so many of them */
	int least, most; /* groups with the smallest, largest share, two
			    where they are equal; -1 without people */
	double ratio; /* smallest to largest share; 1 where nobody sees it, or
			 fewer than two groups have people */
	double error; /* standard error of log ratio; infinite: not known */
	double low, high; /* 95 % interval of the ratio, high may pass 1 */
};

/*
 * scores: people rows of classes; a class is seen when it stands among the
 * `first` best, of equals the lower one first. out: a class each. The interval
 * is that of the logarithm of a ratio of shares (Katz and others 1978), half a
 * person added to each count (Walter 1975).
 */
void fair_exposure(const double *scores, size_t people, int classes, int first,
    const struct fair_column *column, struct fair_exposure *out);

/*
 * The area between the ROC curves of two groups (ABROCA: Gardner, Brooks, Baker
 * 2019): how differently a score tells those of a class from the others. Curves
 * are joined by straight lines over tied scores. NaN when a group lacks either
 * kind of people.
 */
struct fair_roc {
	size_t people;
	const double *scores; /* a person each, finite */
	const bool *is; /* of the class */
	const int *of; /* group: 0 or 1; any other is left out */
};
/*
 * p: the chance of an area as large or larger if the groups were dealt anew among
 * the people of the class, and among the others (so that how common the class is
 * in a group plays no part): (1 + as large) / (1 + draws). dealt: the mean area
 * so dealt, which is what chance alone makes of so few people.
 */
struct fair_area {
	double area;
	double dealt; /* NaN without draws, or where the area is NaN */
	double p; /* 1 where the area is NaN */
};

/*
 * draws: 0..100000, from a fixed seed. False without memory. The same for any
 * order of people.
 */
bool fair_abroca(const struct fair_roc *roc, int draws, struct fair_area *out);

#endif
