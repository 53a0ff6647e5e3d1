/* Dates that exist, ages, school years, ids in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/clock.h"

static void
date_rows(void **state)
{
	static const struct {
		const char *text;
		bool want;
	} rows[] = {
		{ "2026-03-02", true },
		{ "2024-02-29", true },
		{ "2026-02-29", false },
		{ "2000-02-29", true },
		{ "1900-02-29", false },
		{ "2026-13-45", false },
		{ "31-31-2026", false },
		{ "2026-00-10", false },
		{ "2026-4-01", false },
		{ "2026-04-31", false },
		{ "1899-12-31", false },
		{ "", false },
		{ NULL, false },
	};
	struct date date;
	char text[11];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		if (date_read(rows[i].text, &date) != rows[i].want)
			fail_msg("row %zu", i);
		if (!rows[i].want)
			continue;
		date_write(date, text);
		assert_string_equal(text, rows[i].text);
	}
}

static void
ages_and_years(void **state)
{
	struct date born = { 2012, 11, 24 };

	(void)state;
	assert_int_equal(date_age(born, (struct date){ 2026, 11, 23 }), 13);
	assert_int_equal(date_age(born, (struct date){ 2026, 11, 24 }), 14);
	assert_int_equal(school_year((struct date){ 2027, 2, 28 }), 2026);
	assert_int_equal(school_year((struct date){ 2027, 3, 1 }), 2027);
	assert_int_equal(semester((struct date){ 2026, 8, 31 }), 1);
	assert_int_equal(semester((struct date){ 2027, 1, 5 }), 2);
	assert_int_equal(date_days((struct date){ 1970, 1, 1 }), 0);
	assert_int_equal(date_days((struct date){ 2000, 3, 1 }), 11017);
}

static void
times_as_people_read_them(void **state)
{
	char text[40];

	(void)state;
	clock_write(INT64_C(1772409600123), text);
	assert_string_equal(text, "2026-03-02T00:00:00.123Z");
	clock_write_seoul(INT64_C(1772409600123), "ko", true, text);
	assert_string_equal(text, "2026. 3. 2.(월) 09:00");
	clock_write_seoul(INT64_C(1772409600123), "en", false, text);
	assert_string_equal(text, "Mon 2 Mar 2026");
	clock_write_seoul(INT64_C(1772463600000), "ko", true, text);
	assert_string_equal(text, "2026. 3. 3.(화) 00:00");
}

static void
ids_grow_and_differ(void **state)
{
	int64_t last = id_new();

	(void)state;
	assert_true(last > 0);
	for (int i = 0; i < 100000; i++) {
		int64_t id = id_new();

		assert_true(id != last);
		last = id;
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(date_rows),
		cmocka_unit_test(ages_and_years),
		cmocka_unit_test(times_as_people_read_them),
		cmocka_unit_test(ids_grow_and_differ),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
