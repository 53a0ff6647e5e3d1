/*
 * The rows of a sheet. Expat walks the sheet's XML and pauses behind each row
 * that holds a text, so that one row is in memory at a time; the cells' texts
 * lie one after another in one buffer.
 */
#include "paper/excel.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "paper/excel_book.h"
#include "paper/excel_part.h"
#include "paper/excel_value.h"
#include "paper/unzip_rules.h"

enum {
	ROWS = 1100000,
	CELL = 65536, /* bytes */
	PARTS = 1024
};

struct cell {
	int column; /* from 0 */
	int64_t style;
	char type; /* see cell_type */
	bool within_is; /* inside <is>, an inline string */
	bool phonetic; /* inside <rPh> */
	bool text; /* what comes belongs to the cell */
};

struct excel_in {
	struct zip_in *zip;
	struct part *sheet;
	struct book book;
	struct cell cell;
	struct buffer value; /* of the cell, as it is stored */
	struct buffer row; /* texts, each with its zero; starts with one */
	size_t fields[EXCEL_COLUMNS]; /* where each starts; 0: empty */
	size_t count;
	int64_t line;
	int next_column; /* of a cell that does not name its own */
	bool ended; /* nothing more can be read */
	const char *problem;
};

/* Cells */

/* A mistake of this row only; reading can go on behind it. */
static void
row_blame(struct excel_in *excel, const char *problem)
{
	if (excel->problem == NULL)
		excel->problem = problem;
}

static void
field_set(struct excel_in *excel, const char *text, size_t length)
{
	size_t column = (size_t)excel->cell.column;

	if (length == 0)
		return;
	if (column >= EXCEL_COLUMNS) {
		row_blame(excel, "excel.columns");
		return;
	}
	if (length > CELL) {
		row_blame(excel, "excel.cell");
		return;
	}
	excel->fields[column] = excel->row.length;
	if (excel->count <= column)
		excel->count = column + 1;
	buffer_add(&excel->row, text, length);
	buffer_char(&excel->row, '\0');
	if (excel->row.failed)
		part_refuse(excel->sheet, "paper.memory");
}

/* An ISO moment without its midnight: "2026-03-02T00:00:00" is a day. */
static size_t
iso_length(const char *text, size_t length)
{
	return length >= 19 && memcmp(text + 10, "T00:00:00", 9) == 0 ? 10
								      : length;
}

static void
number_set(struct excel_in *excel)
{
	const char *stored = excel->value.data;
	char text[EXCEL_VALUE];

	if ((book_style_is_date(&excel->book, excel->cell.style) &&
		value_date(stored, excel->book.from_1904, text)) ||
	    value_number(stored, text))
		field_set(excel, text, strlen(text));
	else
		field_set(excel, stored, excel->value.length);
}

static void
shared_set(struct excel_in *excel)
{
	const char *text = NULL;
	int64_t index;

	if (text_to_int(excel->value.data, 0, INT32_MAX, &index))
		text = book_string(&excel->book, index);
	if (text != NULL)
		field_set(excel, text, strlen(text));
	else
		part_refuse(excel->sheet, "excel.broken");
}

static void
cell_end(struct excel_in *excel)
{
	char *text = excel->value.data;
	size_t length = excel->value.length;

	if (length == 0)
		return;
	switch (excel->cell.type) {
	case 's': shared_set(excel); break;
	case 'n': number_set(excel); break;
	case 'b':
		text = text_is(text, "0") ? "FALSE" : "TRUE";
		field_set(excel, text, strlen(text));
		break;
	case 'd': field_set(excel, text, iso_length(text, length)); break;
	case 'e': field_set(excel, text, length); break;
	default: field_set(excel, text, text_unescape(text, length));
	}
}

/* The sheet's events */

/* s shared, i inline, f a formula's, b boolean, e error, d date, n number */
static char
cell_type(const char *type)
{
	static const struct {
		const char *name;
		char type;
	} rows[] = {
		{ "s", 's' },
		{ "inlineStr", 'i' },
		{ "str", 'f' },
		{ "b", 'b' },
		{ "e", 'e' },
		{ "d", 'd' },
	};
	size_t i;

	for (i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (text_is(type, rows[i].name))
			return rows[i].type;
	return 'n';
}

static void
cell_start(struct excel_in *excel, const char **attributes)
{
	const char *reference = part_attribute(attributes, "r");
	const char *style = part_attribute(attributes, "s");
	struct cell *cell = &excel->cell;

	buffer_clear(&excel->value);
	*cell = (struct cell){ .column = excel->next_column,
		.type = cell_type(part_attribute(attributes, "t")) };
	if (reference != NULL)
		cell->column = reference_column(reference);
	if ((style != NULL &&
		!text_to_int(style, 0, INT32_MAX, &cell->style)) ||
	    cell->column < 0)
		part_refuse(excel->sheet, "excel.broken");
	excel->next_column = cell->column + 1;
}

static void
row_start(struct excel_in *excel, const char **attributes)
{
	const char *number = part_attribute(attributes, "r");
	int64_t line = excel->line + 1;

	if (number != NULL && !text_to_int(number, line, INT32_MAX, &line))
		part_refuse(excel->sheet, "excel.broken");
	else if (line > ROWS)
		part_refuse(excel->sheet, "excel.rows");
	excel->line = line;
	excel->next_column = 0;
}

static void
on_start(void *with, const char *name, const char **attributes)
{
	struct excel_in *excel = with;
	struct cell *cell = &excel->cell;

	if (text_is(name, "c"))
		cell_start(excel, attributes);
	else if (text_is(name, "row"))
		row_start(excel, attributes);
	else if (text_is(name, "is"))
		cell->within_is = true;
	else if (text_is(name, "rPh"))
		cell->phonetic = true;
	else if (text_is(name, "v") ||
	    (text_is(name, "t") && cell->within_is && !cell->phonetic))
		cell->text = true;
}

static void
on_end(void *with, const char *name)
{
	struct excel_in *excel = with;
	struct cell *cell = &excel->cell;

	if (text_is(name, "v") || text_is(name, "t"))
		cell->text = false;
	else if (text_is(name, "is"))
		cell->within_is = false;
	else if (text_is(name, "rPh"))
		cell->phonetic = false;
	else if (text_is(name, "c"))
		cell_end(excel);
	else if (text_is(name, "row") &&
	    (excel->count > 0 || excel->problem != NULL))
		part_pause(excel->sheet);
}

static void
on_text(void *with, const char *bytes, int length)
{
	struct excel_in *excel = with;

	if (!excel->cell.text)
		return;
	if (excel->value.length + (size_t)length > CELL) {
		row_blame(excel, "excel.cell");
		return;
	}
	buffer_add(&excel->value, bytes, (size_t)length);
	if (excel->value.failed)
		part_refuse(excel->sheet, "paper.memory");
}

/* Opening */

/* What is no zip at all: an .xls, or an .xlsx behind a password. */
static bool
is_old_container(const char *path)
{
	static const unsigned char magic[8] = { 0xd0, 0xcf, 0x11, 0xe0, 0xa1,
		0xb1, 0x1a, 0xe1 };
	unsigned char start[sizeof magic];
	FILE *file = fopen(path, "rb");
	bool same;

	if (file == NULL)
		return false;
	same = fread(start, sizeof start, 1, file) == 1 &&
	    memcmp(start, magic, sizeof magic) == 0;
	fclose(file);
	return same;
}

static const char *
sheet_open(struct excel_in *excel, const char *path)
{
	static const struct part_events events = { on_start, on_end, on_text };
	static const struct zip_rules rules = {
		.files = PARTS, .folders = true, .most = INT64_C(2) << 30
	};
	const char *problem;

	if (is_old_container(path))
		return "excel.old";
	excel->zip = zip_open_rules(path, &rules, &problem);
	if (excel->zip == NULL)
		return problem;
	problem = book_read(&excel->book, excel->zip);
	if (problem == NULL)
		excel->sheet = part_open(
		    excel->zip, excel->book.sheet, &events, excel, &problem);
	return problem;
}

struct excel_in *
excel_open(const char *path, const char **problem)
{
	struct excel_in *excel = memory_get(sizeof *excel);

	*problem = "paper.memory";
	if (excel == NULL)
		return NULL;
	excel->row.limit = EXCEL_COLUMNS * (CELL + 2);
	excel->value.limit = CELL + 1;
	*problem = sheet_open(excel, path);
	if (*problem == NULL)
		return excel;
	excel_close(excel);
	return NULL;
}

void
excel_close(struct excel_in *excel)
{
	if (excel == NULL)
		return;
	part_close(excel->sheet);
	zip_close_read(excel->zip);
	book_free(&excel->book);
	buffer_free(&excel->value);
	buffer_free(&excel->row);
	memory_give(excel);
}

/* Rows */

static void
row_reset(struct excel_in *excel)
{
	buffer_clear(&excel->row);
	buffer_char(&excel->row, '\0');
	memset(excel->fields, 0, sizeof excel->fields);
	excel->count = 0;
	excel->problem = NULL;
}

enum excel_result
excel_next(struct excel_in *excel)
{
	enum part_result result;

	row_reset(excel);
	if (excel->ended)
		return EXCEL_END;
	result = part_run(excel->sheet);
	excel->ended = result != PART_PAUSED;
	if (result == PART_END)
		return EXCEL_END;
	if (result == PART_BAD)
		excel->problem = part_problem(excel->sheet);
	return excel->problem != NULL ? EXCEL_BAD : EXCEL_ROW;
}

int64_t
excel_line(const struct excel_in *excel)
{
	return excel->line;
}

size_t
excel_count(const struct excel_in *excel)
{
	return excel->count;
}

const char *
excel_field(const struct excel_in *excel, size_t column)
{
	return column < excel->count ? excel->row.data + excel->fields[column]
				     : "";
}

const char *
excel_problem(const struct excel_in *excel)
{
	return excel->problem;
}
