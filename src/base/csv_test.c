/* CSV: rows, mistakes by line and column, sources that give a byte at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/csv.h"
#include "base/memory.h"

struct source {
	const char *text;
	size_t length, at, step;
};

static ssize_t
source_read(void *with, char *bytes, size_t size)
{
	struct source *source = with;
	size_t left = source->length - source->at;

	if (size > source->step)
		size = source->step;
	if (size > left)
		size = left;
	memcpy(bytes, source->text + source->at, size);
	source->at += size;
	return (ssize_t)size;
}

/* Rows as text: fields joined by |, rows by /, mistakes as !id@line:column. */
static const struct {
	const char *in, *want;
} rows[] = {
	{ "a,b\r\nc,d\r\n", "a|b/c|d/" },
	{ "\xef\xbb\xbf"
	  "a,b",
	    "a|b/" },
	{ "a,,\n\n\nb", "a||/b/" },
	{ "\"a,\"\"b\"\"\",c\n", "a,\"b\"|c/" },
	{ "\"two\nlines\",x\ny", "two\nlines|x/y/" },
	{ "a,b\"c\nd", "!csv.quote@1:2/d/" },
	{ "\"a\"b,c\nd", "!csv.quote@1:1/d/" },
	{ "a\nb,\"open\nc", "a/!csv.open@2:2/" },
	{ "a,\xff\nb", "!csv.utf8@1:2/b/" },
	{ "", "" },
	{ "\n", "" },
	{ "\"\"", "/" },
};

static void
read_all(const char *in, size_t step, struct buffer *out)
{
	struct source source = { in, strlen(in), 0, step };
	struct csv *csv = csv_open(source_read, &source, ',');
	enum csv_result result;

	while ((result = csv_next(csv)) != CSV_END) {
		if (result == CSV_BAD)
			buffer_printf(out, "!%s@%lld:%zu", csv_problem(csv),
			    (long long)csv_line(csv), csv_problem_column(csv));
		else
			for (size_t i = 0; i < csv_count(csv); i++)
				buffer_printf(out, "%s%s", i ? "|" : "",
				    csv_field(csv, i));
		buffer_char(out, '/');
	}
	csv_close(csv);
}

static void
reads_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		for (size_t step = 1; step <= 4096; step *= 64) {
			struct buffer out = { 0 };

			read_all(rows[i].in, step, &out);
			if (strcmp(out.data ? out.data : "", rows[i].want))
				fail_msg(
				    "row %zu, step %zu: %s", i, step, out.data);
			buffer_free(&out);
		}
}

static void
finds_nul_and_length(void **state)
{
	static char text[CSV_FIELD + 100];
	struct source source = { "a,b\0c\nd", 7, 0, 99 };
	struct csv *csv = csv_open(source_read, &source, ',');

	(void)state;
	assert_int_equal(csv_next(csv), CSV_BAD);
	assert_string_equal(csv_problem(csv), "csv.nul");
	assert_int_equal(csv_next(csv), CSV_ROW);
	csv_close(csv);
	memset(text, 'x', sizeof text - 2);
	text[sizeof text - 2] = '\n';
	source = (struct source){ text, sizeof text - 1, 0, 4096 };
	csv = csv_open(source_read, &source, ',');
	assert_int_equal(csv_next(csv), CSV_BAD);
	assert_string_equal(csv_problem(csv), "csv.long");
	csv_close(csv);
}

static void
finds_columns_by_name(void **state)
{
	static const char *const names[] = { "b", "missing", "a" };
	struct source source = { "a,b,b\n1,2,3\n", 12, 0, 99 };
	struct csv *csv = csv_open(source_read, &source, ',');
	int columns[3];

	(void)state;
	assert_true(csv_head(csv, names, 3, columns));
	assert_int_equal(columns[0], 1);
	assert_int_equal(columns[1], -1);
	assert_int_equal(columns[2], 0);
	csv_close(csv);
}

static void
writes_fields(void **state)
{
	struct buffer out = { 0 };

	(void)state;
	csv_put(&out, "a", true);
	csv_put(&out, "b,\"c", false);
	csv_put(&out, "=1+1", false);
	csv_put(&out, "", false);
	assert_string_equal(out.data, "a,\"b,\"\"c\",\"'=1+1\",");
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_rows),
		cmocka_unit_test(finds_nul_and_length),
		cmocka_unit_test(finds_columns_by_name),
		cmocka_unit_test(writes_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
