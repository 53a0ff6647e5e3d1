/*
 * Forms: every row is fed whole, byte by byte and in sevens, and must give the
 * same parts each time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "http/inside.h"

#define TYPE "multipart/form-data; boundary=XX"
#define HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_HEAD(name, file) \
	"Content-Disposition: form-data; name=\"" name "\"; filename=\"" file \
	"\"\r\nContent-Type: text/plain\r\n\r\n"

/* What was told: name(file)=data; a part that did not end lacks its ";". */
static const struct {
	const char *bytes, *want;
	bool fits;
} rows[] = {
	{ "--XX\r\n" HEAD("a") "1\r\n--XX--\r\n", "a=1;", true },
	{ "--XX\r\n" HEAD("a") "\r\n--XX--", "a=;", true },
	{ "--XX\r\n" HEAD("a") "1\r\n--XX\r\n" HEAD("b") "2\r\n--XX--",
	    "a=1;b=2;", true },
	{ "--XX\r\n" FILE_HEAD("f", "x.csv") "l1\r\nl2\r\n\r\n--XX--",
	    "f(x.csv)=l1\r\nl2\r\n;", true },
	{ "--XX\r\n" FILE_HEAD("f", "C:\\\\dir\\\\x.csv") "1\r\n--XX--",
	    "f(x.csv)=1;", true },
	{ "--XX\r\n" FILE_HEAD("f", "../../etc/x") "1\r\n--XX--", "f(x)=1;",
	    true },
	{ "--XX\r\n" FILE_HEAD("f", "") "\r\n--XX--", "f()=;", true },
	{ "--XX\r\n" FILE_HEAD("f", "명렬표.xlsx") "1\r\n--XX--",
	    "f(명렬표.xlsx)=1;", true },
	{ "--XX\r\n" FILE_HEAD("f", "a\\\"b") "1\r\n--XX--", "f(a\"b)=1;",
	    true },
	/* what only looks like a mark is data */
	{ "--XX\r\n" HEAD("a") "\r\n--X\r\r\n--XY\r\n-\r\n--XX--",
	    "a=\r\n--X\r\r\n--XY\r\n-;", true },
	{ "--XX\r\n" HEAD("a") "--XX\r\n--XX--", "a=--XX;", true },
	{ "--XX\r\n" HEAD("a") "\r\r\n\r\n--XX--", "a=\r\r\n;", true },
	{ "preamble\r\n--XX\r\n" HEAD("a") "1\r\n--XX--epilogue", "a=1;",
	    true },
	{ "--XX\r\ncontent-disposition:form-data;name=\"a\"\r\n\r\n1\r\n"
	  "--XX--",
	    "a=1;", true },
	/* not whole */
	{ "", "", false },
	{ "--XX\r\n" HEAD("a") "1", "a=1", false },
	{ "--XX\r\n" HEAD("a") "1\r\n--XX", "a=1;", false },
	{ "--XX\r\n" HEAD("a") "1\r\n--XX-", "a=1;", false },
	{ "--XX\r\nContent-Disposition: form-data", "", false },
	{ "--YY\r\n" HEAD("a") "1\r\n--YY--", "", false },
	/* not a form */
	{ "--XXzz" HEAD("a") "1\r\n--XX--", "", false },
	{ "--XX\r\n\r\n\r\n1\r\n--XX--", "", false },
	{ "--XX\r\nX: y\r\n\r\n1\r\n--XX--", "", false },
	{ "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n"
	  "--XX--",
	    "", false },
	{ "--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
	  "--XX--",
	    "", false },
	{ "--XX\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1\r\n"
	  "--XX--",
	    "", false },
	{ "--XX\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\n1"
	  "\r\n--XX--",
	    "", false },
	{ "--XX\r\n" HEAD("\xff") "1\r\n--XX--", "", false },
};

static bool
told_begin(void *with, const struct part *part)
{
	buffer_text(with, part->name);
	if (part->is_file)
		buffer_printf(with, "(%s)", part->file_name);
	buffer_char(with, '=');
	return true;
}

static bool
told_data(void *with, const char *bytes, size_t length)
{
	buffer_add(with, bytes, length);
	return true;
}

static bool
told_end(void *with)
{
	buffer_char(with, ';');
	return true;
}

static const struct part_events events = { told_begin, told_data, told_end };

static bool
form_read(const char *bytes, size_t length, size_t step, struct buffer *told)
{
	struct multipart multipart;
	size_t at;

	buffer_clear(told);
	assert_true(multipart_begin(&multipart, TYPE, &events, told));
	for (at = 0; at < length; at += step)
		if (!multipart_feed(&multipart, bytes + at,
			length - at < step ? length - at : step))
			return false;
	return multipart_ended(&multipart);
}

static void
forms_are_taken_apart(void **state)
{
	static const size_t steps[] = { 100000, 1, 7 };
	struct buffer told = { 0 };
	size_t i, k;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		for (k = 0; k < COUNT(steps); k++) {
			bool fits = form_read(rows[i].bytes,
			    strlen(rows[i].bytes), steps[k], &told);

			if (fits != rows[i].fits)
				fail_msg("row %zu by %zu: fits %d", i, steps[k],
				    fits);
			if (strcmp(told.data ? told.data : "", rows[i].want))
				fail_msg("row %zu by %zu: %s", i, steps[k],
				    told.data);
		}
	}
	buffer_free(&told);
}

static void
nul_bytes_are_data(void **state)
{
	static const char bytes[] = "--XX\r\n" HEAD("a") "1\0\0\r\n--XX--";
	struct buffer told = { 0 };

	(void)state;
	assert_true(form_read(bytes, sizeof bytes - 1, 1, &told));
	assert_int_equal(told.length, strlen("a=1;") + 2);
	buffer_free(&told);
}

static void
heads_and_parts_are_bounded(void **state)
{
	struct buffer told = { 0 }, form = { 0 };
	int i;

	(void)state;
	buffer_text(&form, "--XX\r\nX: ");
	for (i = 0; i < 3000; i++)
		buffer_char(&form, 'x');
	assert_false(form_read(form.data, form.length, 64, &told));
	buffer_clear(&form);
	for (i = 0; i < 65; i++)
		buffer_text(&form, "--XX\r\n" HEAD("a") "1\r\n");
	buffer_text(&form, "--XX--");
	assert_false(form_read(form.data, form.length, 64, &told));
	buffer_free(&form);
	buffer_free(&told);
}

static const struct {
	const char *type;
	bool fits;
} types[] = {
	{ "multipart/form-data; boundary=X", true },
	{ "multipart/form-data; Boundary=\"a b\"; charset=utf-8", true },
	{ "multipart/form-data", false },
	{ "multipart/form-data; boundary=", false },
	{ "multipart/form-data; boundary=\"\"", false },
	{ "multipart/form-data; boundary=a\r\nb", false },
	{ "multipart/form-data; boundary=1234567890123456789012345678901234"
	  "567890123456789012345678901234567890",
	    true },
	{ "multipart/form-data; boundary=1234567890123456789012345678901234"
	  "5678901234567890123456789012345678901",
	    false },
};

static void
boundaries_are_checked(void **state)
{
	struct multipart multipart;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(types); i++)
		if (multipart_begin(&multipart, types[i].type, &events, NULL) !=
		    types[i].fits)
			fail_msg("%s", types[i].type);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(forms_are_taken_apart),
		cmocka_unit_test(nul_bytes_are_data),
		cmocka_unit_test(heads_and_parts_are_bounded),
		cmocka_unit_test(boundaries_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
