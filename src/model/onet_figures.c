/* Reading O*NET's files: each is a row of the table at the end. */
#include "model/onet_figures.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"

enum { CELLS = 4 };

struct reading {
	struct command_line *cl;
	const char *folder;
	struct onet_list *list;
	/* The ids of elements in the order met. */
	const char *knowledge[ONET_ELEMENTS], *styles[ONET_ELEMENTS];
};

/* Takes a row about a code of the list; false when it says nothing sound. */
typedef bool row_take(struct reading *reading, struct onet_figures *figures,
    const char *const *cells);

struct file {
	const char *name;
	const char *columns[CELLS]; /* the code first */
	row_take *take;
};

static int
figures_compare(const void *a, const void *b)
{
	const struct onet_figures *left = a, *right = b;

	return strcmp(left->code, right->code);
}

int
onet_figures_find(const struct onet_list *list, const char *code)
{
	struct onet_figures key = { .code = code };
	const struct onet_figures *found = bsearch(&key, list->figures,
	    (size_t)list->count, sizeof key, figures_compare);

	return found ? (int)(found - list->figures) : -1;
}

/* Cells: code, related code, tier. */
static bool
related_take(struct reading *reading, struct onet_figures *figures,
    const char *const *cells)
{
	int to = onet_figures_find(reading->list, cells[1]);

	if (to < 0 || !text_starts(cells[2], "Primary-"))
		return true;
	if (figures->related_count == ONET_RELATED)
		return false;
	figures->related[figures->related_count++] = to;
	return true;
}

/* Cells: code, element, scale, value. */
static bool
interest_take(struct reading *reading, struct onet_figures *figures,
    const char *const *cells)
{
	static const char first[] = "1.B.1.a"; /* to 1.B.1.f: R I A S E C */
	size_t last = sizeof first - 2;
	int letter = strlen(cells[1]) == last + 1 ? cells[1][last] - 'a' : -1;

	(void)reading;
	if (!text_is(cells[2], "OI"))
		return true;
	return strncmp(cells[1], first, last) == 0 && letter >= 0 &&
	    letter < LETTERS &&
	    text_to_real(cells[3], &figures->letters[letter]) &&
	    figures->letters[letter] >= 1 && figures->letters[letter] <= 7;
}

/* Cells: code, job zone. */
static bool
zone_take(struct reading *reading, struct onet_figures *figures,
    const char *const *cells)
{
	int64_t zone;

	(void)reading;
	if (!text_to_int(cells[1], 1, 5, &zone))
		return false;
	figures->job_zone = (int)zone;
	return true;
}

/* The place of an element's id, given one when it is new; -1: no room. */
static int
element_place(
    struct reading *reading, const char **ids, int *count, const char *id)
{
	int at = 0;

	while (at < *count && !text_is(ids[at], id))
		at++;
	if (at == ONET_ELEMENTS)
		return -1;
	if (at == *count)
		ids[(*count)++] = arena_text(command_arena(reading->cl), id);
	return at;
}

/* Cells: code, element, scale, value. */
static bool
element_take(struct reading *reading, const char **ids, int *count,
    struct onet_elements *elements, const char *const *cells)
{
	double value;
	int at;

	if (!text_is(cells[2], "IM"))
		return true;
	at = element_place(reading, ids, count, cells[1]);
	if (at < 0 || !text_to_real(cells[3], &value) || value < 1 || value > 5)
		return false;
	elements->known = true;
	elements->values[at] = value;
	return true;
}

static bool
knowledge_take(struct reading *reading, struct onet_figures *figures,
    const char *const *cells)
{
	return element_take(reading, reading->knowledge,
	    &reading->list->knowledge, &figures->knowledge, cells);
}

static bool
style_take(struct reading *reading, struct onet_figures *figures,
    const char *const *cells)
{
	return element_take(reading, reading->styles, &reading->list->styles,
	    &figures->styles, cells);
}

static bool
blame(struct reading *reading, const struct file *file, int64_t line,
    const char *id)
{
	struct arena *arena = command_arena(reading->cl);

	complain(reading->cl, id,
	    (const struct word[]){
		{ "file",
		    arena_printf(arena, "%s/%s", reading->folder, file->name) },
		{ "line", arena_printf(arena, "%" PRId64, line) }, { 0 } });
	return false;
}

static bool
rows_take(struct reading *reading, const struct file *file, struct csv *csv,
    const int *columns)
{
	enum csv_result result;

	while ((result = csv_next(csv)) == CSV_ROW) {
		const char *cells[CELLS];
		int at, i;

		for (i = 0; i < CELLS; i++)
			cells[i] = columns[i] < 0
			    ? ""
			    : csv_field(csv, (size_t)columns[i]);
		at = onet_figures_find(reading->list, cells[0]);
		if (at >= 0 &&
		    !file->take(reading, &reading->list->figures[at], cells))
			return blame(
			    reading, file, csv_line(csv), "related.row");
	}
	return result == CSV_END ||
	    blame(reading, file, csv_line(csv), "related.row");
}

static bool
file_take(struct reading *reading, const struct file *file)
{
	struct csv *csv = csv_open_file(
	    arena_printf(command_arena(reading->cl), "%s/%s", reading->folder,
		file->name),
	    '\t');
	int columns[CELLS] = { -1, -1, -1, -1 }, count = 0, i;
	bool taken;

	if (csv == NULL)
		return blame(reading, file, 1, "related.file");
	while (count < CELLS && file->columns[count] != NULL)
		count++;
	taken = csv_head(csv, file->columns, (size_t)count, columns);
	for (i = 0; i < count; i++)
		taken = taken && columns[i] >= 0;
	taken = taken ? rows_take(reading, file, csv, columns)
		      : blame(reading, file, 1, "related.head");
	csv_close(csv);
	return taken;
}

bool
onet_figures_read(
    struct command_line *cl, const char *folder, struct onet_list *list)
{
	static const struct file files[] = {
		{ "Related Occupations.txt",
		    { "O*NET-SOC Code", "Related O*NET-SOC Code",
			"Relatedness Tier" },
		    related_take },
		{ "Interests.txt",
		    { "O*NET-SOC Code", "Element ID", "Scale ID",
			"Data Value" },
		    interest_take },
		{ "Job Zones.txt", { "O*NET-SOC Code", "Job Zone" },
		    zone_take },
		{ "Knowledge.txt",
		    { "O*NET-SOC Code", "Element ID", "Scale ID",
			"Data Value" },
		    knowledge_take },
		{ "Work Styles.txt",
		    { "O*NET-SOC Code", "Element ID", "Scale ID",
			"Data Value" },
		    style_take },
	};
	struct reading reading = { .cl = cl, .folder = folder, .list = list };
	size_t i;

	for (i = 0; i < sizeof files / sizeof files[0]; i++)
		if (!file_take(&reading, &files[i]))
			return false;
	return true;
}
