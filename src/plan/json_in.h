/*
 * Inside the room: JSON files read with a place in each complaint: the file and
 * the path of the value ("offers[3].credits").
 */
#ifndef GILJABI_PLAN_JSON_IN_H
#define GILJABI_PLAN_JSON_IN_H

#include "base/json.h"
#include "plan/book.h"

/* A value and where it stands; json NULL: it is not there. */
struct place {
	struct book *book;
	const char *file, *path;
	const json_t *json;
};

/* The whole file, an object; false when it is none (told). */
bool place_open(struct book *book, const char *file, struct place *place);
/* A member; what is missing has json NULL. */
struct place place_in(const struct place *place, const char *name);
struct place place_at(const struct place *place, size_t index);
/* Items of a list, 0 when it is missing; told when it is no list or too long. */
size_t place_count(const struct place *place, size_t most);
/* Told when it is there and not that; `otherwise` when it is missing. */
const char *place_text(const struct place *place, const char *otherwise);
int place_int(const struct place *place, int least, int most, int otherwise);
/* A subject by its Korean name; -1 (told) when there is none. */
int place_subject(const struct place *place);
void place_fault(const struct place *place, const char *id, const char *what);

#endif
