/*
 * What choosing, calibrating and simulating share: the choice of one item for a
 * person whose responses are kept up to date answer by answer.
 */
#ifndef GILJABI_ADAPTIVE_PARTS_H
#define GILJABI_ADAPTIVE_PARTS_H

#include "engine/adaptive.h"
#include "engine/responses.h"

/* never[i]: the item cannot be asked; NULL: all can. -1 when none is left. */
int
adaptive_pick(const struct responses *responses, const struct outlook *outlook,
    const struct adaptive_rule *rule, const bool *never, uint64_t seed);

/*
 * People of the bank's own model. Standard normal latent responses with the
 * bank's correlation, cut into answers.
 */
struct people {
	const struct response_table *table;
	float root[INTEREST_ITEMS][INTEREST_ITEMS]; /* transposed Cholesky */
};
bool people_make(const struct response_table *table, struct people *people);
/* All answers of the person of this number. */
void people_answer(const struct people *people, uint64_t seed, uint64_t person,
    interest_answer answers[INTEREST_ITEMS]);

/* A well-mixed number from any (Steele, Lea and Flood 2014). */
uint64_t number_mix(uint64_t number);

#endif
