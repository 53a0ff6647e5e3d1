/*
 * What is measured rather than written: banks fitted to answers, models fitted
 * to what people chose, and the audits without which neither is published.
 */
#ifndef GILJABI_MODEL_H
#define GILJABI_MODEL_H

#include "catalog/catalog.h"
#include "module.h"

/*
 * A bank by its id, of the catalogue or published; NULL when there is none. It
 * is held as long as the arena and the catalogue are.
 */
const struct bank_entry *model_bank(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const char *id);
/* The one that new sheets of a stage take. */
const struct bank_entry *model_bank_for(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, enum stage stage);

extern const struct module model_module;

#endif
