/* Numbers, dates, formats, references and escapes of spreadsheets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "paper/excel_value.h"

static void
number_rows(void **state)
{
	static const struct {
		const char *stored, *want;
	} rows[] = {
		{ "7", "7" },
		{ "7.0", "7" },
		{ "-3.00", "-3" },
		{ "-0.0", "0" },
		{ "202600000012", "202600000012" },
		{ "2.02600000012E+11", "202600000012" },
		{ "9007199254740993", "9007199254740993" }, /* past 2^53 */
		{ "0.1", "0.1" },
		{ "0.30000000000000004", "0.3" },
		{ "1E+20", "1e+20" },
		{ "", NULL },
		{ "abc", NULL },
		{ "1 2", NULL },
		{ "inf", NULL },
		{ "1E+999", NULL },
	};
	char out[EXCEL_VALUE];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		assert_int_equal(
		    value_number(rows[i].stored, out), rows[i].want != NULL);
		if (rows[i].want != NULL)
			assert_string_equal(out, rows[i].want);
	}
}

static void
date_rows(void **state)
{
	static const struct {
		const char *stored;
		bool from_1904;
		const char *want;
	} rows[] = {
		{ "46083", false, "2026-03-02" },
		{ "44621", true, "2026-03-02" },
		{ "1", false, "1900-01-01" },
		{ "59", false, "1900-02-28" },
		{ "61", false, "1900-03-01" },
		{ "46083.395833333336", false, "2026-03-02 09:30" },
		{ "46083.39584491", false, "2026-03-02 09:30:01" },
		{ "46083.999999999", false, "2026-03-03" },
		{ "0.5", false, "12:00" },
		{ "0", false, "00:00" },
		{ "2958465", false, "9999-12-31" },
		{ "2958465.9999999999", false, NULL },
		{ "2958466", false, NULL },
		{ "2957003", true, "9999-12-31" },
		{ "2957004", true, NULL },
		{ "-1", false, NULL },
		{ "1E+300", false, NULL },
		{ "day", false, NULL },
	};
	char out[EXCEL_VALUE];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		bool got = value_date(rows[i].stored, rows[i].from_1904, out);

		if (got != (rows[i].want != NULL) ||
		    (got && strcmp(out, rows[i].want) != 0))
			fail_msg("%s: %s", rows[i].stored, got ? out : "none");
	}
}

static void
format_rows(void **state)
{
	static const struct {
		const char *code;
		bool date;
	} rows[] = {
		{ "yyyy\\-mm\\-dd;@", true },
		{ "yyyy\"년\" m\"월\" d\"일\"", true },
		{ "[$-412]AM/PM h:mm", true },
		{ "[h]:mm:ss", true },
		{ "General", false },
		{ "#,##0.00", false },
		{ "[Red]-#,##0;[Blue]0", false },
		{ "0.00E+00", false },
		{ "\"day \"0", false },
		{ "0\\d", false },
		{ "_d0", false },
		{ "@", false },
		{ "\"open", false },
		{ "[open", false },
		{ "\\", false },
		{ "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (format_is_date(rows[i].code) != rows[i].date)
			fail_msg("%s", rows[i].code);
	assert_true(format_builtin_is_date(14));
	assert_true(format_builtin_is_date(31)); /* Korean Excel */
	assert_false(format_builtin_is_date(0));
	assert_false(format_builtin_is_date(49));
}

static void
reference_rows(void **state)
{
	static const struct {
		const char *reference;
		int want;
	} rows[] = {
		{ "A1", 0 },
		{ "C5", 2 },
		{ "Z9", 25 },
		{ "AA1", 26 },
		{ "IV7", 255 },
		{ "XFD1", 16383 },
		{ "XFE1", -1 },
		{ "5", -1 },
		{ "C", -1 },
		{ "", -1 },
		{ "a1", -1 },
		{ "ZZZZZZZZZZZZZZ1", -1 },
		{ "C0", -1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (reference_column(rows[i].reference) != rows[i].want)
			fail_msg("%s", rows[i].reference);
}

static void
escape_rows(void **state)
{
	static const struct {
		const char *in, *want;
	} rows[] = {
		{ "a_x000A_b", "a\nb" },
		{ "a_x000D__x000A_b", "a\nb" },
		{ "_xAC00_", "가" },
		{ "_x00e9_", "é" },
		{ "_x005F_x000A_", "_x000A_" }, /* escaped itself */
		{ "_x0000_", "_x0000_" },
		{ "_xD83D_", "_xD83D_" }, /* half a character */
		{ "_x12_", "_x12_" },
		{ "_x000A", "_x000A" },
		{ "_xzzzz_", "_xzzzz_" },
		{ "", "" },
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t length = strlen(rows[i].in);

		memcpy(text, rows[i].in, length + 1);
		text[text_unescape(text, length)] = '\0';
		assert_string_equal(text, rows[i].want);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number_rows),
		cmocka_unit_test(date_rows),
		cmocka_unit_test(format_rows),
		cmocka_unit_test(reference_rows),
		cmocka_unit_test(escape_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
