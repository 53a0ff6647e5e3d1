/*
 * The command as a whole: from two files to a bank that can be read again, and
 * what it says when it cannot be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/text.h"
#include "model/bank_file.h"
#include "model/commands.h"
#include "model/trial.h"

enum { PEOPLE = 900, ITEMS = 12 };

static const struct command calibrating = { "interest calibrate", "",
	interest_calibrate_options, interest_calibrate_run };

static struct trial trial;

/* Marsaglia's xorshift with 64 bits (2003). */
static int
chance_below(uint64_t *state, int limit)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (int)(*state >> 33) % limit;
}

/* Answers that follow a person's two leanings; item 3 of scale x favours f. */
static void
people_write(const char *file, uint64_t state)
{
	struct buffer text = { 0 };

	buffer_text(&text, "person");
	for (int i = 0; i < ITEMS; i++)
		buffer_printf(&text, ",%c%d", i < 6 ? 'x' : 'y', i % 6 + 1);
	buffer_text(&text, ",gender,region\n");
	for (int p = 0; p < PEOPLE; p++) {
		int female = chance_below(&state, 2);
		int leaning[2] = { chance_below(&state, 5),
			chance_below(&state, 5) };

		buffer_printf(&text, "p%d", p);
		for (int i = 0; i < ITEMS; i++) {
			int answer = leaning[i / 6] + chance_below(&state, 3) +
			    (i == 2 && female ? 2 : 0);

			if (chance_below(&state, 20) == 0)
				buffer_text(&text, ",");
			else
				buffer_printf(&text, ",%d",
				    answer > 5       ? 5
					: answer < 1 ? 1
						     : answer);
		}
		buffer_printf(&text, ",%s,%s\n", female ? "f" : "m",
		    p % 300 ? "east" : "");
	}
	trial_write(file, text.data);
	buffer_free(&text);
}

static void
scales_write(const char *file)
{
	struct buffer text = { 0 };

	buffer_text(&text, "item,scale\n");
	for (int i = 0; i < ITEMS; i++)
		buffer_printf(&text, "%c%d,%s\n", i < 6 ? 'x' : 'y', i % 6 + 1,
		    i < 6 ? "first" : "second");
	trial_write(file, text.data);
	buffer_free(&text);
}

static size_t
bytes_read(const char *file, char *bytes, size_t size)
{
	FILE *in = fopen(file, "rb");
	size_t length;

	assert_non_null(in);
	length = fread(bytes, 1, size, in);
	fclose(in);
	return length;
}

static const char *const words[] = { "interest", "calibrate", "--answers",
	"a.csv", "--scales", "s.csv", "--out", "bank.json", "--groups",
	"gender,region", NULL };

static void
test_makes_a_bank(void **state)
{
	static char bytes[1 << 16], again[1 << 16];
	struct arena *arena = arena_new(1 << 20);
	struct bank_file file;
	const json_t *bank, *gender, *item;
	size_t length;

	(void)state;
	trial_begin(&trial);
	people_write("a.csv", 3);
	scales_write("s.csv");
	assert_int_equal(trial_run(&trial, &calibrating, words), EXIT_DONE);
	assert_string_equal(trial.told, "");
	length = bytes_read("bank.json", bytes, sizeof bytes);
	assert_null(bank_file_parse(arena, bytes, length, &file));
	assert_int_equal(file.scales, 2);
	assert_string_equal(file.scale_names[1], "second");
	assert_int_equal(file.bank.count, ITEMS);
	assert_string_equal(file.ids[6], "y1");
	assert_true(file.bank.correlation[0][1] < 0.2);

	bank = json_read(arena, bytes, length);
	gender = json_object_get(json_object_get(bank, "dif"), "gender");
	assert_int_equal(json_array_size(json_object_get(gender, "groups")), 2);
	item = json_array_get(json_object_get(gender, "items"), 2);
	assert_string_equal(
	    json_string_value(json_object_get(item, "class")), "C");
	assert_string_equal(
	    json_string_value(json_object_get(item, "high")), "f");
	/* One region is nothing to compare. */
	item = json_array_get(
	    json_object_get(
		json_object_get(json_object_get(bank, "dif"), "region"),
		"items"),
	    2);
	assert_true(json_is_null(json_object_get(item, "class")));
	assert_int_equal(json_integer_value(json_object_get(
			     json_object_get(bank, "source"), "people")),
	    PEOPLE);
	/* Nothing of the machine or the hour is in it. */
	assert_int_equal(trial_run(&trial, &calibrating, words), EXIT_DONE);
	assert_int_equal(bytes_read("bank.json", again, sizeof again), length);
	assert_memory_equal(bytes, again, length);
	arena_free(arena);
	trial_end(&trial);
}

static void
test_answers_a_summary(void **state)
{
	struct arena *arena = arena_new(1 << 20);
	const json_t *summary;

	(void)state;
	trial_begin(&trial);
	people_write("a.csv", 3);
	scales_write("s.csv");
	assert_int_equal(trial_run(&trial, &calibrating, words), EXIT_DONE);
	summary = json_read(arena, trial.answered, strlen(trial.answered));
	assert_non_null(summary);
	assert_int_equal(
	    json_integer_value(json_object_get(summary, "people")), PEOPLE);
	assert_int_equal(
	    json_array_size(json_object_get(summary, "scale_fit")), 2);
	assert_int_equal(json_array_size(json_object_get(summary, "dif")), 1);
	assert_true(
	    json_number_value(json_object_get(summary, "log_likelihood")) < 0);
	arena_free(arena);
	trial_end(&trial);
}

static void
test_misuse_is_told(void **state)
{
	static const struct {
		const char *words[12], *told;
		int status;
	} rows[] = {
		{ { "interest", "calibrate", "--scales", "s.csv", "--out",
		      "b" },
		    "--answers is needed", EXIT_MISUSED },
		{ { "interest", "calibrate", "--answers", "a.csv", "--scales",
		      "s.csv", "--out", "b", "--groups", "gender,,region" },
		    "one to eight names", EXIT_MISUSED },
		{ { "interest", "calibrate", "--answers", "a.csv", "--scales",
		      "s.csv", "--out", "b", "--groups", "a,b,c,d,e,f,g,h,i" },
		    "one to eight names", EXIT_MISUSED },
		{ { "interest", "calibrate", "--answers", "a.csv", "--scales",
		      "s.csv", "--out", "b", "--groups", "age" },
		    "no column age", EXIT_FAILED },
		{ { "interest", "calibrate", "--answers", "none.csv",
		      "--scales", "s.csv", "--out", "b" },
		    "none.csv cannot be read", EXIT_FAILED },
		{ { "interest", "calibrate", "--answers", "a.csv", "--scales",
		      "s.csv", "--out", "no/b" },
		    "no/b cannot be written", EXIT_FAILED },
	};

	(void)state;
	trial_begin(&trial);
	people_write("a.csv", 3);
	scales_write("s.csv");
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int status = trial_run(&trial, &calibrating, rows[i].words);

		if (status != rows[i].status ||
		    strstr(trial.told, rows[i].told) == NULL)
			fail_msg("row %zu: %d, %s", i, status, trial.told);
	}
	trial_end(&trial);
}

static void
test_wrong_scales_are_told(void **state)
{
	static const struct {
		const char *text, *told;
	} rows[] = {
		{ "", "has to begin" },
		{ "item,name\nx1,first\n", "has to begin" },
		{ "item,scale\n", "names no item" },
		{ "item,scale\nx1,\n", "s.csv, line 2: the item or" },
		{ "item,scale\nx1,a\nx1,b\n", "line 3: the item x1" },
		{ "item,scale\nx1,\"a\n", "line 2" },
		{ "item,scale\nnone,a\n", "a.csv has no column none" },
	};

	(void)state;
	trial_begin(&trial);
	people_write("a.csv", 3);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		trial_write("s.csv", rows[i].text);
		assert_int_equal(
		    trial_run(&trial, &calibrating, words), EXIT_FAILED);
		if (strstr(trial.told, rows[i].told) == NULL)
			fail_msg("row %zu: %s", i, trial.told);
	}
	trial_end(&trial);
}

/* More scales than the test takes: a bank, but none for the test. */
static void
test_many_scales(void **state)
{
	static char bytes[1 << 16];
	struct arena *arena = arena_new(1 << 20);
	struct bank_file file;
	size_t length;

	(void)state;
	trial_begin(&trial);
	people_write("a.csv", 3);
	trial_write(
	    "s.csv", "item,scale\nx1,a\nx2,b\nx3,c\nx4,d\nx5,e\nx6,f\ny1,g\n");
	assert_int_equal(trial_run(&trial, &calibrating, words), EXIT_DONE);
	length = bytes_read("bank.json", bytes, sizeof bytes);
	assert_string_equal(
	    bank_file_parse(arena, bytes, length, &file), "scales");
	arena_free(arena);
	trial_end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_makes_a_bank),
		cmocka_unit_test(test_answers_a_summary),
		cmocka_unit_test(test_misuse_is_told),
		cmocka_unit_test(test_wrong_scales_are_told),
		cmocka_unit_test(test_many_scales),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
