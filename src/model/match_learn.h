/*
 * Learning a model of choices: how strong the prior is and how far the
 * catalogue's vectors count is found by cross-validation.
 */
#ifndef GILJABI_MATCH_LEARN_H
#define GILJABI_MATCH_LEARN_H

#include "engine/answer_features.h"

struct match_learning {
	const struct features *features;
	const struct logit_data *data;
	/*
	 * The catalogue's vectors of the classes, unit length (match_weights);
	 * zeros for a class without one. NULL: no prior but smallness.
	 */
	const double (*vectors)[LETTERS];
};

struct match_learned {
	double strength, scale; /* chosen; scale 0 without vectors */
	double nll; /* of people held out, at the temperature */
	double *held_out; /* their scores, people rows of classes */
};

/*
 * Five parts of the people, each with its share of every class, are scored by
 * models of the other four; strength and scale (powers of two) are those with
 * the least loss there, the temperature that of the scores held out. Fewer than
 * 20 people are not divided: strength 32, temperature 1, their own scores. The
 * model's arrays are the caller's. False without memory, or when the data has a
 * value that is not finite. learned->held_out is the caller's to give back
 * (memory_give).
 */
bool match_learn(const struct match_learning *learning,
    struct logit_model *model, struct match_learned *learned);

#endif
