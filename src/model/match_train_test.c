/*
 * giljabi match train and test over made-up people whose choices are known,
 * over files that are wrong, and over the real answers where they are.
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
#include "model/commands.h"
#include "model/model_file.h"
#include "model/trial.h"

enum { PEOPLE = 400, LETTER_ITEMS = 3, ITEMS = LETTERS * LETTER_ITEMS };

static const struct command train = { "match train", "", match_train_options,
	match_train_run };
static const struct command test = { "match test", "", match_test_options,
	match_test_run };
static const char letters[] = "RIASEC";
static const char *const classes[] = { "engineering", "nursing", "english" };
static const int likes[] = { 0, 3, 2 }; /* the letter of each class */

static unsigned
draw(unsigned *state, unsigned limit)
{
	*state = *state * 1664525 + 1013904223;
	return (*state >> 16) % limit;
}

/* Everybody likes the letter of their class; some answers are missing. */
static const char *
person_text(struct arena *arena, unsigned seed)
{
	unsigned state = seed * 7919 + 1;
	unsigned class = draw(&state, 3);
	struct buffer text = { 0 };
	const char *copy;

	buffer_printf(&text, "p%u", seed);
	for (int i = 0; i < ITEMS; i++) {
		bool liked = i / LETTER_ITEMS == likes[class];
		unsigned answer = liked ? 3 + draw(&state, 3)
					: 1 + draw(&state, 4);

		if (draw(&state, 20) == 0)
			buffer_text(&text, ",");
		else
			buffer_printf(&text, ",%u", answer);
	}
	buffer_printf(&text, ",%s,%u,%s\n", draw(&state, 2) ? "a" : "b",
	    20 + draw(&state, 30), classes[class]);
	copy = arena_text(arena, text.data);
	buffer_free(&text);
	return copy;
}

/* People of the numbers from..to, backwards when `to` comes first. */
static void
people_write(const char *file, int from, int to)
{
	struct arena *arena = arena_new(1 << 24);
	struct buffer text = { 0 };
	int way = from < to ? 1 : -1;

	buffer_text(&text, "person");
	for (int i = 0; i < ITEMS; i++)
		buffer_printf(&text, ",%c%d", letters[i / LETTER_ITEMS],
		    i % LETTER_ITEMS + 1);
	buffer_text(&text, ",group,age,field\n");
	for (int p = from; p != to + way; p += way)
		buffer_text(&text, person_text(arena, (unsigned)p));
	trial_write(file, text.data);
	buffer_free(&text);
	arena_free(arena);
}

static char *
file_text(struct arena *arena, const char *path)
{
	struct buffer text = { 0 };
	FILE *file = fopen(path, "rb");
	char *copy;
	int c;

	assert_non_null(file);
	while ((c = getc(file)) != EOF)
		buffer_char(&text, (char)c);
	fclose(file);
	copy = arena_text(arena, text.data != NULL ? text.data : "");
	buffer_free(&text);
	return copy;
}

/* A number of what was answered: "groups.group.a.top3". */
static double
answered(struct arena *arena, const struct trial *trial, const char *path)
{
	const json_t *json = json_read(
	    arena, trial->answered, strlen(trial->answered));

	while (*path != '\0') {
		size_t length = strcspn(path, ".");

		json = json_object_get(json, arena_bytes(arena, path, length));
		path += length + (path[length] == '.');
	}
	assert_true(json_is_number(json));
	return json_number_value(json);
}

static struct trial trial;
static char *shared; /* the folder of shared data, from the root */
static struct arena *arena;

static int
begin(void **state)
{
	(void)state;
	trial_begin(&trial);
	arena = arena_new(1 << 26);
	people_write("a.csv", 1, PEOPLE);
	people_write("b.csv", PEOPLE + 1, 2 * PEOPLE);
	return 0;
}

static int
end(void **state)
{
	(void)state;
	arena_free(arena);
	trial_end(&trial);
	return 0;
}

#define TRAIN \
	"match", "train", "--answers", "a.csv", "--label", "field", "--out", \
	    "m.json"
#define TEST "match", "test", "--model", "m.json", "--answers", "b.csv"

static int
run(const struct command *command, const char *const *words)
{
	return trial_run(&trial, command, words);
}

static void
test_learns_what_there_is(void **state)
{
	(void)state;
	assert_int_equal(run(&train, (const char *const[]){ TRAIN, NULL }), 0);
	assert_true(answered(arena, &trial, "items") == ITEMS);
	assert_true(answered(arena, &trial, "n") == PEOPLE);
	assert_true(answered(arena, &trial, "top1") > 0.8);
	assert_int_equal(
	    run(&test,
		(const char *const[]){ TEST, "--groups", "group", NULL }),
	    0);
	assert_true(answered(arena, &trial, "n") == PEOPLE);
	assert_true(answered(arena, &trial, "top1") > 0.8);
	assert_true(answered(arena, &trial, "top3") == 1);
	assert_true(answered(arena, &trial, "groups.group.a.n") +
		answered(arena, &trial, "groups.group.b.n") ==
	    PEOPLE);
	assert_true(answered(arena, &trial, "ece") < 0.1);
}

static void
test_order_of_people_does_not_matter(void **state)
{
	const char *one;

	(void)state;
	assert_int_equal(
	    run(&train,
		(const char *const[]){ TRAIN, "--groups", "group", NULL }),
	    0);
	one = file_text(arena, "m.json");
	people_write("a.csv", PEOPLE, 1);
	assert_int_equal(
	    run(&train,
		(const char *const[]){ TRAIN, "--groups", "group", NULL }),
	    0);
	assert_string_equal(one, file_text(arena, "m.json"));
	assert_non_null(strstr(one, "\"explore\":{\"groups\":[\"group\"]"));
}

static void
test_items_by_their_answers(void **state)
{
	struct model_file *file = arena_alloc(arena, sizeof *file);
	const char *bytes;

	(void)state;
	trial_write("a.csv",
	    "id,Q1,R2,place,Q3,empty,field\n"
	    "1,5,,2,x,,law\n2,1,3,1,4,,law\n3,2,4,,2,,art\n");
	assert_int_equal(
	    run(&train,
		(const char *const[]){ TRAIN, "--groups", "place", NULL }),
	    0);
	bytes = file_text(arena, "m.json");
	assert_null(model_file_parse(arena, bytes, strlen(bytes), file));
	assert_int_equal(file->features.items, 2);
	assert_string_equal(file->ids[0], "Q1");
	assert_int_equal(file->features.scale[0], -1);
	assert_string_equal(file->ids[1], "R2");
	assert_int_equal(file->features.scale[1], 0);
}

static void
test_items_by_their_scales(void **state)
{
	struct model_file *file = arena_alloc(arena, sizeof *file);
	const char *bytes;

	(void)state;
	trial_write("s.csv", "item,scale\nC1,C\nR1,E\n");
	assert_int_equal(
	    run(&train,
		(const char *const[]){ TRAIN, "--scales", "s.csv", NULL }),
	    0);
	bytes = file_text(arena, "m.json");
	assert_null(model_file_parse(arena, bytes, strlen(bytes), file));
	assert_int_equal(file->features.items, 2);
	assert_string_equal(file->ids[0], "C1");
	assert_int_equal(file->features.scale[1], 4);
}

static void
test_catalogue_as_prior(void **state)
{
	(void)state;
	assert_int_equal(run(&train,
			     (const char *const[]){ TRAIN, "--prior", "catalog",
				 "--people", "15", NULL }),
	    0);
	assert_true(answered(arena, &trial, "known") == 3);
	assert_true(answered(arena, &trial, "n") == 15);
	assert_int_equal(run(&test, (const char *const[]){ TEST, NULL }), 0);
	assert_true(answered(arena, &trial, "top1") > 0.5);
	assert_int_equal(run(&train,
			     (const char *const[]){ TRAIN, "--prior", "catalog",
				 "--curve", NULL }),
	    0);
	assert_non_null(strstr(trial.answered,
	    "\"people\":250,\"runs\":1,\"prior\":"
	    "\"catalog\""));
}

/*
 * A class with one person, one class alone, labels that are empty or unknown.
 */
static void
test_few_people(void **state)
{
	(void)state;
	trial_write("a.csv", "R1,I1,field\n5,1,law\n1,5,art\n2,4,\n");
	trial_write("b.csv", "R1,I1,field\n5,1,law\n1,5,dance\n");
	assert_int_equal(run(&train, (const char *const[]){ TRAIN, NULL }), 0);
	assert_true(answered(arena, &trial, "n") == 2);
	assert_true(answered(arena, &trial, "left_out") == 1);
	assert_int_equal(run(&test, (const char *const[]){ TEST, NULL }), 0);
	assert_true(answered(arena, &trial, "n") == 1);
	assert_true(answered(arena, &trial, "left_out") == 1);
	trial_write("a.csv", "R1,field\n5,law\n");
	assert_int_equal(run(&train, (const char *const[]){ TRAIN, NULL }), 0);
	assert_true(answered(arena, &trial, "top1") == 1);
	assert_true(answered(arena, &trial, "nll") == 0);
}

/* Of the test: 8 of 18 items say nearly as much. */
static void
test_some_items_of_each(void **state)
{
	struct buffer bank = { 0 };
	double all;

	(void)state;
	buffer_text(&bank,
	    "{\"format\":\"giljabi-bank-1\",\"people\":9,"
	    "\"scales\":[\"R\",\"I\",\"A\",\"S\",\"E\",\"C\"],\"items\":[");
	for (int i = 0; i < ITEMS; i++)
		buffer_printf(&bank,
		    "%s{\"id\":\"%c%d\",\"scale\":\"%c\",\"slope\":1.5,"
		    "\"thresholds\":[-1,0,0.5,1.5]}",
		    i > 0 ? "," : "", letters[i / LETTER_ITEMS],
		    i % LETTER_ITEMS + 1, letters[i / LETTER_ITEMS]);
	buffer_text(&bank, "]}");
	trial_write("bank.json", bank.data);
	buffer_free(&bank);
	assert_int_equal(run(&train, (const char *const[]){ TRAIN, NULL }), 0);
	assert_int_equal(run(&test, (const char *const[]){ TEST, NULL }), 0);
	all = answered(arena, &trial, "top1");
	assert_int_equal(run(&test,
			     (const char *const[]){ TEST, "--items-per-person",
				 "8", "--bank", "bank.json", NULL }),
	    0);
	assert_true(answered(arena, &trial, "top1") > all - 0.15);
	assert_int_equal(run(&test,
			     (const char *const[]){ TEST, "--items-per-person",
				 "18", "--bank", "bank.json", NULL }),
	    0);
	assert_true(fabs(answered(arena, &trial, "top1") - all) < 0.03);
}

static void
test_mistakes(void **state)
{
	static const struct {
		const struct command *command;
		const char *words[12];
		int status;
		const char *told;
	} rows[] = {
		{ &train, { "match", "train" }, 2, "--answers" },
		{ &train, { TRAIN, "--prior", "astrology" }, 2, "astrology" },
		{ &train, { TRAIN, "--groups", "a,,b" }, 2, "--groups" },
		{ &train, { TRAIN, "--people", "0" }, 2, "people" },
		{ &train, { TRAIN, "--groups", "nowhere" }, 1, "nowhere" },
		{ &train, { TRAIN, "--groups", "age" }, 1, "age" },
		{ &train,
		    { "match", "train", "--answers", "none.csv", "--label",
			"field", "--out", "m.json" },
		    1, "none.csv" },
		{ &train,
		    { "match", "train", "--answers", "a.csv", "--label",
			"field", "--out", "no/m.json" },
		    1, "no/m.json" },
		{ &train,
		    { "match", "train", "--answers", "words.csv", "--label",
			"field", "--out", "m.json" },
		    1, "words.csv" },
		{ &train,
		    { "match", "train", "--answers", "nobody.csv", "--label",
			"field", "--out", "m.json" },
		    1, "field" },
		{ &test, { "match", "test" }, 2, "--model" },
		{ &test,
		    { "match", "test", "--model", "a.csv", "--answers",
			"a.csv" },
		    1, "a.csv" },
		{ &test, { TEST, "--items-per-person", "3" }, 2, "--bank" },
		{ &test, { TEST, "--curve" }, 2, "--train" },
		{ &test, { TEST, "--label", "nowhere" }, 1, "nowhere" },
		{ &test, { TEST, "--label", "group" }, 1, "group" },
	};

	(void)state;
	trial_write("words.csv", "name,field\nKim,law\n");
	trial_write("nobody.csv", "R1,field\n4,\n");
	assert_int_equal(run(&train, (const char *const[]){ TRAIN, NULL }), 0);
	for (size_t r = 0; r < sizeof rows / sizeof *rows; r++) {
		const char *words[13] = { NULL };

		memcpy(words, rows[r].words, sizeof rows[r].words);
		if (run(rows[r].command, words) != rows[r].status ||
		    strstr(trial.told, rows[r].told) == NULL)
			fail_msg("row %zu: %s", r, trial.told);
	}
}

/*
 * The real answers, when they are there: as good as docs say, by a wide margin.
 */
static void
test_real_answers(void **state)
{
	const char *answers = arena_printf(arena,
	    "%s/data/riasec/validation.csv", shared != NULL ? shared : "");
	const char *other = arena_printf(
	    arena, "%s/data/riasec/train.csv", shared != NULL ? shared : "");

	(void)state;
	if (access(answers, R_OK) != 0) {
		print_message("skipped: no shared data\n");
		skip();
	}
	/* The small file to learn from: this runs under sanitizers too. */
	assert_int_equal(run(&train,
			     (const char *const[]){ "match", "train",
				 "--answers", answers, "--label", "field",
				 "--out", "m.json", "--people", "1000", NULL }),
	    0);
	assert_int_equal(run(&test,
			     (const char *const[]){ "match", "test", "--model",
				 "m.json", "--answers", other, NULL }),
	    0);
	assert_true(answered(arena, &trial, "n") == 11903);
	assert_true(answered(arena, &trial, "top3") > 0.75);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_learns_what_there_is, begin, end),
		cmocka_unit_test_setup_teardown(
		    test_order_of_people_does_not_matter, begin, end),
		cmocka_unit_test_setup_teardown(
		    test_items_by_their_answers, begin, end),
		cmocka_unit_test_setup_teardown(
		    test_items_by_their_scales, begin, end),
		cmocka_unit_test_setup_teardown(
		    test_catalogue_as_prior, begin, end),
		cmocka_unit_test_setup_teardown(test_few_people, begin, end),
		cmocka_unit_test_setup_teardown(
		    test_some_items_of_each, begin, end),
		cmocka_unit_test_setup_teardown(test_mistakes, begin, end),
		cmocka_unit_test_setup_teardown(test_real_answers, begin, end),
	};

	const char *folder = getenv("GILJABI_SHARED");
	int status;

	shared = realpath(folder != NULL ? folder : "../shared", NULL);
	status = cmocka_run_group_tests(tests, NULL, NULL);
	free(shared);
	return status;
}
