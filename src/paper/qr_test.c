/* QR codes: their shape, their runs, their SVG. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "paper/qr.h"

/* The corner that every code has three times: a ring around a square. */
static void
finder_check(const struct qr *qr, int top, int left)
{
	for (int row = 0; row < 7; row++)
		for (int column = 0; column < 7; column++) {
			bool ring = row == 0 || row == 6 || column == 0 ||
			    column == 6;
			bool square = row > 1 && row < 5 && column > 1 &&
			    column < 5;

			assert_int_equal(
			    qr->dark[top + row][left + column], ring || square);
		}
}

static void
has_its_corners(void **state)
{
	struct qr qr;

	(void)state;
	assert_true(qr_encode(&qr, "https://giljabi.example/in#7KQ2M9X4"));
	assert_int_equal((qr.side - 17) % 4, 0); /* of every version */
	finder_check(&qr, 0, 0);
	finder_check(&qr, 0, qr.side - 7);
	finder_check(&qr, qr.side - 7, 0);
}

static void
runs_are_the_dark_modules(void **state)
{
	struct qr qr, again = { 0 };

	(void)state;
	assert_true(qr_encode(&qr, "길잡이"));
	again.side = qr.side;
	for (int row = 0; row < qr.side; row++)
		for (int column = 0, length = 0;
		     qr_run(&qr, row, &column, &length);)
			for (int i = 0; i < length; i++)
				again.dark[row][column + i] = true;
	for (int row = 0; row < qr.side; row++)
		assert_memory_equal(
		    again.dark[row], qr.dark[row], (size_t)qr.side);
}

static void
knows_its_limits(void **state)
{
	static char text[2400];
	struct qr qr;

	(void)state;
	memset(text, 'x', 2331);
	assert_true(qr_encode(&qr, text));
	assert_int_equal(qr.side, QR_MOST);
	text[2331] = 'x';
	assert_false(qr_encode(&qr, text));
	assert_false(qr_encode(&qr, ""));
}

static void
draws_svg(void **state)
{
	struct arena *arena = arena_new(1 << 22);
	static char text[2332];
	const char *svg;

	(void)state;
	svg = qr_svg(arena, "otpauth://totp/x?secret=ABC");
	assert_non_null(strstr(svg, "viewBox=\"0 0 37 37\""));
	assert_non_null(strstr(svg, "M4 4h7v1h-7z")); /* the first corner */
	assert_string_equal(svg + strlen(svg) - 9, "\"/></svg>");
	memset(text, 'x', 2331);
	assert_non_null(strstr(qr_svg(arena, text), "\"/></svg>"));
	assert_null(qr_svg(arena, ""));
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_its_corners),
		cmocka_unit_test(runs_are_the_dark_modules),
		cmocka_unit_test(knows_its_limits),
		cmocka_unit_test(draws_svg),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
