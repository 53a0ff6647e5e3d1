/* Paths find their doors; rows that are wrong are found at the start. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "http/inside.h"

static void
nothing(struct request *rq)
{
	answer_none(rq);
}

#define ROW(method, path) \
	{ \
		method, path, nothing, ROLE_TEACHER, .summary = "x" \
	}

static const struct route routes[] = {
	ROW(GET, "/api/pupils"),
	ROW(GET, "/api/pupils/new"),
	ROW(GET, "/api/pupils/{pupil}"),
	ROW(PUT, "/api/pupils/{other}"),
	ROW(GET, "/api/pupils/new/brief"),
	ROW(GET, "/api/pupils/{pupil}/looks"),
	ROW(GET, "/api/a/{a}/b/{b}/c/{c}"),
	{ 0 },
};
static const struct module room = { .name = "room", .routes = routes };
static const struct module bare = { .name = "bare" };
static const struct module *const rooms[] = { &bare, &room, NULL };

/* The path, the row's path and the first parameter's value; NULL: none. */
static const struct {
	enum method method;
	const char *path, *want, *value;
} rows[] = {
	{ GET, "/api/pupils", "/api/pupils", NULL },
	{ GET, "/api/pupils/7", "/api/pupils/{pupil}", "7" },
	{ PUT, "/api/pupils/7", "/api/pupils/{other}", "7" },
	{ GET, "/api/pupils/new", "/api/pupils/new", NULL },
	{ GET, "/api/pupils/new/brief", "/api/pupils/new/brief", NULL },
	/* back from the literal to the parameter */
	{ GET, "/api/pupils/new/looks", "/api/pupils/{pupil}/looks", "new" },
	{ GET, "/api/a/%31/b/2/c/3", "/api/a/{a}/b/{b}/c/{c}", "1" },
	{ GET, "/api/pupils/", NULL, NULL },
	{ GET, "/api/pupils//looks", NULL, NULL },
	{ GET, "/api/pupils/7/nope", NULL, NULL },
	{ GET, "/api", NULL, NULL },
	{ GET, "/", NULL, NULL },
	{ GET, "/API/pupils", NULL, NULL },
};

static void
paths_find_doors(void **state)
{
	struct router *router = router_new(rooms);
	size_t i;

	(void)state;
	assert_non_null(router);
	for (i = 0; i < COUNT(rows); i++) {
		const char *segments[SEGMENTS];
		struct match match = { 0 };
		struct door *door = NULL;
		char path[64];
		int count;

		snprintf(path, sizeof path, "%s", rows[i].path);
		count = path_split(path, segments, SEGMENTS);
		if (router_find(router, segments, count, &match))
			door = match.doors[rows[i].method];
		if ((door == NULL) != (rows[i].want == NULL))
			fail_msg("%s", rows[i].path);
		if (door == NULL)
			continue;
		assert_string_equal(door->route->path, rows[i].want);
		if (rows[i].value != NULL)
			assert_string_equal(match.values[0], rows[i].value);
	}
	router_free(router);
}

static void
parameters_keep_their_names(void **state)
{
	struct router *router = router_new(rooms);
	struct door *door = router_doors(router);

	(void)state;
	assert_int_equal(door->count, 0);
	assert_string_equal(door->next->next->names[0], "pupil");
	assert_string_equal(door->next->next->next->names[0], "other");
	router_free(router);
}

static const char *const no_choices[] = { NULL };
static const struct field text_unbounded[] = { { "a", FIELD_TEXT }, { 0 } };
static const struct field twice[] = {
	{ "a", FIELD_BOOL },
	{ "a", FIELD_INT },
	{ 0 },
};
static const struct field choiceless[] = {
	{ "a", FIELD_CHOICE, .choices = no_choices },
	{ 0 },
};
static const struct field list[] = {
	{ "a", FIELD_LIST, 0, 5, .of = FIELD_INT },
	{ 0 },
};
static const struct field deep[] = {
	{ "a", FIELD_LIST, 0, 5, .fields = text_unbounded },
	{ 0 },
};
static const struct field any[] = { { "a", FIELD_ANY }, { 0 } };
static const struct field file[] = {
	{ "a", FIELD_FILE, 1, 100 },
	{ 0 },
};
static const struct field big_file[] = {
	{ "a", FIELD_FILE, 1, 10 * 1024 * 1024 },
	{ 0 },
};
static const struct field file_and_list[] = {
	{ "a", FIELD_FILE, 1, 100 },
	{ "b", FIELD_LIST, 0, 5, .of = FIELD_INT },
	{ 0 },
};
static const struct field good[] = {
	{ "a", FIELD_TEXT, 0, 10 },
	{ "b", FIELD_INT },
	{ 0 },
};

#define T ROLE_TEACHER
static const struct {
	bool fits;
	struct route route;
} wrong[] = {
	{ true, { POST, "/a", nothing, T, .body = good, .summary = "x" } },
	{ true, { POST, "/a", nothing, T, .body = file, .summary = "x" } },
	{ true, { GET, "/a/{b}", nothing, T, .scope = "b", .summary = "x" } },
	{ true,
	    { GET, "/a", nothing, T, .query = good, .answer = any,
		.summary = "x" } },
	{ false, { 0, "/a", nothing, T, .summary = "x" } },
	{ false, { GET, "/a", NULL, T, .summary = "x" } },
	{ false, { GET, "/a", nothing, 0, .summary = "x" } },
	{ false, { GET, "/a", nothing, T } },
	{ false, { GET, "a", nothing, T, .summary = "x" } },
	{ false, { GET, "/a", nothing, T, .scope = "b", .summary = "x" } },
	{ false, { GET, "/a/{bb}", nothing, T, .scope = "b", .summary = "x" } },
	{ false, { GET, "/a", nothing, T, .body = good, .summary = "x" } },
	{ false, { DELETE, "/a", nothing, T, .body = good, .summary = "x" } },
	{ false, { GET, "/a", nothing, T, .query = list, .summary = "x" } },
	{ false, { GET, "/a", nothing, T, .query = file, .summary = "x" } },
	{ false,
	    { GET, "/a", nothing, T, .query = text_unbounded,
		.summary = "x" } },
	{ false,
	    { POST, "/a", nothing, T, .body = text_unbounded,
		.summary = "x" } },
	{ false, { POST, "/a", nothing, T, .body = deep, .summary = "x" } },
	{ false, { POST, "/a", nothing, T, .body = twice, .summary = "x" } },
	{ false,
	    { POST, "/a", nothing, T, .body = choiceless, .summary = "x" } },
	{ false, { POST, "/a", nothing, T, .body = any, .summary = "x" } },
	{ false, { POST, "/a", nothing, T, .body = big_file, .summary = "x" } },
	{ false,
	    { POST, "/a", nothing, T, .body = file_and_list, .summary = "x" } },
	{ false, { GET, "/a", nothing, T, .answer = file, .summary = "x" } },
	{ false,
	    { GET, "/a", nothing, T, .answer = good,
		.answer_type = "text/plain", .summary = "x" } },
	{ false,
	    { GET, "/{1}/{2}/{3}/{4}/{5}/{6}/{7}/{8}/{9}", nothing, T,
		.summary = "x" } },
};

static void
wrong_rows_are_found(void **state)
{
	size_t i;

	(void)state;
	log_level(LOG_ERROR + 1);
	for (i = 0; i < COUNT(wrong); i++) {
		const struct route two[] = { wrong[i].route, { 0 } };
		const struct module one = { .name = "one", .routes = two };
		const struct module *const all[] = { &one, NULL };
		struct router *router = router_new(all);

		if ((router != NULL) != wrong[i].fits)
			fail_msg("row %zu", i);
		router_free(router);
	}
}

static void
rows_that_meet_are_found(void **state)
{
	static const struct route same[] = {
		ROW(GET, "/a/{b}"),
		ROW(GET, "/a/{c}"),
		{ 0 },
	};
	static const struct module one = { .name = "one", .routes = same };
	static const struct module *const all[] = { &one, NULL };

	(void)state;
	log_level(LOG_ERROR + 1);
	assert_null(router_new(all));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(paths_find_doors),
		cmocka_unit_test(parameters_keep_their_names),
		cmocka_unit_test(wrong_rows_are_found),
		cmocka_unit_test(rows_that_meet_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
