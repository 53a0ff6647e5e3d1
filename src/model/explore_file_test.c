/* The member "explore": what is written is read, and each way to spoil it. */
#include "model/explore_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

enum { MEMORY = 1 << 20 };

static const char sound[] =
    "{\"explore\":{\"groups\":[\"gender\",\"residence\"],\"first\":3,"
    "\"floor\":0.8,\"directions\":[[0.25,-1.5]],\"points\":["
    "{\"floor\":0,\"shifts\":[[0,0],[0,0],[0,0]]},"
    "{\"floor\":0.9,\"shifts\":[[1,2],[-3.5,4],[0.125,0]]}],"
    "\"chosen\":1}}";

/* The member that is not sound in `text`, of 2 features and 3 classes. */
static const char *
read_text(struct arena *arena, const char *text, struct explore *explore)
{
	const json_t *json = json_read(arena, text, strlen(text));

	assert_non_null(json);
	return explore_read(
	    arena, json_object_get(json, "explore"), 2, 3, explore);
}

static const char *
written(struct arena *arena, const struct explore *explore)
{
	struct buffer out = { 0 };
	struct writer writer = { .out = &out };
	const char *text;

	put_object(&writer, NULL);
	explore_write(&writer, explore);
	put_object_end(&writer);
	text = arena_text(arena, out.data);
	buffer_free(&out);
	return text;
}

static void
test_sound(void **state)
{
	struct arena *arena = arena_new(MEMORY);
	struct explore explore;

	(void)state;
	assert_null(read_text(arena, sound, &explore));
	assert_int_equal(explore.columns, 2);
	assert_string_equal(explore.groups[1], "residence");
	assert_int_equal(explore.first, 3);
	assert_true(explore.floor == 0.8);
	assert_int_equal(explore.path.directions, 1);
	assert_true(explore.path.direction[1] == -1.5);
	assert_int_equal(explore.path.points, 2);
	assert_true(explore.path.point[1].shifts[2] == -3.5);
	assert_int_equal(explore.path.chosen, 1);
	assert_string_equal(written(arena, &explore), sound);
	arena_free(arena);
}

/* None: by null, by nothing; and none is written as null. */
static void
test_none(void **state)
{
	static const char *const texts[] = { "{\"explore\":null}", "{}" };
	struct arena *arena = arena_new(MEMORY);
	struct explore explore;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		assert_null(read_text(arena, texts[i], &explore));
		assert_int_equal(explore.columns, 0);
		assert_string_equal(written(arena, &explore), texts[0]);
	}
	arena_free(arena);
}

static void
test_spoiled(void **state)
{
	static const struct {
		const char *from, *to, *member;
	} rows[] = {
		{ "{\"groups\"", "{\"group\"", "groups" },
		{ "[\"gender\",\"residence\"]", "[]", "groups" },
		{ "\"gender\"", "\"\"", "groups" },
		{ "\"gender\"", "7", "groups" },
		{ "\"gender\"", "1,2,3,4,5,6,7,8", "groups" },
		{ "\"first\":3", "\"first\":0", "first" },
		{ "\"first\":3", "\"first\":2.5", "first" },
		{ "\"first\":3", "\"first\":300", "first" },
		{ "0.8", "1.1", "floor" },
		{ "0.8", "\"a\"", "floor" },
		{ "[[0.25,-1.5]]", "[[0.25]]", "directions" },
		{ "[[0.25,-1.5]]", "null", "directions" },
		{ "[[0.25,-1.5]]", "[[0.25,1e9]]", "directions" },
		{ "[[0.25,-1.5]]", "[]", "points" },
		{ "[[1,2],", "[", "points" },
		{ "[1,2]", "[1,2,3]", "points" },
		{ "[1,2]", "[1,null]", "points" },
		{ "\"floor\":0,", "\"floor\":0.95,", "points" },
		{ "\"floor\":0,", "\"floor\":-1,", "points" },
		{ "\"chosen\":1", "\"chosen\":2", "chosen" },
		{ "\"chosen\":1", "\"chosen\":-1", "chosen" },
	};
	struct arena *arena = arena_new(MEMORY);
	struct explore explore;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *at = strstr(sound, rows[i].from), *member;

		assert_non_null(at);
		member = read_text(arena,
		    arena_printf(arena, "%.*s%s%s", (int)(at - sound), sound,
			rows[i].to, at + strlen(rows[i].from)),
		    &explore);
		if (member == NULL || strcmp(member, rows[i].member) != 0)
			fail_msg("%s: %s", rows[i].to, member);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_spoiled),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
