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
/* Sites with events, needs and groups of pupils. demo_sites.c */
bool demo_sites_make(struct db *db, struct arena *arena, int64_t now);
/* Rounds of seats of a region with events, where there is no round. */
bool demo_rounds(struct store *store, int64_t now, int64_t region);

#endif
