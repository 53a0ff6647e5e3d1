/* Arenas give tasks up when memory ends; buffers stop at their ceiling. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/memory.h"

static void
count_up(void *with)
{
	++*(int *)with;
}

static void
arena_holds_and_clears(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	int ran = 0;
	char *text;

	(void)state;
	text = arena_printf(arena, "%s %d", "상담", 7);
	assert_string_equal(text, "상담 7");
	for (int i = 0; i < 1000; i++) {
		char *bytes = arena_alloc(arena, 100);

		for (int k = 0; k < 100; k++)
			assert_int_equal(bytes[k], 0);
		memset(bytes, 1, 100);
	}
	arena_defer(arena, count_up, &ran);
	arena_clear(arena);
	assert_int_equal(ran, 1);
	text = arena_alloc(arena, 64);
	for (int k = 0; k < 64; k++)
		assert_int_equal(text[k], 0); /* zeroed again */
	arena_free(arena);
	assert_int_equal(ran, 1);
}

/* Whether what is printed fits where it is tried first, or not. */
static void
printing_fills_any_room(void **state)
{
	(void)state;
	for (int taken = 0; taken < 96; taken++) {
		struct arena *arena = arena_new(1 << 20);
		struct buffer buffer = { .limit = 1000 };
		char *text, *after;

		arena_alloc(arena, (size_t)(8 * 1024 - 16 * (taken / 16 + 1)));
		text = arena_printf(arena, "%0*d", taken + 1, 7);
		after = arena_alloc(arena, 200);
		assert_int_equal(strlen(text), taken + 1);
		assert_int_equal(text[taken], '7');
		for (int i = 0; i < 200; i++)
			assert_int_equal(after[i], 0);
		arena_free(arena);

		buffer_printf(&buffer, "%0*d", 200 + taken, 7);
		buffer_printf(&buffer, "%0*d", 200 + taken, 8);
		assert_int_equal(buffer.length, 400 + 2 * taken);
		assert_int_equal(strlen(buffer.data), buffer.length);
		assert_int_equal(buffer.data[199 + taken], '7');
		assert_int_equal(buffer.data[399 + 2 * taken], '8');
		buffer_printf(&buffer, "%0*d", 700, 9);
		assert_true(buffer.failed);
		assert_int_equal(strlen(buffer.data), buffer.length);
		buffer_free(&buffer);
	}
}

static void
arena_gives_up_at_its_limit(void **state)
{
	struct arena *arena = arena_new(64 * 1024);
	volatile int got = 0;
	int ran = 0;

	(void)state;
	if (ARENA_CATCH(arena)) {
		arena_defer(arena, count_up, &ran);
		for (;;) {
			arena_alloc(arena, 1000);
			got++;
		}
	}
	assert_true(got > 20 && got < 66);
	arena_free(arena);
	assert_int_equal(ran, 1);
}

static void
arena_gives_up_without_memory(void **state)
{
	struct arena *arena = arena_new(1 << 24);
	volatile bool threw = true;

	(void)state;
	if (ARENA_CATCH(arena)) {
		memory_fail_at(1, false);
		arena_alloc(arena, 1 << 20);
		threw = false;
	}
	memory_fail_at(0, false);
	assert_true(threw);
	if (ARENA_CATCH(arena))
		arena_array(arena, SIZE_MAX / 2, 4); /* overflow */
	else
		threw = false;
	assert_false(threw);
	arena_free(arena);
}

static void
buffer_stops_at_its_ceiling(void **state)
{
	struct buffer buffer = { .limit = 10 };

	(void)state;
	buffer_text(&buffer, "12345");
	buffer_text(&buffer, "678901");
	assert_true(buffer.failed);
	assert_string_equal(buffer.data, "12345");
	buffer_text(&buffer, "6");
	assert_string_equal(
	    buffer.data, "12345"); /* what was lost stays lost */
	buffer_clear(&buffer);
	buffer_printf(&buffer, "%d", 42);
	assert_false(buffer.failed);
	assert_string_equal(buffer.data, "42");
	buffer_free(&buffer);
	memory_fail_at(1, false);
	buffer_text(&buffer, "x");
	memory_fail_at(0, false);
	assert_true(buffer.failed);
	buffer_free(&buffer);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_holds_and_clears),
		cmocka_unit_test(printing_fills_any_room),
		cmocka_unit_test(arena_gives_up_at_its_limit),
		cmocka_unit_test(arena_gives_up_without_memory),
		cmocka_unit_test(buffer_stops_at_its_ceiling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
