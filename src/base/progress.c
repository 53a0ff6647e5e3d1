/* Progress, drawn at most ten times a second. */
#include "base/progress.h"

#include <stdio.h>

#include "base/clock.h"

enum { WIDTH = 40 };

static void
progress_draw(struct progress *progress)
{
	int64_t done = atomic_load(&progress->done);
	int64_t total = atomic_load(&progress->total);
	int filled = total > 0 ? (int)(done * WIDTH / total) : 0;
	int i;

	if (filled > WIDTH)
		filled = WIDTH;
	fputs("\r[", stderr);
	for (i = 0; i < WIDTH; i++)
		fputc(i < filled ? '#' : '.', stderr);
	fprintf(stderr, "] %lld", (long long)done);
	if (total > 0)
		fprintf(stderr, " / %lld", (long long)total);
	fflush(stderr);
}

static void
progress_tick(struct progress *progress)
{
	int64_t now, drawn;

	if (!progress->terminal)
		return;
	now = clock_ticks();
	drawn = atomic_load(&progress->drawn);
	if (now - drawn >= 100000000 &&
	    atomic_compare_exchange_strong(&progress->drawn, &drawn, now))
		progress_draw(progress); /* of many threads, one */
}

void
progress_step(struct progress *progress, const char *step, int64_t total)
{
	if (progress == NULL)
		return;
	atomic_store(&progress->step, step);
	atomic_store(&progress->done, 0);
	atomic_store(&progress->total, total);
	progress_tick(progress);
}

void
progress_add(struct progress *progress, int64_t done)
{
	if (progress == NULL)
		return;
	atomic_fetch_add(&progress->done, done);
	progress_tick(progress);
}

void
progress_set(struct progress *progress, int64_t done)
{
	if (progress == NULL)
		return;
	atomic_store(&progress->done, done);
	progress_tick(progress);
}

void
progress_end(struct progress *progress)
{
	if (progress == NULL || !progress->terminal || progress->drawn == 0)
		return;
	progress_draw(progress);
	fputc('\n', stderr);
}
