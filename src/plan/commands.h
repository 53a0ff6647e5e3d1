/* The commands of the room, one function each; their rows stand in module.c. */
#ifndef GILJABI_PLAN_COMMANDS_H
#define GILJABI_PLAN_COMMANDS_H

#include "base/command.h"

int plan_solve_command(struct command_line *cl);
int plan_check_command(struct command_line *cl);
int plan_why_not_command(struct command_line *cl);
int plan_sections_command(struct command_line *cl);

#endif
