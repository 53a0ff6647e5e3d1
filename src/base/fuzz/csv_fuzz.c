/*
 * A CSV file from anybody, in pieces of a size that its first byte gives: fields
 * stay within their bounds, lines only go on, and every byte is passed.
 */
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct pieces {
	const uint8_t *at;
	size_t left, size;
};

static ssize_t
piece_read(void *with, char *bytes, size_t size)
{
	struct pieces *pieces = with;
	size_t length = pieces->left;

	if (length > pieces->size)
		length = pieces->size;
	if (length > size)
		length = size;
	memcpy(bytes, pieces->at, length);
	pieces->at += length;
	pieces->left -= length;
	return (ssize_t)length;
}

static void
row_check(const struct csv *csv, enum csv_result result)
{
	size_t i;

	if (result == CSV_BAD) {
		if (csv_problem(csv) == NULL || csv_problem_column(csv) == 0)
			abort();
		return;
	}
	if (csv_count(csv) == 0 || csv_count(csv) > CSV_COLUMNS)
		abort();
	for (i = 0; i <= csv_count(csv); i++)
		if (strlen(csv_field(csv, i)) > CSV_FIELD)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
	struct pieces pieces = { bytes + 1, length - 1, 1 };
	enum csv_result result;
	int64_t line = 0;
	struct csv *csv;

	if (length == 0)
		return 0;
	pieces.size += bytes[0];
	csv = csv_open(piece_read, &pieces, ',');
	if (csv == NULL)
		return 0;
	while ((result = csv_next(csv)) == CSV_ROW || result == CSV_BAD) {
		if (csv_line(csv) < line)
			abort();
		line = csv_line(csv);
		row_check(csv, result);
	}
	if (result != CSV_END || csv_bytes(csv) != (int64_t)length - 1)
		abort();
	csv_close(csv);
	return 0;
}
