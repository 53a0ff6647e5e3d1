/*
 * What is published, in memory: each file is taken apart once and kept by its
 * SHA-256 for the life of the program.
 */
#ifndef GILJABI_KEPT_H
#define GILJABI_KEPT_H

#include "model/labels_file.h"
#include "model/model.h"
#include "model/model_file.h"

/* The catalogue's newest bank of that name, NULL when there is none. */
const struct bank_entry *
base_named(const struct catalogue *catalogue, const char *name);
/* The place of an item in the bank, -1; a letter by its name ("R"), -1. */
int item_named(const struct bank_entry *base, const char *id);
int letter_named(const char *name);

/*
 * Does a bank.json fit the base's items? NULL when it is sound (it is kept
 * then), else the member or item that is not. hash: of the bytes.
 */
const char *bank_check(struct arena *arena, const struct bank_entry *base,
    const char *bytes, const char *hash);

/*
 * Does a model.json fit them? NULL when it does; else a message id without its
 * "model." ("file", "items", "labels") and in *what the member, the item, the
 * label. *labels: what the labels mean in the catalogue, as the table keeps it.
 */
const char *model_check(struct arena *arena, const struct catalogue *catalogue,
    const struct bank_entry *base, const char *bytes, const char **what,
    const char **labels);

/*
 * What a model that is not published makes of the catalogue, for measuring it;
 * the arena's. places: in the bank of each item of the model, or -1.
 */
const struct model_entry *
model_entry_of(struct arena *arena, const struct catalogue *catalogue,
    const struct interest_bank *bank, const int *places,
    struct model_file *file, const struct label_links *links);

#endif
