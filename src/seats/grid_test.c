/* Cells and names; files and their mistakes are tested with the program. */
#include "seats/grid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void
test_numbers(void **state)
{
	static const struct {
		const char *text;
		int64_t least, most;
		bool fits;
		int64_t value;
	} rows[] = {
		{ "0", 0, 9, true, 0 },
		{ "-7", -9, 9, true, -7 },
		{ "10", 0, 9, false, 0 },
		{ "-1", 0, 9, false, 0 },
		{ "", 0, 9, false, 0 },
		{ "-", -9, 9, false, 0 },
		{ "+1", 0, 9, false, 0 },
		{ "1 ", 0, 9, false, 0 },
		{ "1.0", 0, 9, false, 0 },
		{ "0007", 0, 9, true, 7 },
		{ "999999999999999999", 0, INT64_MAX, true,
		    999999999999999999 },
		{ "9999999999999999999", 0, INT64_MAX, false, 0 },
	};
	int64_t value;

	(void)state;
	for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
		bool fits = cell_number(cell_of(rows[row].text),
		    rows[row].least, rows[row].most, &value);

		if (fits != rows[row].fits ||
		    (fits && value != rows[row].value))
			fail_msg("row %zu: \"%s\"", row, rows[row].text);
	}
}

static void
test_lists(void **state)
{
	static const struct {
		const char *list, *parts;
	} rows[] = {
		{ "a>b>c", "[a][b][c]" },
		{ "a", "[a]" },
		{ "a>", "[a][]" },
		{ ">a", "[][a]" },
		{ "a>>b", "[a][][b]" },
		{ "", "[]" },
	};

	(void)state;
	for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
		struct cell list = cell_of(rows[row].list), part;
		char parts[64] = "";
		size_t length = 0;

		while (cell_cut(&list, '>', &part))
			length += (size_t)snprintf(parts + length,
			    sizeof parts - length, "[%.*s]", (int)part.length,
			    part.text);
		assert_string_equal(parts, rows[row].parts);
	}
}

/* Names of all lengths, of which each is the beginning of the next one. */
static void
test_names(void **state)
{
	enum { LONGEST = 40, ALIKE = 2000 };
	static char texts[ALIKE][8];
	const char *text = "0123456789012345678901234567890123456789";
	struct names names;
	bool added;

	(void)state;
	assert_true(names_make(&names, LONGEST + ALIKE));
	for (size_t length = 1; length <= LONGEST; length++) {
		struct cell name = { text, length };

		assert_int_equal(names_find(&names, name), UINT32_MAX);
		assert_int_equal(names_add(&names, name, &added), length - 1);
		assert_true(added);
	}
	for (uint32_t k = 0; k < ALIKE; k++) {
		snprintf(texts[k], sizeof texts[k], "s%05u", k);
		assert_int_equal(
		    names_add(&names, cell_of(texts[k]), &added), LONGEST + k);
		assert_true(added);
	}
	for (size_t length = 1; length <= LONGEST; length++)
		assert_int_equal(
		    names_add(&names, (struct cell){ text, length }, &added),
		    length - 1);
	assert_false(added);
	for (uint32_t k = 0; k < ALIKE; k++)
		assert_int_equal(
		    names_find(&names, cell_of(texts[k])), LONGEST + k);
	assert_int_equal(names_find(&names, cell_of("s0200")), UINT32_MAX);
	names_free(&names);
	assert_int_equal(names_find(&names, cell_of("a")), UINT32_MAX);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
