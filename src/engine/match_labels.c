/* What was learned of labels, as moves of a person. */
#include "engine/match_labels.h"

#include <assert.h>
#include <string.h>

static const double *
label_weights(const struct match_labels *labels, int label)
{
	return labels->model->weights +
	    (size_t)label * (size_t)labels->model->features;
}

static void
move_make(const struct match_labels *labels, int label, const double *values,
    const struct interest_profile *profile, struct match_move *move)
{
	const double *weights = label_weights(labels, label);

	memset(move, 0, sizeof *move);
	for (int f = 0; f < labels->model->features; f++)
		*(labels->letters[f] < 0
			? &move->base
			: &move->terms[labels->letters[f]]) += weights[f] *
		    values[f];
	move->base *= labels->scale;
	for (int l = 0; l < LETTERS; l++)
		move->terms[l] = labels->scale * move->terms[l] -
		    labels->priors[label][l] * profile->scales[l].standard;
}

void
match_labels_moves(const struct match_labels *labels,
    const interest_answer *answers, const struct interest_profile *profile,
    struct match_move *moves)
{
	double values[LOGIT_FEATURES];

	assert(labels->model->classes <= MATCH_LABELS);
	assert(labels->answers->means != NULL);
	match_answers_values(labels->answers, answers, profile, values);
	for (int k = 0; k < labels->model->classes; k++)
		move_make(labels, k, values, profile, &moves[k]);
}

void
match_labels_slopes(const struct match_labels *labels,
    const interest_answer *answers, const struct interest_profile *profile,
    struct match_move *moves)
{
	double rises[LOGIT_FEATURES][LETTERS];

	match_answers_rises(labels->answers, answers, profile, rises);
	for (int k = 0; k < labels->model->classes; k++) {
		const double *weights = label_weights(labels, k);
		double *slopes = moves[k].slopes;

		for (int f = 0; f < labels->model->features; f++)
			for (int l = 0; l < LETTERS; l++)
				slopes[l] += weights[f] * rises[f][l];
		for (int l = 0; l < LETTERS; l++)
			slopes[l] = labels->scale * slopes[l] -
			    labels->priors[k][l];
	}
}
