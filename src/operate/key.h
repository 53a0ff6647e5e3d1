/* The server's secret: the key of every keyed hash, in a file of its own. */
#ifndef GILJABI_KEY_H
#define GILJABI_KEY_H

#include "base/command.h"

enum { KEY_HEX = 64 };

/*
 * Reads it from --key, GILJABI_KEY_FILE, or the file beside the SQLite database
 * (giljabi.key in the current folder for PostgreSQL), and makes it known to
 * secret_hash. make: writes a new one, readable by the owner alone, where there
 * is none. NULL after a complaint.
 */
const char *key_load(struct command_line *cl, bool make);

/* The path of the SQLite database of --db; NULL when it is none. */
const char *database_path(struct command_line *cl);

#endif
