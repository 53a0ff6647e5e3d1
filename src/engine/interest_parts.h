/*
 * What the files of the interest test share: the table of a bank. interest.c
 * makes it and reads a profile off it, interest_traits.c goes from answers to
 * the joint posterior of the traits, responses.c to that of the answers not
 * given, adaptive.c to the next item.
 */
#ifndef GILJABI_INTEREST_PARTS_H
#define GILJABI_INTEREST_PARTS_H

#include "engine/interest.h"
#include "engine/responses.h"

enum {
	TOP = INTEREST_CATEGORIES - 1, /* highest value of an answer, from 0 */
	/*
	 * The distribution of a true score is a line through its nodes, closed
	 * at both ends: point 0 is the score 0, the last one the score 1.
	 */
	POINTS = INTEREST_NODES + 2,
	TRAIT_DRAWS = 256
};

/* Where a true score lies among the points of a letter. */
struct place {
	int point; /* the point below it */
	double part; /* of the way to the next one, 0..1 */
};

struct interest_table {
	int count;
	int scale[INTEREST_ITEMS];
	int items[LETTERS]; /* how many a letter has */
	bool joint; /* answers say something of other letters, or items */
	double correlation[LETTERS][LETTERS]; /* the identity for none */
	double theta[INTEREST_NODES];
	double prior[INTEREST_NODES]; /* logarithm, up to a constant */
	double share[INTEREST_NODES]; /* of the prior; sums to 1 */
	/* Logarithm of the probability of each answer. */
	double chance[INTEREST_ITEMS][INTEREST_CATEGORIES][INTEREST_NODES];
	double mean[INTEREST_ITEMS][INTEREST_NODES]; /* of an answer, 0..4 */
	double variance[INTEREST_ITEMS][INTEREST_NODES];
	double information[INTEREST_ITEMS][INTEREST_NODES]; /* Fisher's */
	double truth[LETTERS][POINTS]; /* true score, 0..1 */
	double growth[LETTERS][INTEREST_NODES]; /* its derivative */
	double known[LETTERS][INTEREST_NODES]; /* information of all items */
	/* places[l][m][q]: the true score of l at node q among those of m. */
	struct place places[LETTERS][LETTERS][INTEREST_NODES];
	double draws[TRAIT_DRAWS][LETTERS]; /* standard normal points */
	struct interest_reach reach;
	struct response_table responses;
};

/* Of a letter. */
struct answered {
	int items;
	int sum; /* of their answers, 0..4 each */
};

/* What the answers say of one letter. */
struct posterior {
	double weight[INTEREST_NODES]; /* logarithms first; then sums to 1 */
	double rest[INTEREST_NODES]; /* expected sum of what is unanswered, */
	double noise[INTEREST_NODES]; /* the variance of that sum */
	double missing[INTEREST_NODES]; /* and the information it withholds */
	double below[POINTS]; /* P(true score < truth[point]) */
	struct answered answered;
};

/*
 * The joint posterior of the six traits. Of `posteriors` only the weights are
 * used: in, the logarithm of the prior plus that of the likelihood of the
 * letter's answers; out, the letter's posterior given all answers.
 */
struct traits {
	double mean[LETTERS];
	double covariance[LETTERS][LETTERS];
};
void traits_settle(const struct interest_table *table,
    struct posterior posteriors[LETTERS], struct traits *traits);

/* firsts[l]: the probability that letter l is truly the highest; sums to 1. */
void firsts_reckon(const struct interest_table *table,
    const struct posterior posteriors[LETTERS], const struct traits *traits,
    double firsts[LETTERS]);

/* From logarithms to weights that sum to 1. */
void weights_norm(double weight[INTEREST_NODES]);

/*
 * How many of the model's standard deviations a full band is wide on either
 * side, for a score of 0..1 after so many answers.
 */
double reach_at(const struct interest_table *table, int level, int letter,
    double score, int answered);
/* What the model's standard deviation is to be multiplied by. */
double reach_sd(
    const struct interest_table *table, int letter, double score, int answered);

/* Score, bands, deviation and counts of a letter; profile->answered stands. */
void score_fill(const struct interest_table *table, int letter,
    const struct answered *answered, const struct sums *sums,
    struct interest_profile *profile);
void order_fill(struct interest_profile *profile);

static inline bool
answer_given(interest_answer answer)
{
	return answer >= 1 && answer <= INTEREST_CATEGORIES;
}

#endif
