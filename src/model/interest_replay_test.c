/*
 * The replay on real answers, where they are: a bank fitted to one file has to
 * measure the people of another as well as is promised. And what the commands
 * say to a bank of the model's own people, and to wrong uses.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/json.h"
#include "base/text.h"
#include "model/commands.h"
#include "model/trial.h"

static const struct command calibrating = { "interest calibrate", "",
	interest_calibrate_options, interest_calibrate_run };
static const struct command replaying = { "interest replay", "",
	interest_replay_options, interest_replay_run };
static const struct command simulating = { "interest simulate", "",
	interest_simulate_options, interest_simulate_run };

static struct trial trial;
static char checkout[512]; /* where the test was begun */

static const char *
shared(struct arena *arena, const char *file)
{
	const char *folder = getenv("GILJABI_SHARED");

	if (folder == NULL)
		folder = "../shared";
	if (folder[0] == '/')
		return arena_printf(arena, "%s/data/riasec/%s", folder, file);
	return arena_printf(
	    arena, "%s/%s/data/riasec/%s", checkout, folder, file);
}

static json_t *
answered(struct arena *arena)
{
	json_t *json = json_read(arena, trial.answered, strlen(trial.answered));

	assert_non_null(json);
	return json;
}

static double
number(const json_t *json, const char *name)
{
	const json_t *member = json_object_get(json, name);

	if (!json_is_number(member))
		fail_msg("no number %s", name);
	return json_number_value(member);
}

static void
scales_write(void)
{
	struct buffer text = { 0 };

	buffer_text(&text, "item,scale\n");
	for (const char *letter = "RIASEC"; *letter != '\0'; letter++)
		for (int i = 1; i <= 8; i++)
			buffer_printf(&text, "%c%d,%c\n", *letter, i, *letter);
	trial_write("scales.csv", text.data);
	buffer_free(&text);
}

static void
held_check(const json_t *length, const char *name, double says)
{
	double held = number(length, name);

	if (!(fabs(held - says) <= 0.02))
		fail_msg("%s: %g", name, held);
}

/* Of each group with enough people, all scales together. */
static void
column_check(const json_t *length, const char *column)
{
	json_t *groups = json_object_get(
	    json_object_get(length, "groups"), column);

	assert_true(json_object_size(groups) > 1);
	for (void *at = json_object_iter(groups); at != NULL;
	     at = json_object_iter_next(groups, at)) {
		const json_t *group = json_object_iter_value(at);

		if (number(group, "people") < 500)
			continue;
		assert_true(fabs(number(group, "coverage80") - 0.8) <= 0.035);
		assert_true(fabs(number(group, "coverage95") - 0.95) <= 0.02);
	}
}

/* What is promised of answers that were not used for fitting. */
static void
test_real_answers(void **state)
{
	static const struct {
		int items;
		double r;
	} bars[] = { { 12, 0.912 }, { 15, 0.929 }, { 20, 0.950 },
		{ 24, 0.963 } };
	struct arena *arena = arena_new(64 * 1024 * 1024);
	const char *train = shared(arena, "train.csv");
	const char *others = shared(arena, "validation.csv");

	(void)state;
	if (access(train, R_OK) != 0 || access(others, R_OK) != 0) {
		print_message("skipped: no shared data\n");
		arena_free(arena);
		return;
	}
	trial_begin(&trial);
	scales_write();
	assert_int_equal(trial_run(&trial, &calibrating,
			     (const char *const[]){ "interest", "calibrate",
				 "--answers", train, "--scales", "scales.csv",
				 "--out", "bank.json", NULL }),
	    EXIT_DONE);
	assert_int_equal(
	    trial_run(&trial, &replaying,
		(const char *const[]){ "interest", "replay", "--bank",
		    "bank.json", "--answers", others, "--items", "12,15,20,24",
		    "--groups", "gender,residence", "--threads", "2", NULL }),
	    EXIT_DONE);
	const json_t *lengths = json_object_get(answered(arena), "lengths");
	assert_int_equal(json_array_size(lengths), 4);
	for (size_t k = 0; k < 4; k++) {
		const json_t *length = json_array_get(lengths, k);

		assert_int_equal(number(length, "items"), bars[k].items);
		if (!(number(length, "r_mean") >= bars[k].r))
			fail_msg("%d items: r %g", bars[k].items,
			    number(length, "r_mean"));
		held_check(length, "coverage80", 0.8);
		held_check(length, "coverage95", 0.95);
		column_check(length, "gender");
		column_check(length, "residence");
	}
	trial_end(&trial);
	arena_free(arena);
}

/* Twelve items of two scales, and people who have gaps. */
static void
small_write(void)
{
	struct buffer text = { 0 };

	buffer_text(&text,
	    "{\"format\":\"giljabi-bank-1\",\"people\":9,\"scales\":[\"x\","
	    "\"y\"],\"items\":[");
	for (int i = 0; i < 12; i++)
		buffer_printf(&text,
		    "%s{\"id\":\"%c%d\",\"scale\":\"%c\",\"slope\":1.5,"
		    "\"thresholds\":[-1.5,-0.5,0.5,%d]}",
		    i ? "," : "", i < 6 ? 'x' : 'y', i % 6 + 1,
		    i < 6 ? 'x' : 'y', 1 + i % 3);
	buffer_text(&text, "],\"correlation\":[[1,0.4],[0.4,1]]}");
	trial_write("bank.json", text.data);
	buffer_clear(&text);
	buffer_text(&text, "x1,x2,x3,x4,x5,x6,y1,y2,y3,y4,y5,y6,sort\n");
	for (int p = 0; p < 60; p++) {
		for (int i = 0; i < 12; i++)
			buffer_printf(&text, p % 10 == i ? "," : "%d,",
			    1 + (p * 7 + i * 3 + p * i) % 5);
		buffer_text(&text, p % 2 ? "a\n" : "b\n");
	}
	trial_write("answers.csv", text.data);
	buffer_free(&text);
}

/* Times differ from run to run: 0 in place of each. */
static void
times_cut(char *text)
{
	static const char name[] = "_per_item\":";

	while ((text = strstr(text, name)) != NULL) {
		char *end;

		text += strlen(name);
		end = text + strspn(text, "0123456789.");
		*text++ = '0';
		memmove(text, end, strlen(end) + 1);
	}
}

static int
small_replay(const char *items, const char *threads, char *answer)
{
	int status = trial_run(&trial, &replaying,
	    (const char *const[]){ "interest", "replay", "--bank", "bank.json",
		"--answers", "answers.csv", "--items", items, "--until-se",
		"0.12", "--groups", "sort", "--threads", threads, NULL });

	times_cut(trial.answered);
	snprintf(answer, TRIAL_TOLD, "%s", trial.answered);
	return status;
}

static void
test_small_replay(void **state)
{
	static char one[TRIAL_TOLD], three[TRIAL_TOLD];
	struct arena *arena = arena_new(16 * 1024 * 1024);

	(void)state;
	trial_begin(&trial);
	small_write();
	assert_int_equal(small_replay("4,12", "1", one), EXIT_DONE);
	const json_t *json = answered(arena);
	const json_t *whole = json_array_get(
	    json_object_get(json, "lengths"), 1);
	const json_t *until = json_object_get(json, "until_se");
	assert_int_equal(number(json, "people"), 60);
	/* All that can be asked: letters without a gap are known exactly. */
	assert_true(number(whole, "r_mean") > 0.9999);
	assert_true(number(whole, "coverage95") == 1);
	assert_true(number(whole, "items_mean") < 12);
	assert_true(number(until, "items_mean") > 1);
	assert_int_equal(
	    number(
		json_object_get(
		    json_object_get(json_object_get(whole, "groups"), "sort"),
		    "a"),
		"people"),
	    30);
	assert_int_equal(small_replay("4,12", "3", three), EXIT_DONE);
	assert_string_equal(one, three);
	trial_end(&trial);
	arena_free(arena);
}

static void
test_simulate(void **state)
{
	struct arena *arena = arena_new(16 * 1024 * 1024);
	double r[2];

	(void)state;
	trial_begin(&trial);
	small_write();
	for (int t = 0; t < 2; t++) {
		const json_t *json;

		assert_int_equal(
		    trial_run(&trial, &simulating,
			(const char *const[]){ "interest", "simulate", "--bank",
			    "bank.json", "--people", "700", "--items", "6",
			    "--threads", t ? "3" : "1", "--seed", "9", NULL }),
		    EXIT_DONE);
		json = answered(arena);
		r[t] = number(json, "r_mean");
		assert_int_equal(number(json, "people"), 700);
		assert_true(fabs(number(json, "coverage80") - 0.8) < 0.05);
		assert_true(fabs(number(json, "coverage95") - 0.95) < 0.03);
	}
	assert_true(r[0] == r[1] && r[0] > 0.85 && r[0] < 0.99);
	trial_end(&trial);
	arena_free(arena);
}

static void
test_wrong_uses(void **state)
{
	static const struct {
		const char *option, *value;
		int status;
	} rows[] = {
		{ "--items", "", EXIT_MISUSED },
		{ "--items", "0", EXIT_MISUSED },
		{ "--items", "12,8", EXIT_MISUSED },
		{ "--items", "97", EXIT_MISUSED },
		{ "--items", "3,x", EXIT_MISUSED },
		{ "--until-se", "0", EXIT_MISUSED },
		{ "--until-se", "much", EXIT_MISUSED },
		{ "--exposure", "1.5", EXIT_MISUSED },
		{ "--threads", "0", EXIT_MISUSED },
		{ "--groups", "sort,", EXIT_MISUSED },
		{ "--groups", "none", EXIT_FAILED },
		{ "--exposure", "0.1", EXIT_FAILED },
		{ "--answers", "gone.csv", EXIT_FAILED },
		{ "--bank", "answers.csv", EXIT_FAILED },
	};

	(void)state;
	trial_begin(&trial);
	small_write();
	assert_int_equal(
	    trial_run(&trial, &replaying,
		(const char *const[]){ "interest", "replay", NULL }),
	    EXIT_MISUSED);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *words[11] = { "interest", "replay", "--bank",
			"bank.json", "--answers", "answers.csv", "--items", "4",
			NULL };
		int at = 8;

		for (int w = 2; w < 8; w += 2)
			if (text_is(words[w], rows[i].option))
				at = w;
		words[at] = rows[i].option;
		words[at + 1] = rows[i].value;
		if (trial_run(&trial, &replaying, words) != rows[i].status ||
		    trial_lines(&trial) == 0 || trial.answered[0] != '\0')
			fail_msg("%s %s", rows[i].option, rows[i].value);
	}
	trial_end(&trial);
}

static int
setup(void **state)
{
	(void)state;
	return getcwd(checkout, sizeof checkout) == NULL;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_real_answers),
		cmocka_unit_test(test_small_replay),
		cmocka_unit_test(test_simulate),
		cmocka_unit_test(test_wrong_uses),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
