/* For tests: a catalogue of a few rows a file, one cell of it changed. */
#ifndef GILJABI_CATALOG_SMALL_H
#define GILJABI_CATALOG_SMALL_H

struct small_change {
	const char *file; /* NULL: nothing is changed */
	const char *from; /* has to stand in the file; NULL: no file */
	const char *to;
};

enum { SMALL_PATH = 64 };
/* Writes it into a new folder named catalog, in one of its own under /tmp. */
void
small_make(const struct small_change *change, char folder[static SMALL_PATH]);
void small_remove(const char *folder);
/* Writes one file of a folder, or takes it away. */
void small_write(const char *folder, const char *file, const char *text);

#endif
