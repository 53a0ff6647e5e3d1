/*
 * A zip's files, each as a stream. Refused: more than 64 files, names that come
 * twice or with a path, encrypted ones, more than `most` bytes unpacked in sum
 * or a file that packs more than 1:200 (except below 1 MiB). Names are compared
 * as bytes: only ASCII ones can be asked for.
 */
#ifndef GILJABI_PAPER_UNZIP_H
#define GILJABI_PAPER_UNZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct zip_in;
struct zip_in *zip_open_read(const char *path, int64_t most,
    const char **problem); /* a message id when NULL */
void zip_close_read(struct zip_in *zip);
bool zip_has(const struct zip_in *zip, const char *name);
/* Unpacked, in bytes; -1 without such a file. */
int64_t zip_size(const struct zip_in *zip, const char *name);

/* For csv_open: with is a struct zip_stream. */
struct zip_stream;
struct zip_stream *zip_stream_open(struct zip_in *zip, const char *name);
/* 0 at the end; -1 when the file is broken or longer than it says. */
ssize_t zip_stream_read(void *with, char *bytes, size_t size);
void zip_stream_close(struct zip_stream *stream);

#endif
