/*
 * The interest test: from answers to a profile of six letters with its band.
 *
 * Model: Samejima's graded response model (Samejima 1969), a slope and K-1
 * ordered thresholds an item: P(X >= k | theta) = 1 / (1 + exp(-a (theta - b_k))),
 * one trait a scale, standard normal. A scale is scored by the mean and standard
 * deviation of its posterior over 41 equidistant nodes on [-4, 4] (expected a
 * posteriori, Bock and Mislevy 1982), reported as the expected full score: the
 * expectation, given the answers, of the mean of all items of the scale (answered
 * ones as they are), mapped to 0..1.
 */
#ifndef GILJABI_INTEREST_H
#define GILJABI_INTEREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LETTERS = 6,		/* R I A S E C, in this order */
	INTEREST_CATEGORIES = 5,
	INTEREST_ITEMS = 96,	/* most items of a bank */
	INTEREST_NODES = 41
};

struct interest_item {
	int scale;					/* 0..5 */
	double slope;					/* > 0 */
	double thresholds[INTEREST_CATEGORIES - 1];	/* ascending */
};

struct interest_bank {
	int count;
	struct interest_item items[INTEREST_ITEMS];
};

/* An answer: 1..5, or 0 for none (yet). */
typedef uint8_t interest_answer;

/*
 * What can be known before anybody answers: category probabilities at every
 * node and the expected score of each item. Made once per bank.
 */
struct interest_table;
struct interest_table *interest_table_new(const struct interest_bank *bank);
void interest_table_free(struct interest_table *table);

struct interest_scale {
	double theta;		/* posterior mean */
	double theta_sd;	/* posterior standard deviation */
	double score;		/* expected full score, 0..1 */
	double low, high;	/* 80 % band of the score */
	double standard;	/* score against the reference people: z */
	double standard_sd;	/* its standard error */
	int answered;
};

struct interest_profile {
	struct interest_scale scales[LETTERS];
	int order[LETTERS];	/* letters from the strongest; ties by letter */
	int answered;
	double first_probability;	/* that order[0] is truly the highest */
	bool level;		/* no letter stands out: the highest and the
				   lowest bands overlap */
	int tied;		/* how many letters could be the first: those
				   with a probability of at least 0.2 */
};

/* answers[i] belongs to bank->items[i]. Answers out of range count as none. */
void interest_score(const struct interest_table *table,
    const interest_answer *answers, struct interest_profile *profile);

/* How the answers were given, told gently to who gave them. */
enum interest_notice {
	NOTICE_NONE = 0,
	NOTICE_SAME = 1 << 0,	/* nearly all answers alike (straight-lining) */
	NOTICE_FAST = 1 << 1,	/* faster than the items can be read */
	NOTICE_FEW = 1 << 2	/* a letter has fewer than three answers */
};
/*
 * milliseconds[i]: time spent on item i, 0 unknown. least_ms: what reading an
 * item takes at the least for the age.
 */
unsigned interest_notices(const struct interest_bank *bank,
    const interest_answer *answers, const int64_t *milliseconds,
    int64_t least_ms);

#endif
