/*
 * From a model that was fitted to what people chose, by labels, to the things
 * of the catalogue that the labels mean (match.h, struct match_share).
 *
 * A label's move is what was learned of it beyond what the catalogue thought of
 * it already, both counted from the average person:
 *
 *	move[k] = scale * sum over f of weight[k][f] (x[f] - mean[f])
 *	        - sum over l of prior[k][l] standard[l],
 *
 * so a thing that means all of label k, and has k's prior for its own weights,
 * is scored as the fitted model scores k, but for the label's base: how common
 * a choice was among those it was learned from is no reason for anybody else. A
 * thing without labels keeps the catalogue's score, on the same scale.
 */
#ifndef GILJABI_MATCH_LABELS_H
#define GILJABI_MATCH_LABELS_H

#include "engine/match_answers.h"

/* Everything is the caller's. */
struct match_labels {
	const struct logit_model *model; /* a class a label */
	const struct match_answers *answers; /* means are not NULL */
	const int *letters; /* of the features: match_answers_letters */
	/* The catalogue's weights of each label: the mean of those of the
	   things that mean it. */
	const double (*priors)[LETTERS];
	/* From the fitted scores to the catalogue's: the temperature of the
	   catalogue's model over that of the fitted one. */
	double scale;
};

/* A person's moves, a label each, but for their slopes, which become 0. */
void match_labels_moves(const struct match_labels *labels,
    const interest_answer *answers, const struct interest_profile *profile,
    struct match_move *moves);
/* Fills the slopes, which match_rank needs and match_first does not. */
void match_labels_slopes(const struct match_labels *labels,
    const interest_answer *answers, const struct interest_profile *profile,
    struct match_move *moves);

#endif
