/*
 * The joint posterior of all answers of a person, given some of them.
 *
 * Behind each item lies a latent response, standard normal; answer k is given
 * where it lies between the item's cuts k - 1 and k. Latent responses are
 * jointly normal (the multivariate ordered probit model; Joreskog and
 * Moustaki 2001). Their correlation is that of the graded response model (load
 * times load times the correlation of the traits, a load being
 * (a / 1.702) / sqrt(1 + (a / 1.702)^2), Camilli 1994) plus the bank's
 * residual, which holds what the traits leave unsaid: items that ask almost the
 * same, items that lean towards another letter. The cuts give every answer the
 * probability that the graded response model gives it.
 *
 * An answer is an interval. Its site, a normal factor of the latent response,
 * is set by expectation propagation (Minka 2001), each a rank-one change of
 * mean and covariance. So what an answer says of one item says something of all
 * others, and the variance of everything not yet answered is at hand: that is
 * what items are chosen by.
 *
 * Covariances are floats: two fit where one double does, and 96 rank-one
 * changes lose no more than the fifth digit.
 */
#ifndef GILJABI_RESPONSES_H
#define GILJABI_RESPONSES_H

#include "engine/interest.h"

struct response_table {
	int count;
	int width; /* count, rounded up for the vectoriser */
	int letters; /* that have an item */
	int scale[INTEREST_ITEMS];
	int items[LETTERS];
	float correlation[INTEREST_ITEMS][INTEREST_ITEMS];
	float cuts[INTEREST_CATEGORIES - 1][INTEREST_ITEMS];
	/* One over the variance of a letter's sum before anybody answers. */
	float weights[LETTERS];
};

/*
 * chance[i][k]: probability of answer k (0..4) to item i over all people.
 * traits: the identity where they are independent. False when the correlation
 * of the responses is not positive definite, or without memory.
 */
bool response_table_make(struct response_table *table,
    const struct interest_bank *bank, const double traits[LETTERS][LETTERS],
    double chance[][INTEREST_CATEGORIES]);

/* The inverse of the normal distribution, within +-8. */
double normal_point(double below);

/* One person; 40 KB, the caller's. */
struct responses {
	const struct response_table *table;
	float covariance[INTEREST_ITEMS][INTEREST_ITEMS];
	float mean[INTEREST_ITEMS];
	float open[INTEREST_ITEMS]; /* 0 for answered, 1 for others */
	double tau[INTEREST_ITEMS], nu[INTEREST_ITEMS]; /* the sites */
	interest_answer answers[INTEREST_ITEMS]; /* 0: none */
	int answered;
	int letters[LETTERS]; /* answered of each */
};

/* Nobody has answered yet. */
void responses_start(
    const struct response_table *table, struct responses *responses);
/* Item i is answered 1..5; the first time, or again with the same answer. */
void
responses_take(struct responses *responses, int item, interest_answer answer);
/*
 * From all answers given so far (others than 1..5 count as none), in whatever
 * order they came: sites are set in the order of the items, then again until no
 * mean moves by .004.
 */
void responses_settle(const struct response_table *table,
    const interest_answer *answers, struct responses *responses);

/*
 * What the answers not given will be, 0..4: mean and variance, growth of the
 * mean with the latent response, and the covariance with each letter's sum of
 * all items. Zeros for an item that is answered.
 */
struct outlook {
	float mean[INTEREST_ITEMS], variance[INTEREST_ITEMS];
	float growth[INTEREST_ITEMS];
	float with[LETTERS][INTEREST_ITEMS];
};
void responses_look(const struct responses *responses, struct outlook *outlook);

/* Of the letters' sums of all items, 0..4 an item. */
struct sums {
	double mean[LETTERS];
	double covariance[LETTERS][LETTERS];
};
void responses_sum(const struct responses *responses,
    const struct outlook *outlook, struct sums *sums);

/*
 * How much the variances of the letters' sums, each over its variance before
 * anybody answers, fall altogether in expectation when the item is answered:
 * gains[i], 0 for one that is answered already.
 */
void responses_gain(const struct responses *responses,
    const struct outlook *outlook, float gains[INTEREST_ITEMS]);

#endif
