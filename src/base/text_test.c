/* Text: UTF-8 bounds, numbers, trimming, particles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/text.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
valid_rows(void **state)
{
	static const struct {
		const char *bytes;
		size_t length;
		bool want;
	} rows[] = {
		{ "", 0, true },
		{ "abc", 3, true },
		{ "\xec\x83\x81\xeb\x8b\xb4", 6, true },
		{ "\xec\x83", 2, false }, /* cut off */
		{ "\xc0\x80", 2, false }, /* overlong NUL */
		{ "\xe0\x80\x80", 3, false }, /* overlong */
		{ "\xed\xa0\x80", 3, false }, /* surrogate */
		{ "\xf4\x90\x80\x80", 4, false }, /* past U+10FFFF */
		{ "\xf0\x9f\x98\x80", 4, true },
		{ "\xff", 1, false },
		{ "a\0b", 3, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (utf8_valid(rows[i].bytes, rows[i].length) != rows[i].want)
			fail_msg("row %zu", i);
}

static void
fit_rows(void **state)
{
	static const struct {
		const char *in;
		size_t max, want;
	} rows[] = {
		{ "상담", 6, 6 }, /* fits */
		{ "상담", 5, 3 }, /* never half a syllable */
		{ "상담", 2, 0 },
		{ "abc", 9, 3 },
		{ "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (utf8_fit(rows[i].in, rows[i].max) != rows[i].want)
			fail_msg("row %zu", i);
}

static void
int_rows(void **state)
{
	static const struct {
		const char *in;
		bool want;
		int64_t value;
	} rows[] = {
		{ "0", true, 0 },
		{ "-7", true, -7 },
		{ "100", true, 100 },
		{ "101", false, 0 },
		{ "", false, 0 },
		{ " 1", false, 0 },
		{ "1 ", false, 0 },
		{ "+1", false, 0 },
		{ "0x10", false, 0 },
		{ "99999999999999999999", false, 0 },
		{ NULL, false, 0 },
	};
	int64_t value;

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		bool got = text_to_int(rows[i].in, -10, 100, &value);

		if (got != rows[i].want || (got && value != rows[i].value))
			fail_msg("row %zu", i);
	}
}

static void
trim_rows(void **state)
{
	static const struct {
		const char *in, *want;
	} rows[] = {
		{ "  a b ", "a b" },
		{ "\xe3\x80\x80김\xe3\x80\x80 ", "김" },
		{ "\t\r\n", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++) {
		char text[64];

		strncpy(text, rows[i].in, sizeof text - 1);
		text[sizeof text - 1] = '\0';
		assert_string_equal(text_trim(text), rows[i].want);
	}
}

static void
particle_rows(void **state)
{
	static const struct {
		const char *word, *pair, *want;
	} rows[] = {
		{ "상담", "은/는", "은" },
		{ "진로", "은/는", "는" },
		{ "서울", "으로/로", "로" }, /* ㄹ goes with vowels here */
		{ "부산", "으로/로", "으로" },
		{ "수원시", "으로/로", "로" },
		{ "3", "을/를", "을" },
		{ "2", "을/를", "를" },
		{ "1", "으로/로", "로" },
		{ "AI", "이/가", "가" },
		{ "PDF", "을/를", "를" },
		{ "URL", "을/를", "을" },
		{ "emperor", "은/는", "는" },
		{ "김하늘(3반)", "이/가", "이" },
		{ "예술형(A)", "과/와", "과" }, /* as the word before */
		{ "(A)", "과/와", "와" },
		{ "", "이/가", "가" },
	};
	char out[16];

	(void)state;
	for (size_t i = 0; i < COUNT(rows); i++)
		if (strcmp(particle(rows[i].word, rows[i].pair, out),
			rows[i].want) != 0)
			fail_msg("row %zu: %s", i, out);
}

static void
hex_both_ways(void **state)
{
	unsigned char bytes[3];
	char hex[7];

	(void)state;
	assert_true(hex_read("00ffA5", bytes, 3));
	hex_write(bytes, 3, hex);
	assert_string_equal(hex, "00ffa5");
	assert_false(hex_read("00ff", bytes, 3));
	assert_false(hex_read("00ffg5", bytes, 3));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(valid_rows),
		cmocka_unit_test(fit_rows),
		cmocka_unit_test(int_rows),
		cmocka_unit_test(trim_rows),
		cmocka_unit_test(particle_rows),
		cmocka_unit_test(hex_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
