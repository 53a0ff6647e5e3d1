/* Small files whole: read into a buffer, written so that none is ever half. */
#ifndef GILJABI_FILE_H
#define GILJABI_FILE_H

#include "base/memory.h"

/*
 * Adds what the file holds. False when it cannot be read, or holds more than
 * the buffer's limit.
 */
bool file_read(const char *path, struct buffer *bytes);

/*
 * Written beside the place, as PATH.part, and moved there when all of it stands:
 * what was there before stays until then. False when that failed, or the buffer
 * did before.
 */
bool file_write(const char *path, const struct buffer *bytes);

#endif
