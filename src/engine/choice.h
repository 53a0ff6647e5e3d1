/*
 * The test that finds out what a pupil may choose: which item to ask next so
 * that the classes of a model come apart.
 *
 * The next item is the one whose answer is expected to lower most the doubt of
 * the scores s, as far as it lies between classes that are still likely: with p
 * the chances of the classes as they stand, and j an item not answered,
 *
 *	sum over k of p_k (Cov(s_k, j) - mean)^2 / Var(j),
 *	mean: sum over k of p_k Cov(s_k, j),
 *
 * under the joint posterior of all answers (responses.h), s taken as linear in
 * the answers around their expectations. For small doubts it is twice the
 * information of the answer on the class (Lindley 1956, to second order).
 *
 * Nothing is kept between two questions: everything follows from the answers
 * that stand, in whatever order they came.
 */
#ifndef GILJABI_CHOICE_H
#define GILJABI_CHOICE_H

#include "engine/adaptive.h"
#include "engine/answer_features.h"

struct choice_model {
	const struct interest_table *table; /* of the bank */
	const struct features *features;
	const struct logit_model *model;
	/* of each item of the model its place in the bank, or -1 */
	const int *places;
};

/*
 * answers: of the bank's items, 1..5, ADAPTIVE_NEVER for one that cannot be
 * asked, else 0. -1 when none is left that the model looks at. 110 KB of stack.
 */
int
choice_next(const struct choice_model *choice, const interest_answer *answers);

/*
 * The features to expect given some answers. Items that are not in the bank
 * stand as the model has them on average.
 */
void choice_features(const struct choice_model *choice,
    const interest_answer *answers, float *x);

#endif
