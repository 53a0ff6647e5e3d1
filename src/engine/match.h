/*
 * From a profile to things of the catalogue (fields, majors, occupations,
 * things to try), with exact reasons.
 *
 * Every thing has a vector over the six letters. The score of a thing is linear
 * in the profile, so that its terms are its exact reasons:
 *
 *	score = base + sum over letters of weight[l] * standard[l]
 *
 * where standard[l] is the profile's standardised letter shrunk towards the
 * mean of the reference people by its reliability, weight is the thing's
 * vector, centred and scaled to unit length over the letters, and base is the
 * logarithm of the thing's share (equal shares when none are known).
 * Probabilities are the softmax of the scores.
 *
 * match_rank is the one place where a model plugs in: a fitted model brings
 * other weights and bases, and nothing else changes.
 */
#ifndef GILJABI_MATCH_H
#define GILJABI_MATCH_H

#include "engine/interest.h"

/*
 * Things to rank: `count` rows of weights, at most MATCH_THINGS. Weights are
 * finite; a base may be -INFINITY (a share of nothing), but not all of them.
 */
struct match_model {
	int count;
	const double (*weights)[LETTERS]; /* the caller's */
	const double *bases; /* the caller's; NULL: equal */
	double temperature; /* of the softmax, > 0 */
};

/*
 * Weights from catalogue vectors (1..7): out[i] is vectors[i] less its own
 * mean, at unit length (a level vector becomes zeros). The catalogue's figures
 * as the prior: Holland 1997; correlation of profiles alone is not used as the
 * ranking.
 */
void match_weights(
    const double (*vectors)[LETTERS], int count, double (*out)[LETTERS]);

struct match {
	int thing; /* row in the model */
	double score;
	double probability; /* among all things of the model:
				   exp(score / temperature) over their sum */
	double base; /* score is base + terms[0] + ... + terms[5],
				   added in this order, to the last bit */
	double terms[LETTERS];
	double steady; /* share of the profile's posterior under which
				   it stays among the first `keep` */
	int change_letter; /* the letter whose smallest change of score
				   (0..1 scale) takes it out of the first
				   `keep`, or, for one outside, brings it in;
				   -1 when none can */
	double change; /* that change, signed, on the 0..1 scale */
};

enum { MATCH_THINGS = 2048 }; /* most things of a model */

/*
 * Ranks all things of the model for a profile; writes the first `want` into
 * out, best first (ties by row), with `steady` and `change` reckoned for a
 * list of `keep`, by score alone, without the spread. Returns how many were
 * written: `want`, or `count` when the model has no more. Takes no memory but
 * 256 KiB of stack.
 *
 * Steady: of 64 fixed draws, the share under which the thing is among the first
 * `keep`. A draw is standard[l] + standard_sd[l] * z[l], z from the first 64
 * points of Sobol's sequence in six dimensions (Joe and Kuo 2008), digitally
 * shifted, by the inverse normal: in every letter each 64th of the posterior is
 * met once.
 *
 * Change: one letter moves and the others stay. A change c of the 0..1 score
 * is a change c / rise[l] of standard[l]: `rise` says how the true score goes
 * with `standard`, which is shrunk already. Things cross where their lines
 * meet, so the change is exact: just beyond it the thing is out, or in; no
 * shorter change of any letter does it. Only changes that leave the score
 * within 0..1 count; where letters are equal the first one is named.
 *
 * Spread: groups[i] is the field of thing i (0..63); NULL or a spread below 2
 * for none. Of the n things to be written at least f are of different fields,
 * f = the least of `spread`, n and the fields of the model. In order of score,
 * a thing is taken unless its field holds n / f (rounded down) already, until f
 * fields are there; then the places left go to the best things not taken, of
 * whatever field. So the best thing of all is always there, of every field the
 * best ones are, and where the n best things are of f fields anyway, the list
 * is those.
 */
int match_rank(const struct match_model *model,
    const struct interest_profile *profile, const int *groups, int spread,
    int keep, int want, struct match *out);

#endif
