/*
 * catalog/labels.csv: what the labels of answer files ("nursing") are called in
 * the catalogue; a row is `label,majors,fields`, ids apart by ";". A label that
 * is an id of a major or of a field itself needs no row.
 */
#ifndef GILJABI_LABELS_FILE_H
#define GILJABI_LABELS_FILE_H

#include "base/command.h"
#include "catalog/catalog.h"
#include "engine/interest.h"

/* What a label means: rows of the catalogue. */
struct label_links {
	struct links majors, fields;
};

/*
 * Fills the links of each class; the arena's. How many of them mean something;
 * -1: the file is not sound, as was told (cl NULL: nobody is told).
 */
int labels_find(struct command_line *cl, struct arena *arena,
    const struct catalogue *catalogue, const char *const *classes, int count,
    struct label_links *links);

/*
 * Of each class the mean vector of what it means, centred and of unit length
 * (match_weights); zeros where it means nothing of the catalogue. known: of how
 * many it does. False when it was told what is wrong with the file.
 */
bool labels_read(struct command_line *cl, const char *const *classes, int count,
    double (*vectors)[LETTERS], int *known);

#endif
