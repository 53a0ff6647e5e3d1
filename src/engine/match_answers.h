/*
 * A person for a model that was fitted to the features of answers
 * (answer_features.h): their values, and how they go with the six letters, as
 * match_rank takes them. The model itself is the fitted one as it is:
 *
 *	struct match_model model = { fitted.classes, fitted.weights, bases,
 *	    fitted.temperature, fitted.features, letters };
 *
 * with letters from match_answers_letters, and bases from match_centre where
 * values are counted from means.
 */
#ifndef GILJABI_MATCH_ANSWERS_H
#define GILJABI_MATCH_ANSWERS_H

#include "engine/answer_features.h"
#include "engine/match.h"

/* How the answers to a bank become features. Everything is the caller's. */
struct match_answers {
	const struct features *features;
	const struct interest_bank *bank;
	const int *places; /* in the bank of each item of the features, -1 for
			      one that is not there; NULL: they are the bank's,
			      in its order */
	const double *means; /* of all features: what values are counted from,
				so that a term says what is not as with others;
				NULL: from 0 */
};

/*
 * The letter of each feature: that of its item, or that it is about; -1 for
 * those of the whole person.
 */
void match_answers_letters(const struct features *features, int *letters);

/*
 * The features of the answers, less the means. An item without an answer is
 * expected from its letter's posterior, taken as normal with theta and theta_sd
 * (five nodes of Gauss and Hermite); one that is not in the bank is as with the
 * average person. answers: an item of the bank each.
 */
void match_answers_values(const struct match_answers *with,
    const interest_answer *answers, const struct interest_profile *profile,
    double *values);

/*
 * How each value goes with `standard` of each letter: half of what it gains from
 * one standard deviation below to one above, over that deviation. All items of
 * the letter move, by what is expected of them, those that were answered too:
 * an answer is known, but not that it would be given again. Zeros for a letter
 * whose standard_sd is 0.
 */
void match_answers_rises(const struct match_answers *with,
    const interest_answer *answers, const struct interest_profile *profile,
    double (*rises)[LETTERS]);

#endif
