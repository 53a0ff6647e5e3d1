/* Excel tables, out and in. */
#ifndef GILJABI_PAPER_EXCEL_H
#define GILJABI_PAPER_EXCEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

/*
 * Out: one sheet with a heading row, frozen, filtered. Rows are written in
 * order. Texts are written as texts, so none can become a formula; one longer
 * than a cell holds (32,767 characters) ends with "…". Failure is sticky and
 * told by excel_end.
 */
struct sheet_column {
	const char *heading;
	double width; /* in characters; 0: by the heading */
	enum { SHEET_TEXT, SHEET_NUMBER, SHEET_PERCENT, SHEET_DATE } type;
};
struct excel;
/* Lives in the arena and goes with it, ended or not. */
struct excel *excel_new(struct arena *arena, const char *sheet_name,
    const struct sheet_column *columns, int count);
void excel_row(struct excel *excel);
/* In a SHEET_DATE column "2026-03-02" becomes a date. NULL: left empty. */
void excel_text(struct excel *excel, int column, const char *text);
/* In a SHEET_PERCENT column .5 is shown as 50.0%. Not finite: left empty. */
void excel_number(struct excel *excel, int column, double number);
/* A note in italics, below the table: sources, who, when. */
void excel_note(struct excel *excel, const char *text);
/* Ends it, once. The bytes are the arena's. */
bool excel_end(struct excel *excel, const char **bytes, size_t *length);

/*
 * In: the first visible sheet of an .xlsx, row by row, cells as text (shared
 * and inline strings, numbers as Excel shows whole ones, dates as 2026-03-02,
 * moments as 2026-03-02 09:30). Rows without any text are passed over. Bounded:
 * 256 columns, 1,100,000 rows, 64 KiB a cell, 2,000,000 shared strings in
 * 256 MiB, 2 GiB of XML; no external entity, no DTD.
 */
enum { EXCEL_COLUMNS = 256 };
struct excel_in;
enum excel_result {
	EXCEL_ROW, /* a row was read */
	EXCEL_END, /* no row is left */
	EXCEL_BAD /* see excel_problem and excel_line; the next call goes
			   on behind the row, or ends where nothing is left */
};
struct excel_in *excel_open(const char *path, const char **problem);
enum excel_result excel_next(struct excel_in *excel);
int64_t excel_line(const struct excel_in *excel); /* row number, from 1 */
size_t excel_count(const struct excel_in *excel);
/* "" past the end; valid until the next row. */
const char *excel_field(const struct excel_in *excel, size_t column);
const char *excel_problem(const struct excel_in *excel); /* message id */
void excel_close(struct excel_in *excel);

#endif
