/*
 * A CSV reader that holds one row at a time: bytes come through a window of
 * 64 KiB, the row's fields lie one after another in one buffer.
 */
#include "base/csv.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

enum { WINDOW = 65536, ROW_LIMIT = 4 * 1024 * 1024 };

struct csv {
	csv_source *source;
	void *with;
	int file; /* of csv_open_file, or -1 */
	char delimiter;
	bool started;
	bool lost;
	char window[WINDOW];
	size_t at, filled;
	int64_t bytes;
	int64_t line; /* that the next byte lies in */
	int64_t row_line;
	struct buffer row; /* the fields, each with its zero */
	size_t fields[CSV_COLUMNS]; /* where each starts in row */
	size_t count;
	const char *problem;
	size_t problem_column;
};

static ssize_t
file_source(void *with, char *bytes, size_t size)
{
	return read(*(int *)with, bytes, size);
}

struct csv *
csv_open(csv_source *source, void *with, char delimiter)
{
	struct csv *csv = memory_get(sizeof *csv);

	if (csv == NULL)
		return NULL;
	csv->source = source;
	csv->with = with;
	csv->file = -1;
	csv->delimiter = delimiter;
	csv->line = 1;
	csv->row.limit = ROW_LIMIT;
	return csv;
}

struct csv *
csv_open_file(const char *path, char delimiter)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	struct csv *csv;

	if (file < 0)
		return NULL;
	csv = csv_open(file_source, NULL, delimiter);
	if (csv == NULL) {
		close(file);
		return NULL;
	}
	csv->file = file;
	csv->with = &csv->file;
	return csv;
}

void
csv_close(struct csv *csv)
{
	if (csv == NULL)
		return;
	if (csv->file >= 0)
		close(csv->file);
	buffer_free(&csv->row);
	memory_give(csv);
}

/* Bytes */

/* More bytes behind those that the window holds. */
static bool
window_add(struct csv *csv)
{
	ssize_t got;

	if (csv->lost)
		return false;
	got = csv->source(
	    csv->with, csv->window + csv->filled, WINDOW - csv->filled);
	if (got < 0)
		csv->lost = true;
	if (got <= 0)
		return false;
	csv->filled += (size_t)got;
	csv->bytes += got;
	return true;
}

static bool
window_fill(struct csv *csv)
{
	csv->at = csv->filled = 0;
	return window_add(csv);
}

/* The next byte without taking it, -1 at the end. */
static int
peek(struct csv *csv)
{
	if (csv->at == csv->filled && !window_fill(csv))
		return -1;
	return (unsigned char)csv->window[csv->at];
}

static int
take(struct csv *csv)
{
	int c = peek(csv);

	if (c >= 0)
		csv->at++;
	if (c == '\n')
		csv->line++;
	return c;
}

static void
skip_mark(struct csv *csv)
{
	csv->started = true;
	while (csv->filled < 3 && window_add(csv))
		;
	if (csv->filled >= 3 && memcmp(csv->window, "\xef\xbb\xbf", 3) == 0)
		csv->at = 3;
}

/* Fields */

static void
blame(struct csv *csv, const char *problem)
{
	if (csv->problem != NULL)
		return;
	csv->problem = problem;
	csv->problem_column = csv->count + 1;
}

/* The run of bytes that need no look: up to a delimiter, quote or line's end. */
static void
take_plain(struct csv *csv)
{
	const char *from = csv->window + csv->at;
	const char *end = csv->window + csv->filled;
	const char *at = from;

	while (at < end && *at != csv->delimiter && *at != '"' && *at != '\n' &&
	    *at != '\r' && *at != '\0')
		at++;
	buffer_add(&csv->row, from, (size_t)(at - from));
	csv->at += (size_t)(at - from);
}

static void
take_unquoted(struct csv *csv)
{
	for (;;) {
		int c;

		take_plain(csv);
		c = peek(csv);
		if (c < 0 || c == csv->delimiter || c == '\n' || c == '\r')
			return;
		if (c == '"')
			blame(csv, "csv.quote");
		else if (c == 0)
			blame(csv, "csv.nul");
		if (c == '"' || c == 0) {
			take(csv);
			continue;
		}
		if (csv->row.failed)
			take(csv);
	}
}

/* After the closing quote only a delimiter or the end of the line may stand. */
static void
take_quoted(struct csv *csv)
{
	take(csv);
	for (;;) {
		int c = take(csv);

		if (c < 0) {
			blame(csv, "csv.open");
			return;
		}
		if (c == 0)
			blame(csv, "csv.nul");
		if (c == '"') {
			if (peek(csv) != '"')
				break;
			take(csv);
		}
		if (c != 0)
			buffer_char(&csv->row, (char)c);
	}
	if (peek(csv) != csv->delimiter && peek(csv) != '\n' &&
	    peek(csv) != '\r' && peek(csv) >= 0) {
		blame(csv, "csv.quote");
		take_unquoted(csv);
	}
}

static void
take_field(struct csv *csv)
{
	size_t start = csv->row.length, length;

	if (peek(csv) == '"')
		take_quoted(csv);
	else
		take_unquoted(csv);
	length = csv->row.length - start;
	if (csv->row.failed || length > CSV_FIELD)
		blame(csv, "csv.long");
	else if (!utf8_valid(
		     csv->row.data ? csv->row.data + start : "", length))
		blame(csv, "csv.utf8");
	if (csv->count < CSV_COLUMNS)
		csv->fields[csv->count] = start;
	else
		blame(csv, "csv.columns");
	buffer_char(&csv->row, '\0');
	csv->count++;
}

static void
skip_line_end(struct csv *csv)
{
	if (peek(csv) == '\r')
		take(csv);
	if (peek(csv) == '\n')
		take(csv);
}

static void
row_reset(struct csv *csv)
{
	buffer_clear(&csv->row);
	csv->count = 0;
	csv->problem = NULL;
	csv->problem_column = 0;
	csv->row_line = csv->line;
}

enum csv_result
csv_next(struct csv *csv)
{
	if (!csv->started)
		skip_mark(csv);
	while (peek(csv) == '\n' || peek(csv) == '\r')
		skip_line_end(csv);
	row_reset(csv);
	if (peek(csv) < 0)
		return csv->lost ? CSV_LOST : CSV_END;
	take_field(csv);
	while (peek(csv) == csv->delimiter) {
		take(csv);
		take_field(csv);
	}
	skip_line_end(csv);
	if (csv->lost)
		return CSV_LOST;
	if (csv->count > CSV_COLUMNS)
		csv->count = CSV_COLUMNS;
	return csv->problem != NULL ? CSV_BAD : CSV_ROW;
}

size_t
csv_count(const struct csv *csv)
{
	return csv->count;
}

const char *
csv_field(const struct csv *csv, size_t column)
{
	return column < csv->count ? csv->row.data + csv->fields[column] : "";
}

int64_t
csv_line(const struct csv *csv)
{
	return csv->row_line;
}

int64_t
csv_bytes(const struct csv *csv)
{
	return csv->bytes - (int64_t)(csv->filled - csv->at);
}

const char *
csv_problem(const struct csv *csv)
{
	return csv->problem;
}

size_t
csv_problem_column(const struct csv *csv)
{
	return csv->problem_column;
}

bool
csv_head(struct csv *csv, const char *const *names, size_t count, int *columns)
{
	size_t i, k;

	for (i = 0; i < count; i++)
		columns[i] = -1;
	if (csv_next(csv) != CSV_ROW)
		return false;
	for (k = csv->count; k-- > 0;)
		for (i = 0; i < count; i++)
			if (text_is(csv_field(csv, k), names[i]))
				columns[i] = (int)k;
	return true;
}

/* A spreadsheet runs a field that starts with = + - @ as a formula. */
void
csv_put(struct buffer *out, const char *field, bool first)
{
	const char *at;

	if (!first)
		buffer_char(out, ',');
	if (strpbrk(field, ",\"\r\n") == NULL &&
	    (field[0] == '\0' || strchr("=+-@\t", field[0]) == NULL)) {
		buffer_text(out, field);
		return;
	}
	buffer_char(out, '"');
	if (field[0] != '\0' && strchr("=+-@\t", field[0]) != NULL)
		buffer_char(out, '\'');
	for (at = field; *at != '\0'; at++) {
		if (*at == '"')
			buffer_char(out, '"');
		buffer_char(out, *at);
	}
	buffer_char(out, '"');
}
