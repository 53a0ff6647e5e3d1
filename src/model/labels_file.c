/* Reading catalog/labels.csv against the catalogue. */
#include "model/labels_file.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "engine/match.h"

enum { LABEL, MAJORS, FIELDS, COLUMNS };

struct reading {
	struct command_line *cl;
	const char *path;
	const struct catalogue *catalogue;
	struct csv *csv;
	int columns[COLUMNS];
	const char *const *classes;
	int count;
	double (*sums)[LETTERS];
	int *things; /* how many of the catalogue a class means */
	bool bad;
};

static void
mistake(struct reading *reading, const char *id, const char *value)
{
	complain(reading->cl, id,
	    (const struct word[]){ { "file", reading->path },
		{ "line",
		    arena_printf(command_arena(reading->cl), "%lld",
			(long long)csv_line(reading->csv)) },
		{ "value", value }, { 0 } });
	reading->bad = true;
}

/* The vector of a major or of a field; NULL when there is no such id. */
static const double *
letters_find(const struct catalogue *catalogue, int column, const char *id)
{
	int row = column == MAJORS ? catalog_major(catalogue, id)
				   : catalog_field(catalogue, id);

	if (row < 0)
		return NULL;
	return column == MAJORS ? catalogue->majors[row].letters
				: catalogue->fields[row].letters;
}

static void
thing_add(struct reading *reading, int class, const double *letters)
{
	for (int l = 0; l < LETTERS; l++)
		reading->sums[class][l] += letters[l];
	reading->things[class]++;
}

/* class: -1 for a label that no class has; its ids are checked all the same. */
static void
cell_take(struct reading *reading, int column, int class)
{
	struct arena *arena = command_arena(reading->cl);
	const char *at = csv_field(
	    reading->csv, (size_t)reading->columns[column]);

	while (at[0] != '\0') {
		size_t length = strcspn(at, ";");
		char *id = text_trim(arena_bytes(arena, at, length));
		const double *letters = letters_find(
		    reading->catalogue, column, id);

		if (letters == NULL)
			mistake(reading, "match.labels.id", id);
		else if (class >= 0)
			thing_add(reading, class, letters);
		at += length + (at[length] == ';');
	}
}

static int
class_find(const struct reading *reading, const char *label)
{
	for (int k = 0; k < reading->count; k++)
		if (text_is(reading->classes[k], label))
			return k;
	return -1;
}

static void
rows_take(struct reading *reading)
{
	enum csv_result result;

	while ((result = csv_next(reading->csv)) == CSV_ROW) {
		int class = class_find(reading,
		    csv_field(reading->csv, (size_t)reading->columns[LABEL]));

		cell_take(reading, MAJORS, class);
		cell_take(reading, FIELDS, class);
	}
	if (result != CSV_END)
		mistake(reading, "match.labels.broken", "");
}

static bool
file_read(struct reading *reading)
{
	static const char *const names[COLUMNS] = { "label", "majors",
		"fields" };

	reading->csv = csv_open_file(reading->path, ',');
	if (reading->csv == NULL) {
		complain(reading->cl, "model.file.read",
		    (const struct word[]){ { "file", reading->path }, { 0 } });
		return false;
	}
	if (csv_head(reading->csv, names, COLUMNS, reading->columns) &&
	    reading->columns[LABEL] >= 0 && reading->columns[MAJORS] >= 0 &&
	    reading->columns[FIELDS] >= 0)
		rows_take(reading);
	else
		mistake(reading, "match.labels.broken", "");
	csv_close(reading->csv);
	return !reading->bad;
}

static void
vectors_fill(
    const struct reading *reading, double (*vectors)[LETTERS], int *known)
{
	*known = 0;
	for (int k = 0; k < reading->count; k++) {
		for (int column = MAJORS; column <= FIELDS; column++) {
			const double *letters = letters_find(
			    reading->catalogue, column, reading->classes[k]);

			if (letters == NULL || reading->things[k] > 0)
				continue;
			memcpy(
			    reading->sums[k], letters, sizeof reading->sums[k]);
			reading->things[k] = 1;
		}
		for (int l = 0; l < LETTERS && reading->things[k] > 0; l++)
			reading->sums[k][l] /= reading->things[k];
		*known += reading->things[k] > 0;
	}
	match_weights(
	    (const double(*)[LETTERS])reading->sums, reading->count, vectors);
}

bool
labels_read(struct command_line *cl, const char *const *classes, int count,
    double (*vectors)[LETTERS], int *known)
{
	struct arena *arena = command_arena(cl);
	struct reading reading = { .cl = cl,
		.path = share_path(arena, "catalog/labels.csv"),
		.catalogue = catalog_hold(NULL, arena),
		.classes = classes,
		.count = count,
		.sums = arena_array(arena, (size_t)count, sizeof *reading.sums),
		.things = arena_array(
		    arena, (size_t)count, sizeof *reading.things) };

	if (reading.catalogue == NULL) {
		complain(cl, "match.labels.catalogue", NULL);
		return false;
	}
	if (!file_read(&reading))
		return false;
	vectors_fill(&reading, vectors, known);
	return true;
}
