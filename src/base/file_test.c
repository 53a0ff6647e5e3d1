/* Files come back as they were written, or not at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/test_folder.h"

static char folder[] = "/tmp/giljabi-file-XXXXXX";
static char path[64], part[64];

static int
folder_make(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/it", folder);
	snprintf(part, sizeof part, "%s/it.part", folder);
	return 0;
}

static int
folder_end(void **state)
{
	(void)state;
	folder_remove(folder);
	return 0;
}

static void
comes_back_as_written(void **state)
{
	struct buffer out = { 0 }, in = { 0 };

	(void)state;
	for (int i = 0; i < 10000; i++)
		buffer_printf(&out, "%d\n", i);
	assert_true(file_write(path, &out));
	assert_int_equal(access(part, F_OK), -1);
	assert_true(file_read(path, &in));
	assert_int_equal(in.length, out.length);
	assert_memory_equal(in.data, out.data, out.length);
	buffer_free(&in);
	in = (struct buffer){ .limit = 100 };
	assert_false(file_read(path, &in));
	buffer_free(&in);
	buffer_free(&out);
}

/* What was there before stays. */
static void
fails_as_a_whole(void **state)
{
	struct buffer out = { .limit = 4 }, in = { 0 };

	(void)state;
	buffer_text(&out, "old");
	assert_true(file_write(path, &out));
	buffer_text(&out, "too much");
	assert_false(file_write(path, &out));
	assert_true(file_read(path, &in));
	assert_string_equal(in.data, "old");
	assert_int_equal(access(part, F_OK), -1);
	assert_false(file_write("/no/such/folder/it", &in));
	assert_false(file_read("/no/such/folder/it", &in));
	buffer_free(&in);
	buffer_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comes_back_as_written),
		cmocka_unit_test(fails_as_a_whole),
	};

	return cmocka_run_group_tests(tests, folder_make, folder_end);
}
