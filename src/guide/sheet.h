/* Answer sheets: one pupil's answers to one bank. */
#ifndef GILJABI_SHEET_H
#define GILJABI_SHEET_H

#include "guide/guide.h"

struct sheet {
	int64_t id, pupil;
	const char *bank;
	char *answers; /* digits, 0: none yet */
	const char *asked; /* as asking.h keeps it; NULL: the whole bank */
	const char *times;
	int64_t year, grade, started, finished; /* finished 0: running */
	unsigned notices;
};

/* The newest sheet: the running one first, else the last finished. */
bool sheet_newest(
    struct db *db, struct arena *arena, int64_t pupil, struct sheet *sheet);
/* The last finished one, before `before` (0: of all). */
bool sheet_finished(struct db *db, struct arena *arena, int64_t pupil,
    int64_t before, struct sheet *sheet);
bool
sheet_load(struct db *db, struct arena *arena, int64_t id, struct sheet *sheet);
int sheet_answered(const char *answers);
int sheet_minutes(int items); /* that answering takes */

/*
 * What suggestions are computed from, of this sheet and its bank. False: its
 * bank (NULL, or as sheet_input looks for it) is gone.
 */
bool
sheet_input_of(const struct bank_entry *bank, const struct catalogue *catalogue,
    const struct sheet *sheet, bool ai, struct suggestion_input *input);
bool sheet_input(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct sheet *sheet, bool ai,
    struct suggestion_input *input);

#endif
