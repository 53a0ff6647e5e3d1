/*
 * For tests: runs one function as a command, in a folder of its own, and keeps
 * what it told on standard error and answered on standard output.
 */
#ifndef GILJABI_MODEL_TRIAL_H
#define GILJABI_MODEL_TRIAL_H

#include "base/command.h"

enum { TRIAL_TOLD = 1 << 16, TRIAL_PATH = 64 };

struct trial {
	char folder[TRIAL_PATH];
	char told[TRIAL_TOLD], answered[TRIAL_TOLD];
};

/* Makes the folder and goes into it, so that files are named alone. */
void trial_begin(struct trial *trial);
void trial_write(const char *file, const char *text);
/* words: as on the command line, ends with NULL; the exit status. */
int trial_run(struct trial *trial, const struct command *command,
    const char *const *words);
/* The lines that were told. */
int trial_lines(const struct trial *trial);
/* Goes back and removes the folder with what is in it. */
void trial_end(struct trial *trial);

#endif
