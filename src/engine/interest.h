/*
 * The interest test: from answers to a profile of six letters with its band.
 *
 * Model: Samejima's graded response model (Samejima 1969), a slope a and four
 * ordered thresholds b_k an item,
 *
 *	P(X >= k | theta) = 1 / (1 + exp(-a (theta - b_k))), k = 1..4,
 *
 * one trait a scale, standard normal. A scale is scored by the mean and the
 * standard deviation of its posterior over 41 equidistant nodes on [-4, 4]
 * (expected a posteriori, Bock and Mislevy 1982), reported as the expected full
 * score: the expectation, given the answers, of the mean of all items of the
 * scale (those answered as they are), mapped to 0..1. Where letters are
 * independent, raising an answer never lowers it.
 *
 * A bank with a correlation has joint traits: each answer tells of all letters.
 * Their posterior is found by expectation propagation (interest_traits.c), and
 * what is not answered is expected from the joint posterior of all answers,
 * which also knows how items go together beyond their letters (responses.h).
 *
 * True score: T(theta), the mean over all items of the scale of E(X | theta),
 * mapped to 0..1. It is what the score would settle at if the whole scale could
 * be answered again and again, and it is what the band is about: a scale that
 * was answered in full has a sure sum, but not a sure pupil.
 */
#ifndef GILJABI_INTEREST_H
#define GILJABI_INTEREST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LETTERS = 6, /* R I A S E C, in this order */
	INTEREST_CATEGORIES = 5,
	INTEREST_ITEMS = 96, /* most items of a bank */
	INTEREST_NODES = 41,
	INTEREST_LEVELS = 2, /* of bands: 80 % and 95 % */
	INTEREST_STAGES = 2,
	INTEREST_BINS = 5,
	INTEREST_REACH = 20 /* most of a reach */
};

struct interest_item {
	int scale; /* 0..5 */
	double slope; /* > 0, at most 20 */
	double thresholds[INTEREST_CATEGORIES - 1]; /* ascending, -20..20 */
};

/*
 * How far the full score lies from the estimated one, in standard deviations of
 * the model: as many as hold 80 % and 95 % of the people that the bank was
 * calibrated on (engine/residual.h). A stage is a share of the bank that is
 * answered, a quarter and a half; a bin is a fifth of the estimated score.
 * Between their middles lines are drawn, beyond them the ends stand. All zeros:
 * not known, and those of a normal distribution stand.
 */
struct interest_reach {
	double at[INTEREST_LEVELS][INTEREST_STAGES][LETTERS][INTEREST_BINS];
};

struct interest_bank {
	int count;
	struct interest_item items[INTEREST_ITEMS];
	/* of the six traits, unit diagonal; all zeros: independent */
	double correlation[LETTERS][LETTERS];
	/*
	 * Of two items' latent responses, what their correlation has over that
	 * of the traits (responses.h); symmetric, zero diagonal, within +-1.
	 * Zeros where there is no correlation.
	 */
	float residual[INTEREST_ITEMS][INTEREST_ITEMS];
	struct interest_reach reach;
};

/* LETTERS rows: symmetric, ones on the diagonal, positive definite. */
bool interest_correlation_valid(const double (*correlation)[LETTERS]);

/* An answer: 1..5, or 0 for none (yet). */
typedef uint8_t interest_answer;

/*
 * What can be known before anybody answers: category probabilities at every
 * node and the expected score of each item. Made once per bank; may be read by
 * any number of threads. NULL when the bank is not as said above (no table can
 * be made of it; a correlation, of traits or of responses, that is not positive
 * definite) or memory is used up. A letter without an item keeps the
 * prior, with a true score that grows evenly from 0 at -4 to 1 at 4.
 */
struct interest_table;
struct interest_table *interest_table_new(const struct interest_bank *bank);
void interest_table_free(struct interest_table *table); /* NULL is allowed */

struct interest_band {
	double low, high;
};

/*
 * The band: the 10 % and the 90 % point of the posterior of the true score,
 * read off its cumulated weights, drawn apart for the items not answered: in
 * place of 10 % stands Phi(-1.2816 sqrt((V + N) / V)), where, before the
 * answers are known, V = E[T'(theta)^2 / (1 + I(theta))] is the variance of
 * the true score to be expected after them (I: Fisher information of the items
 * answered) and N = E[Var(missing answers | theta)] is what the others add to
 * it in the full score (law of total variance). So the band holds the true
 * score, and likewise the score that will stand there when the rest has been
 * answered, with about four in five or more. For a full scale N is 0, and the
 * measurement error alone is left. It is widened to hold the score where odd
 * answers put the score outside: 0 <= low <= score <= high <= 1. The level
 * depends on which items were answered, not on how, so that raising an answer
 * never lowers low or high either, where letters are independent.
 *
 * The full bands are for the full score alone: what would stand there if the
 * rest were answered today. They are `reach` standard deviations wide on either
 * side, never beyond what the rest can still add, and have no width when
 * nothing is left. sum_sd is the standard deviation of the full score given the
 * answers, as the bands have it: the model's times reach at 80 % over 1.2816.
 *
 * The reference people are those of the bank's prior, so `standard` is theta
 * and `standard_sd` theta_sd: already shrunk towards their mean by the
 * reliability, 1 - theta_sd squared. A caller with other norms (within a group)
 * rewrites `standard`, `standard_sd` and `rise` before it ranks.
 */
struct interest_scale {
	double theta; /* posterior mean */
	double theta_sd; /* posterior standard deviation */
	double score; /* expected full score, 0..1 */
	double low, high; /* 80 % band of the score */
	double standard; /* score against the reference people: z */
	double standard_sd; /* its standard error */
	double rise; /* true score per unit of `standard`: the slope
				   of its regression on theta, cov(T, theta) /
				   var(theta) under the posterior; >= 0 */
	double sum_sd; /* of the full score, given the answers */
	struct interest_band full[INTEREST_LEVELS]; /* of the full score */
	int items, answered;
};

struct interest_profile {
	struct interest_scale scales[LETTERS];
	int order[LETTERS]; /* by score, strongest first; ties by letter */
	int answered;
	double first_probability; /* that order[0] is truly the highest */
	bool level; /* no letter stands out: the highest and the
				   lowest bands overlap */
	int tied; /* how many letters could be the first: those
				   with a probability of at least 0.2; where
				   none reaches 0.25, of at least 0.8 of the
				   largest. 1..6 */
	/* Given the answers: of the full scores (the diagonal is sum_sd
	   squared), and of `standard` (standard_sd squared). */
	double covariance[LETTERS][LETTERS];
	double standard_covariance[LETTERS][LETTERS];
};

/*
 * answers[i] belongs to bank->items[i]. Answers out of range count as none.
 * "Truly the highest" is about the true scores: the probability of letter l is
 * the sum over the nodes of its posterior weight times, for each other letter,
 * the posterior probability of a lower true score (letters are independent
 * given the answers); the six are then made to sum to 1. Where letters are
 * joint, it is the share of 256 fixed points of the joint normal posterior of
 * the traits (an additive recurrence in six dimensions, Roberts 2018) at which
 * the letter's true score is the highest.
 *
 * In a joint bank the score and its bands come from the responses, and theta,
 * its standard deviation, the true score, low and high from the traits, which
 * take answers as independent given the traits.
 */
void interest_score(const struct interest_table *table,
    const interest_answer *answers, struct interest_profile *profile);

/* How the answers were given, told gently to who gave them. */
enum interest_notice {
	NOTICE_NONE = 0,
	NOTICE_SAME = 1 << 0, /* ten answers or more, and nine in ten of them
				   alike (straight-lining) */
	NOTICE_FAST = 1 << 1, /* five answers or more with a known time, and
				   more than half of them faster than the item
				   can be read */
	NOTICE_FEW = 1 << 2 /* a letter of the bank has fewer than three
				   answers */
};
/*
 * milliseconds[i]: time spent on item i, 0 unknown; NULL when none is known.
 * least_ms: what reading an item takes at the least for the age.
 */
unsigned interest_notices(const struct interest_bank *bank,
    const interest_answer *answers, const int64_t *milliseconds,
    int64_t least_ms);

#endif
