/*
 * Features of answers: what the model of choices is linear in. Somebody who
 * marks everything high says less with a 4 than somebody who marks it low, so
 * an answer is read within the person's own, m their mean and s their standard
 * deviation over all items. An item has three features,
 *
 *	x[3 i]     = z = (answer - m) / (s + 1/2), how much it is preferred,
 *	x[3 i + 1] = z^2, how far it stands out, and
 *	x[3 i + 2] = ((answer - 3) / 2)^2, how decidedly it was answered;
 *
 * then come, for each letter, the mean of z over its items and the standard
 * deviation of their answers less 1 (both 0 without items), then m - 3 and
 * s - 1.2. An item without an answer has its expectation: first E(answer),
 * second E(answer^2).
 */
#ifndef GILJABI_ANSWER_FEATURES_H
#define GILJABI_ANSWER_FEATURES_H

#include "engine/interest.h"
#include "engine/logit.h"

enum {
	FEATURES_EACH = 3, /* an item */
	FEATURES_LETTER = 2, /* a letter */
	FEATURES_PERSON = 2,
	FEATURES_COMMON = LETTERS * FEATURES_LETTER + FEATURES_PERSON,
	FEATURES_ITEMS = 160 /* most items */
};

struct features {
	int items; /* 1..FEATURES_ITEMS */
	int scale[FEATURES_ITEMS]; /* 0..5, or -1 without a letter */
	/* what stands for no answer: means over those who answered */
	double first[FEATURES_ITEMS]; /* 1..5 */
	double second[FEATURES_ITEMS]; /* first^2 .. 25 */
};

int features_count(const struct features *features);

/* answers: 1..5, anything else for none. x: features_count. */
void features_make(
    const struct features *features, const interest_answer *answers, float *x);
/* The same from expectations of every item's answer and of its square. */
void features_expected(const struct features *features, const double *first,
    const double *second, float *x);

/*
 * How the score of a class grows with each item's answer: its partial
 * derivatives at the expectations `first`, of which x was made. slopes: an item
 * each.
 */
void features_slopes(const struct features *features,
    const struct logit_model *model, int class, const double *first,
    const float *x, double *slopes);

/*
 * Fills `first` and `second` from rows of items; 3 and 10 where nobody
 * answered.
 */
void features_learn(
    struct features *features, const interest_answer *answers, size_t people);

/*
 * The exact reasons of a class, against the average person, whose features are
 * `means`: with d[f] = weight[f] (x[f] - means[f]),
 *
 *	items[i] = d[3 i] + d[3 i + 1] + d[3 i + 2],
 *	letters[l] = items[i] + items[j] + … of its items + its two d,
 *	rest = items without a letter + the two d of the person,
 *	base = the class's base + weight[0] means[0] + weight[1] means[1] + …,
 *	score = base + letters[0] + … + letters[5] + rest,
 *
 * all added in this order, to the last bit. The score is that of logit_scores
 * up to rounding. items: features->items of them.
 */
struct features_reasons {
	double score, base, letters[LETTERS], rest;
};
void features_reasons(const struct features *features,
    const struct logit_model *model, int class, const double *means,
    const float *x, double *items, struct features_reasons *reasons);

#endif
