/*
 * Excel tables by libxlsxwriter. It writes to a file only, so the bytes go by
 * way of a temporary one that has no name as soon as it is read; rows are
 * streamed (constant_memory), so that a table of a province fits any memory.
 */
#include "paper/excel.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/text.h"

enum {
	ROWS = 1048576 - 100, /* what Excel holds, without room for notes */
	NOTES = 50,
	CHARACTERS = 32767, /* of a cell */
	BYTES = 256 * 1024 * 1024
};

struct note {
	struct note *next;
	const char *text;
};

struct excel {
	struct arena *arena;
	char path[64]; /* of the temporary file; "" without one */
	lxw_workbook *book;
	lxw_worksheet *sheet;
	const struct sheet_column *columns;
	int count;
	lxw_format *formats[SHEET_DATE + 1];
	lxw_format *head_format, *note_format;
	lxw_row_t row; /* the one being written; 0 is the head */
	struct note *notes, **last_note;
	int notes_count;
	struct buffer bytes;
	bool failed;
};

static void
excel_check(struct excel *excel, lxw_error error)
{
	if (error == LXW_NO_ERROR || excel->failed)
		return;
	excel->failed = true;
	log_event(
	    LOG_ERROR, "excel.failed", "reason", lxw_strerror(error), NULL);
}

static void
file_drop(struct excel *excel)
{
	if (excel->path[0] != '\0')
		unlink(excel->path);
	excel->path[0] = '\0';
}

static void
excel_release(void *with)
{
	struct excel *excel = with;

	if (excel->book != NULL)
		lxw_workbook_free(excel->book);
	file_drop(excel);
	buffer_free(&excel->bytes);
}

/* Making it */

static void
file_make(struct excel *excel)
{
	const char *folder = getenv("TMPDIR");
	int file;

	snprintf(excel->path, sizeof excel->path, "%s/giljabi-XXXXXX",
	    folder != NULL && strlen(folder) < 40 ? folder : "/tmp");
	file = mkstemp(excel->path);
	if (file >= 0) {
		close(file);
		return;
	}
	excel->path[0] = '\0';
	excel_check(excel, LXW_ERROR_CREATING_TMPFILE);
}

static lxw_format *
format_new(struct excel *excel, const char *code)
{
	lxw_format *format = workbook_add_format(excel->book);

	if (format == NULL)
		excel_check(excel, LXW_ERROR_MEMORY_MALLOC_FAILED);
	else if (code != NULL)
		format_set_num_format(format, code);
	return format;
}

/* Thousands are grouped from 10,000 on: below stand years and small counts. */
static void
formats_make(struct excel *excel)
{
	static const char *const codes[] = {
		[SHEET_TEXT] = "@",
		[SHEET_NUMBER] = "[>=10000]#,##0;[<=-10000]-#,##0;General",
		[SHEET_PERCENT] = "0.0%",
		[SHEET_DATE] = "yyyy-mm-dd",
	};
	size_t i;

	for (i = 0; i < sizeof codes / sizeof codes[0]; i++)
		excel->formats[i] = format_new(excel, codes[i]);
	excel->head_format = format_new(excel, NULL);
	excel->note_format = format_new(excel, NULL);
	if (excel->failed)
		return;
	format_set_bold(excel->head_format);
	format_set_bottom(excel->head_format, LXW_BORDER_THIN);
	format_set_italic(excel->note_format);
}

/* A Hangul syllable is about two characters wide. */
static double
heading_width(const char *heading)
{
	double width = 4; /* with the filter's button */
	uint32_t c;

	while ((c = utf8_next(&heading)) != 0)
		width += c < 0x1100 ? 1 : 2;
	return width < 10 ? 10 : width;
}

/* A column's format holds for its empty cells too: what a teacher types into a
   text column keeps its leading zeros. */
static void
head_write(struct excel *excel)
{
	int i;

	for (i = 0; i < excel->count; i++) {
		const struct sheet_column *column = &excel->columns[i];
		lxw_col_t at = (lxw_col_t)i;

		excel_check(excel,
		    worksheet_set_column(excel->sheet, at, at,
			column->width > 0 ? column->width
					  : heading_width(column->heading),
			excel->formats[column->type]));
		excel_check(excel,
		    worksheet_write_string(excel->sheet, 0, at, column->heading,
			excel->head_format));
	}
	worksheet_freeze_panes(excel->sheet, 1, 0);
	worksheet_set_landscape(excel->sheet);
	worksheet_set_paper(excel->sheet, 9); /* A4 */
	worksheet_fit_to_pages(excel->sheet, 1, 0);
	worksheet_repeat_rows(excel->sheet, 0, 0);
}

static void
book_make(struct excel *excel, const char *sheet_name)
{
	lxw_workbook_options options = { .constant_memory = LXW_TRUE };

	excel->book = workbook_new_opt(excel->path, &options);
	if (excel->book == NULL) {
		excel_check(excel, LXW_ERROR_MEMORY_MALLOC_FAILED);
		return;
	}
	excel_check(
	    excel, workbook_validate_sheet_name(excel->book, sheet_name));
	if (excel->failed)
		return;
	formats_make(excel);
	excel->sheet = workbook_add_worksheet(excel->book, sheet_name);
	if (excel->sheet == NULL)
		excel_check(excel, LXW_ERROR_MEMORY_MALLOC_FAILED);
	if (!excel->failed)
		head_write(excel);
}

struct excel *
excel_new(struct arena *arena, const char *sheet_name,
    const struct sheet_column *columns, int count)
{
	struct excel *excel = arena_alloc(arena, sizeof *excel);
	struct sheet_column *own = arena_array(
	    arena, (size_t)count, sizeof *own);

	assert(count > 0 && count <= EXCEL_COLUMNS);
	memcpy(own, columns, (size_t)count * sizeof *own);
	excel->arena = arena;
	excel->columns = own;
	excel->count = count;
	excel->last_note = &excel->notes;
	excel->bytes.limit = BYTES;
	arena_defer(arena, excel_release, excel);
	file_make(excel);
	if (!excel->failed)
		book_make(excel, sheet_name);
	return excel;
}

/* Rows */

void
excel_row(struct excel *excel)
{
	if (excel->row == ROWS)
		excel_check(excel, LXW_ERROR_WORKSHEET_INDEX_OUT_OF_RANGE);
	else
		excel->row++;
}

/* The text as far as a cell holds it. */
static const char *
text_fit(struct excel *excel, const char *text)
{
	const char *at = text;
	int left;

	if (strlen(text) <= CHARACTERS)
		return text;
	/* Excel counts in UTF-16: what lies past U+FFFF is two */
	for (left = CHARACTERS - 2; left > 0 && *at != '\0'; left--)
		if (utf8_next(&at) > 0xffff)
			left--;
	if (*at == '\0')
		return text;
	return arena_printf(excel->arena, "%.*s…", (int)(at - text), text);
}

static bool
date_put(struct excel *excel, lxw_col_t column, const char *text)
{
	lxw_datetime day = { 0 };
	struct date date;

	if (!date_read(text, &date))
		return false;
	day.year = date.year;
	day.month = date.month;
	day.day = date.day;
	excel_check(excel,
	    worksheet_write_datetime(excel->sheet, excel->row, column, &day,
		excel->formats[SHEET_DATE]));
	return true;
}

void
excel_text(struct excel *excel, int column, const char *text)
{
	lxw_col_t at = (lxw_col_t)column;

	assert(column >= 0 && column < excel->count && excel->row > 0);
	if (text == NULL || *text == '\0' || excel->failed)
		return;
	if (excel->columns[column].type == SHEET_DATE &&
	    date_put(excel, at, text))
		return;
	/* some Excels show ##### for a long text under the format "@" */
	excel_check(excel,
	    worksheet_write_string(excel->sheet, excel->row, at,
		text_fit(excel, text),
		strlen(text) > 255 ? NULL : excel->formats[SHEET_TEXT]));
}

void
excel_number(struct excel *excel, int column, double number)
{
	lxw_format *format;

	assert(column >= 0 && column < excel->count && excel->row > 0);
	if (!isfinite(number) || excel->failed)
		return;
	format = excel->columns[column].type == SHEET_PERCENT
	    ? excel->formats[SHEET_PERCENT]
	    : excel->formats[SHEET_NUMBER];
	excel_check(excel,
	    worksheet_write_number(
		excel->sheet, excel->row, (lxw_col_t)column, number, format));
}

void
excel_note(struct excel *excel, const char *text)
{
	struct note *note = arena_alloc(excel->arena, sizeof *note);

	assert(excel->notes_count < NOTES);
	note->text = arena_text(excel->arena, text);
	*excel->last_note = note;
	excel->last_note = &note->next;
	excel->notes_count++;
}

/* Ending */

static void
notes_write(struct excel *excel)
{
	const struct note *note;
	lxw_row_t row = excel->row + 2;

	for (note = excel->notes; note != NULL; note = note->next)
		excel_check(excel,
		    worksheet_write_string(excel->sheet, row++, 0,
			text_fit(excel, note->text), excel->note_format));
}

static void
file_read(struct excel *excel)
{
	FILE *file = fopen(excel->path, "rb");
	char chunk[32768];
	size_t got;

	file_drop(excel);
	if (file == NULL) {
		excel_check(excel, LXW_ERROR_CREATING_XLSX_FILE);
		return;
	}
	while ((got = fread(chunk, 1, sizeof chunk, file)) > 0)
		buffer_add(&excel->bytes, chunk, got);
	if (ferror(file) || excel->bytes.failed)
		excel_check(excel, LXW_ERROR_MEMORY_MALLOC_FAILED);
	fclose(file);
}

static void
book_close(struct excel *excel)
{
	lxw_workbook *book = excel->book;

	excel_check(excel,
	    worksheet_autofilter(
		excel->sheet, 0, 0, excel->row, (lxw_col_t)(excel->count - 1)));
	notes_write(excel);
	excel->book = NULL; /* closing frees it */
	excel_check(excel, workbook_close(book));
}

bool
excel_end(struct excel *excel, const char **bytes, size_t *length)
{
	if (!excel->failed)
		book_close(excel);
	if (!excel->failed)
		file_read(excel);
	*bytes = excel->bytes.data;
	*length = excel->bytes.length;
	return !excel->failed;
}
