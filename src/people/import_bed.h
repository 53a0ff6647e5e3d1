/*
 * For the tests of imports: a town with schools, files made on the spot, and
 * what the tables hold, as one text.
 */
#ifndef GILJABI_PEOPLE_IMPORT_BED_H
#define GILJABI_PEOPLE_IMPORT_BED_H

#include "people/import.h"
#include "people/test_town.h"

/*
 * A OneRoster archive. Each file is its base text, unless one of that name
 * stands among `files`: its text comes instead, or behind it where `more` is
 * set. A text of NULL leaves the file out.
 */
struct file {
	const char *name, *text;
	bool more;
};
/* The base: S0 with two classes, S1 with one; four pupils, two teachers. */
const char *base_text(const char *name);
/* Writes it into the bed's folder; files ends with a row of zeros. */
const char *archive_make(struct bed *bed, const struct file *files);
/* As archive_make, in version 1.1. */
const char *archive_make_old(struct bed *bed, const struct file *files);

/* An .xlsx of the template's columns: eight texts a row, NULL ends. */
struct sheet_row {
	const char *cells[8];
};
const char *sheet_make(struct bed *bed, const struct sheet_row *rows);
/* Any bytes as a file in the bed's folder. */
const char *
file_make(struct bed *bed, const char *name, const char *bytes, size_t length);
/* Removes what was made in the folder. */
void files_remove(struct bed *bed);

/* All that an import may touch, in a fixed order; memory_give it. */
char *snapshot(struct bed *bed);
bool snapshot_same(struct bed *bed, const char *before);

/* The text of a single value; valid until the next call. */
const char *look_text(struct bed *bed, const char *sql, struct values values);

#endif
