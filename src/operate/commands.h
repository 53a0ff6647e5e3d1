/* The commands of this room, by the file that holds them. */
#ifndef GILJABI_OPERATE_COMMANDS_H
#define GILJABI_OPERATE_COMMANDS_H

#include "base/command.h"
#include "store/store.h"

int serve_run(struct command_line *cl); /* serve.c */
int setup_run(struct command_line *cl); /* setup.c */
int backup_run(struct command_line *cl); /* backup.c */
int restore_run(struct command_line *cl);

/* False after a complaint: somebody else holds the database. */
bool database_lock(struct command_line *cl, bool alone);

/*
 * The demonstration province, where the store holds no school yet: 31 regions,
 * three invented schools each, classes, pupils, answers, briefs. Writes how to
 * sign in to the file beside the database. demo.c
 */
bool demo_make(struct command_line *cl, struct store *store);

#endif
