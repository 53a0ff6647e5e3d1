/* Words with variables and particles. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/lang.h"

static void
fills_variables(void **state)
{
	static const struct {
		const char *what, *want;
	} rows[] = {
		{ "길", "길이라는 명령은 없습니다" },
		{ "나", "나라는 명령은 없습니다" },
		{ "", "라는 명령은 없습니다" },
		{ "{what}", "{what}라는 명령은 없습니다" }, /* filled once */
	};
	struct arena *arena = arena_new(1 << 20);

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_string_equal(say_with(arena, LANG_KO, "command.unknown",
					(const struct word[]){
					    { "what", rows[i].what }, { 0 } }),
		    rows[i].want);
	assert_string_equal(say_with(arena, LANG_EN, "command.unknown", NULL),
	    "there is no command {what}");
	assert_string_equal(say(LANG_EN, "no.such.id"), "no.such.id");
	arena_free(arena);
}

static void
language_rows(void **state)
{
	static const struct {
		const char *text;
		enum lang want;
	} rows[] = {
		{ "ko-KR,ko;q=0.9,en;q=0.8", LANG_KO },
		{ "en-US,en;q=0.9,ko;q=0.8", LANG_EN },
		{ "en_US.UTF-8", LANG_EN },
		{ "C", LANG_KO },
		{ "", LANG_KO },
		{ NULL, LANG_KO },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_int_equal(lang_from(rows[i].text), rows[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_variables),
		cmocka_unit_test(language_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
