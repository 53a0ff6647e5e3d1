/*
 * From a profile to things of the catalogue (fields, majors, occupations,
 * things to try), with exact reasons.
 *
 * A thing has a weight for each feature of a person; a feature belongs to one
 * of the six letters, and a letter's terms add up to one. The score of a thing
 * is linear in the features, so that its terms are its exact reasons:
 *
 *	score = base + sum over letters of terms[l],
 *	terms[l] = sum over the letter's features of weight[f] * value[f].
 *
 * The catalogue as the prior: the features are the six letters themselves,
 * value[l] the profile's standardised letter, shrunk towards the mean of the
 * reference people by its reliability, the weights the thing's vector, centred
 * and scaled to unit length, and base the logarithm of the thing's share (equal
 * shares when none are known). A fitted model brings weights, bases and features
 * of its own (those of the answers, each under its letter), and nothing else
 * changes; match_answers.h shows how a logit_model is such a model.
 *
 * Probabilities are the softmax of score / temperature.
 */
#ifndef GILJABI_MATCH_H
#define GILJABI_MATCH_H

#include "engine/interest.h"

enum {
	MATCH_THINGS = 2048, /* most things of a model */
	MATCH_FEATURES = 512, /* most features */
	MATCH_LABELS = 256 /* most labels that move things */
};

/*
 * What was learned of a label ("nursing") moves the things that it means. With
 * the move of each of a thing's labels, the thing's own terms and its base get
 *
 *	base += share * move.base,	terms[l] += share * move.terms[l],
 *
 * in the order of the shares, and the rest is as ever. match_labels.h makes a
 * person's moves from a fitted model.
 */
struct match_share {
	int label; /* 0..MATCH_LABELS - 1 */
	double share; /* finite */
};
struct match_move {
	double base, terms[LETTERS];
	double slopes[LETTERS]; /* how the terms go with `standard` of each */
};

/*
 * Things to rank. Weights are finite; a base may be -INFINITY (a share of
 * nothing), but not all of them. Everything is the caller's.
 */
struct match_model {
	int count; /* things, at most MATCH_THINGS */
	const double *weights; /* `count` rows of `features` */
	const double *bases; /* a thing each; NULL: equal */
	double temperature; /* of the softmax, > 0 */
	int features; /* at most MATCH_FEATURES; of six letters 0 or LETTERS */
	const int *letters; /* of each feature, 0..5, or -1 for none: such
			       terms go to the base; NULL: the six letters */
	/* Thing i has the shares starts[i] .. starts[i + 1] - 1. */
	const int *starts; /* count + 1 of them; NULL: no thing has any */
	const struct match_share *shares;
};

/*
 * Weights from catalogue vectors (1..7): out[i] is vectors[i] less its own
 * mean, at unit length (a level vector becomes zeros). The catalogue's figures
 * as the prior: Holland 1997; correlation of profiles alone is not used as the
 * ranking.
 */
void match_weights(
    const double (*vectors)[LETTERS], int count, double (*out)[LETTERS]);

/*
 * Who is ranked for. A model of the six letters reads the profile alone, the
 * arrays NULL. One of other features is given each one's value and how it goes
 * with `standard` of each letter: when standard[l] moves by d, value[f] moves by
 * rises[f][l] * d. For a model of answers match_answers.h makes both.
 */
struct match_person {
	const struct interest_profile *profile;
	const double *values; /* a feature each, finite */
	const double (*rises)[LETTERS];
	const struct match_move *moves; /* a label each; with shares only */
};

/*
 * The bases of a model that was fitted to values from 0, for values counted
 * from means: out[i] = bases[i] + sum of weight[f] * means[f].
 */
void match_centre(const double *weights, const double *bases, int things,
    const double *means, int features, double *out);

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

/* The list that is asked for. */
struct match_wish {
	int want; /* things on it */
	int keep; /* what `steady` and `change` are about */
	int spread; /* least fields on it; below 2: no matter */
	const int *groups; /* the field of each thing, 0..63; NULL: none */
};

struct match_list {
	int count; /* `want`, or all things of a smaller model */
	double loss; /* what the spread costs: the probability of the list
				   is 1 - loss of that of the first `count` */
};

/*
 * Ranks all things of the model for a person; writes the wished list into out,
 * best first (ties by row), with `steady` and `change` reckoned by score alone,
 * without the spread. Takes no memory but 256 KiB of stack.
 *
 * Steady: of 64 fixed draws, the share under which the thing is among the first
 * `keep`. A draw moves standard[l] by standard_sd[l] * y[l]. y is normal, with
 * the correlation of the profile's standard_covariance where it has one, independent
 * else: a triangular root of the correlation times z, the first 64 points of
 * Sobol's sequence in six dimensions (Joe and Kuo 2008), digitally shifted, by
 * the inverse normal: in every z each 64th of the distribution is met once.
 *
 * Change: one letter moves and the others stay. A change c of the 0..1 score
 * is a change c / rise[l] of standard[l]: `rise` says how the true score goes
 * with `standard`, which is shrunk already. Things cross where their lines
 * meet, so the change is exact: just beyond it the thing is out, or in; no
 * shorter change of any letter does it. Only changes that leave the score
 * within 0..1 count; where letters are equal the first one is named.
 *
 * Spread: the list holds at least f fields, f = the least of `spread`, its
 * length and the fields of the model, and of all such lists it has the largest
 * sum of probabilities: the best things of the f best fields (a field is as
 * good as its best thing), and then the best of the others, of whatever field.
 * So the best thing of all is always there, of every field the best ones are,
 * and where the first things are of f fields anyway, the list is those.
 */
struct match_list
match_rank(const struct match_model *model, const struct match_person *person,
    const struct match_wish *wish, struct match *out);

/* Only the first `want` things, best first (ties by row); how many there are. */
int match_first(const struct match_model *model,
    const struct match_person *person, int want, int *things);

/*
 * A suggestion that does not stay on the list under half of what the profile
 * may truly be is no result: it is shown as something worth finding out.
 */
static inline bool
match_is_result(const struct match *match)
{
	return match->steady >= 0.5;
}

#endif
