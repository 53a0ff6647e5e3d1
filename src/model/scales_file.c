/* S.csv: which item belongs to which scale. */
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "model/calibrated.h"

enum { MISTAKES_TOLD = 20 };

struct reading {
	struct command_line *cl;
	const char *path;
	struct csv *csv;
	int columns[2];
	int mistakes;
	struct scales_file *scales;
};

static void
mistake(struct reading *reading, const char *id, const char *value)
{
	struct arena *arena = command_arena(reading->cl);

	if (reading->mistakes++ >= MISTAKES_TOLD)
		return;
	complain(reading->cl, id,
	    (const struct word[]){ { "file", reading->path },
		{ "line",
		    arena_printf(
			arena, "%lld", (long long)csv_line(reading->csv)) },
		{ "value", value }, { 0 } });
}

/* Where the name stands among `count`, or count. */
static int
name_find(const char *const *names, int count, const char *name)
{
	int at = 0;

	while (at < count && !text_is(names[at], name))
		at++;
	return at;
}

static void
row_take(struct reading *reading)
{
	struct scales_file *scales = reading->scales;
	struct arena *arena = command_arena(reading->cl);
	const char *item = csv_field(reading->csv, (size_t)reading->columns[0]);
	const char *scale = csv_field(
	    reading->csv, (size_t)reading->columns[1]);
	int at = name_find(scales->scale_names, scales->scales, scale);

	if (item[0] == '\0' || scale[0] == '\0')
		mistake(reading, "model.scales.empty", "");
	else if (name_find(scales->item_names, scales->items, item) <
	    scales->items)
		mistake(reading, "model.scales.twice", item);
	else if (scales->items == CALIBRATE_ITEMS || at == CALIBRATE_SCALES)
		mistake(reading, "model.scales.many", "");
	else {
		if (at == scales->scales)
			scales->scale_names[scales->scales++] = arena_text(
			    arena, scale);
		scales->scale[scales->items] = at;
		scales->item_names[scales->items++] = arena_text(arena, item);
	}
}

static void
rows_take(struct reading *reading)
{
	enum csv_result result;

	while (
	    (result = csv_next(reading->csv)) == CSV_ROW || result == CSV_BAD) {
		if (result == CSV_ROW)
			row_take(reading);
		else
			mistake(reading, "model.scales.broken",
			    say(command_lang(reading->cl),
				csv_problem(reading->csv)));
	}
	if (result == CSV_LOST)
		mistake(reading, "model.file.read", "");
	else if (reading->mistakes == 0 && reading->scales->items == 0)
		mistake(reading, "model.scales.none", "");
}

bool
scales_file_read(
    struct command_line *cl, const char *path, struct scales_file *scales)
{
	static const char *const names[] = { "item", "scale" };
	struct reading reading = { .cl = cl, .path = path, .scales = scales };

	memset(scales, 0, sizeof *scales);
	reading.csv = csv_open_file(path, ',');
	if (reading.csv == NULL) {
		complain(cl, "model.file.read",
		    (const struct word[]){ { "file", path }, { 0 } });
		return false;
	}
	if (csv_head(reading.csv, names, 2, reading.columns) &&
	    reading.columns[0] >= 0 && reading.columns[1] >= 0)
		rows_take(&reading);
	else
		mistake(&reading, "model.scales.head", "");
	csv_close(reading.csv);
	return reading.mistakes == 0;
}
