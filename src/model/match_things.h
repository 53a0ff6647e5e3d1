/*
 * The labels of a model, ranked on the way that suggestions take: by the scores
 * of the majors, or of the fields, that they mean.
 */
#ifndef GILJABI_MATCH_THINGS_H
#define GILJABI_MATCH_THINGS_H

#include "base/command.h"
#include "model/model_file.h"

struct match_things;

/*
 * Everything must outlive it; the command's arena's. fields: by the fields of
 * what a label means, else by the majors. NULL when it was told why not.
 */
struct match_things *
match_things_new(struct command_line *cl, struct model_file *file,
    const struct interest_bank *bank, const int *places, bool fields);

/*
 * A label's score is the mean of those of the things it means, on the model's
 * scale, and the base of the model, which suggestions leave out: how common the
 * label is among these people. answers: of the bank's items.
 */
void match_things_scores(const struct match_things *things,
    const struct interest_table *table, const interest_answer *answers,
    double *scores);

#endif
