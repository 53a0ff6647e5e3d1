/* The commands of this room, by the file that holds them. */
#ifndef GILJABI_GUIDE_COMMANDS_H
#define GILJABI_GUIDE_COMMANDS_H

#include "base/command.h"

int brief_run(struct command_line *cl); /* brief_bulk.c */
int import_answers_run(struct command_line *cl); /* import_answers.c */

#endif
