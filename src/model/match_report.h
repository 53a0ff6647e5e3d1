/* What `giljabi match` answers: measures of choices, whole and by group. */
#ifndef GILJABI_MATCH_REPORT_H
#define GILJABI_MATCH_REPORT_H

#include "base/json.h"
#include "engine/measure.h"
#include "model/match_data.h"

/*
 * The names between the commas, ends with NULL; false when they are too many.
 */
bool names_split(struct command_line *cl, const char *text,
    const char *names[ANSWERS_COLUMNS]);

/*
 * Writes "n", "classes", "top1" … "ece_floor", then "groups": chances are
 * people rows of the model's classes. False without memory.
 */
bool match_report_write(struct writer *writer, const struct match_data *people,
    const double *chances);

/* Just the measures of some, into an object that is open. */
void measure_write(struct writer *writer, const struct measure *measure);

/* Prints and gives back; false when standard output failed. */
bool match_report_print(struct buffer *bytes);

#endif
