/*
 * Which items a sheet asks. Older pupils are asked one after another what is
 * expected to tell most after the answers so far, until the profile is as sure
 * as its bank asks (engine/adaptive.h). Children get a fixed short form. What
 * was asked stays asked, also when an answer is changed afterwards.
 */
#ifndef GILJABI_ASKING_H
#define GILJABI_ASKING_H

#include "guide/guide.h"

enum { ASKING_TEXT = INTEREST_ITEMS * 3 + 1 };

struct asking {
	int count;
	int items[INTEREST_ITEMS]; /* places in the bank, as asked */
	bool complete; /* all answered, and nothing more is to be asked */
	int usual, most; /* how many a pupil is asked */
};

/* How many a pupil of the stage is asked; nothing is asked yet. */
void asking_plan(
    const struct bank_entry *bank, enum stage stage, struct asking *asking);
/*
 * asked: as a sheet keeps it, NULL for the whole bank. answers: digits in the
 * bank's order. False: asked is nothing that was kept.
 */
bool asking_read(const struct bank_entry *bank, enum stage stage,
    const char *asked, const char *answers, struct asking *asking);
/*
 * Asks on, a few items ahead of the answers. seed: the sheet's id. True: there is
 * more than before.
 */
bool asking_more(const struct bank_entry *bank, enum stage stage,
    const char *answers, int64_t seed, struct asking *asking);
bool asking_has(const struct asking *asking, int item);
/* As the sheet keeps it. */
void asking_write(const struct asking *asking, char text[static ASKING_TEXT]);

#endif
