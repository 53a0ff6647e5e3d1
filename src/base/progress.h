/* How far long work has come: a bar on a terminal, a number for a page. */
#ifndef GILJABI_PROGRESS_H
#define GILJABI_PROGRESS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct progress {
	_Atomic int64_t done;
	_Atomic int64_t total; /* 0: not known yet */
	_Atomic(const char *) step; /* message id of what is being done */
	_Atomic bool cancel; /* asked to stop; the work looks at it */
	bool terminal; /* draw a bar on standard error */
	_Atomic int64_t drawn; /* when, in ticks */
};

/* NULL is allowed everywhere: work without a watcher. */
void progress_step(struct progress *progress, const char *step, int64_t total);
void progress_add(struct progress *progress, int64_t done);
void progress_set(struct progress *progress, int64_t done);
void progress_end(struct progress *progress);

#endif
