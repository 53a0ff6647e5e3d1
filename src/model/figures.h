/*
 * How well profiles from some of the answers agree with the full test: one
 * tally a letter, taken person by person, added up, written as JSON.
 */
#ifndef GILJABI_FIGURES_H
#define GILJABI_FIGURES_H

#include "base/json.h"
#include "engine/interest.h"

struct letter_figures {
	int64_t people;
	double estimate, full, estimates, fulls, both; /* sums; of squares */
	double error; /* squared, summed */
	int64_t held[INTEREST_LEVELS];
};

struct figures {
	int64_t people, items; /* asked of them altogether */
	int64_t first, agreed; /* people whose first letters can be compared */
	struct letter_figures letters[LETTERS];
};

/* A person's full test: what letters are known in full, and their 0..1. */
struct full_test {
	bool known[LETTERS];
	double score[LETTERS];
};
/* Letters with a gap, or without items, are not known. */
void full_test_make(const struct interest_bank *bank,
    const interest_answer *answers, struct full_test *full);

void figures_take(struct figures *figures,
    const struct interest_profile *profile, const struct full_test *full);
void figures_add(struct figures *sum, const struct figures *more);

/*
 * Members r_mean, r, rmse, top_letter, coverage80, coverage95, and the latter
 * by letter under "coverage": into an object that is open. What cannot be told
 * is null. names: of the letters, scales of them.
 */
void figures_put(struct writer *writer, const struct figures *figures,
    const char *const *names, int scales);

#endif
