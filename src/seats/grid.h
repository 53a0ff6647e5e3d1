/*
 * CSV files at the speed of memory: a file is mapped, a row's cells point into
 * it, nothing is copied. RFC 4180 with two limits: a cell holds no line break
 * and no quote. (base/csv reads anything, a row at a time.)
 */
#ifndef GILJABI_GRID_H
#define GILJABI_GRID_H

#include "base/command.h"

enum {
	GRID_COLUMNS = 128, /* most columns of a file */
	GRID_FAULTS = 20 /* most mistakes that are told one by one */
};

/* Who hears what is to be told, a sentence at a time. */
struct listener {
	struct arena *arena; /* for the sentences */
	enum lang lang;
	void (*hear)(const struct listener *listener, const char *id,
	    const struct word *words);
	const struct command_line *cl; /* of listener_command */
};
/* Standard error, as `complain` has it; standard output; the log. */
struct listener listener_command(struct command_line *cl);
struct listener listener_out(struct command_line *cl);
struct listener listener_log(struct arena *arena);
void listener_tell(
    const struct listener *listener, const char *id, const struct word *words);

/* What is wrong with the files, told as it is found. */
struct faults {
	const struct listener *listener;
	uint64_t count;
};

struct cell {
	const char *text; /* not ended by a zero */
	size_t length;
};

struct grid {
	const char *path;
	const char *data;
	size_t size;
	char delimiter;
	bool mapped;
	uint32_t line; /* of the row, from 1; the header is 1 */
	uint32_t rows; /* most rows that can follow: lines of the file */
	bool foreign; /* somewhere a byte that is no ASCII */
	bool odd; /* somewhere a quote or a control character */
	struct faults *faults;
	const char *next; /* where the next line starts */
	size_t forgotten; /* bytes given back to the system */
	int count; /* cells of the row */
	struct cell cells[GRID_COLUMNS];
	int column_count; /* of the header */
	int columns[GRID_COLUMNS]; /* where the wanted ones stand, or -1 */
};

/*
 * Opens a file and finds the wanted columns by name (ends with NULL); further
 * columns are passed over. False: told, and nothing to close.
 */
bool grid_open(struct grid *grid, const char *path, char delimiter,
    const char *const *columns, struct faults *faults);
void grid_close(struct grid *grid);
/*
 * The next row; empty lines are passed over, broken rows told and passed over.
 * False at the end.
 */
bool grid_next(struct grid *grid);
/* Of the row, by the place in the wanted columns; "" where it is short. */
struct cell grid_cell(const struct grid *grid, int column);
/* How often a byte stands in the file. */
size_t grid_count(struct grid *grid, char byte);
/* Lines from the start of the file to a byte of it, from 1. */
uint32_t grid_line_of(const struct grid *grid, const char *at);
/* Gives the pages of what was read back to the system. */
void grid_forget(struct grid *grid);
/* The same of the 8 MiB that `from` lies in, as far as `to`. */
void grid_drop(const struct grid *grid, const char *from, const char *to);

/* Tells a mistake: file, line, column and words of "seats.fault.<id>". */
void grid_fault(
    const struct grid *grid, int column, const char *id, struct cell value);
/* The same of a file and line alone (line 0: the whole file). */
void fault_tell(struct faults *faults, const char *path, uint32_t line,
    const char *id, struct cell value);
/* How many mistakes were not told one by one; true when there were none. */
bool faults_none(const struct faults *faults);

/* A whole number in a cell, told where it is none or out of range. */
bool grid_int(const struct grid *grid, int column, int64_t least, int64_t most,
    int64_t *value);
bool cell_number(struct cell cell, int64_t least, int64_t most, int64_t *value);
bool cell_is(struct cell cell, const char *text);
struct cell cell_of(const char *text);
/* Cuts the first part off a list; false when nothing is left. */
bool cell_cut(struct cell *list, char by, struct cell *part);
/* Bytes in order, as memcmp has it; a beginning comes first. */
int cell_compare(struct cell a, struct cell b);
char *cell_copy(struct arena *arena, struct cell cell);

/* Names and their numbers, from 0 in the order of adding. */
struct name_slot;
struct names {
	struct cell *cells;
	struct name_slot *slots;
	uint32_t count, room;
};

/* room: most names. False without memory. */
bool names_make(struct names *names, uint32_t room);
void names_free(struct names *names);
/* UINT32_MAX when it is not there. */
uint32_t names_find(const struct names *names, struct cell name);
/* The number of a name that is there, or of the new one; *added tells which. */
uint32_t names_add(struct names *names, struct cell name, bool *added);

/* A file that is written in large pieces; failed stays set. */
struct out_file {
	int file;
	bool failed;
	size_t length;
	char *bytes;
};

bool out_open(struct out_file *out, const char *path);
void out_add(struct out_file *out, const char *bytes, size_t length);
/* Room for bytes that the caller puts there and adds to out->length. */
char *out_room(struct out_file *out, size_t most);
void out_cell(struct out_file *out, struct cell cell); /* quoted at need */
bool out_close(struct out_file *out); /* false: something was lost */

#endif
