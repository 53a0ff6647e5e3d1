/* Briefs on paper, for one pupil, a class, a night of them. */
#ifndef GILJABI_BRIEF_PAPER_H
#define GILJABI_BRIEF_PAPER_H

#include "guide/brief.h"
#include "paper/paper.h"

/* Writes one brief as a part of the paper; the copy is view->staff's. */
void brief_print(struct paper *paper, struct db *db, struct arena *arena,
    const struct brief_view *view, const char *foot);

#endif
