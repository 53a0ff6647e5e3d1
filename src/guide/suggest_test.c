/*
 * Suggestions over the shipped catalogue: the same bytes each time, the stage's
 * lists with their spread, reasons that add up, words without holes.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/test_folder.h"
#include "guide/suggest.h"
#include "module.h"

enum { PEOPLE = 300, MEMORY = 64 * 1024 * 1024 };

static const struct module *const rooms[] = { &catalog_module, NULL };

struct fixture {
	char folder[64];
	struct store *store;
	struct arena *held;
	const struct catalogue *catalogue;
};

static int
fixture_make(void **state)
{
	static struct fixture fixture;
	char url[96];
	struct db *db;

	snprintf(fixture.folder, sizeof fixture.folder,
	    "/tmp/giljabi-suggest-XXXXXX");
	assert_non_null(mkdtemp(fixture.folder));
	snprintf(url, sizeof url, "sqlite:%s/t.db", fixture.folder);
	fixture.store = store_open(url, NULL);
	assert_non_null(fixture.store);
	assert_true(store_migrate(fixture.store, rooms));
	fixture.held = arena_new(MEMORY);
	db = store_read(fixture.store);
	fixture.catalogue = catalog_hold(db, fixture.held);
	assert_true(store_read_end(db));
	assert_non_null(fixture.catalogue);
	*state = &fixture;
	return 0;
}

static int
fixture_end(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->held);
	store_close(fixture->store);
	folder_remove(fixture->folder);
	return 0;
}

/* Answers by fixed chance; person 0 likes everything alike. */
static void
answers_make(char *answers, int count, unsigned person)
{
	unsigned chance = person * 2654435761u + 12345;
	int i;

	for (i = 0; i < count; i++) {
		chance = chance * 1664525 + 1013904223;
		answers[i] = person == 0 ? '3'
					 : (char)('1' + (chance >> 24) % 5);
	}
	answers[count] = '\0';
}

static struct suggestion_input
input_make(const struct fixture *fixture, enum stage stage, char *answers,
    unsigned person)
{
	static const int grades[] = { 5, 8, 11 };
	const struct bank_entry *bank = catalog_bank_for(
	    fixture->catalogue, stage);

	answers_make(answers, bank->count, person);
	return (struct suggestion_input){ .catalogue = fixture->catalogue,
		.bank = bank,
		.answers = answers,
		.stage = stage,
		.grade = grades[stage],
		.semester = 1,
		.ai = true };
}

static char *
neutral(struct arena *arena, const struct suggested *suggested)
{
	struct buffer out = { 0 };
	struct writer writer = { .out = &out };
	char *kept;

	put_object(&writer, NULL);
	suggested_write(&writer, suggested);
	put_object_end(&writer);
	assert_false(out.failed);
	kept = arena_text(arena, out.data);
	buffer_free(&out);
	return kept;
}

static void
same_bytes_and_back(void **state)
{
	const struct fixture *fixture = *state;

	for (unsigned person = 0; person < PEOPLE; person++) {
		struct arena *arena = arena_new(MEMORY);
		char answers[INTEREST_ITEMS + 1];
		struct suggestion_input input = input_make(
		    fixture, (enum stage)(person % STAGES), answers, person);
		struct suggested first, again, back;
		char *text;

		suggest(arena, &input, &first);
		suggest(arena, &input, &again);
		text = neutral(arena, &first);
		assert_string_equal(text, neutral(arena, &again));
		assert_true(suggested_read(arena, text, &back));
		assert_string_equal(text, neutral(arena, &back));
		arena_free(arena);
	}
}

/* What the lists of a stage have to hold. */
static const struct {
	enum stage stage;
	enum list_kind kind;
	int count; /* exactly; 0: none at all */
	int fields; /* at least so many different ones */
} wanted[] = {
	{ STAGE_ELEMENTARY, LIST_STRENGTHS, 3, 0 },
	{ STAGE_ELEMENTARY, LIST_TRIES, 9, 5 },
	{ STAGE_ELEMENTARY, LIST_OCCUPATIONS, 0, 0 },
	{ STAGE_ELEMENTARY, LIST_MAJORS, 0, 0 },
	{ STAGE_ELEMENTARY, LIST_QUESTIONS, 5, 0 },
	{ STAGE_MIDDLE, LIST_FIELDS, 5, 5 },
	{ STAGE_MIDDLE, LIST_OCCUPATIONS, 9, 4 },
	{ STAGE_MIDDLE, LIST_HIGH_SCHOOLS, 3, 0 },
	{ STAGE_MIDDLE, LIST_QUESTIONS, 5, 0 },
	{ STAGE_MIDDLE, LIST_MAJORS, 0, 0 },
	{ STAGE_HIGH, LIST_MAJORS, 7, 4 },
	{ STAGE_HIGH, LIST_NEXT, 12, 0 }, /* from 11/1 on: 4 x 3 */
	{ STAGE_HIGH, LIST_QUESTIONS, 5, 0 },
	{ STAGE_HIGH, LIST_STARTERS, 5, 0 },
};

static int
field_of(const struct catalogue *catalogue, enum list_kind kind, const char *id)
{
	int i;

	if (kind == LIST_FIELDS)
		return catalog_field(catalogue, id);
	if (kind == LIST_MAJORS)
		return catalogue->majors[catalog_major(catalogue, id)].field;
	if (kind == LIST_OCCUPATIONS)
		return catalogue->occupations[catalog_occupation(catalogue, id)]
		    .fields.list[0];
	for (i = 0; i < catalogue->try_count; i++)
		if (text_is(catalogue->tries[i].id, id))
			return catalogue->tries[i].field;
	return -1;
}

static int
fields_count(
    const struct catalogue *catalogue, const struct suggestion_list *list)
{
	bool seen[64] = { false };
	int count = 0;

	for (int i = 0; i < list->count; i++) {
		int field = field_of(
		    catalogue, list->kind, list->items[i].thing);

		assert_in_range(field, 0, 63);
		count += !seen[field];
		seen[field] = true;
	}
	return count;
}

static void
lists_of_the_stage(void **state)
{
	const struct fixture *fixture = *state;

	for (unsigned person = 0; person < PEOPLE; person++)
		for (size_t w = 0; w < sizeof wanted / sizeof wanted[0]; w++) {
			struct arena *arena = arena_new(MEMORY);
			char answers[INTEREST_ITEMS + 1];
			struct suggestion_input input = input_make(
			    fixture, wanted[w].stage, answers, person);
			struct suggestion_list *list = NULL;
			struct suggested out;

			suggest(arena, &input, &out);
			for (int i = 0; i < out.count; i++)
				if (out.lists[i].kind == wanted[w].kind)
					list = &out.lists[i];
			if ((list ? list->count : 0) != wanted[w].count)
				fail_msg("row %zu, person %u: %d", w, person,
				    list ? list->count : 0);
			if (wanted[w].fields &&
			    fields_count(fixture->catalogue, list) <
				wanted[w].fields)
				fail_msg(
				    "row %zu, person %u: spread", w, person);
			arena_free(arena);
		}
}

static void
reasons_add_up(void **state)
{
	const struct fixture *fixture = *state;

	for (unsigned person = 0; person < PEOPLE; person++) {
		struct arena *arena = arena_new(MEMORY);
		char answers[INTEREST_ITEMS + 1];
		struct suggestion_input input = input_make(
		    fixture, (enum stage)(person % STAGES), answers, person);
		struct suggested out;

		suggest(arena, &input, &out);
		for (int i = 0; i < out.count; i++)
			for (int k = 0; k < out.lists[i].count; k++) {
				const struct suggestion *item =
				    &out.lists[i].items[k];
				double sum = item->base;

				for (int l = 0; l < LETTERS; l++)
					sum += item->terms[l];
				assert_true(fabs(sum - item->score) < 1e-9);
				assert_true(
				    item->steady >= 0 && item->steady <= 1);
			}
		arena_free(arena);
	}
}

static void
refusing_ai_leaves_the_answers(void **state)
{
	const struct fixture *fixture = *state;
	struct arena *arena = arena_new(MEMORY);
	char answers[INTEREST_ITEMS + 1];
	struct suggestion_input input = input_make(
	    fixture, STAGE_MIDDLE, answers, 0);
	struct suggested out;

	input.ai = false;
	suggest(arena, &input, &out);
	assert_int_equal(out.count, 0);
	assert_string_equal(out.model, "none");
	for (int l = 0; l < LETTERS; l++) {
		assert_true(fabs(out.profile.scales[l].score - 0.5) < 1e-12);
		assert_true(fabs(out.profile.scales[l].low - 0.5) < 1e-12);
	}
	arena_free(arena);
}

/* A missing message would show its id, a missing variable its braces. */
static void
words_without_holes(void **state)
{
	const struct fixture *fixture = *state;

	for (unsigned person = 0; person < PEOPLE; person++) {
		struct arena *arena = arena_new(MEMORY);
		struct buffer out = { 0 };
		struct writer writer = { .out = &out };
		char answers[INTEREST_ITEMS + 1];
		struct suggestion_input input = input_make(
		    fixture, (enum stage)(person % STAGES), answers, person);
		struct suggested suggested;
		json_t *json;

		input.ai = person % 7 != 6;
		suggest(arena, &input, &suggested);
		put_object(&writer, NULL);
		suggested_say(&writer, arena, person % 2 ? LANG_EN : LANG_KO,
		    fixture->catalogue, &suggested, true);
		put_object_end(&writer);
		assert_false(out.failed);
		json = json_read(arena, out.data, out.length);
		assert_non_null(json);
		assert_null(strstr(out.data, "\"why."));
		assert_null(strstr(out.data, "\"letter."));
		assert_null(strstr(out.data, "\"summary."));
		assert_null(strstr(out.data, "\"sureness."));
		assert_null(strstr(out.data, "\"change."));
		assert_null(strstr(out.data, "{first"));
		assert_null(strstr(out.data, "{second"));
		assert_null(strstr(out.data, "{points"));
		buffer_free(&out);
		arena_free(arena);
	}
}

static void
broken_json_is_refused(void **state)
{
	static const char *const rows[] = { "", "{}", "[]", "{\"stage\":9}",
		"{\"stage\":1,\"lists\":[{\"kind\":\"x\",\"items\":[]}]}",
		"{\"stage\":1,\"lists\":[],\"profile\":{\"scales\":[]}}" };
	struct arena *arena = arena_new(MEMORY);
	struct suggested out;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		if (suggested_read(arena, rows[i], &out))
			fail_msg("row %zu", i);
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_bytes_and_back),
		cmocka_unit_test(lists_of_the_stage),
		cmocka_unit_test(reasons_add_up),
		cmocka_unit_test(refusing_ai_leaves_the_answers),
		cmocka_unit_test(words_without_holes),
		cmocka_unit_test(broken_json_is_refused),
	};

	return cmocka_run_group_tests(tests, fixture_make, fixture_end);
}
