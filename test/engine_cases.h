/*
 * Made-up banks, answers and models for the engine's tests, its benchmark and
 * its dump: as many as wanted, the same ones for the same seed.
 */
#ifndef GILJABI_ENGINE_CASES_H
#define GILJABI_ENGINE_CASES_H

#include "engine/giljabi.h"

struct cases {
	uint64_t state;		/* the seed; not 0 */
};

double cases_uniform(struct cases *cases);	/* 0 <= u < 1 */
int cases_below(struct cases *cases, int limit);
double cases_normal(struct cases *cases);

/* Items are dealt to the letters in turn; slopes .4 to 4. */
void cases_bank(struct cases *cases, int count, struct interest_bank *bank);
/*
 * The same with letters that go together (.3, opposite ones -.2) and neighbours
 * of a letter that ask something alike or contrary besides.
 */
void cases_joint_bank(
    struct cases *cases, int count, struct interest_bank *bank);
/* As the graded response model has it; theta one value a letter. */
interest_answer cases_answer(struct cases *cases,
    const struct interest_item *item, double theta);
/* Each is left out with the probability `missing`. */
void cases_answers(struct cases *cases, const struct interest_bank *bank,
    const double theta[LETTERS], double missing, interest_answer *answers);

struct cases_model {
	double vectors[MATCH_THINGS][LETTERS];	/* 1..7, one decimal */
	double weights[MATCH_THINGS][LETTERS];
	double bases[MATCH_THINGS];
	int groups[MATCH_THINGS];
	struct match_model model;		/* of the above */
};

/* Every seventh thing has the vector and base of the one before it (ties). */
void cases_model(struct cases *cases, int count, int fields,
    struct cases_model *out);

#endif
