/*
 * Answer files: a CSV with a header, a person a row, items as columns with
 * answers 1 to 5, empty for none, and further columns (groups, labels).
 */
#ifndef GILJABI_ANSWERS_H
#define GILJABI_ANSWERS_H

#include <stdint.h>

#include "base/command.h"
#include "base/random.h"

enum {
	ANSWERS_PEOPLE = 20000000, /* most rows of a file */
	ANSWERS_ITEMS = 512, /* most items */
	ANSWERS_COLUMNS = 8 /* most further columns */
};

/* A further column: each person's value as a number into its distinct values. */
struct answers_column {
	const char *name; /* the caller's */
	int count; /* distinct values, without the empty one */
	const char **values; /* sorted by bytes */
	uint16_t
	    *of; /* a person each: index into values, or ANSWERS_NO_VALUE */
};
#define ANSWERS_NO_VALUE 0xffff

struct answers {
	size_t people;
	int items;
	uint8_t *given; /* people rows of `items`: 1..5, 0 for none */
	int columns;
	struct answers_column column[ANSWERS_COLUMNS];
	char sha256[HASH_HEX]; /* of the file's bytes */
};

/*
 * Reads a file. `items` names the item columns that are wanted, in that order;
 * `columns` (ends with NULL) the further ones. Both must stand in the header.
 * Mistakes (no such column, an answer that is none, a broken row) are told on
 * standard error by file, line and column, the first 20 of them; false then,
 * and nothing is held. What it holds goes with answers_free.
 */
bool answers_read(struct command_line *cl, const char *path,
    const char *const *items, int item_count, const char *const *columns,
    struct answers *answers);
void answers_free(struct answers *answers);

#endif
