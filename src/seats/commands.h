/* The commands of the room, one function each; their rows stand in module.c. */
#ifndef GILJABI_SEATS_COMMANDS_H
#define GILJABI_SEATS_COMMANDS_H

#include "base/command.h"

int allot_run_command(struct command_line *cl);
int allot_check_command(struct command_line *cl);
int allot_why_command(struct command_line *cl);
int allot_probe_command(struct command_line *cl);
int allot_convert_command(struct command_line *cl);

#endif
