/*
 * CSV (RFC 4180) as a stream: any size in bounded memory, UTF-8 with or without
 * a mark, CRLF or LF. Each row knows its line, each mistake its line and column.
 */
#ifndef GILJABI_CSV_H
#define GILJABI_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define CSV_COLUMNS 640 /* most columns of a row */
#define CSV_FIELD 65536 /* most bytes of a field */

enum csv_result {
	CSV_ROW, /* a row was read */
	CSV_END, /* no row is left */
	CSV_BAD, /* see problem, line, column; reading may go on */
	CSV_LOST /* the source failed; nothing more can be read */
};

struct csv;

/* read fills at most size bytes; 0 at the end, -1 when the source failed. */
typedef ssize_t csv_source(void *with, char *bytes, size_t size);

/* delimiter is ',' or '\t'. NULL without memory. The source stays the caller's. */
struct csv *csv_open(csv_source *source, void *with, char delimiter);
struct csv *csv_open_file(const char *path, char delimiter);
void csv_close(struct csv *csv);

/*
 * The next row; empty lines are passed over. Fields stay valid until the next
 * call. A bad row (broken quote, NUL, not UTF-8, too long, too many columns) is
 * consumed to the end of its line.
 */
enum csv_result csv_next(struct csv *csv);
size_t csv_count(const struct csv *csv); /* fields of the row */
/* "" past the end. */
const char *csv_field(const struct csv *csv, size_t column);
int64_t csv_line(const struct csv *csv); /* of the row's start, from 1 */
int64_t csv_bytes(const struct csv *csv); /* read so far, for progress */
/* After CSV_BAD: a message id ("csv.quote" …) and the column, from 1. */
const char *csv_problem(const struct csv *csv);
size_t csv_problem_column(const struct csv *csv);

/*
 * Takes the first row as names: finds where each of `names` stands (-1 where it
 * does not). False when there is no first row.
 */
bool
csv_head(struct csv *csv, const char *const *names, size_t count, int *columns);

/* Writes one field, quoted when it must be; a formula's first sign is defused. */
struct buffer;
void csv_put(struct buffer *out, const char *field, bool first);

#endif
