/*
 * From a profile to things of the catalogue (fields, majors, occupations, things
 * to try), with exact reasons.
 *
 * Every thing has a vector over the six letters. The score of a thing is linear
 * in the profile, so that its terms are its exact reasons:
 *
 *	score = base + sum over letters of weight[l] * standard[l]
 *
 * where standard[l] is the profile's standardised letter shrunk towards the mean
 * of the reference people by its reliability, weight is the thing's vector,
 * centred and scaled to unit length over the letters, and base is the logarithm
 * of the thing's share (equal shares when none are known). Probabilities are the
 * softmax of the scores.
 *
 * match_rank is the one place where a model plugs in: a fitted model brings other
 * weights and bases, and nothing else changes.
 */
#ifndef GILJABI_MATCH_H
#define GILJABI_MATCH_H

#include "engine/interest.h"

/* Things to rank: `count` rows of weights, made once by match_model_init. */
struct match_model {
	int count;
	const double (*weights)[LETTERS];	/* the caller's */
	const double *bases;			/* the caller's; NULL: equal */
	double temperature;			/* of the softmax, > 0 */
};

/*
 * Weights from catalogue vectors (1..7): out[i] is vectors[i] less its own mean,
 * at unit length (a level vector becomes zeros). The catalogue's figures as the
 * prior: Holland 1997; correlation of profiles alone is not used as the ranking.
 */
void match_weights(const double (*vectors)[LETTERS], int count,
    double (*out)[LETTERS]);

struct match {
	int thing;		/* row in the model */
	double score;
	double probability;	/* among all things of the model */
	double base;		/* score = base + sum of terms, exactly as added */
	double terms[LETTERS];
	double steady;		/* share of the profile's posterior under which
				   it stays among the first `keep` */
	int change_letter;	/* the letter whose smallest change of score
				   (0..1 scale) takes it out of the first
				   `keep`, or, for one outside, brings it in;
				   -1 when none can */
	double change;		/* that change, signed, on the 0..1 scale */
};

enum { MATCH_THINGS = 2048 };	/* most things of a model */

/*
 * Ranks all things of the model for a profile; writes the first `want` into out,
 * best first (ties by row), with `steady` and `change` reckoned for a list of
 * `keep`. `steady` comes from 64 fixed quasi-random draws of the posterior.
 * groups[i] is the field of thing i (0..63): the list is made to hold at least
 * `spread` different fields when the model has them, by passing over things of
 * the fields already full (greedy, in order of score); NULL or 0 for no spread.
 * Returns how many were written.
 */
int match_rank(const struct match_model *model,
    const struct interest_profile *profile, const int *groups, int spread,
    int keep, int want, struct match *out);

#endif
