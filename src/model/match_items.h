/* Which columns of an answer file are items, and the letter of each. */
#ifndef GILJABI_MATCH_ITEMS_H
#define GILJABI_MATCH_ITEMS_H

#include "base/command.h"
#include "engine/answer_features.h"

struct match_items {
	int count;
	const char *names[FEATURES_ITEMS + 1]; /* ends with NULL */
	int scale[FEATURES_ITEMS]; /* 0..5, or -1 */
};

/*
 * Those of --bank or --scales, where given. Else the columns of the file whose
 * every value is 1 to 5 or empty, not all empty, but for `others` (ends with
 * NULL) and person, id, age. Where no scale says it, an item whose name is R,
 * I, A, S, E or C and a number is of that letter. False when it was told why
 * not.
 */
bool match_items_find(struct command_line *cl, const char *path,
    const char *const *others, struct match_items *items);

#endif
