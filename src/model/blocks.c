#include "model/blocks.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <unistd.h>

struct crew {
	int blocks;
	void (*work)(void *with, int block);
	void *with;
	_Atomic int next;
};

static void *
blocks_work(void *with)
{
	struct crew *crew = with;
	int block;

	while ((block = atomic_fetch_add(&crew->next, 1)) < crew->blocks)
		crew->work(crew->with, block);
	return NULL;
}

int
blocks_cores(void)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);

	if (cores < 1)
		return 1;
	return cores < BLOCKS_THREADS ? (int)cores : BLOCKS_THREADS;
}

/* A thread that does not start is missed by nobody. */
void
blocks_run(
    int blocks, int threads, void (*work)(void *with, int block), void *with)
{
	struct crew crew = { .blocks = blocks, .work = work, .with = with };
	pthread_t ids[BLOCKS_THREADS];
	bool started[BLOCKS_THREADS];

	for (int t = 1; t < threads && t < BLOCKS_THREADS; t++)
		started[t] = pthread_create(
				 &ids[t], NULL, blocks_work, &crew) == 0;
	blocks_work(&crew);
	for (int t = 1; t < threads && t < BLOCKS_THREADS; t++)
		if (started[t])
			pthread_join(ids[t], NULL);
}
