/* bank.json: a sound one, and each way to spoil it. */
#include "model/bank_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "base/text.h"
#include "model/trial.h"

enum { MEMORY = 1 << 20 };

static const char sound[] =
    "{\"format\":\"giljabi-bank-1\",\"people\":9,\"scales\":[\"R\",\"I\"],"
    "\"items\":[{\"id\":\"R1\",\"scale\":\"R\",\"slope\":1.5,"
    "\"thresholds\":[-2,-1,0.5,2]},{\"id\":\"I1\",\"scale\":\"I\","
    "\"slope\":0.7,\"thresholds\":[-1,0,1,2],\"fit\":{\"rmsea\":null}}],"
    "\"correlation\":[[1,0.3],[0.3,1]],\"source\":{\"people\":9}}";

static void
test_sound_is_read(void **state)
{
	struct arena *arena = arena_new(MEMORY);
	struct bank_file file;

	(void)state;
	assert_null(bank_file_parse(arena, sound, strlen(sound), &file));
	assert_int_equal(file.scales, 2);
	assert_string_equal(file.scale_names[1], "I");
	assert_int_equal(file.bank.count, 2);
	assert_string_equal(file.ids[0], "R1");
	assert_null(file.ids[2]);
	assert_int_equal(file.bank.items[1].scale, 1);
	assert_true(file.bank.items[0].slope == 1.5);
	assert_true(file.bank.items[0].thresholds[2] == 0.5);
	assert_true(file.bank.correlation[1][0] == 0.3);
	assert_true(file.bank.correlation[5][5] == 1);
	arena_free(arena);
}

/* The text with one piece of it changed. */
static const char *
spoiled(struct arena *arena, const char *from, const char *to)
{
	const char *at = strstr(sound, from);

	assert_non_null(at);
	return arena_printf(
	    arena, "%.*s%s%s", (int)(at - sound), sound, to, at + strlen(from));
}

static void
test_spoiled_is_refused(void **state)
{
	static const struct {
		const char *from, *to, *member;
	} rows[] = {
		{ "{\"format\"", "[\"format\"", "json" },
		{ "\"people\":9", "\"format\":9", "json" }, /* twice */
		{ "bank-1", "bank-2", "format" },
		{ "[\"R\",\"I\"]", "[]", "scales" },
		{ "[\"R\",\"I\"]", "\"R\"", "scales" },
		{ "[\"R\",\"I\"]", "[\"R\",\"R\"]", "scales" },
		{ "[\"R\",\"I\"]", "[\"R\",\"\"]", "scales" },
		{ "[\"R\",\"I\"]", "[1,2,3,4,5,6,7]", "scales" },
		{ "\"items\"", "\"item\"", "items" },
		{ "\"id\":\"I1\"", "\"id\":\"R1\"", "items[1].id" },
		{ "\"id\":\"R1\"", "\"id\":1", "items[0].id" },
		{ "\"scale\":\"I\"", "\"scale\":\"A\"", "items[1].scale" },
		{ "\"scale\":\"I\"", "\"scale\":null", "items[1].scale" },
		{ "1.5", "0", "items[0].slope" },
		{ "1.5", "20.5", "items[0].slope" },
		{ "1.5", "\"1.5\"", "items[0].slope" },
		{ "-2,-1,", "-2,", "items[0].thresholds" },
		{ "-2,-1,", "-1,-1,", "items[0].thresholds" },
		{ "-2,-1,", "-21,-1,", "items[0].thresholds" },
		{ "[[1,0.3],[0.3,1]]", "null", "correlation" },
		{ "[[1,0.3],[0.3,1]]", "[[1,0.3]]", "correlation" },
		{ "[[1,0.3],[0.3,1]]", "[[1,0.3],[0.2,1]]", "correlation" },
		{ "[[1,0.3],[0.3,1]]", "[[1,0.3],[0.3,0.9]]", "correlation" },
		{ "[[1,0.3],[0.3,1]]", "[[1,1],[1,1]]", "correlation" },
	};
	struct arena *arena = arena_new(MEMORY);
	struct bank_file file;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *text = spoiled(arena, rows[i].from, rows[i].to);
		const char *member = bank_file_parse(
		    arena, text, strlen(text), &file);

		if (!text_is(member, rows[i].member))
			fail_msg("row %zu: %s", i, member ? member : "read");
	}
	arena_free(arena);
}

static void
test_no_correlation_is_independence(void **state)
{
	struct arena *arena = arena_new(MEMORY);
	const char *text = spoiled(
	    arena, ",\"correlation\":[[1,0.3],[0.3,1]]", "");
	struct bank_file file;

	(void)state;
	assert_null(bank_file_parse(arena, text, strlen(text), &file));
	assert_true(file.bank.correlation[0][0] == 0);
	arena_free(arena);
}

static int
bank_read(struct command_line *cl)
{
	struct bank_file file;

	return bank_file_read(cl, "bank.json", &file) ? EXIT_DONE : EXIT_FAILED;
}

static void
test_mistakes_are_told(void **state)
{
	static const struct command command = { "read", "", NULL, bank_read };
	static const struct {
		const char *text, *told; /* told NULL: read */
	} rows[] = {
		{ sound, NULL },
		{ NULL, "cannot be read" },
		{ "", "not a JSON object" },
		{ "{}", "not a bank of items" },
		{ "{\"format\":\"giljabi-bank-1\"}", "one to six names" },
		{ "{\"format\":\"giljabi-bank-1\",\"scales\":[\"R\"],"
		  "\"items\":[{}]}",
		    "items[0].id is not" },
	};
	static struct trial trial;

	(void)state;
	trial_begin(&trial);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *told = rows[i].told;
		int status;

		remove("bank.json");
		if (rows[i].text != NULL)
			trial_write("bank.json", rows[i].text);
		status = trial_run(
		    &trial, &command, (const char *const[]){ "read", NULL });
		assert_int_equal(status, told ? EXIT_FAILED : EXIT_DONE);
		if (told == NULL ? trial.told[0] != '\0'
				 : strstr(trial.told, told) == NULL)
			fail_msg("row %zu: %s", i, trial.told);
	}
	trial_end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound_is_read),
		cmocka_unit_test(test_spoiled_is_refused),
		cmocka_unit_test(test_no_correlation_is_independence),
		cmocka_unit_test(test_mistakes_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
