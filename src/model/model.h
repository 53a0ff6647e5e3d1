/*
 * What is measured rather than written: banks fitted to answers, models fitted
 * to what people chose, and the audits without which neither is published.
 */
#ifndef GILJABI_MODEL_H
#define GILJABI_MODEL_H

#include "catalog/catalog.h"
#include "engine/match_labels.h"
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

/* A published model has two sets of weights (engine/fair.h). */
enum model_list {
	MODEL_EXPLORE, /* shows every choice to all groups alike */
	MODEL_OWN, /* what is most often right */
	MODEL_LISTS
};

/* A published model, with what it makes of a catalogue for answers to a bank. */
struct model_entry {
	const char *id; /* "middle-model-1" */
	struct match_answers answers;
	struct match_labels lists[MODEL_LISTS];
	struct ranking fields, majors, occupations, high_schools;
};

/*
 * A model by its id, retired or not, for answers to this bank; NULL when there
 * is none. It is held as long as the arena, the bank and the catalogue are.
 */
const struct model_entry *model_entry(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct bank_entry *bank,
    const char *id);
/*
 * The newest that is not retired; NULL: the catalogue alone suggests. Children
 * have none: what adults chose to study says little of what to try at eleven.
 */
const struct model_entry *model_entry_for(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct bank_entry *bank,
    enum stage stage);

extern const struct module model_module;

#endif
