/*
 * A draw from files and the check of one, as the command line (`allot run`,
 * `allot why`, `allot probe`, `allot check`) and the server make them.
 */
#ifndef GILJABI_ALLOT_DRAW_H
#define GILJABI_ALLOT_DRAW_H

#include "seats/allot_log.h"

/* How long each part took, in nanoseconds. */
struct draw_times {
	int64_t read, lottery, order, draw, write;
};

struct draw {
	struct allot_files files;
	struct draw_terms terms;
	struct lottery *lottery;
	struct allot_round round; /* what the engine draws */
	struct allot_outcome outcome;
	struct draw_times times;
};

/* An option that has to be there; tells misuse. */
bool
option_needed(struct command_line *cl, const char *name, const char **value);
/* --sessions, --nodes, --applicants, --scores, --held; tells misuse. */
bool draw_paths_take(struct command_line *cl, struct allot_paths *paths);
/* --threads, 1 by default; tells misuse. */
bool draw_threads_take(struct command_line *cl, int *threads);
/*
 * Reads the files, numbers and draws by terms that stand in draw->terms. False:
 * told, and nothing is held. What it holds goes with draw_free.
 */
bool draw_make(const struct listener *listener, const struct allot_paths *paths,
    int threads, struct draw *draw);
/* Placements and log into files; false: told which could not be written. */
bool draw_write(const struct listener *listener, struct draw *draw,
    const char *placements, const char *log);
void draw_free(struct draw *draw);

/*
 * A draw from its files alone, by code of its own (allot_check.c). Violations
 * are told one by one; what cannot be read is told as a mistake.
 */
enum { CHECK_TOLD = 1000 /* most violations that are told one by one */ };
struct check {
	const struct allot_paths *paths;
	const char *placements, *log;
	const struct listener *mistakes, *violations;
	/* What came of it. */
	uint64_t violation_count, seated;
	uint32_t applicants, closed;
	int64_t times[4]; /* read, lottery, order, check; nanoseconds */
};
/* False: told, the files could not be checked. */
bool check_files(struct check *check);

#endif
