/*
 * draw.json: what a draw was made with and what came of it, a member or a
 * session a line. The bytes follow from the files and the terms alone.
 */
#ifndef GILJABI_ALLOT_LOG_H
#define GILJABI_ALLOT_LOG_H

#include "seats/allot_files.h"

enum { SEED_BYTES = 64 /* most bytes of a seed */ };

/* What a draw is made with beside the files. */
struct draw_terms {
	const char *round; /* the round's name */
	const char *public_number;
	unsigned char seed[SEED_BYTES];
	size_t seed_length;
	uint32_t class_unit; /* 0: the largest class of the round */
};

/*
 * From --seed, --public, --round, --class-unit; tells misuse. With a log it is
 * read from there instead (allot why, allot probe).
 */
bool draw_terms_take(struct command_line *cl, struct draw_terms *terms);
bool draw_terms_read(
    struct command_line *cl, const char *path, struct draw_terms *terms);

struct writer;

void draw_log_write(struct out_file *out, const struct allot_files *files,
    const struct draw_terms *terms, const struct lottery *lottery,
    const struct allot_outcome *outcome);

/* The last key of a class that the session took, or ALLOT_NONE. */
uint32_t classes_last(const struct allot_files *files,
    const struct allot_outcome *outcome, uint32_t session);

void put_cell(struct writer *writer, const char *name, struct cell cell);
/* What an applicant's key says: its band or score, and its number. */
void key_put(struct writer *writer, const char *name,
    const struct allot_files *files, const struct lottery *lottery,
    uint32_t key);

#endif
