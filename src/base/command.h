/*
 * The command line: every room lists its commands as rows; this file finds the
 * row, reads the options and writes --help from the rows and the language files.
 * Exit status 0 done, 1 failed, 2 used wrongly. Results go to standard output,
 * everything else to standard error.
 */
#ifndef GILJABI_COMMAND_H
#define GILJABI_COMMAND_H

#include <stdint.h>

#include "base/lang.h"
#include "base/memory.h"

enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_MISUSED = 2 };

/* An option "--name VALUE", or "--name" alone where value is NULL. */
struct option_row {
	const char *name;
	const char *value; /* what stands for it in --help: "FILE" */
	/* its words: message id "option.<name>", or this one */
	const char *help;
};

struct command_line;

struct command {
	const char *name; /* "import schools": one or two words */
	const char *operands; /* "FILE.csv", "" for none; "[X]" is optional */
	const struct option_row *options; /* ends with a row of NULL */
	int (*run)(struct command_line *cl);
	/* its words: message id "command.<name with a dot for the space>" */
};

/* Options that every command knows: --db URL, --lang ko|en, --help. */
extern const struct option_row common_options[];

/* lists: each room's rows; ends with NULL. Answers the exit status. */
int command_run(const struct command *const *lists, int argc, char **argv);

/* NULL when it was not given; "" for a given option without value. */
const char *option_text(const struct command_line *cl, const char *name);
bool option_given(const struct command_line *cl, const char *name);
/* Answers misuse itself: false means return EXIT_MISUSED. */
bool option_int(const struct command_line *cl, const char *name, int64_t least,
    int64_t most, int64_t otherwise, int64_t *value);
const char *operand(const struct command_line *cl, size_t index); /* or NULL */
enum lang command_lang(const struct command_line *cl);
/* Lives as long as the command. */
struct arena *command_arena(struct command_line *cl);
/* One line on standard error, from a message id. */
void complain(
    const struct command_line *cl, const char *id, const struct word *words);
/* Where catalog/ and web/ stand: GILJABI_SHARE, the installation, the tree. */
const char *share_path(struct arena *arena, const char *name);

#endif
