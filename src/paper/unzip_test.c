/* Archives from strangers: what is read, what is refused and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/csv.h"
#include "base/memory.h"
#include "paper/unzip.h"

static char path[] = "/tmp/giljabi-zip-XXXXXX";

static int
path_make(void **state)
{
	int file = mkstemp(path);

	(void)state;
	return file < 0 ? -1 : close(file);
}

static int
path_drop(void **state)
{
	(void)state;
	return unlink(path);
}

static void
zip_put(zip_t *zip, const char *name, const void *bytes, size_t length)
{
	zip_source_t *source = zip_source_buffer(zip, bytes, length, 0);

	assert_true(zip_file_add(zip, name, source, ZIP_FL_ENC_GUESS) >= 0);
}

static zip_t *
zip_make(void)
{
	zip_t *zip = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);

	assert_non_null(zip);
	return zip;
}

static void
file_make(const void *bytes, size_t length)
{
	FILE *file = fopen(path, "wb");

	assert_int_equal(fwrite(bytes, 1, length, file), length);
	fclose(file);
}

static size_t
file_load(char *bytes, size_t size)
{
	FILE *file = fopen(path, "rb");
	size_t length = fread(bytes, 1, size, file);

	fclose(file);
	return length;
}

static void
refused(const char *want)
{
	const char *problem;
	struct zip_in *zip = zip_open_read(path, 4 << 20, &problem);

	if (zip != NULL || strcmp(problem, want) != 0)
		fail_msg("%s, not %s", zip ? "opened" : problem, want);
}

static void
reads_files(void **state)
{
	const char *problem = "none";
	struct zip_stream *stream;
	struct zip_in *in;
	struct csv *csv;
	zip_t *zip = zip_make();

	(void)state;
	zip_put(zip, "a.csv", "name,score\n하늘,7\n", 20);
	zip_put(zip, "\xc7\xd1.txt", "cp949", 5); /* never asked for */
	assert_int_equal(zip_close(zip), 0);
	in = zip_open_read(path, 1000, &problem);
	assert_non_null(in);
	assert_null(problem);
	assert_true(zip_has(in, "a.csv"));
	assert_false(zip_has(in, "A.csv"));
	assert_int_equal(zip_size(in, "a.csv"), 20);
	assert_int_equal(zip_size(in, "b.csv"), -1);
	assert_null(zip_stream_open(in, "b.csv"));
	stream = zip_stream_open(in, "a.csv");
	csv = csv_open(zip_stream_read, stream, ',');
	assert_int_equal(csv_next(csv), CSV_ROW);
	assert_int_equal(csv_next(csv), CSV_ROW);
	assert_string_equal(csv_field(csv, 0), "하늘");
	assert_int_equal(csv_next(csv), CSV_END);
	csv_close(csv);
	zip_stream_close(stream);
	zip_close_read(in);
}

static void
refuses_names(void **state)
{
	static const char *const names[] = { "folder/a.csv", "../a.csv",
		"/a.csv", "..\\a.csv", "c:a.csv", "folder/", "a\nb" };

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		zip_t *zip = zip_make();

		zip_put(zip, names[i], "x", 1);
		assert_int_equal(zip_close(zip), 0);
		refused("zip.name");
	}
}

/* Two files' names become one, in the local head and in the directory. */
static void
refuses_the_same_name_twice(void **state)
{
	static char bytes[1024];
	size_t length, i;
	zip_t *zip = zip_make();

	(void)state;
	zip_put(zip, "aaa.csv", "x", 1);
	zip_put(zip, "bbb.csv", "y", 1);
	assert_int_equal(zip_close(zip), 0);
	length = file_load(bytes, sizeof bytes);
	for (i = 0; i + 7 < length; i++)
		if (memcmp(bytes + i, "bbb.csv", 7) == 0)
			memcpy(bytes + i, "aaa", 3);
	file_make(bytes, length);
	refused("zip.twice");
}

/* A local head that names another file than the directory does. */
static void
refuses_mixed_up_names(void **state)
{
	static char bytes[1024];
	size_t length;
	zip_t *zip = zip_make();

	(void)state;
	zip_put(zip, "aaa.csv", "x", 1);
	assert_int_equal(zip_close(zip), 0);
	length = file_load(bytes, sizeof bytes);
	memcpy(bytes + 30, "bbb", 3);
	file_make(bytes, length);
	refused("zip.broken");
}

static void
refuses_too_many_files(void **state)
{
	for (int count = 64; count <= 65; count++) {
		const char *problem;
		struct zip_in *in;
		zip_t *zip = zip_make();
		char name[16];

		(void)state;
		for (int i = 0; i < count; i++) {
			snprintf(name, sizeof name, "%d.csv", i);
			zip_put(zip, name, "x", 1);
		}
		assert_int_equal(zip_close(zip), 0);
		in = zip_open_read(path, 1000, &problem);
		assert_int_equal(in != NULL, count == 64);
		zip_close_read(in);
	}
	refused("zip.files");
}

static void
refuses_passwords(void **state)
{
	zip_t *zip = zip_make();

	(void)state;
	zip_put(zip, "a.csv", "x", 1);
	assert_int_equal(
	    zip_file_set_encryption(zip, 0, ZIP_EM_AES_256, "secret"), 0);
	assert_int_equal(zip_close(zip), 0);
	refused("zip.encrypted");
}

static void
refuses_bombs(void **state)
{
	static char zeros[5 << 20];
	static const struct {
		size_t size;
		const char *want;
	} rows[] = {
		{ 1 << 20, NULL }, /* small enough to be tight */
		{ (1 << 20) + 1, "zip.tight" },
		{ 5 << 20, "zip.large" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		const char *problem = NULL;
		struct zip_in *in;
		zip_t *zip = zip_make();

		zip_put(zip, "a.csv", zeros, rows[i].size);
		assert_int_equal(zip_close(zip), 0);
		in = zip_open_read(path, 4 << 20, &problem);
		assert_int_equal(in != NULL, rows[i].want == NULL);
		zip_close_read(in);
		if (rows[i].want != NULL)
			refused(rows[i].want);
	}
}

static void
refuses_what_is_no_zip(void **state)
{
	(void)state;
	file_make("", 0);
	refused("zip.broken");
	file_make("name,score\n", 11);
	refused("zip.broken");
	unlink(path);
	refused("zip.missing");
	file_make("", 0);
}

/* Finds where the size that the directory promises stands. */
static char *
promised_size(char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i + 46 < length; i++)
		if (memcmp(bytes + i, "PK\1\2", 4) == 0)
			return bytes + i + 24;
	fail_msg("no directory");
	return NULL;
}

static ssize_t
read_whole(const char *name)
{
	const char *problem;
	struct zip_in *in = zip_open_read(path, 4 << 20, &problem);
	struct zip_stream *stream;
	ssize_t got;
	char chunk[4096];

	if (in == NULL)
		return -2;
	stream = zip_stream_open(in, name);
	if (stream == NULL) {
		zip_close_read(in);
		return -2;
	}
	while ((got = zip_stream_read(stream, chunk, sizeof chunk)) > 0)
		;
	zip_stream_close(stream);
	zip_close_read(in);
	return got;
}

/* The directory says 100 bytes and 10,000 come, or 20,000 and 10,000 come. */
static void
stops_at_lies_about_size(void **state)
{
	static const unsigned short lies[] = { 100, 9999, 10001, 20000 };
	static char text[10000], bytes[20000];

	(void)state;
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (char)('a' + i * 7 % 26);
	for (size_t i = 0; i < sizeof lies / sizeof lies[0]; i++) {
		size_t length;
		zip_t *zip = zip_make();
		char *size;

		zip_put(zip, "a.csv", text, sizeof text);
		assert_int_equal(zip_close(zip), 0);
		assert_int_equal(read_whole("a.csv"), 0);
		length = file_load(bytes, sizeof bytes);
		size = promised_size(bytes, length);
		size[0] = bytes[22] = (char)(lies[i] & 255);
		size[1] = bytes[23] = (char)(lies[i] >> 8);
		file_make(bytes, length);
		assert_true(read_whole("a.csv") < 0);
	}
}

/* Cut anywhere, any byte changed: an answer, never a crash. */
static void
survives_damage(void **state)
{
	static char bytes[2048], hurt[2048];
	size_t length;
	zip_t *zip = zip_make();

	(void)state;
	zip_put(zip, "a.csv", "name,score\nhaneul,7\n", 20);
	zip_put(zip, "b.csv", "name,score\nhaneul,7\n", 20);
	assert_int_equal(zip_close(zip), 0);
	length = file_load(bytes, sizeof bytes);
	for (size_t i = 0; i < length; i++) {
		file_make(bytes, i);
		assert_int_equal(read_whole("a.csv"), -2);
		memcpy(hurt, bytes, length);
		hurt[i] = (char)(hurt[i] ^ 0x55);
		file_make(hurt, length);
		assert_true(read_whole("b.csv") <= 0);
	}
}

static void
survives_without_memory(void **state)
{
	zip_t *zip = zip_make();
	bool done = false;

	(void)state;
	zip_put(zip, "a.csv", "x", 1);
	assert_int_equal(zip_close(zip), 0);
	for (size_t nth = 1; !done; nth++) {
		memory_fail_at(nth, true);
		done = read_whole("a.csv") == 0;
	}
	memory_fail_at(0, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_files),
		cmocka_unit_test(refuses_names),
		cmocka_unit_test(refuses_the_same_name_twice),
		cmocka_unit_test(refuses_mixed_up_names),
		cmocka_unit_test(refuses_too_many_files),
		cmocka_unit_test(refuses_passwords),
		cmocka_unit_test(refuses_bombs),
		cmocka_unit_test(refuses_what_is_no_zip),
		cmocka_unit_test(stops_at_lies_about_size),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(survives_without_memory),
	};

	return cmocka_run_group_tests(tests, path_make, path_drop);
}
