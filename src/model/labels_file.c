/* Reading catalog/labels.csv against the catalogue. */
#include "model/labels_file.h"

#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "catalog/catalog.h"
#include "engine/match.h"

enum { LABEL, MAJORS, FIELDS, COLUMNS };

struct reading {
	struct command_line *cl; /* NULL: nobody is told */
	const char *path;
	struct arena *arena;
	const struct catalogue *catalogue;
	struct csv *csv;
	int columns[COLUMNS];
	const char *const *classes;
	int count;
	struct label_links *links;
	bool bad;
};

static void
mistake(struct reading *reading, const char *id, const char *value)
{
	reading->bad = true;
	if (reading->cl == NULL)
		return;
	complain(reading->cl, id,
	    (const struct word[]){ { "file", reading->path },
		{ "line",
		    arena_printf(reading->arena, "%lld",
			(long long)csv_line(reading->csv)) },
		{ "value", value }, { 0 } });
}

static int
row_find(const struct catalogue *catalogue, int column, const char *id)
{
	return column == MAJORS ? catalog_major(catalogue, id)
				: catalog_field(catalogue, id);
}

/* The ids of a cell; class -1: of a label that no class has, checked all the
 * same. */
static void
cell_take(struct reading *reading, int column, int class)
{
	const char *at = csv_field(
	    reading->csv, (size_t)reading->columns[column]);
	int *list = arena_array(
	    reading->arena, strlen(at) / 2 + 1, sizeof *list);
	struct links links = { list, 0 };

	while (at[0] != '\0') {
		size_t length = strcspn(at, ";");
		char *id = text_trim(arena_bytes(reading->arena, at, length));
		int row = row_find(reading->catalogue, column, id);

		if (row < 0)
			mistake(reading, "match.labels.id", id);
		else
			list[links.count++] = row;
		at += length + (at[length] == ';');
	}
	if (class >= 0)
		*(column == MAJORS ? &reading->links[class].majors
				   : &reading->links[class].fields) = links;
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
		if (reading->cl != NULL)
			complain(reading->cl, "model.file.read",
			    (const struct word[]){
				{ "file", reading->path }, { 0 } });
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

/* A label that is an id itself means that, unless the file says more. */
static bool
label_known(const struct reading *reading, int class)
{
	struct label_links *links = &reading->links[class];

	for (int column = MAJORS;
	     column <= FIELDS && links->majors.count + links->fields.count == 0;
	     column++) {
		int *row = arena_alloc(reading->arena, sizeof *row);

		*row = row_find(
		    reading->catalogue, column, reading->classes[class]);
		if (*row >= 0)
			*(column == MAJORS
				? &links->majors
				: &links->fields) = (struct links){ row, 1 };
	}
	return links->majors.count + links->fields.count > 0;
}

int
labels_find(struct command_line *cl, struct arena *arena,
    const struct catalogue *catalogue, const char *const *classes, int count,
    struct label_links *links)
{
	struct reading reading = { .cl = cl,
		.path = share_path(arena, "catalog/labels.csv"),
		.arena = arena,
		.catalogue = catalogue,
		.classes = classes,
		.count = count,
		.links = links };
	int known = 0;

	memset(links, 0, (size_t)count * sizeof *links);
	if (!file_read(&reading))
		return -1;
	for (int k = 0; k < count; k++)
		known += label_known(&reading, k);
	return known;
}

static void
letters_add(const double letters[LETTERS], double sum[LETTERS])
{
	for (int l = 0; l < LETTERS; l++)
		sum[l] += letters[l];
}

/* The mean of what a label means; zeros where that is nothing. */
static void
vector_fill(const struct catalogue *catalogue, const struct label_links *links,
    double vector[LETTERS])
{
	int things = links->majors.count + links->fields.count;

	for (int i = 0; i < links->majors.count; i++)
		letters_add(
		    catalogue->majors[links->majors.list[i]].letters, vector);
	for (int i = 0; i < links->fields.count; i++)
		letters_add(
		    catalogue->fields[links->fields.list[i]].letters, vector);
	for (int l = 0; l < LETTERS && things > 0; l++)
		vector[l] /= things;
}

bool
labels_read(struct command_line *cl, const char *const *classes, int count,
    double (*vectors)[LETTERS], int *known)
{
	struct arena *arena = command_arena(cl);
	const struct catalogue *catalogue = catalog_hold(NULL, arena);
	struct label_links *links = arena_array(
	    arena, (size_t)count, sizeof *links);
	double(*means)[LETTERS] = arena_array(
	    arena, (size_t)count, sizeof *means);

	if (catalogue == NULL) {
		complain(cl, "match.labels.catalogue", NULL);
		return false;
	}
	*known = labels_find(cl, arena, catalogue, classes, count, links);
	for (int k = 0; k < count && *known >= 0; k++)
		vector_fill(catalogue, &links[k], means[k]);
	match_weights((const double(*)[LETTERS])means, count, vectors);
	return *known >= 0;
}
