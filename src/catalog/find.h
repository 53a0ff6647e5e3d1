/* Inside the room: finding majors and occupations by words, field, letter. */
#ifndef GILJABI_CATALOG_FIND_H
#define GILJABI_CATALOG_FIND_H

#include "catalog/load.h"

/* A major or an occupation, as the lists show it. */
struct entry {
	const char *id;
	const struct text2 *name, *about;
	struct links fields; /* the main one first */
	const double *letters;
};
enum entry_kind { ENTRY_MAJOR, ENTRY_OCCUPATION };
struct entry
entry_get(const struct catalogue *catalogue, enum entry_kind kind, int row);

struct finding {
	enum entry_kind kind;
	enum lang lang; /* whose names the list is sorted by */
	const char *words; /* each stands in a name or about; or NULL */
	int field; /* -1: any */
	int letter; /* the strongest; -1: any */
};

/* How many were found; all of them in *found, sorted by name. */
int entries_find(const struct catalogue *catalogue, struct arena *arena,
    const struct finding *finding, struct entry **found);

#endif
