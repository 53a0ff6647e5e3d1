/* Answer files: what is read from them, and what is told of wrong ones. */
#include "model/answers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "model/trial.h"

static const char *const items[] = { "a", "b", "c" };
static const char *const columns[] = { "gender", "field", NULL };

static struct trial trial;
static void (*look)(const struct answers *answers);

static int
read_and_look(struct command_line *cl)
{
	struct answers answers;
	bool read = answers_read(cl, "f.csv", items, 3, columns, &answers);

	if (read && look != NULL)
		look(&answers);
	if (!read) {
		assert_null(answers.given);
		assert_int_equal(answers.people, 0);
	}
	answers_free(&answers);
	return read ? EXIT_DONE : EXIT_FAILED;
}

static const struct command command = { "read", "", NULL, read_and_look };

static int
read_text(const char *text, void (*then)(const struct answers *answers))
{
	int status;

	trial_begin(&trial);
	trial_write("f.csv", text);
	look = then;
	status = trial_run(
	    &trial, &command, (const char *const[]){ "read", NULL });
	trial_end(&trial);
	return status;
}

static void
three_people(const struct answers *answers)
{
	static const uint8_t given[] = { 1, 0, 3, 5, 4, 2, 0, 0, 0 };
	const struct answers_column *gender = &answers->column[0];
	const struct answers_column *field = &answers->column[1];

	assert_int_equal(answers->people, 3);
	assert_int_equal(answers->items, 3);
	assert_memory_equal(answers->given, given, sizeof given);
	assert_int_equal(answers->columns, 2);
	assert_string_equal(gender->name, "gender");
	assert_int_equal(gender->count, 2);
	assert_string_equal(gender->values[0], "female");
	assert_string_equal(gender->values[1], "male");
	assert_int_equal(gender->of[0], 1);
	assert_int_equal(gender->of[1], 0);
	assert_int_equal(gender->of[2], ANSWERS_NO_VALUE);
	assert_int_equal(field->count, 1);
	assert_string_equal(field->values[0], "law, \"old\"");
	assert_int_equal(field->of[2], 0);
	/* sha256sum of the bytes */
	assert_string_equal(answers->sha256,
	    "1fa60f6fc4ff08134f6963759268a2176417e3cb433b8daa13b98d6dcad32083");
}

#define THREE \
	"field,c,age,a,gender,b\n" \
	",3,9,1,male,\n" \
	",2,,5,female,4\n" \
	"\"law, \"\"old\"\"\",,,,,\n"

static void
test_columns_are_found(void **state)
{
	(void)state;
	assert_int_equal(read_text(THREE, three_people), EXIT_DONE);
	assert_string_equal(trial.told, "");
}

static void
nobody(const struct answers *answers)
{
	assert_int_equal(answers->people, 0);
	assert_int_equal(answers->column[0].count, 0);
}

static void
test_nobody_is_allowed(void **state)
{
	(void)state;
	assert_int_equal(read_text("a,b,c,gender,field\n", nobody), EXIT_DONE);
}

static void
test_mistakes_are_told(void **state)
{
	static const struct {
		const char *text, *told;
		int lines;
	} rows[] = {
		{ "", "has no first line", 1 },
		{ "a,b,gender\n1,2,m\n", "no column field", 2 },
		{ "a,b,c,gender,field\n1,2,6,m,x\n",
		    "f.csv, line 2: \xe2\x80\x9c"
		    "6\xe2\x80\x9d under c",
		    1 },
		{ "a,b,c,gender,field\n1,2,0,m,x\n", "under c", 1 },
		{ "a,b,c,gender,field\n1,NA,1,m,x\n", "under b", 1 },
		{ "a,b,c,gender,field\n1,2,33,m,x\n", "under c", 1 },
		{ "a,b,c,gender,field\n1,2,3,m\n", "line 2: it has not", 1 },
		{ "a,b,c,gender,field\n1,2,3,m,x\n1,2,\"3,m,x\n",
		    "line 3, field 3", 1 },
		{ "a,\"b,c\n", "line 1, field 2", 1 },
		{ "a,b,c,gender,field\n7,7,7,,\n8,8,8,,\n7,7,7,,\n8,8,8,,\n"
		  "7,7,7,,\n8,8,8,,\n7,7,7,,\n8,8,8,,\n",
		    "line 8", 20 }, /* of 24 */
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(read_text(rows[i].text, NULL), EXIT_FAILED);
		if (strstr(trial.told, rows[i].told) == NULL ||
		    trial_lines(&trial) != rows[i].lines)
			fail_msg("row %zu: %s", i, trial.told);
	}
}

static void
test_no_file(void **state)
{
	(void)state;
	trial_begin(&trial);
	assert_int_equal(
	    trial_run(&trial, &command, (const char *const[]){ "read", NULL }),
	    EXIT_FAILED);
	assert_non_null(strstr(trial.told, "f.csv cannot be read"));
	trial_end(&trial);
}

static void
many_people(const struct answers *answers)
{
	assert_int_equal(answers->people, 5000);
	assert_int_equal(answers->column[1].count, 700);
	for (size_t p = 0; p < 5000; p++) {
		char value[8];

		assert_int_equal(answers->given[p * 3 + 1], 1 + p % 5);
		snprintf(value, sizeof value, "v%03zu", p * 13 % 700);
		assert_string_equal(
		    answers->column[1].values[answers->column[1].of[p]], value);
	}
}

static void
test_many(void **state)
{
	struct buffer text = { 0 };

	(void)state;
	buffer_text(&text, "a,b,c,gender,field\n");
	for (size_t p = 0; p < 5000; p++)
		buffer_printf(
		    &text, ",%zu,,f,v%03zu\n", 1 + p % 5, p * 13 % 700);
	assert_int_equal(read_text(text.data, many_people), EXIT_DONE);
	buffer_free(&text);
}

/* Every allocation of a reading fails once; nothing is lost or held. */
static void
test_memory_may_be_used_up(void **state)
{
	int status = EXIT_FAILED;

	(void)state;
	trial_begin(&trial);
	trial_write("f.csv", THREE);
	look = three_people;
	for (size_t nth = 3; status != EXIT_DONE && nth < 100; nth++) {
		memory_fail_at(nth, false);
		status = trial_run(
		    &trial, &command, (const char *const[]){ "read", NULL });
		memory_fail_at(0, false);
		assert_true(status == EXIT_DONE || trial.told[0] != '\0');
	}
	assert_int_equal(status, EXIT_DONE);
	trial_end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns_are_found),
		cmocka_unit_test(test_nobody_is_allowed),
		cmocka_unit_test(test_mistakes_are_told),
		cmocka_unit_test(test_no_file),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_memory_may_be_used_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
