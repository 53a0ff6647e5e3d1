/*
 * JSON out: a writer of canonical bytes (no space, keys in the order written,
 * numbers in one form), so that the same facts give the same bytes and the same
 * hash. JSON in: jansson, through json_read.
 */
#ifndef GILJABI_JSON_H
#define GILJABI_JSON_H

#include <jansson.h>
#include <stdint.h>

#include "base/memory.h"

struct writer {
	struct buffer *out;
	bool comma; /* something stands before the next value */
};

/* name is NULL inside a list. A NULL text is written as null. */
void put_object(struct writer *writer, const char *name);
void put_object_end(struct writer *writer);
void put_list(struct writer *writer, const char *name);
void put_list_end(struct writer *writer);
void put_text(struct writer *writer, const char *name, const char *text);
void put_int(struct writer *writer, const char *name, int64_t value);
/* An id as a string, since JavaScript's numbers end at 53 bits; 0 is null. */
void put_id(struct writer *writer, const char *name, int64_t id);
/* Rounded to `digits` decimals, without trailing zeros; not finite is null. */
void
put_real(struct writer *writer, const char *name, double value, int digits);
void put_bool(struct writer *writer, const char *name, bool value);
void put_null(struct writer *writer, const char *name);
/* Bytes that are JSON already. */
void put_raw(struct writer *writer, const char *name, const char *json);

/*
 * NULL when it is not JSON, holds a duplicate key or is nested deeper than 32.
 * The value goes with the arena.
 */
json_t *json_read(struct arena *arena, const char *bytes, size_t length);

#endif
