/*
 * Rows of a CSV or of a sheet, by the names of their columns. What a cell may
 * be stands in the reader's rows of columns; each mistake is told with its
 * file, line and column, and what a mistake hides is unknown rather than wrong.
 */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "paper/excel.h"
#include "people/import.h"

enum { BREATHE_ROWS = 1024, ID_MOST = 255 };

/* Lines of the template that explain it; they may stay. */
#define NOTE_MARK "※"

enum row_result { ROW_READ, ROW_BAD, ROW_END, ROW_LOST };

/* Which fields of a bad row nobody can read, from 0. */
struct mask {
	size_t from; /* all from here on */
	size_t one; /* and this one */
};
static const struct mask nothing_masked = { SIZE_MAX, SIZE_MAX };

void
table_begin(struct table *table, struct import *import, const char *file,
    const struct column *columns)
{
	*table = (struct table){
		.import = import, .file = file, .columns = columns
	};
	while (columns[table->count].name != NULL)
		table->count++;
	assert(table->count <= TABLE_COLUMNS);
}

/* Complaints */

static void
complain_at(struct table *table, int64_t line, int64_t column, const char *name,
    const char *id, const char *value)
{
	report_error(
	    table->import->report, table->file, line, column, name, id, value);
}

void
table_complain_of(struct table *table, int64_t line, size_t column,
    const char *id, const char *value)
{
	complain_at(table, line, table->at[column] + 1,
	    table->columns[column].name, id, value);
}

void
table_complain(struct table *table, size_t column, const char *id)
{
	struct cell *cell = &table->cells[column];

	table_complain_of(table, table->line, column, id, cell->text);
	table->good = false;
	cell->filled = false;
	cell->unknown = true;
}

/* The two sources */

static size_t
field_count(const struct table *table)
{
	return table->csv != NULL ? csv_count(table->csv)
				  : excel_count(table->excel);
}

static const char *
field_text(const struct table *table, size_t at)
{
	return table->csv != NULL ? csv_field(table->csv, at)
				  : excel_field(table->excel, at);
}

static enum row_result
csv_row(struct table *table)
{
	enum csv_result result = csv_next(table->csv);

	table->line = csv_line(table->csv);
	return result == CSV_ROW ? ROW_READ
	    : result == CSV_BAD  ? ROW_BAD
	    : result == CSV_END  ? ROW_END
				 : ROW_LOST;
}

/* Nothing but a note: a row of data must never be taken for one. */
static bool
row_is_note(const struct table *table)
{
	const char *only = "";
	size_t at, filled = 0;

	for (at = 0; at < field_count(table); at++)
		if (field_text(table, at)[0] != '\0') {
			only = field_text(table, at);
			filled++;
		}
	return filled == 1 && text_starts(only, NOTE_MARK);
}

static enum row_result
excel_row_read(struct table *table)
{
	enum excel_result result;

	do {
		result = excel_next(table->excel);
		table->line = excel_line(table->excel);
	} while (result == EXCEL_ROW && row_is_note(table));
	return result == EXCEL_ROW ? ROW_READ
	    : result == EXCEL_BAD  ? ROW_BAD
				   : ROW_END;
}

static enum row_result
row_read(struct table *table)
{
	return table->csv != NULL ? csv_row(table) : excel_row_read(table);
}

/* NULL for a column that nobody asked for. */
static const char *
name_at(const struct table *table, size_t at)
{
	size_t i;

	for (i = 0; table->width > 0 && i < table->count; i++)
		if (table->at[i] == (int)at)
			return table->columns[i].name;
	return NULL;
}

/* Of what a bad row holds, that before a broken quote can still be told. */
static struct mask
csv_blame(struct table *table)
{
	const char *problem = csv_problem(table->csv);
	size_t column = csv_problem_column(table->csv);

	complain_at(table, table->line, (int64_t)column,
	    name_at(table, column - 1), problem, NULL);
	if (text_is(problem, "csv.open"))
		table->torn = true;
	if (text_is(problem, "csv.nul") || text_is(problem, "csv.utf8") ||
	    text_is(problem, "csv.long"))
		return (struct mask){ SIZE_MAX, column - 1 };
	return (struct mask){ column - 1, SIZE_MAX };
}

static struct mask
row_blame(struct table *table)
{
	table->good = false;
	if (table->csv != NULL)
		return csv_blame(table);
	complain_at(
	    table, table->line, 0, NULL, excel_problem(table->excel), NULL);
	table->torn = true;
	return (struct mask){ 0, SIZE_MAX };
}

/* The heading */

static int
column_find(const struct table *table, const char *name)
{
	size_t at;
	char copy[CELL_TRIM];

	for (at = 0; at < table->width; at++) {
		const char *text = field_text(table, at);

		if (strlen(text) >= sizeof copy)
			continue;
		memcpy(copy, text, strlen(text) + 1);
		if (text_is(text_trim(copy), name))
			return (int)at;
	}
	return -1;
}

static bool
columns_find(struct table *table)
{
	bool whole = true;
	size_t i;

	table->width = field_count(table);
	for (i = 0; i < table->count; i++) {
		const struct column *column = &table->columns[i];

		table->at[i] = column_find(table, column->name);
		if (table->at[i] >= 0 || column->need == COLUMN_MAY_LACK)
			continue;
		complain_at(table, table->line, 0, column->name,
		    "import.error.column_missing", NULL);
		whole = false;
	}
	return whole;
}

bool
table_head(struct table *table)
{
	enum row_result result = row_read(table);

	if (result == ROW_READ)
		return columns_find(table);
	if (result == ROW_BAD)
		row_blame(table);
	else
		complain_at(table, 1, 0, NULL,
		    result == ROW_LOST ? "import.error.unreadable"
				       : "import.error.no_head",
		    NULL);
	return false;
}

/* Rows */

static void
cell_empty(struct cell *cell)
{
	cell->text = "";
	cell->number = 0;
	cell->index = NO_INDEX;
	cell->filled = cell->unknown = false;
}

static bool
is_space(char c)
{
	/* U+3000, the wide space, starts with 0xe3 and ends with 0x80 */
	return (c >= '\t' && c <= '\r') || c == ' ' || c == '\xe3' ||
	    c == '\x80';
}

/* Without the white space around it; a text too long is left as it is. */
static const char *
trimmed(struct cell *cell, const char *text)
{
	size_t length = strlen(text);

	if (length == 0 || length >= CELL_TRIM ||
	    (!is_space(text[0]) && !is_space(text[length - 1])))
		return text;
	memcpy(cell->trimmed, text, length + 1);
	return text_trim(cell->trimmed);
}

static void
cell_read(struct table *table, size_t column, const char *text)
{
	const struct column *rule = &table->columns[column];
	struct cell *cell = &table->cells[column];

	cell->text = trimmed(cell, text);
	if (cell->text[0] != '\0')
		cell->filled = rule->check == NULL ||
		    rule->check(table, column, cell);
	else if (rule->need == COLUMN_FILLED)
		table_complain(table, column, "import.error.empty");
	if (cell->text[0] != '\0' && !cell->filled)
		cell->unknown = true;
}

static void
cells_read(struct table *table, struct mask mask)
{
	bool doubtful = mask.from != SIZE_MAX || mask.one != SIZE_MAX;
	size_t i;

	for (i = 0; i < table->count; i++) {
		struct cell *cell = &table->cells[i];
		size_t at = (size_t)table->at[i];
		const char *text;

		cell_empty(cell);
		if (table->at[i] < 0)
			continue;
		text = field_text(table, at);
		if (at >= mask.from || at == mask.one ||
		    (doubtful && !utf8_valid(text, strlen(text))))
			cell->unknown = true;
		else
			cell_read(table, i, text);
	}
}

/* A row of a CSV has as many fields as the heading; what lacks is unknown. */
static void
width_check(struct table *table, struct mask *mask)
{
	size_t count = field_count(table);

	if (table->csv == NULL || count == table->width)
		return;
	complain_at(table, table->line,
	    (int64_t)(count < table->width ? count : table->width) + 1, NULL,
	    "import.error.row_length", NULL);
	table->good = false;
	mask->from = count;
}

static void
table_breathe(struct table *table)
{
	struct progress *progress = table->import->order->progress;
	int64_t done = table->rows;

	if (table->rows++ % BREATHE_ROWS != 0)
		return;
	if (table->csv != NULL)
		done = csv_bytes(table->csv);
	progress_add(progress, done - table->bytes);
	table->bytes = done;
	import_breathe(table->import);
}

bool
table_next(struct table *table)
{
	struct mask mask = nothing_masked;
	enum row_result result;

	table_breathe(table);
	result = row_read(table);
	if (result == ROW_END)
		return false;
	if (result == ROW_LOST) {
		complain_at(table, table->line, 0, NULL,
		    "import.error.unreadable", NULL);
		table->torn = true;
		return false;
	}
	table->good = true;
	if (result == ROW_BAD)
		mask = row_blame(table);
	else
		width_check(table, &mask);
	cells_read(table, mask);
	return true;
}

/* Cells */

bool
cell_text(struct table *table, size_t column, struct cell *cell)
{
	size_t most = (size_t)table->columns[column].max;

	if (text_has_control(cell->text) || strpbrk(cell->text, "\t\n") != NULL)
		table_complain(table, column, "import.error.control");
	else if (utf8_count(cell->text) > most)
		table_complain(table, column,
		    most == NAME_MOST ? "import.error.name_long"
				      : "import.error.long");
	else
		return true;
	return false;
}

bool
cell_id(struct table *table, size_t column, struct cell *cell)
{
	if (text_has_control(cell->text) || strpbrk(cell->text, "\t\n") != NULL)
		table_complain(table, column, "import.error.control");
	else if (strlen(cell->text) > ID_MOST)
		table_complain(table, column, "import.error.id_long");
	else
		return true;
	return false;
}

bool
cell_date(struct table *table, size_t column, struct cell *cell)
{
	struct date date;

	if (date_read(cell->text, &date)) {
		cell->number = date_pack(date);
		return true;
	}
	table_complain(table, column, "import.error.date");
	return false;
}

static bool
choice_find(const char *const *choices, struct cell *cell)
{
	for (; choices[cell->number] != NULL; cell->number++)
		if (text_is(choices[cell->number], cell->text))
			return true;
	return false;
}

bool
cell_choice(struct table *table, size_t column, struct cell *cell)
{
	if (choice_find(table->columns[column].choices, cell))
		return true;
	table_complain(table, column, "import.error.choice");
	return false;
}

bool
cell_bool(struct table *table, size_t column, struct cell *cell)
{
	static const char *const choices[] = { "false", "true", NULL };

	if (choice_find(choices, cell))
		return true;
	table_complain(table, column, "import.error.bool");
	return false;
}

bool
cell_int(struct table *table, size_t column, struct cell *cell)
{
	const struct column *rule = &table->columns[column];

	if (text_to_int(cell->text, rule->min, rule->max, &cell->number))
		return true;
	table_complain(table, column, "import.error.number");
	return false;
}

void
table_check_order(struct table *table, size_t start, size_t end)
{
	if (table->cells[start].filled && table->cells[end].filled &&
	    table->cells[end].number < table->cells[start].number)
		table_complain(table, end, "import.error.reversed");
}

int32_t
date_pack(struct date date)
{
	return (int32_t)(date.year * 10000 + date.month * 100 + date.day);
}

struct date
date_unpack(int32_t packed)
{
	return (
	    struct date){ packed / 10000, packed / 100 % 100, packed % 100 };
}
