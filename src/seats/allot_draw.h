/* A draw from files, as `allot run`, `allot why` and `allot probe` make it. */
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
bool draw_make(struct command_line *cl, const struct allot_paths *paths,
    int threads, struct draw *draw);
void draw_free(struct draw *draw);

#endif
