/* Work cut into blocks, done by a few threads, each taking the next block. */
#ifndef GILJABI_BLOCKS_H
#define GILJABI_BLOCKS_H

enum { BLOCKS_THREADS = 64 };

/* The cores there are, within 1..BLOCKS_THREADS. */
int blocks_cores(void);

/*
 * work(with, block) for every block of 0..blocks-1, each once, by at most
 * `threads` threads (1..BLOCKS_THREADS), the caller's among them. Whoever wants
 * the same bytes for any number of threads keeps what comes out by block.
 */
void blocks_run(
    int blocks, int threads, void (*work)(void *with, int block), void *with);

#endif
