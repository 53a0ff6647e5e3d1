/*
 * The members of bank.json that the adaptive test lives on: how items go
 * together besides their scales, and how far estimates lie off
 * (engine/residual.h).
 *
 *	"residual":[[],[0.012],[-0.003,0.044],…]	an item a row, the items
 *							before it
 *	"reach":[[[[…5],… a scale each],… 2 stages],… 2 levels]
 */
#ifndef GILJABI_BANK_LEARNED_H
#define GILJABI_BANK_LEARNED_H

#include "base/json.h"
#include "engine/interest.h"

struct calibrated;

/*
 * The bank as the file will have it (parameters rounded as there) with what is
 * learned from the answers; the arena's. NULL when there are more scales or
 * items than a bank may have, or without memory: the members are left out then.
 */
const struct interest_bank *
bank_learn(struct arena *arena, const struct calibrated *calibrated);

void put_learned(
    struct writer *writer, const struct interest_bank *bank, int scales);
/* NULL, or the member that is not sound; members may be missing. */
const char *
learned_take(const json_t *json, int scales, struct interest_bank *bank);

#endif
