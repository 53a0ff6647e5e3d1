/*
 * The learning curve: how good a model is by how many people it has learned
 * from.
 */
#ifndef GILJABI_MATCH_CURVE_H
#define GILJABI_MATCH_CURVE_H

#include "base/json.h"
#include "model/match_learn.h"

/*
 * Writes "curve":[{"people":250,"runs":20,"prior":"none","top1":…},…]: for 250,
 * 500, 1000, 2000, 4000, 8000 and all people of `learning`, means over up to 20
 * models, each of people of its own, measured on `test` (classes as in
 * learning); with vectors once with and once without them. False without
 * memory.
 */
bool match_curve_write(struct writer *writer,
    const struct match_learning *learning, const struct logit_data *test);

#endif
