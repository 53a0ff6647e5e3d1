/*
 * catalog/labels.csv: what the labels of answer files ("nursing") are called in
 * the catalogue; a row is `label,majors,fields`, ids apart by ";". A label that
 * is an id of a major or of a field itself needs no row.
 */
#ifndef GILJABI_LABELS_FILE_H
#define GILJABI_LABELS_FILE_H

#include "base/command.h"
#include "engine/interest.h"

/*
 * Of each class the mean vector of what it means, centred and of unit length
 * (match_weights); zeros where it means nothing of the catalogue. known: of how
 * many it does. False when it was told what is wrong with the file.
 */
bool labels_read(struct command_line *cl, const char *const *classes, int count,
    double (*vectors)[LETTERS], int *known);

#endif
