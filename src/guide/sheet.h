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
 * What suggestions are computed from, of this sheet, its bank and model (NULL:
 * the catalogue alone). False: there is no bank.
 */
bool sheet_input_of(const struct bank_entry *bank,
    const struct model_entry *model, const struct catalogue *catalogue,
    const struct sheet *sheet, bool ai, struct suggestion_input *input);
/* With its bank and the newest model for that. False: its bank is gone. */
bool sheet_input(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct sheet *sheet, bool ai,
    struct suggestion_input *input);
/*
 * With the model that suggestions were made with (suggested.model), so that
 * they come out again to the byte. False: that is gone, or the bank.
 */
bool sheet_input_again(struct db *db, struct arena *arena,
    const struct catalogue *catalogue, const struct sheet *sheet,
    const char *model, struct suggestion_input *input);

#endif
