/* People of an answer file as a model of choices sees them. */
#ifndef GILJABI_MATCH_DATA_H
#define GILJABI_MATCH_DATA_H

#include "model/answers.h"
#include "model/model_file.h"

/*
 * Those whose label is a class of the model, in an order that depends on what
 * they answered and chose only, never on where they stand in the file.
 */
struct match_data {
	struct answers answers; /* column[0] the label, then the groups */
	size_t *row; /* a person each: row of answers */
	size_t left_out; /* without a label, or of another class */
	struct logit_data data; /* x and class are held here */
};

/*
 * Reads a file for a model. groups: names of further columns, ends with NULL;
 * may be NULL. False when it was told what is wrong; nothing is held then.
 * What it holds goes with match_data_free.
 */
bool match_data_read(struct command_line *cl, const char *path,
    const struct model_file *file, const char *label, const char *const *groups,
    struct match_data *people);
/*
 * The same from people->answers, which was read with the model's items. False
 * without memory; match_data_free is due either way.
 */
bool match_data_make(const struct model_file *file, struct match_data *people);
void match_data_free(struct match_data *people);

/*
 * SHA-256 over the people: of each the answers, a byte an item, and the bytes
 * of the class with its zero. The same for any order of the rows in the file.
 */
void match_data_hash(const struct match_data *people,
    const struct model_file *file, char hash[static HASH_HEX]);

/* The value of a person in column 1 + group: as answers_column.of. */
uint16_t
match_data_group(const struct match_data *people, int group, size_t person);

#endif
